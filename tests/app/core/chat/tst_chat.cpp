#include "fakechatserver.h"

#include "app/core/chat/chat.h"
#include "app/core/chat/postsender.h"
#include "tests/support/manualclock.h"

#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A client program with its files.
struct Program
{
    explicit Program(const QString &folder = {}, const ClientLimits &limits = {})
        : client(clock, ReconnectPolicy([] { return 0.0; }), limits)
        , chat(client, clock, folder)
    {}

    [[nodiscard]] Conversation *room(const QString &name) { return chat.rooms().find(name); }
    [[nodiscard]] QString textOf(const QString &name)
    {
        QStringList lines;
        const Conversation *conversation = room(name);
        for (int row = 0; conversation && row < conversation->log().rowCount(); ++row) {
            const LogEntry &entry = conversation->log().entry(row);
            const QList<QString> marks{QString(), u"?"_s, u"!"_s, u"!?"_s}; // of Delivery
            lines += entry.text + marks[int(entry.delivery)];
        }
        return lines.join(u' ');
    }

    ManualClock clock;
    ChatClient client;
    Chat chat;
};

ErrorMessage errorFor(const std::optional<QString> &id, ErrorCode code)
{
    ErrorMessage error{u"no"_s, qint64(code), QString(errorName(code))};
    error.id = id;
    return error;
}

Ack ackFor(const Broadcast &post, qint64 offset)
{
    return {post.id.value(), post.room.value(), u"e1"_s, offset, 1765674010000 + offset, false};
}

} // namespace

#define WAIT_FOR_TEXT(program, name, text)                                                         \
    QTRY_COMPARE_WITH_TIMEOUT((program).textOf(name), text, FakeChatServer::longestWaitMs)

class TestChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_server = std::make_unique<FakeChatServer>();
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void saysNothingToAServerOfVersion1()
    {
        m_server->setProtocol(std::nullopt);
        Program program;
        program.chat.connectTo(m_server->url());
        WAIT_FOR(program.chat.phase() == ChatPhase::Version1);
        QCOMPARE(program.chat.post(u"lobby"_s, u"x"_s), PostResult::Version1);
        program.client.sendEcho(u"x"_s);
        WAIT_FOR(m_server->has<Echo>());
        QVERIFY(!m_server->has<Hello>());
    }

    void greetsAndJoinsTheLobby()
    {
        Program program;
        QCOMPARE(program.chat.setNick(u" Ｍｉｋａ "_s), std::nullopt);
        QVERIFY(program.chat.setNick(u"a/b"_s).has_value());
        program.chat.connectTo(m_server->url());
        const Hello hello = m_server->greet();
        QCOMPARE(hello.nick, u"Mika"_s);
        QVERIFY(!hello.resume);
        const Join join = m_server->answerJoin(
            1, false,
            {FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"a"_s))});
        QCOMPARE(join.room, u"lobby"_s);
        QVERIFY(!join.since);
        QVERIFY(join.limit > 0);
        WAIT_FOR_TEXT(program, u"lobby"_s, u"a"_s);
        QVERIFY(program.chat.isReady());
        QCOMPARE(program.chat.nick(), u"Mika"_s);
        QCOMPARE(program.chat.rooms().current(), program.room(u"lobby"_s));
    }

    void takesAnotherNameWhenTheWishedOneIsTaken()
    {
        Program program;
        QSignalSpy refused(&program.chat, &Chat::nickRefused);
        QCOMPARE(program.chat.setNick(u"mika"_s), std::nullopt);
        program.chat.connectTo(m_server->url());
        ErrorMessage error = errorFor(m_server->next<Hello>().id, ErrorCode::NickInUse);
        error.suggestion = u"mika2"_s;
        m_server->send(error);
        const Hello second = m_server->greet();
        QCOMPARE(second.nick, u"mika2"_s);
        WAIT_FOR(program.chat.isReady());
        QCOMPARE(program.chat.nick(), u"mika2"_s);
        QCOMPARE(refused.count(), 1);
        QCOMPARE(refused.first().first(), u"mika"_s);
    }

    void goesOnWithoutAWishWhenNoneIsAccepted()
    {
        Program program;
        QCOMPARE(program.chat.setNick(u"mika"_s), std::nullopt);
        program.chat.connectTo(m_server->url());
        m_server->send(errorFor(m_server->next<Hello>().id, ErrorCode::BadNick));
        const Hello second = m_server->greet();
        QVERIFY(!second.nick);
        WAIT_FOR(program.chat.isReady());
        QCOMPARE(program.chat.nick(), u"guest-1"_s);
    }

    void wantsNoNameThatAnotherServerGave()
    {
        Program program;
        FakeChatServer other;
        program.chat.connectTo(m_server->url());
        QVERIFY(!m_server->greet().nick);
        WAIT_FOR_EQUAL(program.chat.nick(), u"guest-1"_s);
        program.chat.connectTo(other.url());
        QVERIFY(!other.greet().nick);
    }

    void asksAgainWhatTheNetworkHadNoRoomFor()
    {
        ClientLimits limits;
        limits.queuedBytes = 400;
        Program program({}, limits);
        connectTo(program);
        const QSignalSpy refused(&program.client, &ChatClient::sendRefused);
        program.chat.setTopic(u"lobby"_s, QString(300, u'x')); // waits to be written, in this turn
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);   // and this has no room beside it
        QCOMPARE(refused.count(), 1);
        QCOMPARE(m_server->next<Join>().room, u"dev"_s);
    }

    void tellsWhenTheServerWantsAToken()
    {
        Program program;
        QSignalSpy failed(&program.chat, &Chat::requestFailed);
        program.chat.connectTo(m_server->url());
        m_server->send(errorFor(m_server->next<Hello>().id, ErrorCode::Unauthorized));
        WAIT_FOR(program.chat.phase() == ChatPhase::Refused);
        QCOMPARE(failed.count(), 1);
    }

    void postsAndConfirms()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.post(u"lobby"_s, u"one"_s), PostResult::Posted);
        QCOMPARE(program.chat.post(u"lobby"_s, u"two"_s), PostResult::Posted);
        QCOMPARE(program.textOf(u"lobby"_s), u"one? two?"_s);
        const Broadcast one = m_server->next<Broadcast>();
        const Broadcast two = m_server->next<Broadcast>();
        QVERIFY(one.id != two.id);
        BroadcastMessage copy = FakeChatServer::message(u"lobby"_s, 1, u"Mika"_s, u"one"_s);
        copy.id = one.id;
        m_server->send(copy);
        WAIT_FOR_TEXT(program, u"lobby"_s, u"one two?"_s);
        QCOMPARE(program.chat.waitingCount(), 2U);
        m_server->send(ackFor(one, 1));
        m_server->send(errorFor(two.id, ErrorCode::UnknownRoom));
        WAIT_FOR_TEXT(program, u"lobby"_s, u"one two!"_s);
        QCOMPARE(program.chat.waitingCount(), 0U);
        program.chat.retry(*two.id);
        QCOMPARE(program.chat.waitingCount(), 1U);
        QCOMPARE(program.textOf(u"lobby"_s), u"one two?"_s);
        QCOMPARE(m_server->next<Broadcast>().id, two.id);
        program.chat.discard(*two.id);
        QCOMPARE(program.textOf(u"lobby"_s), u"one"_s);
        QCOMPARE(program.chat.waitingCount(), 0U);
    }

    void sendsAgainWhatWasRefusedForNow()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.post(u"lobby"_s, u"one"_s), PostResult::Posted);
        const Broadcast first = m_server->next<Broadcast>();
        ErrorMessage error = errorFor(first.id, ErrorCode::RateLimited);
        error.retryAfterMs = 20;
        m_server->send(error);
        const Broadcast again = m_server->next<Broadcast>();
        QCOMPARE(again.id, first.id);
        m_server->send(ackFor(again, 1));
        WAIT_FOR_TEXT(program, u"lobby"_s, u"one"_s);
    }

    void resumesAfterALoss()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.post(u"lobby"_s, u"mine"_s), PostResult::Posted);
        const Broadcast post = m_server->next<Broadcast>();
        m_server->cut();
        const Hello hello = m_server->greet();
        QCOMPARE(hello.resume->session, u"secret"_s);
        const Join join = m_server->answerJoin(
            2, true,
            {FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"missed"_s)),
             FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 2, u"Mika"_s, u"mine"_s))});
        QCOMPARE(join.since, (Position{u"e1"_s, 0}));
        const Broadcast again = m_server->next<Broadcast>();
        QCOMPARE(again.id, post.id);
        Ack ack = ackFor(again, 2);
        ack.duplicate = true;
        m_server->send(ack);
        WAIT_FOR_TEXT(program, u"lobby"_s, u"missed mine"_s);
    }

    void survivesItsOwnEnd()
    {
        QString id;
        {
            Program program(m_folder->path());
            connectTo(program);
            m_server->send(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"before"_s));
            WAIT_FOR_TEXT(program, u"lobby"_s, u"before"_s);
            QCOMPARE(program.chat.join(u"#Dev"_s), std::nullopt);
            m_server->answerJoin(0, false);
            QCOMPARE(program.chat.post(u"dev"_s, u"waits"_s), PostResult::Posted);
            id = m_server->next<Broadcast>().id.value();
        }
        Program program(m_folder->path());
        program.chat.load(m_server->url());
        QCOMPARE(program.textOf(u"lobby"_s), u"before"_s);
        QCOMPARE(program.textOf(u"dev"_s), u"waits?"_s);
        QCOMPARE(program.chat.rooms().current(), program.room(u"dev"_s));
        QCOMPARE(program.chat.nick(), u"Mika"_s);
        program.chat.connectTo(m_server->url());
        program.client.open(m_server->url());
        QCOMPARE(m_server->greet().resume->session, u"secret"_s);
        QCOMPARE(m_server->next<Broadcast>().id, id);
    }

    void savesOnlyWhatIsNew()
    {
        Program program(m_folder->path());
        connectTo(program);
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
        m_server->answerJoin(0, false);
        WAIT_FOR(program.room(u"dev"_s)->isJoined());
        program.chat.save();
        const QStringList before = cacheFiles();
        QCOMPARE(before.size(), 2);
        for (const QString &path : before)
            QVERIFY(QFile::remove(path));
        m_server->send(FakeChatServer::message(u"dev"_s, 1, u"Jens"_s, u"new"_s));
        WAIT_FOR_TEXT(program, u"dev"_s, u"new"_s);
        program.chat.save();
        QCOMPARE(cacheFiles().size(), 1);
    }

    void doesNotSendTwiceInAnotherSession()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.post(u"lobby"_s, u"sent"_s), PostResult::Posted);
        m_server->next<Broadcast>();
        m_server->cut();
        WAIT_FOR(!program.client.isConnected());
        QCOMPARE(program.chat.post(u"lobby"_s, u"not sent"_s), PostResult::Posted);
        HelloResponse response = m_server->helloResponse(m_server->next<Hello>());
        response.session = u"another"_s;
        response.resumed = false;
        m_server->send(response);
        m_server->answerJoin(0, true);
        QCOMPARE(m_server->next<Broadcast>().content.displayText(), u"not sent"_s);
        QCOMPARE(program.textOf(u"lobby"_s), u"sent!? not sent?"_s);
    }

    void refusesWhatTheServerWouldNotTake()
    {
        Program program;
        QCOMPARE(program.chat.setNick(u"Mika"_s), std::nullopt);
        program.chat.connectTo(m_server->url());
        greetWithLimit(4096);
        m_server->answerJoin(0, false);
        WAIT_FOR(program.room(u"lobby"_s) && program.room(u"lobby"_s)->isJoined());
        QCOMPARE(program.chat.mostBytes(), 4096);
        QCOMPARE(program.chat.post(u"lobby"_s, QString(6000, u'x')), PostResult::TooLarge);
        QCOMPARE(program.textOf(u"lobby"_s), QString()); // it is the caller's still
        QCOMPARE(program.chat.post(u"lobby"_s, QString(3800, u'x')), PostResult::Posted);
        QCOMPARE(m_server->next<Broadcast>().content.displayText().size(), 3800);
    }

    void doesNotSendWhatTheServerWouldNotTake()
    {
        Program program;
        connectTo(program);
        m_server->cut();
        WAIT_FOR(!program.client.isConnected());
        for (std::size_t i = 0; i < PostSender::window; ++i)
            QCOMPARE(program.chat.post(u"lobby"_s, QString(6000, u'x')), PostResult::Posted);
        QCOMPARE(program.chat.post(u"lobby"_s, u"short"_s), PostResult::Posted);
        QSignalSpy failed(&program.chat, &Chat::postFailed);
        greetWithLimit(4096); // its operator wants it so now
        m_server->answerJoin(0, true);
        QCOMPARE(m_server->next<Broadcast>().content.displayText(), u"short"_s);
        QCOMPARE(failed.count(), int(PostSender::window));
        QCOMPARE(failed.first().at(2).toLongLong(), qint64(ErrorCode::TooLarge));
        QCOMPARE(failed.first().at(3).toString(),
                 u"It is larger than 4 KiB, the most that this server takes."_s);
        QCOMPARE(program.chat.waitingCount(), 1U);
        program.chat.retry(failed.first().at(1).toString());
        QCOMPARE(failed.count(), int(PostSender::window) + 1);
    }

    void showsAGapAndFillsIt()
    {
        Program program;
        connectTo(program, 5);
        m_server->cut();
        m_server->greet();
        m_server->answerJoin(900, false);
        const HistoryRequest request = m_server->next<HistoryRequest>();
        QCOMPARE(request.before, 901);
        HistoryResponse response;
        response.id = request.id;
        response.room = request.room;
        response.epoch = u"e1"_s;
        response.items = {
            FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 900, u"Jens"_s, u"new"_s))};
        response.more = true;
        m_server->send(response);
        WAIT_FOR_TEXT(program, u"lobby"_s, u" new"_s);
        QCOMPARE(program.room(u"lobby"_s)->log().entry(0).kind, LogEntry::Kind::Gap);
        program.chat.loadMissing(u"lobby"_s, 900);
        const HistoryRequest second = m_server->next<HistoryRequest>();
        QCOMPARE(second.before, 900);
        response.id = second.id;
        response.items = {
            FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 899, u"Jens"_s, u"old"_s))};
        response.more = false;
        m_server->send(response);
        WAIT_FOR_TEXT(program, u"lobby"_s, u"old new"_s);
    }

    void greetsAgainWhenTheStoreHadABadMoment()
    {
        Program program;
        program.chat.connectTo(m_server->url());
        ErrorMessage error =
            errorFor(m_server->next<Hello>().id.value_or(QString()), ErrorCode::StoreUnavailable);
        error.retryAfterMs = 20;
        m_server->send(error);
        m_server->greet();
        WAIT_FOR(program.chat.isReady());
    }

    void joinsAgainWhatWasRefusedForNow()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
        const Join first = m_server->next<Join>();
        ErrorMessage error = errorFor(first.id, ErrorCode::RateLimited);
        error.retryAfterMs = 20;
        m_server->send(error);
        QCOMPARE(m_server->answerJoin(0, false).room, u"dev"_s);
        WAIT_FOR(program.room(u"dev"_s)->isJoined());
    }

    void opensADirectConversationWhenSomebodyWrites()
    {
        Program program;
        connectTo(program);
        QSignalSpy news(&program.chat, &Chat::unreadReceived);
        DirectMessage message;
        message.from = u"Jens"_s;
        message.to = u"Mika"_s;
        message.epoch = u"e1"_s;
        message.offset = 1;
        message.content = RawJson::fromString(u"psst");
        m_server->send(message);
        const Join join = m_server->answerJoin(1, false, {FakeChatServer::item(message)});
        QCOMPARE(join.room, u"@Jens"_s);
        WAIT_FOR_TEXT(program, u"@Jens"_s, u"psst"_s);
        QCOMPARE(news.count(), 1);
        QCOMPARE(program.room(u"@Jens"_s)->mentionCount(), 1);
        QCOMPARE(program.chat.post(u"@Jens"_s, u"yes?"_s), PostResult::Posted);
        QCOMPARE(m_server->next<Direct>().to, u"Jens"_s);
        PresenceEvent rename;
        rename.event = u"nick"_s;
        rename.nick = u"Jens"_s;
        rename.newNick = u"Jan"_s;
        m_server->send(rename);
        WAIT_FOR(program.room(u"@Jan"_s));
        QVERIFY(!program.room(u"@Jens"_s));
    }

    void aRoomThatWasLeftWhileAwayStaysLeft()
    {
        const QString folder = m_folder->path();
        {
            Program program(folder);
            connectTo(program);
            QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
            m_server->answerJoin(0, false);
            WAIT_FOR(program.room(u"dev"_s)->isJoined());
            program.client.close();
            program.chat.leave(u"dev"_s);
        }
        Program program(folder);
        program.chat.connectTo(m_server->url());
        const Hello hello = m_server->next<Hello>();
        HelloResponse response = m_server->helloResponse(hello);
        response.rooms = {u"lobby"_s, u"dev"_s}; // what the server knows of this session
        m_server->send(response);
        QCOMPARE(m_server->next<Leave>().room, u"dev"_s);
        WAIT_FOR(program.chat.isReady());
        QVERIFY(!program.room(u"dev"_s));
        QVERIFY(program.room(u"lobby"_s));
        // Entered again later, it is a room like any other.
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
        m_server->cut();
        const Hello again = m_server->next<Hello>();
        HelloResponse second = m_server->helloResponse(again);
        second.rooms = {u"lobby"_s, u"dev"_s};
        m_server->send(second);
        WAIT_FOR(program.chat.isReady());
        QVERIFY(program.room(u"dev"_s));
    }

    void whatWaitsIsSentThoughItsRoomWasLeft()
    {
        const QString folder = m_folder->path();
        {
            Program program(folder);
            connectTo(program);
            QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
            m_server->answerJoin(0, false);
            WAIT_FOR(program.room(u"dev"_s)->isJoined());
            program.client.close();
            QCOMPARE(program.chat.post(u"dev"_s, u"typed"_s), PostResult::Posted);
            program.chat.leave(u"dev"_s);
            QCOMPARE(program.chat.waitingCount(), 1U);
        }
        Program program(folder);
        program.chat.connectTo(m_server->url());
        m_server->greet();
        const Broadcast post = m_server->next<Broadcast>();
        QCOMPARE(post.room, u"dev"_s);
        QCOMPARE(post.content.displayText(), u"typed"_s);
        QVERIFY(!program.room(u"dev"_s));
        m_server->send(ackFor(post, 1));
        WAIT_FOR(program.chat.waitingCount() == 0);
        QVERIFY(!program.room(u"dev"_s));
    }

    void aRoomThatWasLeftOpensAgainWithWhatWasRefused()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
        m_server->answerJoin(0, false);
        WAIT_FOR(program.room(u"dev"_s)->isJoined());
        QSignalSpy failed(&program.chat, &Chat::postFailed);
        QCOMPARE(program.chat.post(u"dev"_s, u"typed"_s), PostResult::Posted);
        const Broadcast post = m_server->next<Broadcast>();
        program.chat.leave(u"dev"_s);
        QVERIFY(!program.room(u"dev"_s));
        m_server->send(errorFor(post.id, ErrorCode::BadRequest));
        WAIT_FOR_TEXT(program, u"dev"_s, u"typed!"_s);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(m_server->answerJoin(0, false).room, u"dev"_s);
        program.chat.retry(*post.id);
        QCOMPARE(m_server->next<Broadcast>().id, post.id);
    }

    void whatWaitsIsShownInTheRoomThatIsEnteredAgain()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.post(u"lobby"_s, u"typed"_s), PostResult::Posted);
        const Broadcast post = m_server->next<Broadcast>();
        program.chat.leave(u"lobby"_s);
        QCOMPARE(program.chat.join(u"lobby"_s), std::nullopt);
        QCOMPARE(program.textOf(u"lobby"_s), u"typed?"_s);
        m_server->answerJoin(0, false);
        WAIT_FOR(program.room(u"lobby"_s)->isJoined());
        m_server->send(ackFor(post, 1));
        WAIT_FOR_TEXT(program, u"lobby"_s, u"typed"_s);
    }

    void entersAgainWhatItLeftBeforeTheAnswer()
    {
        Program program;
        connectTo(program);
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt); // asked already
        program.chat.leave(u"dev"_s);
        QCOMPARE(program.chat.join(u"dev"_s), std::nullopt);
        m_server->answerJoin(0, false);
        QCOMPARE(m_server->next<Leave>().room, u"dev"_s);
        QVERIFY(!program.room(u"dev"_s)->isJoined());
        m_server->answerJoin(0, false);
        WAIT_FOR(program.room(u"dev"_s)->isJoined());
    }

    void followsPresenceTopicAndTyping()
    {
        Program program;
        connectTo(program);
        Conversation *lobby = program.room(u"lobby"_s);
        PresenceEvent event;
        event.event = u"join"_s;
        event.room = u"lobby"_s;
        event.nick = u"Zoe"_s;
        m_server->send(event);
        WAIT_FOR(lobby->members().contains(u"Zoe"_s));
        m_server->send(TypingNotice{u"lobby"_s, u"Zoe"_s, u"active"_s});
        WAIT_FOR(lobby->typing() == QStringList{u"Zoe"_s});
        m_server->send(FakeChatServer::message(u"lobby"_s, 1, u"Zoe"_s, u"x"_s));
        WAIT_FOR(lobby->typing().isEmpty());
        event.event = u"away"_s;
        event.room.reset();
        event.away = u"lunch"_s;
        m_server->send(event);
        WAIT_FOR(lobby->members().member(2).away == u"lunch"_s);
        event.event = u"leave"_s;
        event.room = u"lobby"_s;
        m_server->send(event);
        WAIT_FOR(!lobby->members().contains(u"Zoe"_s));
        m_server->send(RoomEvent{u"topic"_s, u"lobby"_s, u"news"_s, u"Jens"_s, 5});
        WAIT_FOR(lobby->topic() == u"news");
        QCOMPARE(lobby->log().entry(lobby->log().rowCount() - 1).kind, LogEntry::Kind::Topic);
    }

    void saysThatItIsBackWhenThatWasSaidOffline()
    {
        Program program;
        connectTo(program);
        program.chat.setAway(u"tea"_s);
        QCOMPARE(m_server->next<Away>().away, u"tea"_s);
        m_server->cut();
        WAIT_FOR(program.chat.phase() == ChatPhase::Offline);
        program.chat.setAway(std::nullopt);
        QSignalSpy away(&program.chat, &Chat::awayChanged);
        HelloResponse response = m_server->helloResponse(m_server->next<Hello>());
        response.away = u"tea"_s; // what the server still knows of this session
        m_server->send(response);
        const Away back = m_server->next<Away>();
        QVERIFY(!back.away);
        m_server->send(AwayResponse{back.id, std::nullopt});
        WAIT_FOR_EQUAL(away.count(), 1);
        QVERIFY(!away.first().value(0).value<std::optional<QString>>());
        m_server->cut(); // and it is not said twice
        m_server->greet();
        m_server->answerJoin(0, true);
        program.chat.askRooms();
        WAIT_FOR(m_server->has<Rooms>());
        QVERIFY(!m_server->has<Away>());
        QCOMPARE(away.count(), 1);
    }

    void asksWhatItIsToldToAsk()
    {
        Program program;
        connectTo(program);
        QSignalSpy failed(&program.chat, &Chat::requestFailed);
        QSignalSpy rooms(&program.chat, &Chat::roomsReceived);
        program.chat.askRooms();
        m_server->send(RoomsResponse{m_server->next<Rooms>().id, {{u"dev"_s, {}, 1, 2}}});
        WAIT_FOR(rooms.count() == 1);
        program.chat.askMembers(u"lobby"_s);
        m_server->send(errorFor(m_server->next<Who>().id, ErrorCode::UnknownRoom));
        WAIT_FOR(failed.count() == 1);
        program.chat.setTopic(u"lobby"_s, u"talk"_s);
        m_server->send(TopicResponse{m_server->next<Topic>().id, u"lobby"_s, u"talk"_s});
        WAIT_FOR(program.room(u"lobby"_s)->topic() == u"talk");
        program.chat.setAway(u"tea"_s);
        QCOMPARE(m_server->next<Away>().away, u"tea"_s);
        QSignalSpy away(&program.chat, &Chat::awayChanged);
        PresenceEvent elsewhere; // said on another connection
        elsewhere.event = u"away"_s;
        elsewhere.nick = u"Mika"_s;
        elsewhere.away = u"lunch"_s;
        m_server->send(elsewhere);
        WAIT_FOR(away.count() == 1);
        QCOMPARE(away.takeFirst().value(0).value<std::optional<QString>>(), u"lunch"_s);
        QCOMPARE(program.chat.setNick(u"mika-2"_s), std::nullopt);
        m_server->send(NickResponse{m_server->next<Nick>().id, u"mika-2"_s});
        WAIT_FOR(program.chat.nick() == u"mika-2");
        QVERIFY(program.room(u"lobby"_s)->members().contains(u"mika-2"_s));
        QVERIFY(!program.room(u"lobby"_s)->members().contains(u"mika"_s));
        program.chat.setTyping(u"lobby"_s, true);
        program.chat.setTyping(u"lobby"_s, true);
        program.chat.setTyping(u"lobby"_s, false);
        QCOMPARE(m_server->next<Typing>().state, u"active"_s);
        QCOMPARE(m_server->next<Typing>().state, u"done"_s);
        program.chat.leave(u"lobby"_s);
        QCOMPARE(m_server->next<Leave>().room, u"lobby"_s);
        QVERIFY(!program.chat.rooms().current());
    }

private:
    [[nodiscard]] QStringList cacheFiles() const
    {
        QStringList paths;
        QDirIterator files(m_folder->path(), {u"room-*"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            paths += files.next();
        return paths;
    }

    void greetWithLimit(qint64 messageBytes)
    {
        HelloResponse response = m_server->helloResponse(m_server->next<Hello>());
        response.limits.messageBytes = messageBytes;
        m_server->send(response);
    }

    void connectTo(Program &program, qint64 offset = 0)
    {
        QCOMPARE(program.chat.setNick(u"Mika"_s), std::nullopt);
        program.chat.connectTo(m_server->url());
        m_server->greet();
        m_server->answerJoin(offset, false);
        WAIT_FOR(program.room(u"lobby"_s) && program.room(u"lobby"_s)->isJoined());
    }

    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestChat)
#include "tst_chat.moc"
