#include "server/linewriter.h"
#include "server/log.h"
#include "server/qtmessages.h"
#include "tests/support/manualclock.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A pipe whose ends close by themselves.
struct Pipe
{
    Pipe() { isOpen = ::pipe2(ends, O_CLOEXEC) == 0; }
    ~Pipe()
    {
        closeReader();
        ::close(ends[1]);
    }
    Q_DISABLE_COPY_MOVE(Pipe)

    void closeReader()
    {
        if (ends[0] >= 0)
            ::close(ends[0]);
        ends[0] = -1;
    }

    /// What is in the pipe now.
    QByteArray drain() const
    {
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        QByteArray all;
        char bytes[4096];
        ssize_t count = 0;
        while ((count = ::read(ends[0], bytes, sizeof(bytes))) > 0)
            all.append(bytes, count);
        return all;
    }

    int ends[2] = {-1, -1};
    bool isOpen = false;
};

} // namespace

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
    void takesQtMessages();
    void writesLinesInOrder();
    void dropsAndCountsWhenNobodyReads();
    void endsThoughNobodyReads();
    void survivesABrokenPipe();
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

void TestLog::takesQtMessages()
{
    const ManualClock clock;
    QByteArrayList lines;
    Log log(clock, LogLevel::Info, [&lines](const QByteArray &line) { lines.append(line); });
    {
        const QtMessages qtMessages(log);
        qWarning("out of %s", "tea");
        qDebug("not at this level");
    }
    QCOMPARE(lines, QByteArrayList{"2025-12-14 10:00:05 - WARNING - out of tea\n"});
}

void TestLog::writesLinesInOrder()
{
    Pipe pipe;
    QVERIFY(pipe.isOpen);
    QByteArray expected;
    LineWriter writer(pipe.ends[1]);
    for (int i = 0; i < 500; ++i) {
        const QByteArray line = QByteArray::number(i) + '\n';
        expected += line;
        writer.write(line);
    }
    QVERIFY(writer.flush(5s));
    QCOMPARE(pipe.drain(), expected);
    QCOMPARE(writer.droppedCount(), quint64{0});
}

void TestLog::dropsAndCountsWhenNobodyReads()
{
    Pipe pipe;
    QVERIFY(pipe.isOpen);
    LineWriter writer(pipe.ends[1], [](quint64 count) -> QByteArray {
        return "dropped " + QByteArray::number(count) + '\n';
    });
    const QByteArray line(1023, 'x');
    int written = 0;
    // The pipe, the batch under way and the queue; then lines fall.
    for (; writer.droppedCount() < 10 && written < 100'000; ++written)
        writer.write(line + '\n');
    QVERIFY(written < 100'000);
    QByteArray read;
    while (!read.contains("dropped ")) {
        char bytes[65536];
        const ssize_t count = ::read(pipe.ends[0], bytes, sizeof(bytes));
        QVERIFY(count > 0);
        read.append(bytes, count);
    }
    QVERIFY(writer.flush(5s));
    read += pipe.drain();
    const auto lines = read.split('\n');
    QCOMPARE(lines.count(line) + qsizetype(writer.droppedCount()), written);
    QVERIFY(lines.contains("dropped " + QByteArray::number(writer.droppedCount())));
}

void TestLog::endsThoughNobodyReads()
{
    Pipe pipe;
    QVERIFY(pipe.isOpen);
    QElapsedTimer time;
    {
        LineWriter writer(pipe.ends[1]);
        for (int i = 0; i < 1000; ++i)
            writer.write(QByteArray(1023, 'x') + '\n');
        time.start();
    }
    QVERIFY(time.elapsed() < 3 * LineWriter::flushTime.count());
}

void TestLog::survivesABrokenPipe()
{
    Pipe pipe;
    QVERIFY(pipe.isOpen);
    pipe.closeReader();
    LineWriter writer(pipe.ends[1], [](quint64) { return "never seen\n"_ba; });
    writer.write("lost\n");
    QVERIFY(writer.flush(5s));
    writer.write("dropped\n");
    QCOMPARE(writer.droppedCount(), quint64{1});
}

} // namespace kodama

int main(int argc, char *argv[])
{
    ::signal(SIGPIPE, SIG_IGN); // as the server does
    const QCoreApplication application(argc, argv);
    kodama::TestLog test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_log.moc"
