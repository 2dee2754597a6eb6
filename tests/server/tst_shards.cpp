#include "server/log.h"
#include "server/server.h"
#include "tests/server/support/testclient.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSignalSpy>

#include <memory>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// What must hold however many threads serve the clients.
class TestShards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void everybodySeesOneOrder();
    void answersComeInTheOrderOfRequests();
    void welcomedMeansHearing();
    void operatorReachesEveryShard();
    void stopsWhileEverybodyTalks();
    void comingAndGoingAreCountedOnce();
    void eachHearsOfThoseWhoComeLater();

private:
    using Clients = std::vector<std::unique_ptr<TestClient>>;

    static constexpr int threads = 4;
    static constexpr int waitMilliseconds = 60'000;

    static ServerConfig configuration()
    {
        ServerConfig config;
        config.port = 0;
        config.threads = threads;
        return config;
    }

    /// One after the other, so that the shards get equally many.
    static Clients connectTo(const Server &server, int count)
    {
        Clients clients;
        for (int i = 0; i < count; ++i) {
            clients.push_back(std::make_unique<TestClient>(server.url()));
            if (clients.back()->welcome().isEmpty())
                return {};
        }
        return clients;
    }

    SystemClock m_clock;
    Log m_log{m_clock, LogLevel::Info, [](const QByteArray &) {}};
};

void TestShards::everybodySeesOneOrder()
{
    constexpr int posts = 200;
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QCOMPARE(server.threadCount(), threads);
    const Clients clients = connectTo(server, 2 * threads);
    QCOMPARE(clients.size(), std::size_t{2 * threads});
    for (int i = 0; i < posts; ++i) {
        for (const auto &client : clients)
            client->send(R"({"type":"broadcast","content":)" + QByteArray::number(i) + "}");
    }
    QList<QByteArrayList> heard;
    for (const auto &client : clients) {
        QByteArrayList posted;
        while (posted.size() < posts * int(clients.size())) {
            const QByteArray text = client->next();
            QVERIFY2(!text.isEmpty(), qPrintable(QString::number(posted.size())));
            if (text.startsWith(R"({"type":"broadcast_message")"))
                posted.append(text);
        }
        heard.append(posted);
    }
    for (const QByteArrayList &posted : std::as_const(heard))
        QCOMPARE(posted, heard.constFirst());
}

void TestShards::answersComeInTheOrderOfRequests()
{
    constexpr int rounds = 200;
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    const Clients clients = connectTo(server, threads);
    QCOMPARE(clients.size(), std::size_t{threads});
    for (int i = 0; i < rounds; ++i) {
        const QByteArray number = QByteArray::number(i);
        clients[0]->send(R"({"type":"broadcast","content":)" + number + "}");
        clients[0]->send(R"({"type":"echo","text":)" + number + "}");
        clients[0]->send(R"({"type":"lab.temp","value":)" + number + "}"); // nothing comes back
        clients[0]->send("nonsense");
        clients[0]->send(R"({"type":"command","command":"ping"})");
    }
    static const QByteArrayList kinds{"broadcast_message", "echo_response", "error",
                                      "command_response"};
    for (int i = 0; i < rounds; ++i) {
        for (const QByteArray &kind : kinds) {
            const QByteArray beginning = "{\"type\":\"" + kind;
            QByteArray text = clients[0]->next();
            while (text.startsWith(R"({"type":"client_connected")"))
                text = clients[0]->next();
            QVERIFY2(text.startsWith(beginning), text.constData());
        }
    }
    for (int i = 0; i < rounds; ++i) {
        const QJsonObject message = clients[1]->next("message"_L1);
        QCOMPARE(message["data"_L1]["value"_L1].toInt(), i);
    }
}

// Who has read the welcome hears what anybody says from then on, whichever threads serve the two.
void TestShards::welcomedMeansHearing()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    const Clients talkers = connectTo(server, 3);
    QCOMPARE(talkers.size(), std::size_t{3});
    for (int i = 0; i < 40; ++i) {
        TestClient newcomer(server.url());
        QVERIFY(!newcomer.welcome().isEmpty());
        const QByteArray content = "\"for " + QByteArray::number(i) + "\"";
        talkers[std::size_t(i) % 3]->send(R"({"type":"broadcast","content":)" + content + "}");
        // No notice about itself, and nothing from before; its predecessor's end may come late.
        QByteArray text = newcomer.next();
        while (text.startsWith(R"({"type":"client_disconnected")"))
            text = newcomer.next();
        QVERIFY2(text.contains(content), text.constData());
    }
}

