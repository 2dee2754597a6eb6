#include "app/core/chat/chatentries.h"
#include "app/core/chat/conversation.h"
#include "app/core/chat/conversationcache.h"
#include "common/protocol/codec.h"

#include <QAbstractItemModelTester>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

LogEntry said(qint64 offset, const QString &from = u"Jens"_s, const QString &id = {})
{
    BroadcastMessage message;
    message.fromNick = from;
    message.content = RawJson::fromString(u"text %1"_s.arg(offset));
    message.room = u"dev"_s;
    message.offset = offset;
    message.ts = 1765674010000 + offset;
    if (!id.isEmpty())
        message.id = id;
    LogEntry entry = entryOf(message, u"Mika"_s);
    entry.frame = encode(ServerMessage(message));
    return entry;
}

std::vector<LogEntry> range(qint64 from, qint64 to)
{
    std::vector<LogEntry> entries;
    for (qint64 offset = from; offset <= to; ++offset)
        entries.push_back(said(offset));
    return entries;
}

JoinResponse answer(qint64 offset, bool recovered, const QString &epoch = u"e1"_s)
{
    JoinResponse response;
    response.room = u"dev"_s;
    response.topic = u"talk"_s;
    response.members = {{u"Mika"_s, {}}, {u"Jens"_s, u"lunch"_s}};
    response.epoch = epoch;
    response.offset = offset;
    response.recovered = recovered;
    response.more = offset > 50;
    return response;
}

LogEntry pendingPost(const QString &id)
{
    LogEntry entry = entryOfWords(u"Mika"_s, RawJson::fromString(u"mine"), u"Mika"_s);
    entry.delivery = LogEntry::Delivery::Pending;
    entry.messageId = id;
    return entry;
}

/// "1 2 | 5 p": offsets, gaps and unsent rows.
QString shape(const Conversation &conversation)
{
    QStringList parts;
    for (int row = 0; row < conversation.log().rowCount(); ++row) {
        const LogEntry &entry = conversation.log().entry(row);
        if (entry.kind == LogEntry::Kind::Gap)
            parts += u"|"_s;
        else if (entry.kind == LogEntry::Kind::Forgotten)
            parts += u"?"_s;
        else if (entry.isUnsent())
            parts += u"p"_s;
        else
            parts += QString::number(entry.offset);
    }
    return parts.join(u' ');
}

qint64 lastOffset(const Conversation &conversation)
{
    return conversation.log().entry(conversation.log().rowCount() - 1).offset;
}

using Joined = Conversation::JoinResult;

} // namespace

