#include "server/log.h"
#include "server/population.h"
#include "server/shard.h"
#include "tests/server/support/fakelink.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// A shard in this thread, and this test in the chat's place.
class TestShard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void givesEachLinkASession();
    void asksTheChatWhatConcernsOthers();
    void answersInTheOrderOfRequests();
    void carriesOutWhatIsDelivered();
    void adoptsDescriptors();
    void deliversNothingOnceClosing();

private:
    std::vector<ChatRequest> waitForRequests()
    {
        std::vector<ChatRequest> requests;
        (void)QTest::qWaitFor([this] { return !m_chat.inbox.isEmpty(); }, 30'000);
        m_chat.inbox.drain([&](ChatBatch &batch) {
            m_lastTurn = batch.turn;
            for (ChatRequest &request : batch.requests)
                requests.push_back(std::move(request));
        });
        return requests;
    }
    static bool hasTaken(const ShardPort &port)
    {
        return QTest::qWaitFor([&port] { return port.inbox.isEmpty(); }, 30'000);
    }

    ManualClock m_clock;
    Log m_log{m_clock, LogLevel::Error, {}};
    ChatPort m_chat;
    ClientRegistry m_registry;
    Population m_population;
    Occupancy m_occupancy;
    quint64 m_lastTurn = 0;
    const Shard::Shared m_shared{
        m_chat, m_registry, m_population, m_log, m_clock, m_occupancy, Texts(Language::English)};
};

void TestShard::givesEachLinkASession()
{
    ShardPort port;
    Shard shard(m_shared, {}, port);
    FakeLink link(1, u"127.0.0.1:1"_s);
    const auto session = shard.accept(link);
    QVERIFY(link.takeTexts().value(0).startsWith(R"({"type":"welcome")"));
    QCOMPARE(m_registry.clientIds(), QStringList{u"127.0.0.1:1"_s});
    QCOMPARE(m_population.count(), 1);
    session->onClosed({});
    QVERIFY(m_registry.clientIds().isEmpty());
    QCOMPARE(m_population.count(), 0);
    const auto requests = waitForRequests();
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(std::get<Connected>(requests[0].what).clientId, u"127.0.0.1:1"_s);
    QVERIFY(std::holds_alternative<Disconnected>(requests[1].what));
}

void TestShard::asksTheChatWhatConcernsOthers()
{
    ShardPort port;
    Shard shard(m_shared, {4, {}, {}, {}, nullptr}, port);
    FakeLink link(1, u"127.0.0.1:1"_s);
    const auto session = shard.accept(link);
    session->onText(R"({"type":"broadcast","content":1})");
    session->onText(R"({"type":"lab.temp"})");
    const auto requests = waitForRequests();
    QCOMPARE(requests.size(), std::size_t{3});
    QCOMPARE(requests[1].connection, ConnectionId{1});
    QCOMPARE(requests[1].shard, 4);
    QCOMPARE(std::get<Broadcast>(requests[1].what).content.text(), "1"_ba);
    QCOMPARE(std::get<Custom>(requests[2].what).source, R"({"type":"lab.temp"})"_ba);
    session->onClosed({});
    (void)waitForRequests();
}

void TestShard::answersInTheOrderOfRequests()
{
    ShardPort port;
    Shard shard(m_shared, {}, port);
    FakeLink link(1, u"127.0.0.1:1"_s);
    const auto session = shard.accept(link);
    (void)waitForRequests();
    port.handledTurn = m_lastTurn;
    (void)link.takeTexts();

    session->onText(R"({"type":"command","command":"ping"})");
    QVERIFY(link.takeTexts().isEmpty()); // the others have not been told of it
    QVERIFY(std::holds_alternative<Passthrough>(waitForRequests().at(0).what));
    port.inbox.put(Deliveries{{Announced{1}}});
    port.handledTurn = m_lastTurn;
    QVERIFY(hasTaken(port));

    session->onText(R"({"type":"command","command":"ping"})");
    QCOMPARE(link.takeTexts().size(), 1); // nothing is under way
    session->onText(R"({"type":"broadcast","content":1})");
    session->onText(R"({"type":"command","command":"ping"})");
    QVERIFY(link.takeTexts().isEmpty());
    const auto requests = waitForRequests();
    QCOMPARE(requests.size(), std::size_t{2});
    const SharedFrame answer = std::get<Passthrough>(requests[1].what).frame;
    port.inbox.put(Deliveries{{Reply{1, answer}}});
    port.handledTurn = m_lastTurn;
    QVERIFY(hasTaken(port));
    QCOMPARE(link.takeTexts().size(), 1);
    session->onText(R"({"type":"command","command":"ping"})");
    QCOMPARE(link.takeTexts().size(), 1);
    session->onClosed({});
    (void)waitForRequests();
}

void TestShard::carriesOutWhatIsDelivered()
{
    ShardPort port;
    Shard shard(m_shared, {}, port);
    FakeLink link(1, u"127.0.0.1:1"_s);
    const auto session = shard.accept(link);
    (void)link.takeTexts();
    port.inbox.put(Deliveries{{JoinRoom{7, 1}, Publish{7, SharedFrame{"\x81\x01x"_ba}},
                               CloseLink{1, 4503, u"enough"_s}}});
    QVERIFY(hasTaken(port));
    QCOMPARE(link.takeTexts(), QByteArrayList{"x"});
    QVERIFY(link.closed());
    session->onClosed({});
    (void)waitForRequests();
}

void TestShard::adoptsDescriptors()
{
    ShardPort port;
    {
        Shard shard(m_shared, {}, port);
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        port.inbox.put(WarmUp{});
        port.inbox.put(Adopt(ends[0]));
        QTRY_COMPARE_WITH_TIMEOUT(shard.transport().descriptorCount(), qsizetype{1}, 30'000);
        QCOMPARE(m_occupancy.count(), qsizetype{1});
        ::close(ends[1]);
        QTRY_COMPARE_WITH_TIMEOUT(shard.transport().descriptorCount(), qsizetype{0}, 30'000);
        QCOMPARE(m_occupancy.count(), qsizetype{0});
    }
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    {
        ShardPort nobodys;
        nobodys.inbox.put(Adopt(ends[0]));
    }
    char byte = 0;
    QCOMPARE(::read(ends[1], &byte, 1), ssize_t{0}); // closed
    ::close(ends[1]);
}

void TestShard::deliversNothingOnceClosing()
{
    ShardPort port;
    Shard shard(m_shared, {}, port);
    QSignalSpy closed(&shard, &Shard::closed);
    FakeLink link(1, u"127.0.0.1:1"_s);
    const auto session = shard.accept(link);
    (void)link.takeTexts();
    port.inbox.put(Deliveries{{JoinRoom{0, 1}}});
    port.inbox.put(CloseAll{CloseCode::GoingAway, u"bye"_s, 1s});
    port.inbox.put(Deliveries{{Publish{0, SharedFrame{"\x81\x01x"_ba}}}});
    QVERIFY(closed.wait(30'000)); // the transport itself has no connection
    QVERIFY(hasTaken(port));
    QVERIFY(link.takeTexts().isEmpty());
    session->onClosed({});
    (void)waitForRequests();
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestShard)
#include "tst_shard.moc"