void TestShards::operatorReachesEveryShard()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    const Clients clients = connectTo(server, 2 * threads);
    QCOMPARE(clients.size(), std::size_t{2 * threads});
    QCOMPARE(server.clientCount(), 2 * threads);
    const QStringList ids = server.clientIds();
    QCOMPARE(ids.size(), 2 * threads);
    server.notify(u"tea"_s);
    for (qsizetype i = 0; i < ids.size(); ++i)
        QVERIFY(server.sendTo(ids[i], QString::number(i)));
    for (const auto &client : clients)
        QVERIFY(server.kick(ids[&client - clients.data()], u"enough"_s));
    for (const auto &client : clients) {
        const qsizetype number = &client - clients.data();
        QCOMPARE(client->next("server_notification"_L1)["message"_L1].toString(), u"tea"_s);
        QCOMPARE(client->next("server_direct_message"_L1)["message"_L1].toString(),
                 QString::number(number));
        QVERIFY(client->waitForClose());
        QCOMPARE(client->closeCode(), 4503);
    }
    QTRY_COMPARE_WITH_TIMEOUT(server.clientCount(), 0, waitMilliseconds);
}

void TestShards::stopsWhileEverybodyTalks()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    const Clients clients = connectTo(server, 2 * threads);
    QCOMPARE(clients.size(), std::size_t{2 * threads});
    for (const auto &client : clients) {
        for (int i = 0; i < 500; ++i)
            client->send(R"({"type":"broadcast","content":1})");
    }
    QVERIFY(!clients[0]->next("broadcast_message"_L1).isEmpty());
    server.notify(u"last words"_s);
    QSignalSpy stopped(&server, &Server::stopped);
    server.stop();
    QVERIFY(stopped.wait(waitMilliseconds));
    for (const auto &client : clients) {
        QCOMPARE(client->next("server_notification"_L1)["message"_L1].toString(), u"last words"_s);
        QVERIFY(client->waitForClose());
        QCOMPARE(client->closeCode(), 1001);
    }
    QCOMPARE(server.clientCount(), 0);
}

void TestShards::comingAndGoingAreCountedOnce()
{
    constexpr int guests = 60;
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient watcher(server.url());
    QVERIFY(!watcher.welcome().isEmpty());
    {
        Clients clients;
        for (int i = 0; i < guests; ++i)
            clients.push_back(std::make_unique<TestClient>(server.url()));
        QSet<int> totals;
        for (int i = 0; i < guests; ++i)
            totals.insert(watcher.next("client_connected"_L1)["total_clients"_L1].toInt());
        QCOMPARE(totals.size(), guests);
        QVERIFY(totals.contains(guests + 1));
    }
    int last = guests + 1;
    for (int i = 0; i < guests; ++i) {
        const int total = watcher.next("client_disconnected"_L1)["total_clients"_L1].toInt();
        QCOMPARE(total, --last);
    }
    QTRY_COMPARE_WITH_TIMEOUT(server.clientCount(), 1, waitMilliseconds);
}

void TestShards::eachHearsOfThoseWhoComeLater()
{
    constexpr int guests = 60; // at once, and so many that they are announced together
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    Clients clients;
    for (int i = 0; i < guests; ++i)
        clients.push_back(std::make_unique<TestClient>(server.url()));
    for (const auto &client : clients)
        QVERIFY(!client->welcome().isEmpty());
    clients.front()->send(R"({"type":"broadcast","content":"all there"})");
    QSet<qsizetype> counts;
    for (const auto &client : clients) {
        QList<int> totals;
        QByteArray text = client->next();
        for (; text.startsWith(R"({"type":"client_connected")"); text = client->next())
            totals.append(QJsonDocument::fromJson(text)["total_clients"_L1].toInt());
        QVERIFY2(text.startsWith(R"({"type":"broadcast_message")"), text.constData());
        for (qsizetype i = 0; i < totals.size(); ++i)
            QCOMPARE(totals[i], guests - int(totals.size()) + 1 + int(i));
        counts.insert(totals.size());
    }
    QCOMPARE(counts.size(), guests); // the first hears of all others, the last of nobody
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestShards)
#include "tst_shards.moc"
