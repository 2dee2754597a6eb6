#include "server/metrics.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void writesOneLineForEachNumber();
    void isInPrometheusFormat();
    void countsClosesAndErrorsByName();
    void histogramsAddUp();
    void tellsRatesSinceSomebodyAsked();
    void tellsRoomsWhenKnown();

private:
    static bool hasLine(const Metrics &metrics, const QByteArray &line)
    {
        const QByteArray page = '\n' + metrics.page();
        const QByteArray whole = '\n' + line + '\n';
        return page.contains(whole);
    }

    ManualClock m_clock;
    Population m_population;
    ChatPort m_chat;
    Log m_log{m_clock, LogLevel::Info, {}, LogReader::Anybody, [] { return quint64{12}; }};
};

void TestMetrics::writesOneLineForEachNumber()
{
    Metrics metrics(m_clock, m_population, m_chat, m_log);
    ShardMeters &first = metrics.addShard();
    ShardMeters &second = metrics.addShard();
    m_population.add();
    first.transport.messagesIn += 7;
    second.reactor.receivedBytes += 8;
    first.reactor.sentBytes += 11;
    second.reactor.queued.add(9);
    first.rateLimited += 10;
    m_clock.advance(90s);
    for (const QByteArray &line :
         {"kodama_clients 1"_ba, "kodama_shards 2"_ba, "kodama_uptime_seconds 90"_ba,
          "kodama_messages_received_total{shard=\"0\"} 7"_ba,
          "kodama_messages_received_total{shard=\"1\"} 0"_ba,
          "kodama_received_bytes_total{shard=\"1\"} 8"_ba,
          "kodama_sent_bytes_total{shard=\"0\"} 11"_ba, "kodama_log_lines_dropped_total 12"_ba,
          "kodama_queued_bytes{shard=\"1\"} 9"_ba, "kodama_rate_limited_total{shard=\"0\"} 10"_ba})
        QVERIFY2(hasLine(metrics, line), line.constData());
    m_population.remove();
}

void TestMetrics::isInPrometheusFormat()
{
    Metrics metrics(m_clock, m_population, m_chat, m_log);
    ShardMeters &shard = metrics.addShard();
    shard.fanout.record(3ms);
    shard.transport.closes.note(1000);
    ++shard.errors[1];
    static const QRegularExpression comment(u"^# (HELP kodama_[a-z_]+ .+|TYPE kodama_[a-z_]+ "
                                            "(counter|gauge|histogram))$"_s);
    static const QRegularExpression sample(
        u"^kodama_[a-z_]+(\\{[a-z]+=\"[^\"]+\"(,[a-z]+=\"[^\"]+\")*\\})? [0-9.e+-]+$"_s);
    QVERIFY(metrics.page().endsWith('\n'));
    QByteArrayList lines = metrics.page().split('\n');
    lines.removeLast();
    for (const QByteArray &line : std::as_const(lines)) {
        const auto &form = line.startsWith('#') ? comment : sample;
        QVERIFY2(form.match(QString::fromUtf8(line)).hasMatch(), line.constData());
    }
}

void TestMetrics::countsClosesAndErrorsByName()
{
    Metrics metrics(m_clock, m_population, m_chat, m_log);
    ShardMeters &shard = metrics.addShard();
    shard.transport.closes.note(4001);
    shard.transport.closes.note(4001);
    shard.transport.closes.note(3333);
    ++shard.errors[std::size_t(ErrorCode::RateLimited)];
    ++m_chat.meters.errors[std::size_t(ErrorCode::NickInUse)];
    QVERIFY(hasLine(metrics, "kodama_closes_total{shard=\"0\",code=\"4001\"} 2"));
    QVERIFY(hasLine(metrics, "kodama_closes_total{shard=\"0\",code=\"other\"} 1"));
    QVERIFY(hasLine(metrics, "kodama_errors_total{shard=\"0\",name=\"RATE_LIMITED\"} 1"));
    QVERIFY(hasLine(metrics, "kodama_errors_total{shard=\"chat\",name=\"NICK_IN_USE\"} 1"));
}

void TestMetrics::histogramsAddUp()
{
    Metrics metrics(m_clock, m_population, m_chat, m_log);
    ShardMeters &shard = metrics.addShard();
    shard.fanout.record(200us);
    shard.fanout.record(300us);
    shard.fanout.record(1h);
    shard.transport.loopLag.record(2ms);
    m_chat.meters.turns.record(3ms);
    for (const QByteArray &line : {"kodama_loop_lag_seconds_count{shard=\"0\"} 1"_ba,
                                   "kodama_turn_seconds_count{shard=\"0\"} 0"_ba,
                                   "kodama_turn_seconds_sum{shard=\"chat\"} 0.003"_ba,
                                   "kodama_fanout_seconds_bucket{shard=\"0\",le=\"0.0001\"} 0"_ba,
                                   "kodama_fanout_seconds_bucket{shard=\"0\",le=\"0.00025\"} 1"_ba,
                                   "kodama_fanout_seconds_bucket{shard=\"0\",le=\"0.0005\"} 2"_ba,
                                   "kodama_fanout_seconds_bucket{shard=\"0\",le=\"5\"} 2"_ba,
                                   "kodama_fanout_seconds_bucket{shard=\"0\",le=\"+Inf\"} 3"_ba,
                                   "kodama_fanout_seconds_sum{shard=\"0\"} 3600.0005"_ba,
                                   "kodama_fanout_seconds_count{shard=\"0\"} 3"_ba})
        QVERIFY2(hasLine(metrics, line), line.constData());
}

void TestMetrics::tellsRatesSinceSomebodyAsked()
{
    Metrics metrics(m_clock, m_population, m_chat, m_log);
    ShardMeters &shard = metrics.addShard();
    QCOMPARE(metrics.figures().messagesPerSecond, 0);
    m_clock.advance(10s);
    shard.transport.messagesIn += 100;
    shard.reactor.receivedBytes += 1000;
    shard.reactor.sentBytes += 500;
    QCOMPARE(metrics.figures().messagesPerSecond, 10);
    QCOMPARE(metrics.figures().bytesPerSecond, 150);
    QCOMPARE(metrics.figures().uptimeSeconds, 10);
    m_clock.advance(2s);
    shard.transport.messagesIn += 100;
    QCOMPARE(metrics.figures().messagesPerSecond, 50);
}

void TestMetrics::tellsRoomsWhenKnown()
{
    Metrics metrics(m_clock, m_population, m_chat, m_log);
    QVERIFY(!metrics.figures().rooms);
    QVERIFY(!metrics.page().contains("kodama_rooms"));
    m_chat.meters.rooms = 3;
    QCOMPARE(metrics.figures().rooms, std::optional<qint64>{3});
    QVERIFY(hasLine(metrics, "kodama_rooms 3"));
    QVERIFY(hasLine(metrics, "kodama_history_available 1"));
    m_chat.meters.isStoring = false;
    QVERIFY(hasLine(metrics, "kodama_history_available 0"));
    m_chat.meters.isStoring = true;
    m_chat.meters.rooms = -1;
    QVERIFY(!metrics.page().contains("kodama_history_streams"));
    m_chat.meters.historyStreams = 99'000;
    QVERIFY(hasLine(metrics, "kodama_history_streams 99000"));
    m_chat.meters.historyStreams = -1;
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestMetrics)
#include "tst_metrics.moc"
