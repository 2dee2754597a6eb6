// What somebody writes to us while their conversation is not joined, or while we are away, and who
// they are then.
#include "fakechatserver.h"

#include "app/core/chat/chat.h"
#include "app/core/chat/postsender.h"
#include "tests/support/manualclock.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

DirectMessage fromJens(const QString &epoch, qint64 offset, const QString &text)
{
    DirectMessage message;
    message.from = u"Jens"_s;
    message.to = u"Mika"_s;
    message.epoch = epoch;
    message.offset = offset;
    message.content = RawJson::fromString(text);
    return message;
}

} // namespace

class TestDirectMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        start({});
    }
    void cleanup()
    {
        m_chat.reset();
        m_client.reset();
        m_server.reset();
    }

    void whatCameBeforeWeKnewOfItIsUnread()
    {
        greetWithDirect(u"e1"_s, 2);
        m_server->answerJoin(2, false, items(u"e1"_s, 2));
        WAIT_FOR(jens() && jens()->isJoined());
        QCOMPARE(jens()->log().rowCount(), 2);
        QCOMPARE(jens()->unread(), 2);
    }

    void whatAnotherPersonOfThatNameWroteIsUnread()
    {
        greetWithDirect(u"e1"_s, 1);
        m_server->answerJoin(1, false, items(u"e1"_s, 1));
        WAIT_FOR(jens() && jens()->isJoined());
        m_chat->setCurrent(u"@Jens"_s); // reads it
        m_chat->setCurrent(u"lobby"_s);
        QCOMPARE(jens()->unread(), 0);
        m_server->cut();
        greetWithDirect(u"e2"_s, 1);
        const Join join = m_server->next<Join>();
        QCOMPARE(join.room, u"@Jens"_s);
        JoinResponse response;
        response.id = join.id;
        response.room = join.room;
        response.epoch = u"e2"_s;
        response.offset = 1;
        m_server->send(response);
        HistoryResponse page;
        page.id = m_server->next<HistoryRequest>().id;
        page.room = join.room;
        page.epoch = u"e2"_s;
        page.items = items(u"e2"_s, 1);
        m_server->send(page);
        WAIT_FOR(jens()->unread() == 1);
    }

    void joinsAgainWhenSomebodyWritesWhereJoiningWasRefused()
    {
        greetWithDirect(u"e1"_s, 1);
        m_server->answerJoin(1, false, items(u"e1"_s, 1));
        WAIT_FOR(jens() && jens()->isJoined());
        m_server->cut();
        m_server->greet();
        m_server->answerJoin(0, true);
        ErrorMessage error{u"no"_s, qint64(ErrorCode::NoSuchUser), u"NO_SUCH_USER"_s};
        error.id = m_server->next<Join>().id;
        const QSignalSpy failed(m_chat.get(), &Chat::requestFailed);
        m_server->send(error);
        m_server->send(fromJens(u"e2"_s, 1, u"again"_s));
        QCOMPARE(m_server->next<Join>().room, u"@Jens"_s);
        QCOMPARE(failed.count(), 0); // nobody had asked for it
    }

    void anotherNameWhileWeWereAwayIsTheSameConversation()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 2}});
        const Conversation *before = jens();
        m_chat->setCurrent(u"@Jens"_s); // reads it
        m_chat->setCurrent(u"lobby"_s);
        m_server->cut();
        WAIT_FOR(m_chat->phase() == ChatPhase::Offline);
        QCOMPARE(m_chat->post(u"@Jens"_s, u"later"_s), PostResult::Posted);
        greet({{u"Jan"_s, u"e1.a"_s, 2}});
        const Join join = answerDirect(u"e1.a"_s, 2, true, {});
        QCOMPARE(join.room, u"@Jan"_s);
        QCOMPARE(join.since->offset, 2);
        QCOMPARE(m_server->next<Direct>().to, u"Jan"_s);
        QVERIFY(!jens());
        QCOMPARE(m_chat->rooms().find(u"@Jan"_s), before);
        QCOMPARE(before->unread(), 0);
        QCOMPARE(before->readOffset(), 2);
    }

    void aMessageUnderTheNameOfBeforeBelongsThere()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        PresenceEvent rename;
        rename.event = u"nick"_s;
        rename.nick = u"Jens"_s;
        rename.newNick = u"Jan"_s;
        m_server->send(rename);
        m_server->send(fromJens(u"e1.a"_s, 2, u"said before"_s)); // and stored after
        WAIT_FOR(m_chat->rooms().find(u"@Jan"_s));
        WAIT_FOR_EQUAL(m_chat->rooms().find(u"@Jan"_s)->position().offset, 2);
        QVERIFY(!jens());
    }

    void aMessageUnderANameThatNobodyToldIsTheSameConversation()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        Conversation *before = jens();
        DirectMessage message = fromJens(u"e1.a"_s, 2, u"it is me"_s);
        message.from = u"Jan"_s;
        m_server->send(message);
        WAIT_FOR(m_chat->rooms().find(u"@Jan"_s));
        WAIT_FOR_EQUAL(before->position().offset, 2);
        QCOMPARE(m_chat->rooms().find(u"@Jan"_s), before);
        QVERIFY(!jens());
        QCOMPARE(before->log().entry(1).kind, LogEntry::Kind::Renamed);
        QCOMPARE(before->log().entry(2).text, u"it is me"_s);
        m_chat->askRooms(); // what comes first
        WAIT_FOR(m_server->has<Rooms>());
        QVERIFY(!m_server->has<Join>());
    }

    void theyMayHaveExchangedTheirNames()
    {
        enter({{u"Anna"_s, u"e1.b"_s, 1}, {u"Jens"_s, u"e1.a"_s, 1}});
        const Conversation *wasJens = jens();
        const Conversation *wasAnna = m_chat->rooms().find(u"@Anna"_s);
        m_server->cut();
        WAIT_FOR(m_chat->phase() == ChatPhase::Offline);
        QCOMPARE(m_chat->post(u"@Jens"_s, u"to the first"_s), PostResult::Posted);
        greet({{u"Anna"_s, u"e1.a"_s, 1}, {u"Jens"_s, u"e1.b"_s, 1}});
        answerDirect(u"e1.a"_s, 1, true, {});
        QCOMPARE(m_server->next<Direct>().to, u"Anna"_s);
        QCOMPARE(m_chat->rooms().find(u"@Anna"_s), wasJens);
        QCOMPARE(jens(), wasAnna);
        QCOMPARE(m_chat->rooms().rowCount(), 3);
    }

    void theirNameMayBeSomebodyElses()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        const Conversation *before = jens();
        m_server->cut();
        greet({{u"Jan"_s, u"e1.a"_s, 1}, {u"Jens"_s, u"e1.c"_s, 1}});
        answerDirect(u"e1.a"_s, 1, true, {});
        QCOMPARE(answerDirect(u"e1.c"_s, 1, false, items(u"e1.c"_s, 1)).since.has_value(), false);
        WAIT_FOR(jens() && jens()->unread() == 1);
        QCOMPARE(m_chat->rooms().find(u"@Jan"_s), before);
        QCOMPARE(before->log().rowCount(), 2); // with the one that tells of the name
    }

    void theyMayHaveTheNameOfSomebodyWhoHasGone()
    {
        enter({{u"Anna"_s, u"e1.b"_s, 1}, {u"Jens"_s, u"e1.a"_s, 1}});
        const Conversation *before = jens();
        m_server->cut();
        WAIT_FOR(m_chat->phase() == ChatPhase::Offline);
        QCOMPARE(m_chat->post(u"@Anna"_s, u"for Anna alone"_s), PostResult::Posted);
        const QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({{u"Anna"_s, u"e1.a"_s, 1}});
        QCOMPARE(m_server->next<Join>().room, u"@Anna"_s);
        QCOMPARE(m_chat->rooms().find(u"@Anna"_s), before);
        QVERIFY(!jens());
        QCOMPARE(failed.count(), 1);
        QCOMPARE(m_chat->waitingCount(), std::size_t(0));
    }

    void whatWasMeantForSomebodyElseIsQuoted()
    {
        enter({{u"Anna"_s, u"e1.b"_s, 1}, {u"Jens"_s, u"e1.a"_s, 1}});
        m_server->cut();
        WAIT_FOR(m_chat->phase() == ChatPhase::Offline);
        QCOMPARE(m_chat->post(u"@Anna"_s, u"for Anna alone"_s), PostResult::Posted);
        QCOMPARE(m_chat->post(u"@Anna"_s, QString(501, u'x')), PostResult::Posted);
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({{u"Anna"_s, u"e1.a"_s, 1}});
        WAIT_FOR_EQUAL(failed.count(), 2);
        QCOMPARE(failed.first().at(0).toString(), u"@Anna"_s);
        QCOMPARE(failed.first().at(2).toLongLong(), qint64(ErrorCode::NoSuchUser));
        QCOMPARE(failed.first().at(3).toString(),
                 u"Somebody else has this name now. It was: for Anna alone"_s);
        const QString cut = failed.last().at(3).toString();
        QVERIFY(cut.endsWith(u": "_s + QString(500, u'x') + QChar(0x2026)));
    }

    void whatMayBeStoredWithSomebodyElseIsNotCalledUnsent()
    {
        enter({{u"Anna"_s, u"e1.b"_s, 1}, {u"Jens"_s, u"e1.a"_s, 1}});
        QCOMPARE(m_chat->post(u"@Anna"_s, u"for Anna alone"_s), PostResult::Posted);
        m_server->next<Direct>();
        m_server->cut(); // the answer may be lost
        WAIT_FOR(m_chat->phase() == ChatPhase::Offline);
        QCOMPARE(m_chat->post(u"@Anna"_s, u"this, too"_s), PostResult::Posted);
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({{u"Anna"_s, u"e1.a"_s, 1}});
        WAIT_FOR_EQUAL(failed.count(), 2);
        QCOMPARE(failed.first().at(2).toLongLong(), PostSender::uncertain);
        QCOMPARE(failed.first().at(3).toString(),
                 u"Somebody else has this name now. It was: for Anna alone"_s);
        QCOMPARE(failed.last().at(2).toLongLong(), qint64(ErrorCode::NoSuchUser));
    }

    void whatWasWrittenToOneIsNotSentToAnother()
    {
        enterAndWriteOffline();
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({}); // with whoever has the name now there is no conversation
        QCOMPARE(answerDirect(u"e1.s"_s, 0, false, {}).room, u"@Jens"_s);
        WAIT_FOR_EQUAL(failed.count(), 1);
        QCOMPARE(failed.first().at(2).toLongLong(), qint64(ErrorCode::NoSuchUser));
        QCOMPARE(failed.first().at(3).toString(), PostSender::somebodyElseText());
        const MessageLogModel &log = jens()->log();
        QVERIFY(log.entry(log.rowCount() - 1).delivery == LogEntry::Delivery::Failed);
        m_chat->askRooms(); // what comes first
        WAIT_FOR(m_server->has<Rooms>());
        QVERIFY(!m_server->has<Direct>());
        m_chat->retry(failed.first().at(1).toString()); // who knows it may want that
        QCOMPARE(m_server->next<Direct>().content.displayText(), u"for Jens alone"_s);
    }

    void knowsToWhomItWroteThoughTheCacheIsLost()
    {
        const QTemporaryDir folder;
        start(folder.path());
        enter({{u"Jens"_s, u"e1.a"_s, 2}});
        m_client->close();
        QCOMPARE(m_chat->post(u"@Jens"_s, u"for Jens alone"_s), PostResult::Posted);
        m_chat.reset();
        QDirIterator caches(folder.path(), {u"room-*"_s}, QDir::Files,
                            QDirIterator::Subdirectories);
        QVERIFY(caches.hasNext());
        while (caches.hasNext())
            QVERIFY(QFile::remove(caches.next()));
        m_chat = std::make_unique<Chat>(*m_client, m_clock, folder.path());
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        m_chat->connectTo(m_server->url());
        greet({});
        QCOMPARE(answerDirect(u"e1.s"_s, 0, false, {}).room, u"@Jens"_s);
        WAIT_FOR_EQUAL(failed.count(), 1);
        QCOMPARE(failed.first().at(3).toString(), PostSender::somebodyElseText());
    }

    void whatWasWrittenToSomebodyWaitsForThem()
    {
        enterAndWriteOffline();
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({});
        ErrorMessage error{u"nobody"_s, qint64(ErrorCode::NoSuchUser), u"NO_SUCH_USER"_s};
        error.id = m_server->next<Join>().id;
        m_server->send(error);
        WAIT_FOR_EQUAL(failed.count(), 1);
        QCOMPARE(failed.first().at(3).toString(), u"nobody"_s);
        m_chat->retry(failed.first().at(1).toString()); // asks again who that is
        QCOMPARE(answerDirect(u"e1.a"_s, 2, true, {}).room, u"@Jens"_s);
        QCOMPARE(m_server->next<Direct>().to, u"Jens"_s);
        QCOMPARE(failed.count(), 1);
    }

    void whatWaitsFailsWhenSomebodyElseWrites()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        QCOMPARE(m_chat->post(u"@Jens"_s, u"for Jens alone"_s), PostResult::Posted);
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        ErrorMessage later{u"later"_s, qint64(ErrorCode::RateLimited), u"RATE_LIMITED"_s};
        later.id = m_server->next<Direct>().id;
        later.retryAfterMs = PostSender::longestRetryAfter.count();
        m_server->send(later);
        m_server->send(fromJens(u"e1.b"_s, 1, u"I am new here"_s));
        WAIT_FOR_EQUAL(failed.count(), 1);
        QCOMPARE(failed.first().at(3).toString(), PostSender::somebodyElseText());
    }

    void whatMayHaveBeenStoredIsNotCalledUnsent()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        QCOMPARE(m_chat->post(u"@Jens"_s, u"for Jens alone"_s), PostResult::Posted);
        m_server->next<Direct>();
        m_server->cut(); // the answer may be lost
        WAIT_FOR(m_chat->phase() == ChatPhase::Offline);
        QCOMPARE(m_chat->post(u"@Jens"_s, u"this, too"_s), PostResult::Posted);
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({});
        QCOMPARE(answerDirect(u"e1.s"_s, 0, false, {}).room, u"@Jens"_s);
        WAIT_FOR_EQUAL(failed.count(), 2);
        QCOMPARE(failed.first().at(2).toLongLong(), PostSender::uncertain);
        QCOMPARE(failed.first().at(3).toString(), QString());
        QCOMPARE(failed.last().at(2).toLongLong(), qint64(ErrorCode::NoSuchUser));
        QCOMPARE(failed.last().at(3).toString(), PostSender::somebodyElseText());
    }

    void aServerThatSaysLaterIsLeftInPeace()
    {
        enterAndWriteOffline();
        greet({});
        refuseJoin(ErrorCode::RateLimited, PostSender::longestRetryAfter);
        const QSignalSpy rooms(m_chat.get(), &Chat::roomsReceived);
        m_chat->askRooms();
        RoomsResponse none;
        none.id = m_server->next<Rooms>().id;
        m_server->send(none);
        WAIT_FOR(rooms.count() == 1); // and the refusal came before
        QCOMPARE(m_chat->post(u"@Jens"_s, u"one more"_s), PostResult::Posted);
        m_chat->askRooms(); // what comes first
        WAIT_FOR(m_server->has<Rooms>());
        QVERIFY(!m_server->has<Join>());
    }

    void aMishapOfTheServersPasses()
    {
        enterAndWriteOffline();
        const QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({});
        refuseJoin(ErrorCode::Internal, std::chrono::milliseconds{1});
        QCOMPARE(answerDirect(u"e1.a"_s, 2, true, {}).room, u"@Jens"_s);
        QCOMPARE(m_server->next<Direct>().to, u"Jens"_s);
        QCOMPARE(failed.count(), 0);
    }

    void whoHasGoneIsKeptByTheEpoch()
    {
        const QTemporaryDir folder;
        start(folder.path());
        enter({{u"Anna"_s, u"e1.b"_s, 1}, {u"Jens"_s, u"e1.a"_s, 1}});
        m_server->cut();
        greet({{u"Anna"_s, u"e1.a"_s, 1}});
        QCOMPARE(m_server->next<Join>().room, u"@Anna"_s);
        QCOMPARE(m_chat->rooms().rowCount(), 2);
        m_server->cut();
        greet({{u"Anna"_s, u"e1.a"_s, 1}, {u"Bea"_s, u"e1.b"_s, 2}}); // she is back
        QCOMPARE(m_server->next<Join>().room, u"@Anna"_s);
        const Join join = m_server->next<Join>();
        QCOMPARE(join.room, u"@Bea"_s);
        QCOMPARE(join.since->epoch, u"e1.b"_s);
        QCOMPARE(join.since->offset, 1);
        QCOMPARE(m_chat->rooms().find(u"@Bea"_s)->log().rowCount(), 1);
    }

    void theLobbyOpensWhenTheLastNameIsSomebodyElses()
    {
        const QTemporaryDir folder;
        start(folder.path());
        enter({{u"Anna"_s, u"e1.b"_s, 1}, {u"Jens"_s, u"e1.a"_s, 1}});
        m_chat->setCurrent(u"@Jens"_s); // reads it
        m_chat->leave(u"@Jens"_s);
        m_chat->leave(u"lobby"_s);
        m_server->send(LeaveResponse{m_server->next<Leave>().id, u"lobby"_s});
        QCOMPARE(m_chat->rooms().rowCount(), 1);
        m_server->cut();
        greet({{u"Anna"_s, u"e1.a"_s, 1}}); // who was Jens, and is closed
        WAIT_FOR(m_chat->rooms().find(u"lobby"_s)->isJoined());
        QCOMPARE(m_chat->rooms().rowCount(), 1);
        QCOMPARE(m_chat->rooms().current(), m_chat->rooms().find(u"lobby"_s));
    }

    void aClosedConversationSendsWhatWaitsToThatPersonAlone_data()
    {
        QTest::addColumn<QString>("epoch");
        QTest::newRow("the same person") << u"e1.a"_s;
        QTest::newRow("somebody else") << u"e1.b"_s;
    }
    void aClosedConversationSendsWhatWaitsToThatPersonAlone()
    {
        QFETCH(QString, epoch);
        enterAndWriteOffline();
        m_chat->leave(u"@Jens"_s);
        QCOMPARE(m_chat->waitingCount(), 1U);
        QSignalSpy failed(m_chat.get(), &Chat::postFailed);
        greet({{u"Jens"_s, epoch, 2}});
        QVERIFY(!m_server->has<Direct>());
        QCOMPARE(answerDirect(epoch, 2, false, items(epoch, 2)).room, u"@Jens"_s);
        if (epoch == u"e1.a") {
            QCOMPARE(m_server->next<Direct>().to, u"Jens"_s);
            return;
        }
        WAIT_FOR_EQUAL(failed.count(), 1);
        const MessageLogModel &log = jens()->log();
        QCOMPARE(log.entry(log.rowCount() - 1).text, u"for Jens alone"_s);
        QCOMPARE(log.entry(log.rowCount() - 1).delivery, LogEntry::Delivery::Failed);
    }

    void aClosedConversationTakesTheOtherName()
    {
        const QTemporaryDir folder;
        start(folder.path());
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        m_chat->setCurrent(u"@Jens"_s); // reads it
        m_chat->leave(u"@Jens"_s);
        m_server->cut();
        greet({{u"Jan"_s, u"e1.a"_s, 1}});
        WAIT_FOR(m_chat->isReady());
        QCOMPARE(m_chat->rooms().rowCount(), 1); // there is nothing new
        m_server->cut();
        greet({{u"Jan"_s, u"e1.a"_s, 2}});
        const Join join = m_server->next<Join>();
        QCOMPARE(join.room, u"@Jan"_s);
        QCOMPARE(join.since->offset, 1);
        QCOMPARE(m_chat->rooms().find(u"@Jan"_s)->unread(), 0); // of what is here
    }

    void whoHasLeftAllOurRoomsIsNotThere()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        QCOMPARE(m_chat->join(u"dev"_s), std::nullopt);
        m_server->answerJoin(0, false);
        WAIT_FOR(m_chat->rooms().find(u"dev"_s)->isJoined());
        m_server->send(presence(u"leave"_s, u"lobby"_s));
        WAIT_FOR(!m_chat->rooms().find(u"lobby"_s)->members().contains(u"Jens"_s));
        QVERIFY(jens()->members().contains(u"Jens"_s)); // seen in the other room
        m_server->send(presence(u"leave"_s, u"dev"_s));
        WAIT_FOR(!jens()->members().contains(u"Jens"_s));
        QVERIFY(jens()->members().contains(u"Mika"_s));
        m_server->send(presence(u"join"_s, u"dev"_s));
        WAIT_FOR(jens()->members().contains(u"Jens"_s));
        m_server->send(presence(u"leave"_s, u"dev"_s));
        WAIT_FOR(!jens()->members().contains(u"Jens"_s));
        m_server->send(fromJens(u"e1.a"_s, 2, u"still here"_s));
        WAIT_FOR(jens()->members().contains(u"Jens"_s));
    }

    void theGreetingTellsWhoIsThere()
    {
        DirectSummary there{u"Jens"_s, u"e1.a"_s, 1};
        there.present = true;
        there.away = u"lunch"_s;
        greet({{u"Anna"_s, u"e1.b"_s, 1}, there});
        WAIT_FOR(m_chat->isReady());
        QVERIFY(!jens()->isJoined()); // yet
        QVERIFY(isShownAsPresent(u"@Jens"_s));
        QCOMPARE(jens()->members().member(0).away, u"lunch"_s);
        QVERIFY(!isShownAsPresent(u"@Anna"_s));
        QVERIFY(isShownAsPresent(u"lobby"_s));
        QSignalSpy members(m_chat.get(), &Chat::membersReceived);
        m_chat->askMembers(u"@Jens"_s);
        QCOMPARE(members.first().at(1).value<QList<Member>>().size(), 2);
        m_server->cut();
        WAIT_FOR(!isShownAsPresent(u"@Jens"_s));
    }

    void theAnswerToJoinTellsWhoIsThere()
    {
        greet({{u"Jens"_s, u"e1.a"_s, 1}});
        const Join join = m_server->next<Join>();
        JoinResponse response;
        response.id = join.id;
        response.room = join.room;
        response.members = {{u"Mika"_s, {}}};
        response.epoch = u"e1.a"_s;
        response.offset = 1;
        m_server->send(response);
        WAIT_FOR(jens()->isJoined());
        QVERIFY(!isShownAsPresent(u"@Jens"_s));
    }

    void theyComeAndGoWithoutARow()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        const int rows = jens()->log().rowCount();
        QSignalSpy changes(&m_chat->rooms(), &QAbstractItemModel::dataChanged);
        m_server->send(presence(u"leave"_s, u"@Jens"_s));
        WAIT_FOR(!isShownAsPresent(u"@Jens"_s));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(changes.first().at(2).value<QList<int>>(),
                 (QList<int>{RoomListModel::PresentRole, RoomListModel::AwayRole}));
        QVERIFY(jens()->members().contains(u"Mika"_s));
        PresenceEvent event = presence(u"join"_s, u"@Jens"_s);
        event.away = u"lunch"_s;
        m_server->send(event);
        WAIT_FOR(isShownAsPresent(u"@Jens"_s));
        QCOMPARE(jens()->members().member(0).away, u"lunch"_s);
        event.event = u"back"_s;
        event.room.reset();
        event.away.reset();
        m_server->send(event);
        WAIT_FOR(!jens()->members().member(0).away);
        event.event = u"nick"_s;
        event.newNick = u"Jan"_s;
        m_server->send(event);
        WAIT_FOR(isShownAsPresent(u"@Jan"_s));
        const Conversation *jan = m_chat->rooms().find(u"@Jan"_s);
        QCOMPARE(jan->log().rowCount(), rows + 1); // that of the name
        event = presence(u"leave"_s, u"@Jan"_s);
        event.nick = u"Jan"_s;
        m_server->send(event);
        WAIT_FOR(!isShownAsPresent(u"@Jan"_s));
        QCOMPARE(jan->log().rowCount(), rows + 1);
    }

    void whoIsAwayIsAwayInTheListToo()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        const RoomListModel &rooms = m_chat->rooms();
        const auto away = [&rooms] {
            return rooms.data(rooms.index(rooms.rowOf(u"@Jens"_s)), RoomListModel::AwayRole);
        };
        QVERIFY(!away().isValid());
        const QSignalSpy changes(&rooms, &QAbstractItemModel::dataChanged);
        PresenceEvent event = presence(u"away"_s, {});
        event.room.reset();
        event.away = u"meeting"_s;
        m_server->send(event);
        WAIT_FOR_EQUAL(away().toString(), u"meeting"_s);
        QVERIFY(isShownAsPresent(u"@Jens"_s));
        QCOMPARE(changes.count(), 1);
        QVERIFY(changes.first().at(2).value<QList<int>>().contains(RoomListModel::AwayRole));
        event.event = u"back"_s;
        event.away.reset();
        m_server->send(event);
        WAIT_FOR(!away().isValid());
        QCOMPARE(changes.count(), 2);
    }

    void whetherSomebodyHasGoneIsKnownWhereTheServerTells()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        QVERIFY(!m_chat->tellsPresence(*jens())); // as an older server
        m_server->send(presence(u"leave"_s, u"lobby"_s));
        WAIT_FOR(!isShownAsPresent(u"@Jens"_s));
        QVERIFY(!m_chat->tellsPresence(*jens()));
        const QSignalSpy changes(jens(), &Conversation::presenceChanged);
        m_server->send(presence(u"leave"_s, u"@Jens"_s));
        WAIT_FOR_EQUAL(changes.count(), 1);
        QVERIFY(m_chat->tellsPresence(*jens()));
        QVERIFY(!m_chat->tellsPresence(*m_chat->rooms().find(u"lobby"_s)));
        m_server->cut();
        WAIT_FOR(!m_chat->tellsPresence(*jens()));
    }

    void whoIsToldToBeThereIsNotGuessedToHaveGone()
    {
        DirectSummary there{u"Jens"_s, u"e1.a"_s, 1};
        there.present = true;
        enter({there});
        m_server->send(presence(u"leave"_s, u"lobby"_s));
        WAIT_FOR(!m_chat->rooms().find(u"lobby"_s)->members().contains(u"Jens"_s));
        QVERIFY(isShownAsPresent(u"@Jens"_s));
        m_server->send(presence(u"leave"_s, u"@Jens"_s));
        WAIT_FOR(!isShownAsPresent(u"@Jens"_s));
        m_server->send(presence(u"join"_s, u"lobby"_s)); // another one of that name
        WAIT_FOR(m_chat->rooms().find(u"lobby"_s)->members().contains(u"Jens"_s));
        QVERIFY(!isShownAsPresent(u"@Jens"_s));
    }

    void whoIsThereIsKnownWithoutAsking()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 1}});
        QSignalSpy members(m_chat.get(), &Chat::membersReceived);
        const QSignalSpy failed(m_chat.get(), &Chat::requestFailed);
        m_chat->askMembers(u"@Jens"_s);
        QCOMPARE(members.count(), 1);
        QCOMPARE(members.first().at(1).value<QList<Member>>().size(), 2);
        m_chat->askMembers(u"@Nobody"_s);
        m_chat->setTopic(u"@Jens"_s, u"us"_s);
        QCOMPARE(failed.count(), 2);
        m_chat->askRooms(); // what comes first
        WAIT_FOR(m_server->has<Rooms>());
        QVERIFY(!m_server->has<Who>() && !m_server->has<Topic>());
    }

