#include "app/cli/pipelines.h"
#include "tests/app/cli/consoleprogram.h"
#include "tests/app/core/chat/fakechatserver.h"

#include <array>
#include <unistd.h>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestChatConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void speaksVersion1UntilItIsAsked()
    {
        FakeChatServer server;
        Program program({u"status"_s});
        program.console.start(server.url());
        const Command command = server.next<Command>();
        QVERIFY(!server.has<Hello>());
        CommandResponse response;
        response.command = command.command;
        response.data = RawJson::fromString(u"fine");
        server.send(response);
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Ok);
        QVERIFY(!server.has<Hello>());
    }

    void postsIntoARoomAndWaitsForTheAck()
    {
        FakeChatServer server;
        Program program({u"/nick Mika"_s, u"/join #dev"_s, u"broadcast done"_s, u"/me waves"_s});
        program.console.start(server.url());
        QCOMPARE(server.greet().nick, u"Mika"_s);
        QCOMPARE(server.answerJoin(0, false).room, u"lobby"_s);
        QCOMPARE(server
                     .answerJoin(1, false,
                                 {FakeChatServer::item(
                                     FakeChatServer::message(u"dev"_s, 1, u"Jens"_s, u"first"_s))})
                     .room,
                 u"dev"_s);
        const Broadcast done = server.next<Broadcast>();
        QCOMPARE(done.room, u"dev"_s);
        QCOMPARE(done.content.displayText(), u"done"_s);
        const Broadcast waves = server.next<Broadcast>();
        QCOMPARE(waves.content.displayText(), u"/me waves"_s);
        server.send(Ack{*done.id, u"dev"_s, u"e1"_s, 2, 5, false});
        server.send(FakeChatServer::message(u"dev"_s, 3, u"Jens"_s, u"/me nods"_s));
        WAIT_FOR(program.lines.printed.contains(u"[dev] * Jens nods"_s));
        QCOMPARE(program.finished.count(), 0);
        server.send(Ack{*waves.id, u"dev"_s, u"e1"_s, 4, 5, false});
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Ok);
        QVERIFY(program.lines.printed.contains(u"[dev] <Jens> first"_s));
        QVERIFY(program.lines.printed.contains(u"In dev: Mika, Jens"_s));
    }

    void obeysItsOptions()
    {
        FakeChatServer server;
        Program program({u"broadcast hi"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        QCOMPARE(server.greet().nick, u"Mika"_s);
        const Broadcast post = server.next<Broadcast>();
        QCOMPARE(post.room, u"dev"_s);
        server.send(errorFor(*post.id));
        WAIT_FOR(!program.lines.complaints.isEmpty());
        QVERIFY(program.lines.complaints.first().contains(u"dev"));
    }

    void obeysEveryCommand()
    {
        FakeChatServer server;
        Program program({u"/msg \"Ann Lee\" hi"_s, u"/topic new"_s, u"/who lobby"_s, u"/rooms"_s,
                         u"/away tea"_s, u"/part"_s, u"/msg"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        QCOMPARE(server.next<Direct>().to, u"Ann Lee"_s);
        QCOMPARE(server.next<Topic>().topic, u"new"_s);
        QCOMPARE(server.next<Who>().room, u"lobby"_s);
        server.send(RoomsResponse{server.next<Rooms>().id, {{u"dev"_s, {}, 2, 1}}});
        QCOMPARE(server.next<Away>().away, u"tea"_s);
        WAIT_FOR(program.lines.printed.contains(u"Rooms: dev (2)"_s));
        QCOMPARE(program.lines.complaints.size(), 1);
    }

    void whatIsNoCommandIsSaidInTheRoom()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        program.type(u"nobody is here yet"_s); // read before it is known what is spoken
        server.greet();
        server.answerJoin(0, false); // the lobby
        server.answerJoin(0, false);
        WAIT_FOR(program.lines.place == u"dev"_s);
        for (const QString &text :
             {u"hello you"_s, u"ping me later"_s, u"status? none"_s, u" quit smoking"_s}) {
            program.type(text);
            const Broadcast post = server.next<Broadcast>();
            QCOMPARE(post.content.displayText(), text);
            QCOMPARE(post.room, u"dev"_s);
        }
        program.lines.complaints.clear();
        program.type(u"/pong"_s);
        program.type(u"echo"_s);
        QCOMPARE(program.lines.complaints.size(), 2);
        program.type(u"/part"_s);
        WAIT_FOR(program.lines.place == u"lobby"_s);
    }

    void aScriptHasToBeExact()
    {
        FakeChatServer server;
        Program program({u"brodcast done"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        server.answerJoin(0, false);
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Usage);
        QVERIFY(!server.has<Broadcast>());
    }

    void knowsTheBeginningAndComesInAgain()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false);
        server.answerJoin(7, false, {item(6, u"six"_s), item(7, u"seven"_s)});
        WAIT_FOR(program.lines.printed.contains(u"[dev] <Jens> seven"_s));
        program.type(u"/history"_s);
        WAIT_FOR(program.lines.printed.contains(u"There is nothing older."_s));
        program.type(u"/part dev"_s);
        QCOMPARE(server.next<Leave>().room, u"dev"_s);
        program.type(u"/join #Dev"_s);
        QCOMPARE(server.next<Join>().room, u"dev"_s);
    }

    void helpNamesEveryCommand()
    {
        FakeChatServer server;
        Program program({u"help"_s});
        program.console.start(server.url());
        WAIT_FOR(program.finished.count() == 1);
        const QString help = program.lines.printed.join(u'\n');
        for (const QString &name : chatCommandNames())
            QVERIFY2(help.contains(u"\n/"_s + name + u' '), qPrintable(name));
    }

    void comesBackAndSaysWhatWasTypedMeanwhile()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(5, false); // the lobby
        server.answerJoin(7, false, {item(6, u"six"_s), item(7, u"seven"_s)});
        WAIT_FOR(program.lines.printed.contains(u"[dev] <Jens> seven"_s));
        program.type(u"broadcast first"_s);
        const Broadcast first = server.next<Broadcast>();
        server.cut(); // before the ack
        WAIT_FOR(program.lines.complaints.size() == 1);
        QVERIFY(program.lines.complaints.first().contains(u"Trying again. What you say"));
        program.type(u"broadcast second"_s);
        program.type(u"/who"_s); // cannot wait
        QCOMPARE(program.lines.complaints.size(), 2);
        QCOMPARE(server.greet().resume->session, u"secret"_s);
        server.answerJoin(5, true);
        const Join back = server.answerJoin(9, true, {item(8, u"eight"_s), item(9, u"nine"_s)});
        QCOMPARE(back.room, u"dev"_s);
        QCOMPARE(back.since->offset, 7);
        const Broadcast again = server.next<Broadcast>();
        QCOMPARE(again.id, first.id);
        const Broadcast second = server.next<Broadcast>();
        QCOMPARE(second.content.displayText(), u"second"_s);
        server.send(Ack{*again.id, u"dev"_s, u"e1"_s, 8, 5, true});
        server.send(Ack{*second.id, u"dev"_s, u"e1"_s, 10, 5, false});
        WAIT_FOR(program.lines.printed.count(u"[dev] <Jens> nine"_s) == 1);
        for (const QString &line : {u"[dev] <Jens> six"_s, u"[dev] <Jens> eight"_s})
            QCOMPARE(program.lines.printed.count(line), 1);
        QCOMPARE(program.finished.count(), 0);
        program.type(u"quit"_s);
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Ok);
    }

    void tellsWhereMessagesAreMissing()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false);
        server.answerJoin(7, false, {item(6, u"six"_s), item(7, u"seven"_s)});
        WAIT_FOR(program.lines.printed.contains(u"[dev] <Jens> seven"_s));
        server.cut();
        server.greet();
        server.answerJoin(0, true);
        server.answerJoin(2000, false);
        const HistoryRequest page = server.next<HistoryRequest>();
        server.send(HistoryResponse{
            page.id, u"dev"_s, u"e1"_s, {item(7, u"seven"_s), item(2000, u"last"_s)}, true});
        WAIT_FOR(program.lines.printed.contains(u"[dev] <Jens> last"_s));
        QCOMPARE(program.lines.printed.count(u"(Messages are missing in dev here.)"_s), 1);
        QCOMPARE(program.lines.printed.count(u"[dev] <Jens> seven"_s), 1);
    }

    void entersTheLobbyOnce()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program({u"/join lobby"_s, u"broadcast hi"_s});
        QVERIFY(program.console.setUp({}, {u"lobby"_s})); // where one is at the beginning
        program.console.start(server.url());
        server.greet();
        server.send(Ack{*server.next<Broadcast>().id, u"lobby"_s, u"e1"_s, 1, 5, false});
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.lines.printed.filter(QRegularExpression(u"^In lobby"_s)).size(), 1);
    }

    void saysAtTheEndWhatStillWaits()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false);
        server.answerJoin(0, false);
        WAIT_FOR(program.lines.printed.contains(u"In dev: Mika, Jens"_s));
        server.setProtocol(std::nullopt); // which it will not get to say
        server.cut();
        WAIT_FOR(program.lines.complaints.size() == 1);
        program.type(u"broadcast later"_s);
        program.type(u"quit"_s);
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Ok);
        QVERIFY(program.lines.complaints.last().startsWith(u"1 message"));
    }

    void aPipeWaitsForTheServer()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program(QStringList{u"broadcast first"_s}, ReconnectPolicy([] { return 0.0; }));
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        const Broadcast first = server.next<Broadcast>();
        server.cut(); // before the ack, and the input is at its end
        WAIT_FOR(program.lines.complaints.size() == 1);
        QCOMPARE(program.finished.count(), 0);
        server.greet();
        const Broadcast again = server.next<Broadcast>();
        QCOMPARE(again.id, first.id);
        server.send(Ack{*again.id, u"dev"_s, u"e1"_s, 1, 5, true});
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Ok);
    }

    void aPipeSaysWhatWasNotSent()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program(QStringList{u"broadcast one"_s, u"broadcast two"_s},
                        ReconnectPolicy([] { return 0.0; }));
        program.console.setPatience(std::chrono::milliseconds(1));
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.next<Broadcast>();
        server.next<Broadcast>();
        server.setProtocol(std::nullopt); // should it be back in time, it is another one
        server.cut();
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Unsent);
        QVERIFY(program.lines.complaints.last().startsWith(u"2 message"));
    }

    void aPipeCountsTheLinesThatNobodyObeyed()
    {
        auto server = std::make_unique<FakeChatServer>();
        server->answerAllJoins();
        Program program(QStringList(), ReconnectPolicy([] { return 0.0; }));
        program.lines.endsByItself = false;
        program.console.setPatience(std::chrono::milliseconds(1));
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server->url());
        server->greet();
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
        server.reset();                                // and does not come back
        WAIT_FOR(!program.lines.complaints.isEmpty()); // "Trying again"
        program.type(u"broadcast two"_s);
        program.type(u"broadcast three"_s);
        Q_EMIT program.lines.ended();
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Unsent);
        QVERIFY2(program.lines.complaints.last().contains(u"2 lines are lost"_s) ||
                     program.lines.complaints.last().contains(u"2 line(s) are lost"_s),
                 qPrintable(program.lines.complaints.join(u'\n')));
    }

    void aPipeIsToldOfARefusedPost()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program({u"broadcast hi"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.send(errorFor(*server.next<Broadcast>().id));
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Unsent);
        QCOMPARE(program.lines.complaints.size(), 1);
    }

    void aPipeIsNotReadFasterThanItIsStored()
    {
        QStringList script;
        constexpr int lines = 1300; // more than the outbox takes
        for (int i = 0; i < lines; ++i)
            script += u"broadcast %1"_s.arg(i);
        FakeChatServer server;
        server.answerAllJoins();
        Program program(script);
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        for (int i = 0; i < lines; ++i) {
            const Broadcast post = server.next<Broadcast>();
            QCOMPARE(post.content.displayText(), QString::number(i));
            server.send(Ack{*post.id, u"dev"_s, u"e1"_s, i + 1, 5, false});
        }
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Ok);
        QCOMPARE(program.lines.complaints, QStringList());
    }

    void broadcastsToTheRoomWhoeverMsgTalksTo()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
        program.type(u"/msg Jens psst"_s);
        QCOMPARE(server.next<Direct>().to, u"Jens"_s);
        QCOMPARE(program.lines.place, u"dev"_s);
        program.type(u"broadcast one"_s);
        QCOMPARE(server.next<Broadcast>().room, u"dev"_s);
        program.type(u"/msg Jens"_s); // to talk there
        QCOMPARE(program.lines.place, u"@Jens"_s);
        program.type(u"hello you"_s);
        QCOMPARE(server.next<Direct>().content.displayText(), u"hello you"_s);
        program.type(u"broadcast two"_s);
        QCOMPARE(server.next<Broadcast>().room, u"dev"_s);
        program.type(u"/part dev"_s);
        program.type(u"broadcast three"_s); // no longer, and nowhere else
        QCOMPARE(program.lines.complaints, QStringList{inNoRoom});
        program.type(u"/rooms"_s);
        WAIT_FOR(server.has<Rooms>());
        QVERIFY(!server.has<Broadcast>());
    }

    void whatWasForOnePersonIsSaidToNobodyElse()
    {
        FakeChatServer server;
        Program program(QStringList{});
        program.lines.endsByItself = false;
        QVERIFY(program.console.setUp(u"bot"_s, {u"@Jens"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        WAIT_FOR_EQUAL(program.lines.place, u"@Jens"_s);
        program.type(u"broadcast one"_s);
        ErrorMessage error{u"nobody"_s, qint64(ErrorCode::NoSuchUser), u"NO_SUCH_USER"_s};
        error.id = server.next<Join>().id;
        server.send(error);
        error.id = server.next<Direct>().id;
        server.send(error);
        WAIT_FOR(!program.lines.complaints.isEmpty());
        WAIT_FOR_EQUAL(program.lines.place, QString());
        program.type(u"broadcast two"_s);
        program.type(u"/me waves"_s);
        QCOMPARE(program.lines.complaints,
                 (QStringList{u"Not sent to @Jens: nobody"_s, inNoRoom, inNoRoom}));
        Q_EMIT program.lines.ended();
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Unsent);
        QVERIFY(!server.has<Broadcast>());
    }

    void whatIsTypedForAnybodyGoneIsSaidToNobodyElse()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        WAIT_FOR_EQUAL(program.lines.place, u"lobby"_s);
        program.type(u"/msg Nobody"_s);
        ErrorMessage error{u"nobody"_s, qint64(ErrorCode::NoSuchUser), u"NO_SUCH_USER"_s};
        error.id = server.next<Join>().id;
        server.send(error);
        WAIT_FOR_EQUAL(program.lines.place, QString());
        program.type(u"hello you"_s);
        QCOMPARE(program.lines.complaints, QStringList{inNoRoom});
    }

    void whatIsForARoomThatIsGoneFails()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program({u"/join dev"_s, u"/part"_s, u"broadcast hi"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        server.send(LeaveResponse{server.next<Leave>().id, u"dev"_s});
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Usage);
        QCOMPARE(program.lines.complaints, QStringList{inNoRoom});
        QVERIFY(!server.has<Broadcast>());
    }

    void followsAPersonToAnotherName()
    {
        FakeChatServer server;
        Program program(QStringList{}, ReconnectPolicy([] { return 0.0; }));
        program.lines.endsByItself = false;
        QVERIFY(program.console.setUp(u"bot"_s, {u"@Jens"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        const DirectMessage psst{u"Jens"_s, u"bot"_s, u"e1"_s, 1, 5, RawJson::fromString(u"psst"),
                                 {}};
        const QString line = u"[@Jens > @bot] <Jens> psst"_s;
        server.answerJoin(1, false, {FakeChatServer::item(psst)});
        WAIT_FOR(program.lines.printed.contains(line));
        server.send(PresenceEvent{u"nick"_s, {}, u"Jens"_s, u"Jens2"_s, {}, 5});
        WAIT_FOR_EQUAL(program.lines.place, u"@Jens2"_s);
        program.type(u"broadcast for you alone"_s);
        QCOMPARE(server.next<Direct>().to, u"Jens2"_s);
        QVERIFY(!server.has<Broadcast>());
        server.cut();
        server.greet();
        server.answerJoin(0, true); // the lobby
        QCOMPARE(server.answerJoin(1, false, {FakeChatServer::item(psst)}).room, u"@Jens2"_s);
        server.send(FakeChatServer::message(u"lobby"_s, 1, u"Ann"_s, u"after it"_s));
        WAIT_FOR(program.lines.printed.contains(u"[lobby] <Ann> after it"_s));
        QCOMPARE(program.lines.printed.count(line), 1); // it was read under the other name
    }

    void linesBehindTheFirstCommandWaitForTheServersWord()
    {
        FakeChatServer server;
        server.holdWelcome();
        Program program({u"/join dev"_s, u"/topic tea"_s, u"broadcast hi"_s});
        program.console.start(server.url());
        WAIT_FOR(program.lines.isRead);
        server.welcome();
        server.greet();
        QCOMPARE(server.answerJoin(0, false).room, u"lobby"_s);
        QCOMPARE(server.answerJoin(0, false).room, u"dev"_s);
        QCOMPARE(server.next<Topic>().room, u"dev"_s);
        QCOMPARE(server.next<Broadcast>().room, u"dev"_s);
    }

    void aPipeDoesNotWaitForEverForTheServersWord()
    {
        FakeChatServer server;
        server.holdWelcome();
        Program program({u"/join dev"_s, u"broadcast hi"_s});
        program.lines.endsByItself = false;
        program.console.setAnswerDeadline(std::chrono::milliseconds(1));
        program.console.start(server.url());
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Timeout);
        QVERIFY(program.lines.complaints.last().contains(u"1 line"));
        QVERIFY(!server.has<Broadcast>());
    }

    void aPersonDoesNotWaitForEverForTheServersWord()
    {
        FakeChatServer server;
        server.holdWelcome();
        Program program;
        program.console.setAnswerDeadline(std::chrono::milliseconds(1));
        program.console.start(server.url());
        WAIT_FOR_EQUAL(program.client.state(), ConnectionState::Connected);
        program.type(u"/join dev"_s);
        program.type(u"broadcast for the room"_s);
        program.type(u"echo x"_s);
        server.next<Echo>();
        QVERIFY(!server.has<Broadcast>());
        QCOMPARE(program.lines.complaints, (QStringList{noAnswer, inNoRoom}));
        program.type(u"/join dev"_s); // is the server's to say once more
        program.type(u"quit"_s);
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.lines.complaints, (QStringList{noAnswer, inNoRoom, noAnswer}));
    }

    void whatWaitsForARoomIsNotSaidToEverybody()
    {
        FakeChatServer server;
        Program program;
        program.console.setAnswerDeadline(std::chrono::milliseconds(1));
        program.console.start(server.url());
        WAIT_FOR(program.lines.printed.contains(u"Connected as 127.0.0.1:1: hi"_s));
        program.type(u"/join dev"_s);
        program.type(u"broadcast for the room"_s);
        const Hello hello = server.next<Hello>(); // and lets it wait
        WAIT_FOR_EQUAL(program.lines.complaints, (QStringList{noAnswer, inNoRoom}));
        server.send(server.helloResponse(hello));
        WAIT_FOR(server.has<Join>());
        QVERIFY(!server.has<Broadcast>());
        QCOMPARE(server.answerJoin(0, false).room, u"lobby"_s);
        program.type(u"/join dev"_s);
        QCOMPARE(server.answerJoin(0, false).room, u"dev"_s);
    }

    void whatIsSaidWaitsForAServerThatIsBackAndSilent()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        server.answerJoin(0, false);
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
        server.holdWelcome();
        server.cut();
        WAIT_FOR_EQUAL(program.lines.complaints.size(), 1); // "Trying again"
        WAIT_FOR_EQUAL(program.client.state(), ConnectionState::Connected);
        program.console.setAnswerDeadline(std::chrono::milliseconds(1));
        program.type(u"hello you"_s);
        WAIT_FOR_EQUAL(program.lines.complaints.size(), 2);
        QCOMPARE(program.lines.complaints.last(), noAnswer);
        server.welcome();
        server.greet();
        server.answerJoin(0, true);
        server.answerJoin(0, true);
        const Broadcast post = server.next<Broadcast>();
        QCOMPARE(post.room, u"dev"_s);
        QCOMPARE(post.content.displayText(), u"hello you"_s);
        QCOMPARE(program.lines.complaints.size(), 2);
    }

    void forgetsTheCommandThatNeededRooms()
    {
        FakeChatServer server;
        server.holdWelcome();
        server.setProtocol(std::nullopt);
        Program program;
        program.console.start(server.url());
        WAIT_FOR_EQUAL(program.client.state(), ConnectionState::Connected);
        program.type(u"/join dev"_s);
        server.welcome();
        WAIT_FOR_EQUAL(program.lines.complaints,
                       QStringList{u"This server has no rooms and no names."_s});
        server.holdWelcome(false);
        server.setProtocol(2);
        server.cut();
        server.greet();
        server.answerJoin(0, false);
        WAIT_FOR_EQUAL(program.lines.place, u"lobby"_s);
    }

    void aPipeDoesNotWaitForEverForItsAnswers()
    {
        FakeChatServer server; // answers nothing
        std::array<int, 2> ends{};
        QCOMPARE(::pipe(ends.data()), 0);
        const QByteArray script = QByteArray("echo x\n").repeated(300);
        QCOMPARE(::write(ends[1], script.constData(), std::size_t(script.size())), script.size());
        ::close(ends[1]);
        FakeLines output({});
        PipeLines lines(ends[0], output);
        const ManualClock clock;
        ChatClient client(clock, ReconnectPolicy::never());
        Console console(client, lines, clock, {});
        console.setAnswerDeadline(std::chrono::milliseconds(1));
        const QSignalSpy finished(&console, &Console::finished);
        console.start(server.url());
        WAIT_FOR(finished.count() == 1);
        QCOMPARE(finished.first().first().value<ExitCode>(), ExitCode::Timeout);
        QCOMPARE(output.complaints.size(), 2);
        QVERIFY(output.complaints.first().startsWith(u"256 answer"));
        QVERIFY(output.complaints.last().contains(u"44 line"));
        ::close(ends[0]);
    }

    void whatOthersSayIsNoAnswer()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program(QStringList{});
        program.lines.endsByItself = false;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
        program.type(u"broadcast hi"_s);
        server.next<Broadcast>(); // and never says that it is stored
        qint64 offset = 0;
        const auto chatter = [&] {
            ++offset;
            server.send(FakeChatServer::message(u"dev"_s, offset, u"Jens"_s, u"bla"_s));
        };
        connect(&program.client, &ChatClient::messageReceived, &server, chatter); // without end
        program.console.setAnswerDeadline(std::chrono::milliseconds(100));
        Q_EMIT program.lines.ended();
        chatter();
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Unsent);
        QVERIFY(program.lines.printed.contains(u"[dev] <Jens> bla"_s));
    }

    void saysOnceThatThereIsNobodyOfThatName()
    {
        FakeChatServer server;
        Program program({u"/msg Nobody hi"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        ErrorMessage error{u"nobody"_s, qint64(ErrorCode::NoSuchUser), u"NO_SUCH_USER"_s};
        error.id = server.next<Join>().id;
        server.send(error);
        error.id = server.next<Direct>().id;
        server.send(error);
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Unsent);
        QCOMPARE(program.lines.complaints, QStringList{u"Not sent to @Nobody: nobody"_s});
        QCOMPARE(program.lines.printed.filter(u"nobody"_s), QStringList());
    }

    void saysOnceThatANameIsTaken()
    {
        FakeChatServer server;
        Program program({u"/nick Jens"_s, u"/nick Jens"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        ErrorMessage error{u"taken"_s, qint64(ErrorCode::NickInUse), u"NICK_IN_USE"_s};
        error.id = server.next<Nick>().id;
        error.suggestion = u"Jens2"_s;
        server.send(error);
        error.id = server.next<Nick>().id;
        error.suggestion.reset(); // then its words are all there is
        server.send(error);
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Usage);
        QCOMPARE(program.lines.complaints.size(), 1);
        QVERIFY(program.lines.complaints.first().contains(u"Jens2"_s));
        QCOMPARE(program.lines.printed.filter(u"taken"_s).size(), 1);
    }

    void aNameThatIsTakenIsNoFailureInTheGreeting()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program({u"broadcast hi"_s});
        QVERIFY(program.console.setUp(u"tick"_s, {u"dev"_s}));
        program.console.start(server.url());
        ErrorMessage error{u"taken"_s, qint64(ErrorCode::NickInUse), u"NICK_IN_USE"_s};
        for (const QString &free : {u"tick2"_s, u"tick3"_s}) { // the first one is quicker gone
            error.id = server.next<Hello>().id;
            error.suggestion = free;
            server.send(error);
        }
        QCOMPARE(server.greet().nick, u"tick3"_s);
        server.send(Ack{*server.next<Broadcast>().id, u"dev"_s, u"e1"_s, 1, 5, false});
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Ok);
        QCOMPARE(program.lines.complaints,
                 QStringList{uR"(The name "tick" is taken; here you are "tick3".)"_s});
        QCOMPARE(program.lines.printed.filter(u"taken"_s), QStringList());
    }

    void knowsWhoIsInADirectConversation()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        WAIT_FOR_EQUAL(program.lines.place, u"lobby"_s);
        program.type(u"/join @Jens"_s);
        server.answerJoin(0, false);
        WAIT_FOR(program.lines.printed.contains(u"In @Jens: Mika, Jens"_s));
        program.type(u"/who"_s);
        QCOMPARE(program.lines.printed.last(), u"In @Jens: Jens, Mika"_s);
        QCOMPARE(program.lines.complaints, QStringList());
        program.type(u"/who @Anna"_s);
        program.type(u"/topic new"_s);
        program.type(u"/topic"_s);
        QCOMPARE(program.lines.complaints,
                 (QStringList{u"You have no conversation with this person."_s,
                              u"Only rooms have a topic."_s, u"Only rooms have a topic."_s}));
        program.type(u"/who lobby"_s);
        QCOMPARE(server.next<Who>().room, u"lobby"_s);
    }

    void saysWhyANameIsNone()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        WAIT_FOR_EQUAL(program.lines.place, u"lobby"_s);
        program.type(u"/nick a,b c"_s);
        program.type(u"/nick "_s + QString(40, u'N'));
        program.type(u"/join bad name"_s);
        QCOMPARE(program.lines.complaints.size(), 3);
        QVERIFY(program.lines.complaints[0].contains(u"comma"_s));
        QVERIFY(program.lines.complaints[1].contains(u"40 characters; a name has at most 32"_s));
        QVERIFY(program.lines.complaints[2].contains(u"digits"_s));
    }

    void saysThatAServerHasNoRooms()
    {
        FakeChatServer server;
        server.setProtocol(std::nullopt);
        Program program({u"/join dev"_s, u"echo x"_s});
        program.console.start(server.url());
        server.next<Echo>();
        QCOMPARE(program.lines.complaints.size(), 1);
        server.send(EchoResponse{RawJson::fromString(u"x"), {}});
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Usage);
    }

private:
    static inline const QString noAnswer = u"The server has not answered so far."_s;
    static inline const QString inNoRoom = u"You are in no room. \"/join ROOM\" enters one."_s;

    static RawJson item(qint64 offset, const QString &text)
    {
        return FakeChatServer::item(FakeChatServer::message(u"dev"_s, offset, u"Jens"_s, text));
    }
    static ErrorMessage errorFor(const QString &id)
    {
        ErrorMessage error{u"no"_s, qint64(ErrorCode::UnknownRoom),
                           QString(errorName(ErrorCode::UnknownRoom))};
        error.id = id;
        return error;
    }
};

QTEST_GUILESS_MAIN(TestChatConsole)
#include "tst_chatconsole.moc"
