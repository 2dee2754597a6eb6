// The console: what failed and is tried again, and who is away and comes back.
#include "tests/app/cli/consoleprogram.h"
#include "tests/app/core/chat/fakechatserver.h"

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestConsolePosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sendsAgainWhatFailed()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        program.type(u"hello you"_s);
        const QString first = failNext(server);
        program.type(u"/me waves"_s);
        const QString second = failNext(server);
        WAIT_FOR_EQUAL(program.lines.complaints,
                       (QStringList{u"Not sent to dev: no"_s, u"Not sent to dev: no"_s}));
        program.type(u"/retry"_s);
        QVERIFY(program.lines.printed.contains(u"Sending again to dev: hello you"_s));
        QVERIFY(program.lines.printed.contains(u"Sending again to dev: /me waves"_s));
        const Broadcast again = server.next<Broadcast>();
        QCOMPARE(*again.id, first);
        QCOMPARE(again.content.displayText(), u"hello you"_s);
        QCOMPARE(*server.next<Broadcast>().id, second);
        server.send(Ack{first, u"dev"_s, u"e1"_s, 1, 5, false});
        server.send(Ack{second, u"dev"_s, u"e1"_s, 2, 5, false});
        hear(server, program, 3);
        if (QTest::currentTestFailed())
            return;
        program.type(u"/retry"_s);
        QCOMPARE(program.lines.complaints.size(), 3);
        QCOMPARE(program.lines.complaints.last(), nothingFailed);
    }

    void forgetsWhatFailed()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        program.type(u"hello you"_s);
        failNext(server);
        WAIT_FOR_EQUAL(program.lines.complaints.size(), 1);
        program.type(u"/discard"_s);
        QCOMPARE(program.lines.printed.last(), u"Not sent to dev any more: hello you"_s);
        program.type(u"/discard"_s);
        program.type(u"/retry"_s);
        QCOMPARE(program.lines.complaints.mid(1), (QStringList{nothingFailed, nothingFailed}));
        program.type(u"/rooms"_s); // what comes first
        WAIT_FOR(server.has<Rooms>());
        QVERIFY(!server.has<Broadcast>());
    }

    void whatFailedElsewhereIsFoundByItsName()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        program.type(u"hello you"_s);
        program.type(u"/join lobby"_s);
        const QString id = failNext(server);
        WAIT_FOR_EQUAL(program.lines.complaints.size(), 1);
        program.type(u"/retry"_s);
        QCOMPARE(program.lines.complaints.last(), u"No message to lobby has failed."_s);
        program.type(u"/retry #dev"_s);
        QCOMPARE(*server.next<Broadcast>().id, id);
    }

    void tellsAPersonOnceHowToRepeatWhatWasNotSent()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        for (const int failures : {1, 2}) {
            program.type(u"hello you"_s);
            failNext(server);
            WAIT_FOR_EQUAL(program.lines.complaints.size(), failures);
            QCOMPARE(program.lines.printed.count(
                         u"\"/retry dev\" sends it again, \"/discard dev\" does not."_s),
                     1);
        }
        QCOMPARE(program.lines.printed.filter(u"arrow-up key"_s), QStringList());
    }

    void nothingIsKeptForSomebodyUnknown()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        program.type(u"/msg Nobody hi"_s);
        ErrorMessage error{u"nobody"_s, qint64(ErrorCode::NoSuchUser), u"NO_SUCH_USER"_s};
        error.id = server.next<Join>().id;
        server.send(error);
        error.id = server.next<Direct>().id;
        server.send(error);
        WAIT_FOR_EQUAL(program.lines.complaints, QStringList{u"Not sent to @Nobody: nobody"_s});
        QCOMPARE(program.lines.printed.filter(u"arrow-up key"_s).size(), 1);
        program.type(u"/retry @Nobody"_s);
        QCOMPARE(program.lines.complaints.last(), u"No message to @Nobody has failed."_s);
    }

    void aPipeKeepsNothingThatFailed()
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
        failNext(server);
        WAIT_FOR_EQUAL(program.lines.complaints.size(), 1);
        program.type(u"/retry"_s);
        QCOMPARE(program.lines.complaints.last(), nothingFailed);
        Q_EMIT program.lines.ended();
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), ExitCode::Unsent);
    }

    void whatWasSaidBeforeLeavingIsStillSent_data()
    {
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("stored") << false;
        QTest::newRow("refused") << true;
    }
    void whatWasSaidBeforeLeavingIsStillSent()
    {
        QFETCH(bool, isRefused);
        FakeChatServer server;
        server.answerAllJoins();
        Program program({u"/join dev"_s, u"broadcast hi"_s, u"/part"_s});
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        server.greet();
        const Broadcast post = server.next<Broadcast>();
        server.send(LeaveResponse{server.next<Leave>().id, u"dev"_s});
        ErrorMessage error{u"no"_s, qint64(ErrorCode::BadRequest), {}};
        error.id = post.id;
        if (isRefused)
            server.send(error);
        else
            server.send(Ack{*post.id, u"dev"_s, u"e1"_s, 1, 5, false});
        WAIT_FOR(program.finished.count() == 1);
        QCOMPARE(program.code(), isRefused ? ExitCode::Unsent : ExitCode::Ok);
        QCOMPARE(program.lines.complaints,
                 isRefused ? QStringList{u"Not sent to dev: no"_s} : QStringList());
    }

    void saysWhatLeavingAndEnteringDidNotChange()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        program.type(u"/part nowhere"_s);
        QCOMPARE(program.lines.printed.last(), u"You are not in nowhere."_s);
        program.type(u"/part @Nobody"_s);
        QCOMPARE(program.lines.printed.last(), u"You have no conversation with this person."_s);
        program.type(u"/join lobby"_s);
        QCOMPARE(program.lines.printed.last(), u"What you say now goes to lobby."_s);
        QCOMPARE(program.lines.complaints, QStringList());
    }

    void aStoreThatIsAwayIsToldOnce()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        ErrorMessage away{u"not now"_s, qint64(ErrorCode::StoreUnavailable), {}};
        away.retryAfterMs = 1;
        int told = 0;
        for (const QString &text : {u"one"_s, u"two"_s}) { // it works again between them
            program.type(text);
            for (int attempt = 0; attempt < 3; ++attempt) {
                away.id = server.next<Broadcast>().id;
                server.send(away);
            }
            const Broadcast post = server.next<Broadcast>();
            QCOMPARE(program.lines.printed.filter(u"not now"_s).size(), ++told);
            if (told < 2)
                server.send(Ack{*post.id, u"dev"_s, u"e1"_s, told, 5, false});
        }
        program.type(u"/rooms"_s); // whoever asks is answered
        away.id = server.next<Rooms>().id;
        server.send(away);
        WAIT_FOR_EQUAL(program.lines.printed.filter(u"not now"_s).size(), told + 1);
    }

    void whatMayHaveArrivedIsNotCalledUnsent()
    {
        FakeChatServer server;
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        greet(server, {{u"Anna"_s, u"e1.b"_s, 1}, {u"Jens"_s, u"e1.a"_s, 1}});
        answerJoins(server, 3);
        WAIT_FOR(program.lines.printed.contains(u"In @Jens: Mika"_s));
        program.type(u"/msg Anna for Anna alone"_s);
        server.next<Direct>();
        server.cut(); // the answer may be lost
        greet(server, {{u"Anna"_s, u"e1.a"_s, 1}});
        WAIT_FOR(program.lines.complaints.contains(
            u"A message to @Anna may not have arrived: Somebody else has this name now. "
            u"It was: for Anna alone"_s));
        QCOMPARE(program.lines.complaints.filter(u"Not sent"_s), QStringList());
    }

    void whatMayHaveArrivedIsNotSentAgain()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        program.type(u"hello you"_s);
        server.next<Broadcast>();
        server.cut(); // the answer may be lost
        greet(server, {}, u"another session"_s);
        WAIT_FOR(program.lines.complaints.contains(
            u"A message to dev may not have arrived; it is not sent again, since that could show "
            u"it twice."_s));
        QCOMPARE(program.lines.printed.filter(u"/retry"_s), QStringList());
        program.type(u"/retry"_s);
        QCOMPARE(program.lines.complaints.last(), nothingFailed);
        program.type(u"/rooms"_s); // what comes first
        WAIT_FOR(server.has<Rooms>());
        QVERIFY(!server.has<Broadcast>());
    }

    void whatWasMeantForSomebodyElseIsNotSentAgain_data()
    {
        QTest::addColumn<int>("failures");
        QTest::newRow("it waits until the other one has the name") << 0;
        QTest::newRow("it failed before that") << 1;
        QTest::newRow("it was tried again before that") << 2;
    }
    void whatWasMeantForSomebodyElseIsNotSentAgain()
    {
        QFETCH(int, failures);
        const bool hasFailedBefore = failures > 0;
        FakeChatServer server;
        Program program;
        enterWithAnna(server, program);
        if (QTest::currentTestFailed())
            return;
        const QString hint = u"\"/retry @Anna\" sends it again, \"/discard @Anna\" does not."_s;
        const QString notSent = u"Not sent to @Anna: Somebody else may have this name now."_s;
        for (int i = 0; i < failures; ++i) {
            program.type(i == 0 ? u"/msg Anna for Anna alone"_s : u"/retry @Anna"_s);
            ErrorMessage error{u"no"_s, qint64(ErrorCode::BadRequest), {}};
            error.id = server.next<Direct>().id;
            server.send(error);
            WAIT_FOR_EQUAL(program.lines.complaints.filter(u"Not sent to @Anna"_s).size(), i + 1);
        }
        server.cut();
        WAIT_FOR(!program.lines.complaints.filter(u"Trying again"_s).isEmpty());
        if (!hasFailedBefore)
            program.type(u"/msg Anna for Anna alone"_s);
        greet(server, {});
        answerJoins(server, 2, u"e1.c"_s);
        server.send(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"heard"_s));
        WAIT_FOR(program.lines.printed.contains(u"[lobby] <Jens> heard"_s));
        QCOMPARE(program.lines.complaints.contains(notSent), !hasFailedBefore);
        QCOMPARE(program.lines.printed.contains(hint), hasFailedBefore);
        program.type(u"/retry @Anna"_s);
        QCOMPARE(program.lines.complaints.last(),
                 hasFailedBefore ? notSent : u"No message to @Anna has failed."_s);
        program.type(u"/rooms"_s); // what comes first
        WAIT_FOR(server.has<Rooms>());
        QVERIFY(!server.has<Direct>());
    }

    void thePromptTellsThatOneIsAwayThoughTheRoomListsOthersAlone()
    {
        FakeChatServer server;
        server.answerAllJoins(); // nobody is listed
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
        program.type(u"/away tea"_s);
        server.send(AwayResponse{server.next<Away>().id, u"tea"_s});
        WAIT_FOR_EQUAL(program.lines.place, u"dev (away)"_s);
        program.type(u"/back"_s);
        server.send(AwayResponse{server.next<Away>().id, {}});
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
    }

    void thePromptForgetsWhatTheServerSaysNoMore()
    {
        FakeChatServer server;
        server.answerAllJoins();
        Program program;
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
        PresenceEvent event; // said on another connection, and taken back while ours is lost
        event.nick = u"Mika"_s;
        event.event = u"away"_s;
        event.away = u"tea"_s;
        server.send(event);
        WAIT_FOR_EQUAL(program.lines.place, u"dev (away)"_s);
        server.cut();
        server.greet();
        WAIT_FOR_EQUAL(program.lines.place, u"dev"_s);
    }

    void thePromptTellsThatOneIsAway()
    {
        auto server = std::make_unique<FakeChatServer>();
        Program program;
        enter(*server, program);
        if (QTest::currentTestFailed())
            return;
        program.type(u"/away tea"_s);
        const Away away = server->next<Away>();
        QCOMPARE(away.away, u"tea"_s);
        server->send(AwayResponse{away.id, away.away});
        WAIT_FOR_EQUAL(program.lines.place, u"dev (away)"_s);
        program.type(u"/join lobby"_s);
        QCOMPARE(program.lines.place, u"lobby (away)"_s);
        program.type(u"/back"_s);
        const Away back = server->next<Away>();
        QCOMPARE(back.away, std::nullopt);
        server->send(AwayResponse{back.id, {}});
        WAIT_FOR_EQUAL(program.lines.place, u"lobby"_s);
        QVERIFY(program.lines.printed.contains(u"You are back."_s));
        server.reset(); // and does not come back
        WAIT_FOR(!program.lines.complaints.isEmpty());
        program.type(u"/away lunch"_s); // will be said
        QCOMPARE(program.lines.place, u"lobby (away)"_s);
        program.type(u"/back"_s);
        QCOMPARE(program.lines.place, u"lobby"_s);
    }

    void whatPeopleSayIsNoCommandWithoutASlash()
    {
        FakeChatServer server;
        Program program;
        enter(server, program);
        if (QTest::currentTestFailed())
            return;
        for (const QString &text : {u"back"_s, u"retry that"_s, u"discard"_s}) {
            program.type(text);
            QCOMPARE(server.next<Broadcast>().content.displayText(), text);
        }
        QCOMPARE(program.lines.complaints, QStringList());
    }