private:
    void start(const QString &folder)
    {
        cleanup();
        m_server = std::make_unique<FakeChatServer>();
        m_client = std::make_unique<ChatClient>(m_clock, ReconnectPolicy([] { return 0.0; }));
        m_chat = std::make_unique<Chat>(*m_client, m_clock, folder);
        QCOMPARE(m_chat->setNick(u"Mika"_s), std::nullopt);
        m_chat->connectTo(m_server->url());
    }

    /// The lobby is joined, the others are not yet.
    void greet(const QList<DirectSummary> &directs)
    {
        HelloResponse response = m_server->helloResponse(m_server->next<Hello>());
        response.directs = directs;
        m_server->send(response);
        QCOMPARE(m_server->answerJoin(0, true).room, u"lobby"_s);
    }

    /// The first time, with all of them; in the order of their names.
    void enter(const QList<DirectSummary> &directs)
    {
        greet(directs);
        for (const DirectSummary &direct : directs) {
            const Join join = answerDirect(direct.epoch, direct.offset, false,
                                           items(direct.epoch, direct.offset));
            QCOMPARE(join.room, directRoomName(direct.nick));
            WAIT_FOR(m_chat->rooms().find(join.room)->isJoined());
        }
    }

    void enterAndWriteOffline()
    {
        enter({{u"Jens"_s, u"e1.a"_s, 2}});
        m_server->cut();
        WAIT_FOR(m_chat->phase() == ChatPhase::Offline);
        QCOMPARE(m_chat->post(u"@Jens"_s, u"for Jens alone"_s), PostResult::Posted);
    }

    void refuseJoin(ErrorCode code, std::chrono::milliseconds retryAfter)
    {
        ErrorMessage error{u"no"_s, qint64(code), QString(errorName(code))};
        error.id = m_server->next<Join>().id;
        error.retryAfterMs = retryAfter.count();
        m_server->send(error);
    }

    Join answerDirect(const QString &epoch, qint64 offset, bool recovered,
                      const QList<RawJson> &messages)
    {
        const Join join = m_server->next<Join>();
        JoinResponse response;
        response.id = join.id;
        response.room = join.room;
        response.members = {{u"Mika"_s, {}}, {u"Jens"_s, {}}};
        response.epoch = epoch;
        response.offset = offset;
        response.recovered = recovered;
        response.items = messages;
        m_server->send(response);
        return join;
    }

    static PresenceEvent presence(const QString &event, const QString &room)
    {
        PresenceEvent presence;
        presence.event = event;
        presence.room = room;
        presence.nick = u"Jens"_s;
        return presence;
    }

    [[nodiscard]] bool isShownAsPresent(const QString &name)
    {
        const RoomListModel &rooms = m_chat->rooms();
        return rooms.data(rooms.index(rooms.rowOf(name)), RoomListModel::PresentRole).toBool();
    }

    [[nodiscard]] Conversation *jens() { return m_chat->rooms().find(u"@Jens"_s); }

    static QList<RawJson> items(const QString &epoch, qint64 count)
    {
        QList<RawJson> all;
        for (qint64 offset = 1; offset <= count; ++offset)
            all += FakeChatServer::item(fromJens(epoch, offset, QString::number(offset)));
        return all;
    }

    /// The server knows of this conversation; the lobby is joined, @Jens is not yet.
    void greetWithDirect(const QString &epoch, qint64 offset)
    {
        greet({{u"Jens"_s, epoch, offset}});
    }

    ManualClock m_clock;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<Chat> m_chat;
};

QTEST_GUILESS_MAIN(TestDirectMessages)
#include "tst_directmessages.moc"
