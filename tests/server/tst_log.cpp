#include "server/log.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void writesTheSeedsForm();
    void followsTheClock();
    void keepsBelowTheThresholdSilent();
    void escapesWhatCouldForgeLines_data();
    void escapesWhatCouldForgeLines();
    void knowsLevelNames();
    void isSilentWithoutSink();
    void tellsTheJournalTheLevel();
    void knowsTheJournalByItsStream();
};

void TestLog::writesTheSeedsForm()
{
    const ManualClock clock;
    QByteArrayList lines;
    Log log(clock, LogLevel::Debug, [&lines](const QByteArray &line) { lines.append(line); });
    log.debug(u"a"_s);
    log.info(u"新しいクライアント接続: 127.0.0.1:54321"_s);
    log.warning(u"c"_s);
    log.error(u"d"_s);
    QCOMPARE(lines, QByteArrayList({
                        "2025-12-14 10:00:05 - DEBUG - a\n",
                        "2025-12-14 10:00:05 - INFO - 新しいクライアント接続: 127.0.0.1:54321\n",
                        "2025-12-14 10:00:05 - WARNING - c\n",
                        "2025-12-14 10:00:05 - ERROR - d\n",
                    }));
}

void TestLog::tellsTheJournalTheLevel()
{
    const ManualClock clock;
    QByteArrayList lines;
    Log log(
        clock, LogLevel::Debug, [&lines](const QByteArray &line) { lines.append(line); },
        LogReader::Journal);
    log.debug(u"a"_s);
    log.info(u"<3>b"_s);
    log.warning(u"c"_s);
    log.error(u"d\ne"_s);
    const QByteArrayList expected{"<7>DEBUG - a\n", "<6>INFO - <3>b\n", "<4>WARNING - c\n",
                                  "<3>ERROR - d\\ne\n"};
    QCOMPARE(lines, expected);
}

void TestLog::knowsTheJournalByItsStream()
{
    int stream[2] = {-1, -1};
    int other[2] = {-1, -1};
    QVERIFY(::pipe(stream) == 0 && ::pipe(other) == 0);
    struct stat status
    {};
    QCOMPARE(::fstat(stream[1], &status), 0);
    const QByteArray name = QByteArray::number(quint64{status.st_dev}) + ':' +
                            QByteArray::number(quint64{status.st_ino});
    qunsetenv("JOURNAL_STREAM");
    QCOMPARE(logReaderOf(stream[1]), LogReader::Anybody);
    qputenv("JOURNAL_STREAM", name);
    QCOMPARE(logReaderOf(stream[1]), LogReader::Journal);
    QCOMPARE(logReaderOf(other[1]), LogReader::Anybody); // redirected
    QCOMPARE(logReaderOf(-1), LogReader::Anybody);
    qputenv("JOURNAL_STREAM", name + ":1");
    QCOMPARE(logReaderOf(stream[1]), LogReader::Anybody);
    qunsetenv("JOURNAL_STREAM");
    for (const int descriptor : {stream[0], stream[1], other[0], other[1]})
        ::close(descriptor);
}

void TestLog::followsTheClock()
{
    ManualClock clock;
    QByteArrayList lines;
    Log log(clock, LogLevel::Info, [&lines](const QByteArray &line) { lines.append(line); });
    log.info(u"a"_s);
    clock.advance(999ms);
    log.info(u"b"_s);
    clock.advance(1ms);
    log.info(u"c"_s);
    QVERIFY(lines[1].startsWith("2025-12-14 10:00:05 "));
    QVERIFY(lines[2].startsWith("2025-12-14 10:00:06 "));
}

void TestLog::keepsBelowTheThresholdSilent()
{
    const ManualClock clock;
    QByteArrayList lines;
    Log log(clock, LogLevel::Warning, [&lines](const QByteArray &line) { lines.append(line); });
    log.info(u"a"_s);
    QVERIFY(lines.isEmpty());
    QVERIFY(!log.isEnabled(LogLevel::Info));
    QVERIFY(log.isEnabled(LogLevel::Warning));
}

void TestLog::escapesWhatCouldForgeLines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("logged");
    QTest::newRow("line feed") << u"a\nb"_s << "a\\nb"_ba;
    QTest::newRow("escape") << u"a\x1b[2J"_s << "a\\u001b[2J"_ba;
    QTest::newRow("nul") << u"a"_s + QChar(0) << "a\\u0000"_ba;
    QTest::newRow("c1") << u"a\u009b"_s << "a\\u009b"_ba;
    QTest::newRow("line separator") << u"\u2028"_s << "\\u2028"_ba;
    QTest::newRow("right-to-left override") << u"\u202e"_s << "\\u202e"_ba;
    QTest::newRow("japanese and emoji")
        << u"木霊 👨‍👩‍👧"_s << "木霊 👨‍👩‍👧"_ba;
}

void TestLog::escapesWhatCouldForgeLines()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, logged);
    QCOMPARE(LogLineFormat{}(0ms, LogLevel::Info, text),
             "1970-01-01 09:00:00 - INFO - " + logged + "\n");
}

void TestLog::knowsLevelNames()
{
    QCOMPARE(logLevelFromName(u"debug"), LogLevel::Debug);
    QCOMPARE(logLevelFromName(u"info"), LogLevel::Info);
    QCOMPARE(logLevelFromName(u"warning"), LogLevel::Warning);
    QCOMPARE(logLevelFromName(u"error"), LogLevel::Error);
    QVERIFY(!logLevelFromName(u"INFO"));
    QVERIFY(!logLevelFromName(u""));
}

void TestLog::isSilentWithoutSink()
{
    const ManualClock clock;
    Log log(clock, LogLevel::Debug, {});
    QVERIFY(!log.isEnabled(LogLevel::Error));
    log.error(u"nothing happens"_s);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestLog)
#include "tst_log.moc"