class TestConversation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_room = std::make_unique<Conversation>(u"dev"_s);
        m_tester = std::make_unique<QAbstractItemModelTester>(&m_room->log());
    }
    void cleanup()
    {
        m_tester.reset();
        m_room.reset();
    }

    void showsTheNewestWhenItIsJoinedFirst()
    {
        QCOMPARE(m_room->joined(answer(100, false), range(98, 100)), Joined::Complete);
        QCOMPARE(shape(*m_room), u"98 99 100"_s);
        QVERIFY(m_room->hasOlder());
        QVERIFY(m_room->isJoined());
        QCOMPARE(m_room->unread(), 0);
        QCOMPARE(m_room->topic(), u"talk"_s);
        QCOMPARE(m_room->members().rowCount(), 2);
    }

    void isOnesOwnAlsoUnderANameOfBefore()
    {
        QVERIFY(!said(1, u"Mi"_s).isOwn);
        QVERIFY(said(2, u"Mi"_s, u"a1"_s).isOwn); // only who said it is told its id
    }

    void showsEachMessageOnce()
    {
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        m_room->receive(said(3));
        m_room->receive(said(3));
        m_room->receive(said(2));
        m_room->receive(said(4));
        QCOMPARE(shape(*m_room), u"1 2 3 4"_s);
        QCOMPARE(m_room->joined(answer(6, true), range(3, 6)), Joined::Complete);
        QCOMPARE(shape(*m_room), u"1 2 3 4 5 6"_s);
        QCOMPARE(m_room->position().offset, 6);
    }

    void marksAGapAndFillsIt()
    {
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        QCOMPARE(m_room->joined(answer(400, false), {}), Joined::Gap);
        m_room->receive(said(401));
        QCOMPARE(shape(*m_room), u"1 2 | 401"_s);
        m_room->receiveMissing(401, range(399, 400), true);
        QCOMPARE(shape(*m_room), u"1 2 | 399 400 401"_s);
        m_room->receiveMissing(399, range(397, 398), true);
        QCOMPARE(shape(*m_room), u"1 2 | 397 398 399 400 401"_s);
        m_room->receiveMissing(397, range(1, 3), false);
        QCOMPARE(shape(*m_room), u"1 2 3 397 398 399 400 401"_s);
    }

    void whatWasMissedIsBelowTheLineThoughOneLooksNow()
    {
        m_room->restore({u"e1"_s, 3}, 3, range(1, 3));
        m_room->setBeingRead(true); // the window is there before the connection
        QCOMPARE(m_room->joined(answer(6, true), range(4, 6)), Joined::Complete);
        QCOMPARE(m_room->log().unreadRow(), 3);
        QCOMPARE(m_room->unread(), 0);
        m_room->receive(said(7));
        QCOMPARE(m_room->log().unreadRow(), 3);
        m_room->setJoined(false);
        QCOMPARE(m_room->joined(answer(7, true), {}), Joined::Complete);
        QCOMPARE(m_room->log().unreadRow(), 3); // nothing was missed
        QCOMPARE(m_room->joined(answer(8, true), range(8, 8)), Joined::Complete);
        QCOMPARE(m_room->log().unreadRow(), 7);
    }

    void whatWasUnreadBeforeTheEndStaysBelowTheLine()
    {
        m_room->restore({u"e1"_s, 3}, 1, range(1, 3));
        m_room->setBeingRead(true);
        QCOMPARE(m_room->joined(answer(5, true), range(4, 5)), Joined::Complete);
        QCOMPARE(m_room->log().unreadRow(), 1);
    }

    void theLineStandsBelowAGap()
    {
        m_room->restore({u"e1"_s, 2}, 2, range(1, 2));
        m_room->setBeingRead(true);
        QCOMPARE(m_room->joined(answer(400, false), {}), Joined::Gap);
        m_room->receiveMissing(401, range(399, 400), true);
        QCOMPARE(m_room->log().unreadRow(), 3);
        m_room->receiveMissing(399, range(2, 398), true);
        QCOMPARE(m_room->log().unreadRow(), 2);
    }

    void closesAGapWhoseMessagesAreGone()
    {
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        QCOMPARE(m_room->joined(answer(400, false), {}), Joined::Gap);
        m_room->receiveMissing(401, range(390, 400), false);
        QVERIFY(shape(*m_room).startsWith(u"1 2 390"));
    }

    void keepsWhatTheServerLost_data()
    {
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<QString>("epoch");
        QTest::newRow("another epoch") << qint64{70} << u"e2"_s;
        QTest::newRow("a shorter past") << qint64{1} << u"e1"_s;
        QTest::newRow("nothing") << qint64{0} << u"e2"_s;
    }
    void keepsWhatTheServerLost()
    {
        QFETCH(qint64, offset);
        QFETCH(QString, epoch);
        QCOMPARE(m_room->joined(answer(3, false), range(1, 3)), Joined::Complete);
        m_room->receive(said(4));
        m_room->log().append(pendingPost(u"a"_s));
        QCOMPARE(m_room->unread(), 1);
        QCOMPARE(m_room->joined(answer(offset, false, epoch), {}),
                 offset > 0 ? Joined::Gap : Joined::Complete);
        QCOMPARE(shape(*m_room), offset > 0 ? u"0 0 0 0 ? | p"_s : u"0 0 0 0 ? p"_s);
        QCOMPARE(m_room->log().entry(2).text, u"text 3"_s);
        QCOMPARE(m_room->unread(), 1); // nobody has seen it
        QVERIFY(!m_room->hasOlder());  // it would come above
        m_room->receive(said(offset + 1));
        m_room->receiveMissing(offset + 1, range(1, offset), false);
        QVERIFY(shape(*m_room).startsWith(u"0 0 0 0 ? 1"));
        QVERIFY(shape(*m_room).endsWith(u"%1 p"_s.arg(offset + 1)));
    }

    void whoReadsKeepsThePlaceAndTheLine()
    {
        m_room->restore({u"e1"_s, 3}, 1, range(1, 3));
        m_room->setBeingRead(true);
        QCOMPARE(m_room->joined(answer(400, false), {}), Joined::Gap);
        QSignalSpy resets(&m_room->log(), &QAbstractItemModel::modelReset);
        QCOMPARE(m_room->joined(answer(0, false, u"e2"_s), {}), Joined::Complete);
        QCOMPARE(shape(*m_room), u"0 0 0 ?"_s); // and no gap any more
        QCOMPARE(m_room->log().unreadRow(), 1);
        QCOMPARE(resets.count(), 0); // whoever has scrolled stays there
    }

    void aNickOfTwoPeopleOneAfterTheOther()
    {
        Conversation direct(u"@Jens"_s);
        const auto joined = [&direct](const QString &epoch, qint64 offset) {
            return direct.joined(answer(offset, offset == 2, epoch), {});
        };
        QCOMPARE(direct.joined(answer(2, false, u"e1"_s), range(1, 2)), Joined::Complete);
        QCOMPARE(joined(u"e1.a"_s, 2), Joined::Complete); // the server is newer than before
        QCOMPARE(shape(direct), u"1 2"_s);
        direct.continueIn(u"e1.a"_s, 3);
        direct.receive(said(3));
        QCOMPARE(shape(direct), u"1 2 3"_s);
        direct.continueIn(u"e1.b"_s, 1);
        direct.receive(said(1));
        QCOMPARE(shape(direct), u"0 0 0 ? 1"_s);
        QCOMPARE(direct.position().epoch, u"e1.b"_s);
        QCOMPARE(direct.unread(), 2);
        direct.continueIn(u"e1.c"_s, 7);
        direct.receive(said(7));
        QCOMPARE(shape(direct), u"0 0 0 ? 0 ? | 7"_s);
    }

    void oneBorderForAllLossesSinceTheLastWord()
    {
        const auto restart = [this](const QString &epoch) {
            return m_room->joined(answer(0, false, epoch), {});
        };
        QCOMPARE(m_room->joined(answer(1, false), range(1, 1)), Joined::Complete);
        QCOMPARE(restart(u"e2"_s), Joined::Complete);
        LogEntry came;
        came.kind = LogEntry::Kind::Joined;
        m_room->note(came);
        m_room->log().append(pendingPost(u"a"_s));
        for (const auto &epoch : {u"e3"_s, u"e4"_s})
            QCOMPARE(restart(epoch), Joined::Complete);
        QCOMPARE(shape(*m_room), u"0 ? 0 p"_s); // where it was, above who came
        QCOMPARE(m_room->log().entry(2).kind, LogEntry::Kind::Joined);
        m_room->receive(said(1));
        QCOMPARE(restart(u"e5"_s), Joined::Complete);
        QCOMPARE(restart(u"e6"_s), Joined::Complete);
        QCOMPARE(shape(*m_room), u"0 ? 0 0 ? p"_s);
        // What is only known to be there is not said to us.
        QCOMPARE(m_room->joined(answer(7, false, u"e7"_s), {}), Joined::Gap);
        QCOMPARE(restart(u"e8"_s), Joined::Complete);
        QCOMPARE(shape(*m_room), u"0 ? 0 0 ? p"_s);
    }

    void nothingSaidNeedsNoBorder()
    {
        QCOMPARE(m_room->joined(answer(0, false), {}), Joined::Complete);
        LogEntry came;
        came.kind = LogEntry::Kind::Joined;
        m_room->note(came);
        QCOMPARE(m_room->joined(answer(0, false, u"e2"_s), {}), Joined::Complete);
        QCOMPARE(shape(*m_room), u"0"_s);
    }

    void pagesBackAboveTheFirstRow()
    {
        QCOMPARE(m_room->joined(answer(100, false), range(99, 100)), Joined::Complete);
        m_room->receiveOlder(range(97, 99), true);
        QCOMPARE(shape(*m_room), u"97 98 99 100"_s);
        QVERIFY(m_room->hasOlder());
        m_room->receiveOlder(range(95, 96), false);
        QVERIFY(!m_room->hasOlder());
    }

    void confirmsOurPost_data()
    {
        QTest::addColumn<QString>("order");
        QTest::newRow("message, then ack") << u"ma"_s;
        QTest::newRow("ack, then message") << u"am"_s;
        QTest::newRow("ack alone, message later") << u"aam"_s;
        QTest::newRow("message twice") << u"mam"_s;
    }
    void confirmsOurPost()
    {
        QFETCH(QString, order);
        QCOMPARE(m_room->joined(answer(1, false), range(1, 1)), Joined::Complete);
        m_room->log().append(pendingPost(u"a"_s));
        m_room->log().append(pendingPost(u"b"_s));
        for (const QChar step : order) {
            if (step == u'm')
                m_room->receive(said(2, u"Mika"_s, u"a"_s));
            else
                m_room->acknowledge(u"a"_s, 2, QDateTime::fromMSecsSinceEpoch(5));
        }
        m_room->receive(said(3));
        QCOMPARE(shape(*m_room), u"1 2 3 p"_s);
    }

    void knowsAPostThatRecoveryBrought()
    {
        QCOMPARE(m_room->joined(answer(1, false), range(1, 1)), Joined::Complete);
        m_room->log().append(pendingPost(u"a"_s));
        std::vector<LogEntry> items;
        items.push_back(said(2, u"Mika"_s));
        QCOMPARE(m_room->joined(answer(2, true), std::move(items)), Joined::Complete);
        m_room->acknowledge(u"a"_s, 2, QDateTime::fromMSecsSinceEpoch(5));
        QCOMPARE(shape(*m_room), u"1 2"_s);
    }

    void countsWhatNobodyHasRead()
    {
        QSignalSpy news(m_room.get(), &Conversation::unreadReceived);
        QCOMPARE(m_room->joined(answer(1, false), range(1, 1)), Joined::Complete);
        m_room->receive(said(2));
        m_room->receive(said(3, u"Mika"_s));
        LogEntry naming = said(4);
        naming.isMention = true;
        m_room->receive(naming);
        QCOMPARE(m_room->unread(), 2);
        QCOMPARE(m_room->mentionCount(), 1);
        QCOMPARE(news.count(), 2);
        m_room->setBeingRead(true);
        QCOMPARE(m_room->unread(), 0);
        QCOMPARE(m_room->mentionCount(), 0);
        QCOMPARE(m_room->log().unreadRow(), 1);
        m_room->receive(said(5));
        QCOMPARE(m_room->unread(), 0);
        m_room->setBeingRead(false);
        m_room->receive(said(6));
        QCOMPARE(m_room->unread(), 1);
    }

    void countsTheMessageThatOpenedIt()
    {
        Conversation direct(u"@Jens"_s);
        direct.expectNews(3);
        QCOMPARE(direct.joined(answer(3, false), range(1, 3)), Joined::Complete);
        QCOMPARE(direct.unread(), 1);
        QCOMPARE(direct.mentionCount(), 1);
    }

    void forgetsItsPeopleWhenItIsLeft()
    {
        QCOMPARE(m_room->joined(answer(1, false), {}), Joined::Complete);
        m_room->setTyping({u"Jens"_s});
        m_room->setJoined(false);
        QCOMPARE(m_room->members().rowCount(), 0);
        QVERIFY(m_room->typing().isEmpty());
    }

    void keepsRecentMessagesInAFile()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        QCOMPARE(m_room->joined(answer(300, false), range(1, 300)), Joined::Complete);
        m_room->log().append(pendingPost(u"a"_s));
        m_room->receive(said(301));
        QVERIFY(saveConversation(files, *m_room));

        Conversation again(u"dev"_s);
        loadConversation(files, again, u"Mika"_s);
        QCOMPARE(again.log().rowCount(), cachedRows);
        QCOMPARE(again.log().firstOffset(), 102);
        QCOMPARE(lastOffset(again), 301);
        QCOMPARE(again.position(), (Position{u"e1"_s, 301}));
        QCOMPARE(again.unread(), 1);
        QCOMPARE(again.topic(), u"talk"_s);
        QCOMPARE(again.joined(answer(302, true), range(302, 302)), Joined::Complete);
        QCOMPARE(lastOffset(again), 302);

        Conversation other(u"lobby"_s);
        loadConversation(files, other, u"Mika"_s);
        QCOMPARE(other.log().rowCount(), 0);
    }

    void keepsOnlyWhatIsBelowAGap()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        QCOMPARE(m_room->joined(answer(10, false), {}), Joined::Gap);
        m_room->receive(said(11));
        QVERIFY(saveConversation(files, *m_room));
        Conversation again(u"dev"_s);
        loadConversation(files, again, u"Mika"_s);
        QCOMPARE(shape(again), u"11"_s);
        forgetConversation(files, u"dev"_s);
        Conversation gone(u"dev"_s);
        loadConversation(files, gone, u"Mika"_s);
        QVERIFY(gone.position().epoch.isEmpty());
    }

    void keepsWhatTheServerHasForgotten()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        QCOMPARE(m_room->joined(answer(3, false, u"e2"_s), {}), Joined::Gap);
        m_room->receive(said(4));
        for (int run = 0; run < 2; ++run) { // and not only until the next start
            QVERIFY(saveConversation(files, *m_room));
            m_room = std::make_unique<Conversation>(u"dev"_s);
            loadConversation(files, *m_room, u"Mika"_s);
            QCOMPARE(shape(*m_room), u"0 0 ? | 4"_s);
            QCOMPARE(m_room->position(), (Position{u"e2"_s, 4}));
        }
    }

    void whatIsBelowTheForgottenIsAskedForAgain()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        const auto startAgain = [&] {
            QVERIFY(saveConversation(files, *m_room));
            m_room = std::make_unique<Conversation>(u"dev"_s);
            loadConversation(files, *m_room, u"Mika"_s);
        };
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        QCOMPARE(m_room->joined(answer(9, false, u"e2"_s), {}), Joined::Gap);
        startAgain();
        QCOMPARE(shape(*m_room), u"0 0 ? |"_s);
        QCOMPARE(m_room->newestGap(), 10);
        m_room->receiveMissing(10, range(8, 9), true);
        startAgain();
        QCOMPARE(shape(*m_room), u"0 0 ? | 8 9"_s);
        QCOMPARE(m_room->newestGap(), 8);
        m_room->receiveMissing(8, range(1, 7), false);
        startAgain();
        QCOMPARE(shape(*m_room), u"0 0 ? 1 2 3 4 5 6 7 8 9"_s);
        QCOMPARE(m_room->newestGap(), 0);
    }

    void aGapWithNothingInItGoes()
    {
        m_room->restoreForgotten(range(1, 2), 8);
        m_room->restore({u"e2"_s, 8}, 8, range(8, 8));
        QCOMPARE(shape(*m_room), u"0 0 ? | 8"_s);
        m_room->receiveMissing(8, {}, false);
        QCOMPARE(shape(*m_room), u"0 0 ? 8"_s);
    }

    void nothingComesTwiceThroughTwoGaps()
    {
        m_room->restoreForgotten(range(1, 2), 9);
        m_room->restore({u"e2"_s, 8}, 8, {});
        QCOMPARE(shape(*m_room), u"0 0 ? |"_s);
        LogEntry came;
        came.kind = LogEntry::Kind::Joined;
        m_room->note(came);
        QCOMPARE(m_room->joined(answer(12, false, u"e2"_s), {}), Joined::Gap);
        QCOMPARE(shape(*m_room), u"0 0 ? 0 |"_s);
        QCOMPARE(m_room->newestGap(), 13);
        m_room->receiveMissing(13, range(5, 12), true);
        QCOMPARE(m_room->newestGap(), 5);
        m_room->receiveMissing(5, range(1, 4), false);
        QCOMPARE(shape(*m_room), u"0 0 ? 0 1 2 3 4 5 6 7 8 9 10 11 12"_s);
    }

    void aGapBelowMessagesIsAnotherOne()
    {
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        QCOMPARE(m_room->joined(answer(8, false), {}), Joined::Gap);
        m_room->receive(said(9));
        QCOMPARE(m_room->joined(answer(12, false), {}), Joined::Gap);
        QCOMPARE(shape(*m_room), u"1 2 | 9 |"_s);
        QCOMPARE(m_room->joined(answer(14, false), {}), Joined::Gap); // before that was filled
        QCOMPARE(shape(*m_room), u"1 2 | 9 |"_s);
        m_room->receiveMissing(15, range(7, 14), true);
        m_room->receiveMissing(9, range(3, 8), false);
        QCOMPARE(shape(*m_room), u"1 2 3 4 5 6 7 8 9 10 11 12 13 14"_s);
    }

    void whatIsInTheNumberIsNotCountedAgain()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        QCOMPARE(m_room->joined(answer(1, false), range(1, 1)), Joined::Complete);
        QCOMPARE(m_room->joined(answer(0, false, u"e2"_s), {}), Joined::Complete);
        m_room->receive(said(1));
        m_room->receive(said(2));
        QCOMPARE(m_room->joined(answer(9, false, u"e2"_s), {}), Joined::Gap);
        m_room->receive(said(10));
        QCOMPARE(m_room->unread(), 3);
        QVERIFY(saveConversation(files, *m_room));
        Conversation again(u"dev"_s);
        loadConversation(files, again, u"Mika"_s);
        QCOMPARE(shape(again), u"0 ? | 10"_s);
        again.receiveMissing(10, range(1, 2), false);
        QCOMPARE(again.unread(), 3);
        QCOMPARE(again.joined(answer(12, false, u"e2"_s), {}), Joined::Gap);
        again.receiveMissing(13, range(11, 12), false); // and these are new
        QCOMPARE(again.unread(), 5);
    }

    void whatHasNoPlaceIsNotInTheNumberOfTheFile()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        QCOMPARE(m_room->joined(answer(0, false), {}), Joined::Complete);
        m_room->receive(said(1));
        LogEntry custom;
        custom.kind = LogEntry::Kind::Custom;
        m_room->note(custom);
        QCOMPARE(m_room->unread(), 2);
        QVERIFY(saveConversation(files, *m_room));
        Conversation again(u"dev"_s);
        loadConversation(files, again, u"Mika"_s);
        QCOMPARE(again.log().rowCount(), 1);
        QCOMPARE(again.unread(), 1);
    }

    void countsWhatTheFileHasNoRoomFor()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        leaveUnread(300);
        QVERIFY(saveConversation(files, *m_room));
        Conversation again(u"dev"_s);
        loadConversation(files, again, u"Mika"_s);
        QCOMPARE(again.log().rowCount(), cachedRows);
        QCOMPARE(again.unread(), 300);
        QCOMPARE(again.mentionCount(), 1);
        again.receive(said(301));
        QCOMPARE(again.unread(), 301);
        again.setBeingRead(true);
        QVERIFY(saveConversation(files, again));
        Conversation seen(u"dev"_s);
        loadConversation(files, seen, u"Mika"_s);
        QCOMPARE(seen.unread(), 0);
        QCOMPARE(seen.mentionCount(), 0);
    }

    void readsAFileWithoutCounts()
    {
        const QTemporaryDir folder;
        const ServerFolder files(folder.path(), QUrl(u"ws://localhost"_s));
        leaveUnread(300);
        QVERIFY(saveConversation(files, *m_room));
        QDirIterator found(folder.path(), {u"room-*"_s}, QDir::Files, QDirIterator::Subdirectories);
        QVERIFY(found.hasNext());
        QFile file(found.next());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const QByteArray counts = R"(,"unread":300,"mentions":1)";
        QVERIFY(bytes.contains(counts));
        QVERIFY(file.resize(0) && file.seek(0));
        file.write(bytes.replace(counts, ""));
        file.close();
        Conversation again(u"dev"_s);
        loadConversation(files, again, u"Mika"_s);
        QCOMPARE(again.log().rowCount(), cachedRows);
        QCOMPARE(again.unread(), cachedRows);
        QCOMPARE(again.mentionCount(), 0);
    }

    void knowsWhenWeAreMeant_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("nick");
        QTest::addColumn<bool>("isMeant");
        const auto row = [](const QString &text, const QString &nick, bool isMeant) {
            QTest::addRow("%s / %s", qPrintable(text), qPrintable(nick)) << text << nick << isMeant;
        };
        row(u"hello mika!"_s, u"Mika"_s, true);
        row(u"@Mika: look"_s, u"Mika"_s, true);
        row(u"mikado"_s, u"Mika"_s, false);
        row(u"xmika"_s, u"Mika"_s, false);
        row(u"mikado, mika"_s, u"Mika"_s, true);
        row(u"美香さん、おはよう"_s, u"美香"_s, true);
        row(u"Mikaさん"_s, u"Mika"_s, true);
        row(u"ｍｉｋａさん"_s, u"Mika"_s, true);
        row(u"ﾐｶさん"_s, u"ミカ"_s, true);
        row(u"ＭＩＫＡＤＯ"_s, u"Mika"_s, false);
        row(u"nobody"_s, u""_s, false);
    }
    void knowsWhenWeAreMeant()
    {
        QFETCH(QString, text);
        QFETCH(QString, nick);
        QTEST(mentions(text, nick), "isMeant");
    }

    void readsActionsAndItems()
    {
        const LogEntry action =
            entryOfWords(u"Jens"_s, RawJson::fromString(u"/me waves at Mika"), u"Mika"_s);
        QVERIFY(action.isAction);
        QVERIFY(action.isMention);
        QCOMPARE(action.text, u"waves at Mika"_s);
        const LogEntry own = entryOfWords(u"mika"_s, RawJson::fromString(u"Mika"), u"Mika"_s);
        QVERIFY(own.isOwn);
        QVERIFY(!own.isMention);
        QVERIFY(!entryOfItem(RawJson::parse(R"({"type":"error"})").value(), u"Mika"_s));
        QVERIFY(!entryOfItem(RawJson::parse(R"({"type":"broadcast_message"})").value(), {}));
        const RawJson direct =
            RawJson::parse(
                R"({"type":"direct_message","from":"J","to":"M","offset":3,"content":1})")
                .value();
        QCOMPARE(entryOfItem(direct, u"M"_s)->offset, 3);
    }

    void tellsWhenTheServerHasMoreThanThereIsRoomFor()
    {
        Conversation room(u"dev"_s);
        room.log().setCapacityRows(10);
        const auto kept = [&room](int row) {
            return room.log().index(row).data(MessageLogModel::CutRole).toInt();
        };
        (void)room.joined(answer(60, true), range(51, 59));
        QCOMPARE(kept(0), 0); // there is room for what is above
        room.receiveOlder(range(46, 50), true);
        QCOMPARE(room.log().rowCount(), 10);
        QCOMPARE(kept(0), 10);
        QCOMPARE(kept(1), 0);
        room.receive(said(61));
        QCOMPARE(kept(0), 10);
        QCOMPARE(room.log().index(0).data(MessageLogModel::OffsetRole).toLongLong(), 51);
        room.log().setCapacityRows(20);
        QCOMPARE(kept(0), 0);
        room.receiveOlder(range(41, 50), false);
        QCOMPARE(kept(0), 0); // that was all
        room.log().setCapacityRows(15);
        QCOMPARE(kept(0), 15); // once it was here, and it is still there
    }

    void whatFailedIsFoundInItsOrder()
    {
        QVERIFY(failedEntries(m_room->log()).empty());
        QCOMPARE(m_room->joined(answer(2, false), range(1, 2)), Joined::Complete);
        for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
            m_room->log().append(pendingPost(id));
        QVERIFY(failedEntries(m_room->log()).empty());
        m_room->log().setDelivery(u"c"_s, LogEntry::Delivery::Failed);
        m_room->log().setDelivery(u"a"_s, LogEntry::Delivery::Failed);
        m_room->receive(said(3));
        const std::vector<LogEntry> failed = failedEntries(m_room->log());
        QCOMPARE(failed.size(), std::size_t(2));
        QCOMPARE(failed.front().messageId, u"a"_s);
        QCOMPARE(failed.back().messageId, u"c"_s);
    }

private:
    /// The oldest one is about us.
    void leaveUnread(int messages)
    {
        QCOMPARE(m_room->joined(answer(0, false), {}), Joined::Complete);
        LogEntry naming = said(1);
        naming.isMention = true;
        m_room->receive(std::move(naming));
        for (int offset = 2; offset <= messages; ++offset)
            m_room->receive(said(offset));
        QCOMPARE(m_room->unread(), messages);
    }

    std::unique_ptr<Conversation> m_room;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestConversation)
#include "tst_conversation.moc"
