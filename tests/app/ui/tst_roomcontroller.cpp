// The window against a server of version 2 that says what a test wants.
#include "app/application.h"
#include "app/core/chat/postsender.h"
#include "app/core/chat/serverfolder.h"
#include "app/core/chat/sessionfile.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/messageinput.h"
#include "app/ui/messageview.h"
#include "app/ui/roomlist.h"
#include "tests/app/core/chat/fakechatserver.h"
#include "tests/app/ui/uifixture.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTextDocument>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestRoomController final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_settings->set(keys::userNick, u"Mika"_s);
        m_server = std::make_unique<FakeChatServer>();
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
    }

    void cleanup()
    {
        m_application.reset();
        m_server.reset();
        m_settings.reset();
        m_folder.reset();
    }

    void aServerOfVersion1HasNoRooms()
    {
        m_server->setProtocol(std::nullopt);
        m_application->start(m_server->url());
        WAIT_FOR_EQUAL(m_application->chat().phase(), ChatPhase::Version1);
        QVERIFY(!list().isVisible());
        QVERIFY(!window().action(ActionId::NextRoom).isVisible());
        QVERIFY(button()->accessibleName().contains(u"everyone"_s));
        say(u"hello"_s);
        const Broadcast post = m_server->next<Broadcast>();
        QVERIFY(!post.room);
        QVERIFY(input()->toPlainText().isEmpty());
        m_server->send(BroadcastMessage{u"127.0.0.1:1"_s, RawJson::fromString(u"hello"_s), {}});
        WAIT_FOR_EQUAL(lastText(), u"hello"_s);
        say(u"/join dev"_s);
        QCOMPARE(input()->toPlainText(), u"/join dev"_s);
        QCOMPARE(problem(), u"This server has no rooms and no names."_s);
        QVERIFY(!m_server->has<Hello>());
    }

    void entersTheLobbyByItself()
    {
        const Hello hello = enter({u"first"_s, u"second"_s});
        QCOMPARE(hello.nick, u"Mika"_s);
        QVERIFY(list().isVisible());
        QCOMPARE(list().model()->rowCount(), 1);
        QCOMPARE(lastText(), u"second"_s);
        QCOMPARE(label(u"serverTitle"_s)->text(), u"#lobby"_s);
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), u"Connected"_s);
        QVERIFY(!button()->accessibleName().contains(u"everyone"_s));
        // Answers of version 2 are no rows of the log.
        for (int row = 0; row < m_application->log().rowCount(); ++row)
            QVERIFY(m_application->log().entry(row).kind != LogEntry::Kind::Unknown);
    }

    void saysOfOnePersonWhetherThatOneIsThere()
    {
        enter();
        say(u"/join @Jens"_s);
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), QString()); // nothing is known yet
        m_server->answerJoin(1, true);
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), u"Online"_s);
        PresenceEvent event;
        event.nick = u"Jens"_s;
        event.event = u"away"_s;
        event.away = u"meeting"_s;
        m_server->send(event);
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), u"Away: meeting"_s);
        WAIT_FOR(row(1).data(Qt::AccessibleTextRole).toString().contains(u"away: meeting"_s));
        event.event = u"back"_s;
        event.away.reset();
        m_server->send(event);
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), u"Online"_s);
        event.event = u"leave"_s;
        event.room = u"@Jens"_s;
        m_server->send(event);
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), u"Not online"_s);
        m_application->chat().setCurrent(u"lobby"_s);
        QCOMPARE(label(u"stateTitle"_s)->text(), u"Connected"_s);
        m_application->chat().setCurrent(u"@Jens"_s);
        QCOMPARE(label(u"stateTitle"_s)->text(), u"Not online"_s);
        m_server->cut(); // and with it what was known
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), QString());
    }

    void postsToTheRoomThatIsShown()
    {
        enter();
        join(u"dev"_s);
        WAIT_FOR_EQUAL(label(u"serverTitle"_s)->text(), u"#dev"_s);
        say(u"こんにちは"_s);
        QVERIFY(input()->toPlainText().isEmpty());
        QCOMPARE(lastText(), u"こんにちは"_s);
        const Broadcast post = m_server->next<Broadcast>();
        QCOMPARE(post.room, u"dev"_s);
        QCOMPARE(lastRow().data(MessageLogModel::DeliveryRole).toInt(),
                 int(LogEntry::Delivery::Pending));
        BroadcastMessage copy = FakeChatServer::message(u"dev"_s, 1, u"Mika"_s, u"こんにちは"_s);
        copy.id = post.id;
        m_server->send(copy);
        m_server->send(Ack{*post.id, u"dev"_s, u"e1"_s, 1, 1765674010000, false});
        WAIT_FOR_EQUAL(m_application->chat().waitingCount(), std::size_t(0));
        QCOMPARE(lastRow().data(MessageLogModel::DeliveryRole).toInt(),
                 int(LogEntry::Delivery::Stored));
        QCOMPARE(view().model()->rowCount(), 1);
    }

    void whatFailedIsSentAgainOrDiscarded()
    {
        enter();
        say(u"one"_s);
        const Broadcast post = m_server->next<Broadcast>();
        ErrorMessage error{u"no such room"_s, qint64(ErrorCode::UnknownRoom), {}};
        error.id = post.id;
        m_server->send(error);
        WAIT_FOR_EQUAL(lastRow().data(MessageLogModel::DeliveryRole).toInt(),
                       int(LogEntry::Delivery::Failed));
        QVERIFY(problem().contains(u"no such room"_s));
        view().activate(lastRow(), RowAction::Kind::Retry);
        QCOMPARE(m_server->next<Broadcast>().id, post.id);
        view().activate(lastRow(), RowAction::Kind::Discard);
        QCOMPARE(view().model()->rowCount(), 0);
    }

    void opensWithWhatWasSaidBefore()
    {
        const QString data = m_folder->path();
        const auto start = [this, &data] {
            m_application.reset();
            m_application = std::make_unique<Application>(test::application(), *m_settings,
                                                          UiLanguage::English, data);
        };
        start();
        enter({u"first"_s, u"second"_s});
        start();
        m_application->start(m_server->url());
        // Nothing has come from the server: its events have not been looked at.
        QCOMPARE(m_application->chat().phase(), ChatPhase::Offline);
        QVERIFY(window().isVisible());
        QCOMPARE(label(u"serverTitle"_s)->text(), u"#lobby"_s);
        QCOMPARE(list().model()->rowCount(), 1);
        QVERIFY(hasRow(u"first"_s));
        QVERIFY(hasRow(u"second"_s));
    }

    void tellsWhatCannotBeReadOfTheUnsent()
    {
        const QString data = m_folder->path();
        for (const bool isDamaged : {false, true}) {
            m_application.reset();
            if (isDamaged) {
                const ServerFolder folder(data, m_server->url());
                QVERIFY(folder.write(serverfiles::outbox, "{\"id\":\"1\"\n{}\n"));
                QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^2 damaged lines "_s));
            }
            m_application = std::make_unique<Application>(test::application(), *m_settings,
                                                          UiLanguage::English, data);
            enter({u"first"_s});
            const QString told =
                u"2 lines in the file of unsent messages could not be read and are kept in "_s;
            QCOMPARE(hasRow(told + data), isDamaged);
        }
    }

    void countsWhatIsUnreadElsewhere()
    {
        enter();
        join(u"dev"_s);
        m_server->send(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"Mika: look"_s));
        WAIT_FOR_EQUAL(row(0).data(Qt::AccessibleTextRole).toString(),
                       u"#lobby, 1 unread, 1 for you"_s);
        WAIT_FOR(window().windowTitle().startsWith(u"(1)"_s));
        window().action(ActionId::PreviousRoom).trigger();
        WAIT_FOR_EQUAL(label(u"serverTitle"_s)->text(), u"#lobby"_s);
        QCOMPARE(row(0).data(Qt::AccessibleTextRole).toString(), u"#lobby"_s);
        QCOMPARE(lastText(), u"Mika: look"_s);
        WAIT_FOR(!window().windowTitle().startsWith(u"("_s));
        m_server->send(FakeChatServer::message(u"lobby"_s, 2, u"Jens"_s, u"seen at once"_s));
        WAIT_FOR_EQUAL(lastText(), u"seen at once"_s);
        QCOMPARE(row(0).data(RoomListModel::UnreadRole).toInt(), 0);
    }

    // Somebody who reads further up has not seen what came in the meantime.
    void whatCameBelowIsUnreadUntilItIsSeen()
    {
        QStringList said;
        for (int i = 0; i < 60; ++i)
            said.append(u"line %1"_s.arg(i));
        enter(said);
        WAIT_FOR_EQUAL(lastText(), u"line 59"_s);
        Conversation &lobby = *m_application->chat().rooms().find(u"lobby"_s);
        WAIT_FOR(view().isSeen());
        view().doItemsLayout();
        view().verticalScrollBar()->setValue(0);
        join(u"dev"_s);
        for (qint64 offset : {61, 62, 63})
            m_server->send(FakeChatServer::message(u"lobby"_s, offset, u"Jens"_s, u"new"_s));
        WAIT_FOR_EQUAL(lobby.unread(), 3);
        for (int visit = 0; visit < 2; ++visit) {
            list().step(-1);
            QCOMPARE(label(u"serverTitle"_s)->text(), u"#lobby"_s);
            QVERIFY(!view().isAtBottom());
            QCOMPARE(lobby.unread(), 3);
            QCOMPARE(lobby.log().unreadRow(), 60);
            QCOMPARE(view().newMessages(), 3);
            list().step(1);
        }
        list().step(-1);
        view().scrollToNewest();
        WAIT_FOR_EQUAL(lobby.unread(), 0);
        QCOMPARE(view().newMessages(), 0);
        QCOMPARE(lobby.log().unreadRow(), 60); // now one may read it
    }

    void whatAddsToTheLogLeadsToItsEnd_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("isAdded");
        for (const char *line : {"/me waves", "/who", "/rooms", "/topic", "/topic Tea",
                                 "/away lunch", "/nick Miki", "hello"})
            QTest::newRow(line) << QString::fromLatin1(line) << true;
        for (const char *line : {"/history", "/join dev", "/msg Jens", "/msg Jens hello"})
            QTest::newRow(line) << QString::fromLatin1(line) << false;
    }

    void whatAddsToTheLogLeadsToItsEnd()
    {
        QFETCH(QString, line);
        QFETCH(bool, isAdded);
        QStringList said;
        for (int i = 0; i < 60; ++i)
            said.append(u"line %1"_s.arg(i));
        enter(said);
        WAIT_FOR_EQUAL(lastText(), u"line 59"_s);
        view().doItemsLayout();
        view().verticalScrollBar()->setValue(0);
        QVERIFY(!view().isAtBottom());
        input()->setPlainText(line);
        QTest::mouseClick(button(), Qt::LeftButton);
        QVERIFY(input()->toPlainText().isEmpty());
        m_application->chat().setCurrent(u"lobby"_s); // back from where some lead
        QCOMPARE(view().isAtBottom(), isAdded);
    }

    void everyRoomHasItsDraft()
    {
        DraftStore drafts{QString()};
        window().composer().setDraftStore(&drafts);
        input()->insertPlainText(u"begun before"_s);
        enter();
        QCOMPARE(input()->toPlainText(), u"begun before"_s);
        m_application->chat().join(u"dev"_s);
        QVERIFY(input()->toPlainText().isEmpty());
        input()->insertPlainText(u"for dev"_s);
        list().step(-1);
        QCOMPARE(input()->toPlainText(), u"begun before"_s);
        list().step(1);
        QCOMPARE(input()->toPlainText(), u"for dev"_s);
        window().composer().setDraftStore(nullptr);
    }

    void loadsWhatIsOlderAndWhatIsMissing()
    {
        enter({u"newest"_s}, true);
        Q_EMIT view().olderRequested();
        const HistoryRequest request = m_server->next<HistoryRequest>();
        QCOMPARE(request.room, u"lobby"_s);
        QCOMPARE(request.before, 10);
        HistoryResponse response{request.id, u"lobby"_s, u"e1"_s, {}, false};
        response.items = {
            FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 9, u"Jens"_s, u"older"_s))};
        m_server->send(response);
        WAIT_FOR_EQUAL(view().model()->rowCount(), 2);
        QCOMPARE(view().model()->index(0, 0).data(MessageLogModel::TextRole).toString(),
                 u"older"_s);
        Q_EMIT view().gapRequested(7);
        QCOMPARE(m_server->next<HistoryRequest>().before, 7);
    }

    void historyAndRoomsAreCommandsToo()
    {
        enter({u"newest"_s}, true);
        say(u"/history"_s);
        const HistoryRequest request = m_server->next<HistoryRequest>();
        QCOMPARE(request.room, u"lobby"_s);
        QCOMPARE(request.before, 10);
        QVERIFY(input()->toPlainText().isEmpty());
        say(u"/rooms"_s);
        m_server->send(RoomsResponse{m_server->next<Rooms>().id, {{u"tea"_s, {}, 3, 1}}});
        WAIT_FOR(hasRow(u"#tea"_s));
    }

    void commandsDoWhatTheySay()
    {
        enter();
        say(u"/topic All about tea"_s);
        const Topic topic = m_server->next<Topic>();
        QCOMPARE(topic.topic, u"All about tea"_s);
        m_server->send(TopicResponse{topic.id, u"lobby"_s, topic.topic});
        WAIT_FOR(label(u"stateTitle"_s)->text().contains(u"All about tea"_s));
        say(u"/me waves"_s);
        QCOMPARE(m_server->next<Broadcast>().content.displayText(), u"/me waves"_s);
        say(u"/away lunch"_s);
        QCOMPARE(m_server->next<Away>().away, u"lunch"_s);
        say(u"/back"_s);
        QCOMPARE(m_server->next<Away>().away, std::nullopt);
        say(u"/who"_s);
        const Who who = m_server->next<Who>();
        m_server->send(WhoResponse{who.id, u"lobby"_s, {{u"Ann"_s, {}}, {u"Bo"_s, u"x"_s}}});
        WAIT_FOR(hasRow(u"In #lobby: Ann"_s));
        say(u"/who"_s);
        const Who many = m_server->next<Who>();
        m_server->send(WhoResponse{many.id, u"lobby"_s, {{u"Ann"_s, {}}}, 1'001});
        WAIT_FOR(hasRow(u"In #lobby: Ann; and 1000 more"_s));
        QCOMPARE(label(u"memberTitle"_s)->text(), u"Members · 1,001"_s);
        say(u"/nick Miki"_s);
        const Nick nick = m_server->next<Nick>();
        m_server->send(NickResponse{nick.id, nick.nick});
        WAIT_FOR(
            window().findChild<QAbstractButton *>(u"identityButton"_s)->text().contains(u"Miki"_s));
        QCOMPARE(m_settings->get(keys::userNick), u"Miki"_s);
        say(u"/msg Jens hello"_s);
        QCOMPARE(m_server->next<Direct>().to, u"Jens"_s);
        QCOMPARE(label(u"serverTitle"_s)->text(), u"@Jens"_s);
        say(u"/part"_s);
        QCOMPARE(label(u"serverTitle"_s)->text(), u"#lobby"_s);
        QCOMPARE(list().model()->rowCount(), 1);
        say(u"/join a/b"_s);
        QCOMPARE(input()->toPlainText(), u"/join a/b"_s);
        QVERIFY(problem().contains(u"cannot be a name. The name of a room is letters"_s));
        say(u"/clear"_s);
        QVERIFY(!m_application->chat().rooms().current()->hasOlder());
    }

    void whatFailedIsSentAgainOrRemovedByCommand()
    {
        enter({u"before"_s});
        say(u"/retry"_s);
        QCOMPARE(input()->toPlainText(), u"/retry"_s);
        QVERIFY(problem().contains(u"No message to"_s));
        say(u"hello"_s);
        const Broadcast post = m_server->next<Broadcast>();
        ErrorMessage error{u"no"_s, qint64(ErrorCode::UnknownRoom), {}};
        error.id = post.id;
        m_server->send(error);
        WAIT_FOR(problem().contains(u"Not sent to"_s));
        say(u"/retry"_s);
        QCOMPARE(m_server->next<Broadcast>().id, post.id);
        m_server->send(error);
        WAIT_FOR(problem().contains(u"Not sent to"_s));
        QCOMPARE(lastText(), u"hello"_s);
        say(u"/discard #lobby"_s);
        QCOMPARE(lastText(), u"before"_s);
    }

    void saysOnceThatTheServerCannotStoreAndNoMoreWhenItCan()
    {
        enter();
        say(u"one"_s);
        const Broadcast one = m_server->next<Broadcast>();
        ErrorMessage error{u"later"_s, qint64(ErrorCode::StoreUnavailable), {}};
        error.id = one.id;
        error.retryAfterMs = 1;
        m_server->send(error);
        WAIT_FOR(problem().contains(u"cannot store messages at present"_s));
        QCOMPARE(m_server->next<Broadcast>().id, one.id); // by itself
        m_server->send(Ack{*one.id, u"lobby"_s, u"e1"_s, 1, 1765674010000, false});
        WAIT_FOR(problem().isEmpty());
    }

    void whatMayHaveArrivedIsSentAgainByAClickAlone()
    {
        enter();
        say(u"one"_s);
        const Broadcast one = m_server->next<Broadcast>();
        ErrorMessage error{u"no"_s, qint64(ErrorCode::UnknownRoom), {}};
        error.id = one.id;
        m_server->send(error);
        WAIT_FOR(problem().contains(u"Not sent to"_s));
        say(u"two"_s);
        const Broadcast two = m_server->next<Broadcast>();
        m_server->cut(); // the answer may be lost
        HelloResponse response = m_server->helloResponse(m_server->next<Hello>());
        response.session = u"another"_s;
        m_server->send(response);
        m_server->answerJoin(0, true);
        WAIT_FOR(problem().contains(u"may not have arrived"_s));
        waitFor(u"lobby"_s);
        say(u"/retry"_s);
        QVERIFY(input()->toPlainText().isEmpty()); // one is sent, and the other one is spoken of
        QVERIFY(problem().contains(u"may not have arrived"_s));
        QVERIFY(label(u"composerProblem"_s)->isVisible());
        QCOMPARE(m_server->next<Broadcast>().id, one.id);
        m_server->send(Ack{*one.id, u"lobby"_s, u"e1"_s, 1, 1765674010000, false});
        WAIT_FOR_EQUAL(m_application->chat().waitingCount(), std::size_t(0));
        say(u"/retry"_s);
        QCOMPARE(input()->toPlainText(), u"/retry"_s);
        QVERIFY(problem().contains(u"may not have arrived"_s));
        say(u"/rooms"_s); // what comes first
        WAIT_FOR(m_server->has<Rooms>());
        QVERIFY(!m_server->has<Broadcast>());
        QCOMPARE(lastText(), u"two"_s);
        QCOMPARE(lastRow().data(MessageLogModel::DeliveryRole).toInt(),
                 int(LogEntry::Delivery::Uncertain));
        view().activate(lastRow(), RowAction::Kind::Retry);
        QCOMPARE(m_server->next<Broadcast>().id, two.id);
    }

    void whatWasMeantForSomebodyElseIsSentByAClickAlone()
    {
        enter();
        say(u"/join @Jens"_s);
        m_server->answerJoin(1, true);
        waitFor(u"@Jens"_s);
        say(u"for you"_s);
        const Direct post = m_server->next<Direct>();
        ErrorMessage error{u"nobody"_s, qint64(ErrorCode::NoSuchUser), {}};
        error.id = post.id;
        m_server->send(error);
        WAIT_FOR(problem().contains(u"Not sent to"_s));
        say(u"/retry"_s);
        QCOMPARE(input()->toPlainText(), u"/retry"_s);
        QVERIFY(problem().contains(u"Somebody else may have this name now."_s));
        say(u"/rooms"_s); // what comes first
        WAIT_FOR(m_server->has<Rooms>());
        QVERIFY(!m_server->has<Direct>());
        view().activate(lastRow(), RowAction::Kind::Retry);
        QCOMPARE(m_server->next<Direct>().id, post.id);
    }

    void whatMayHaveArrivedIsNotCalledUnsent()
    {
        enter();
        Q_EMIT m_application->chat().postFailed(u"@Anna"_s, u"x"_s, PostSender::uncertain,
                                                u"It was: hi"_s);
        QVERIFY(problem().contains(u"may not have arrived: It was: hi"_s));
        QVERIFY(!problem().contains(u"Not sent"_s));
    }

    void roomsThatOneIsNotInAreProposedToo()
    {
        enter();
        input()->setFocus();
        QTest::keyClicks(input(), u"see #te"_s);
        const auto *popup = window().findChild<QListView *>(u"completionPopup"_s);
        QVERIFY(popup == nullptr || !popup->isVisible());
        const Rooms asked = m_server->next<Rooms>();
        m_server->send(RoomsResponse{
            asked.id, {{u"lobby"_s, {}, 1, 1}, {u"tea"_s, {}, 3, 1}, {u"tennis"_s, {}, 1, 1}}});
        WAIT_FOR((popup = window().findChild<QListView *>(u"completionPopup"_s)) != nullptr &&
                 popup->isVisible());
        QCOMPARE(popup->model()->rowCount(), 2);
        QVERIFY2(!m_server->has<Rooms>(), "asked once, not for each letter");
        QTest::keyClick(input(), Qt::Key_Down);
        QTest::keyClick(input(), Qt::Key_Tab);
        QCOMPARE(input()->toPlainText(), u"see #tennis "_s);
        input()->clear();
        QTest::keyClicks(input(), u"/join te"_s);
        (void)m_server->next<Rooms>(); // again: there may be new ones
        QTest::keyClick(input(), Qt::Key_Tab);
        QTest::keyClick(input(), Qt::Key_Tab);
        QCOMPARE(input()->toPlainText(), u"/join #tea "_s);
    }

    void roomsOfAServerThatOneHasLeftAreNotProposed()
    {
        enter();
        input()->setFocus();
        const auto isProposed = [this] {
            const auto *popup = window().findChild<QListView *>(u"completionPopup"_s);
            return popup != nullptr && popup->isVisible();
        };
        QTest::keyClicks(input(), u"see #te"_s);
        m_server->send(RoomsResponse{m_server->next<Rooms>().id, {{u"tea"_s, {}, 3, 1}}});
        WAIT_FOR(isProposed());
        input()->clear();
        FakeChatServer other;
        m_application->start(other.url());
        other.greet();
        other.answerJoin(0, true);
        waitFor(u"lobby"_s);
        input()->setFocus();
        QTest::keyClicks(input(), u"see #te"_s);
        (void)other.next<Rooms>(); // it has told of none yet
        QVERIFY(!isProposed());
    }

    void writesOnWhileTheConnectionIsAway()
    {
        enter({u"before"_s});
        m_server->cut();
        WAIT_FOR_EQUAL(m_application->chat().phase(), ChatPhase::Offline);
        QVERIFY(list().isVisible());
        say(u"meanwhile"_s);
        QCOMPARE(lastText(), u"meanwhile"_s);
        say(u"/me waves"_s);
        QVERIFY(input()->toPlainText().isEmpty());
        say(u"/who"_s);
        QVERIFY(problem().contains(u"no connection"_s)); // that is wanted now, or not at all
        m_server->greet();
        m_server->answerJoin(1, true);
        QCOMPARE(m_server->next<Broadcast>().content.displayText(), u"meanwhile"_s);
        QCOMPARE(m_server->next<Broadcast>().content.displayText(), u"/me waves"_s);
    }

    void aPersonsNewNameTakesNothingAway()
    {
        DraftStore drafts{QString()};
        window().composer().setDraftStore(&drafts);
        enter();
        say(u"/msg Jens"_s);
        m_server->answerJoin(0, false);
        waitFor(u"@Jens"_s);
        input()->insertPlainText(u"dear J"_s);
        renameJens(u"Zoe"_s);
        WAIT_FOR_EQUAL(label(u"serverTitle"_s)->text(), u"@Zoe"_s);
        QCOMPARE(input()->toPlainText(), u"dear J"_s);
        list().step(-1);
        QCOMPARE(label(u"serverTitle"_s)->text(), u"#lobby"_s);
        QVERIFY(input()->toPlainText().isEmpty());
        list().step(1);
        QCOMPARE(input()->toPlainText(), u"dear J"_s);
        window().composer().setDraftStore(nullptr);
    }

    void whatARenamedPersonSaidIsReadLikeAnyOther()
    {
        enter();
        say(u"/msg Jens"_s);
        m_server->answerJoin(0, false);
        waitFor(u"@Jens"_s);
        list().step(-1);
        DirectMessage message{u"Jens"_s, u"Mika"_s, u"e1"_s, 1, 1765674010000, {}, {}};
        message.content = RawJson::fromString(u"psst");
        m_server->send(message);
        WAIT_FOR(window().windowTitle().startsWith(u"(1)"_s));
        renameJens(u"Zoe"_s);
        WAIT_FOR(m_application->chat().rooms().find(u"@Zoe"_s) != nullptr);
        QVERIFY(window().windowTitle().startsWith(u"(1)"_s));
        list().step(1);
        WAIT_FOR_EQUAL(label(u"serverTitle"_s)->text(), u"@Zoe"_s);
        WAIT_FOR(!window().windowTitle().startsWith(u"("_s));
    }

    void aTopicThatIsRefusedIsGivenBack()
    {
        enter();
        say(u"/topic All about tea"_s);
        ErrorMessage error{u"no"_s, qint64(ErrorCode::BadRequest), {}};
        error.id = m_server->next<Topic>().id;
        QCOMPARE(input()->toPlainText(), QString());
        m_server->send(error);
        WAIT_FOR_EQUAL(input()->toPlainText(), u"/topic All about tea"_s);
    }

    void aTopicIsKeptUntilOneIsThere()
    {
        enter();
        say(u"/join dev"_s);
        const Join join = m_server->next<Join>();
        say(u"/topic All about tea"_s); // the server has not answered yet
        QCOMPARE(input()->toPlainText(), u"/topic All about tea"_s);
        QVERIFY2(problem().contains(u"have not entered #dev"_s), qPrintable(problem()));
        JoinResponse response;
        response.id = join.id;
        response.room = join.room;
        response.epoch = u"e1"_s;
        m_server->send(response);
        waitFor(u"dev"_s);
        button()->click();
        QVERIFY(input()->toPlainText().isEmpty());
        QCOMPARE(m_server->next<Topic>().room, u"dev"_s);
    }

    void aNameMayChangeInItsCaseAlone()
    {
        enter();
        say(u"/msg jens"_s);
        m_server->answerJoin(0, false);
        WAIT_FOR_EQUAL(label(u"serverTitle"_s)->text(), u"@jens"_s);
        PresenceEvent event;
        event.event = u"nick"_s;
        event.nick = u"jens"_s;
        event.newNick = u"JENS"_s;
        m_server->send(event);
        WAIT_FOR_EQUAL(label(u"serverTitle"_s)->text(), u"@JENS"_s);
        QVERIFY(m_application->chat().rooms().find(u"@JENS"_s) != nullptr);
        say(u"/nick MIKA"_s);
        QVERIFY(input()->toPlainText().isEmpty());
        const Nick nick = m_server->next<Nick>();
        QCOMPARE(nick.nick, u"MIKA"_s);
        NickResponse response;
        response.id = nick.id;
        response.nick = nick.nick;
        m_server->send(response);
        WAIT_FOR_EQUAL(m_application->chat().nick(), u"MIKA"_s);
        QCOMPARE(m_settings->get(keys::userNick), u"MIKA"_s);
        QCOMPARE(lastText(), u"MIKA"_s);
    }

    void aTopicIsShownAsItWasWritten()
    {
        enter();
        const QString topic = u"<b>bold</b> <img src=\"file:///etc/hostname\"> & more"_s;
        m_server->send(RoomEvent{u"topic"_s, u"lobby"_s, topic, u"Jens"_s, 1765674010000});
        WAIT_FOR_EQUAL(label(u"stateTitle"_s)->text(), topic);
        QTextDocument shown;
        shown.setHtml(label(u"stateTitle"_s)->toolTip());
        QVERIFY(Qt::mightBeRichText(label(u"stateTitle"_s)->toolTip()));
        QCOMPARE(shown.toPlainText(), topic);
    }

    void leavingTheLastRoomLeavesAnEmptyWindow()
    {
        enter();
        say(u"/part"_s);
        QVERIFY(list().isVisible());
        QCOMPARE(list().model()->rowCount(), 0);
        say(u"nowhere"_s);
        QCOMPARE(input()->toPlainText(), u"nowhere"_s);
        QVERIFY(problem().contains(u"/join"_s));
        m_application->chat().join(u"dev"_s);
        QVERIFY(list().isVisible());
        QCOMPARE(label(u"serverTitle"_s)->text(), u"#dev"_s);
    }

private:
    /// Goes into the lobby, where these were said, at offsets from 1 or, with more above, from 10.
    Hello enter(const QStringList &said = {}, bool hasMore = false)
    {
        m_application->start(m_server->url());
        window().resize(1100, 700);
        window().activateWindow();
        const Hello hello = m_server->greet();
        const Join asked = m_server->next<Join>();
        JoinResponse response;
        response.id = asked.id;
        response.room = asked.room;
        response.epoch = u"e1"_s;
        response.more = hasMore;
        response.offset = hasMore ? 9 : 0;
        for (const QString &text : said) {
            ++response.offset;
            response.items.append(FakeChatServer::item(
                FakeChatServer::message(asked.room, response.offset, u"Jens"_s, text)));
        }
        m_server->send(response);
        waitFor(asked.room);
        return hello;
    }
    void renameJens(const QString &newNick)
    {
        PresenceEvent rename;
        rename.event = u"nick"_s;
        rename.nick = u"Jens"_s;
        rename.newNick = newNick;
        m_server->send(rename);
    }
    void waitFor(const QString &room)
    {
        WAIT_FOR(m_application->chat().rooms().find(room) != nullptr);
        WAIT_FOR(m_application->chat().rooms().find(room)->isJoined());
        WAIT_FOR(window().isActiveWindow());
    }
    void join(const QString &room)
    {
        say(u"/join "_s + room);
        QVERIFY(input()->toPlainText().isEmpty());
        m_server->answerJoin(0, false);
        waitFor(room);
    }
    void say(const QString &text)
    {
        input()->setPlainText(text);
        button()->click();
    }
    MainWindow &window() { return m_application->window(); }
    MessageView &view() { return window().view(); }
    RoomList &list() { return window().rooms(); }
    QModelIndex row(int row) { return list().model()->index(row, 0); }
    QModelIndex lastRow() { return view().model()->index(view().model()->rowCount() - 1, 0); }
    QString lastText() { return lastRow().data(MessageLogModel::TextRole).toString(); }
    bool hasRow(const QString &begin)
    {
        for (int row = 0; row < view().model()->rowCount(); ++row) {
            if (view()
                    .model()
                    ->index(row, 0)
                    .data(MessageLogModel::TextRole)
                    .toString()
                    .startsWith(begin))
                return true;
        }
        return false;
    }
    QString problem() { return label(u"composerProblem"_s)->text(); }
    MessageInput *input() { return window().findChild<MessageInput *>(u"input"_s); }
    QLabel *label(const QString &name) { return window().findChild<QLabel *>(name); }
    QPushButton *button() { return window().findChild<QPushButton *>(u"broadcastButton"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestRoomController)
#include "tst_roomcontroller.moc"