private:
    static inline const QString nothingFailed = u"No message to dev has failed."_s;

    // Whether these have done it: QTest::currentTestFailed().

    /// Somebody sits there, in dev.
    static void enter(FakeChatServer &server, Program &program)
    {
        QVERIFY(program.console.setUp(u"Mika"_s, {u"dev"_s}));
        program.console.start(server.url());
        server.greet();
        server.answerJoin(0, false); // the lobby
        server.answerJoin(0, false);
        WAIT_FOR(program.lines.printed.contains(u"In dev: Mika, Jens"_s));
        QCOMPARE(program.lines.place, u"dev"_s);
    }
    /// Somebody sits there, in the lobby, and has a conversation with Anna.
    static void enterWithAnna(FakeChatServer &server, Program &program)
    {
        QVERIFY(program.console.setUp(u"Mika"_s, {}));
        program.console.start(server.url());
        greet(server, {{u"Anna"_s, u"e1.b"_s, 1}});
        answerJoins(server, 2);
        WAIT_FOR(program.lines.printed.contains(u"In @Anna: Mika"_s));
    }
    /// Refuses the next post, and returns its id.
    static QString failNext(FakeChatServer &server)
    {
        ErrorMessage error{u"no"_s, qint64(ErrorCode::UnknownRoom),
                           QString(errorName(ErrorCode::UnknownRoom))};
        error.id = server.next<Broadcast>().id;
        server.send(error);
        return error.id.value_or(QString());
    }
    /// What was sent before is handled then.
    static void hear(FakeChatServer &server, const Program &program, qint64 offset)
    {
        server.send(FakeChatServer::message(u"dev"_s, offset, u"Jens"_s, u"heard"_s));
        WAIT_FOR(program.lines.printed.contains(u"[dev] <Jens> heard"_s));
    }
    static void greet(FakeChatServer &server, const QList<DirectSummary> &directs,
                      const QString &session = u"secret"_s)
    {
        HelloResponse response = server.helloResponse(server.next<Hello>());
        response.session = session;
        response.directs = directs;
        server.send(response);
    }
    /// Each has an epoch of its own, as the first greeting says.
    static void answerJoins(FakeChatServer &server, int count, const QString &anna = u"e1.b"_s)
    {
        for (int i = 0; i < count; ++i) {
            const Join join = server.next<Join>();
            JoinResponse response;
            response.id = join.id;
            response.room = join.room;
            response.members = {{u"Mika"_s, {}}};
            response.epoch = join.room == u"@Anna"_s   ? anna
                             : join.room == u"@Jens"_s ? u"e1.a"_s
                                                       : u"e1"_s;
            response.offset = join.room.startsWith(u'@') ? 1 : 0;
            server.send(response);
        }
    }
};

QTEST_GUILESS_MAIN(TestConsolePosts)
#include "tst_consoleposts.moc"
