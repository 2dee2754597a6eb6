#include "server/linewriter.h"

#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
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

class TestLineWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        std::signal(SIGPIPE, SIG_IGN); // as in the server; QTest has a handler of its own
    }
    void writesLinesInOrder();
    void dropsAndCountsWhenNobodyReads();
    void endsThoughNobodyReads();
    void survivesABrokenPipe();
    void goesOnWhenAFullDiskHasRoomAgain();
};

void TestLineWriter::writesLinesInOrder()
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

void TestLineWriter::dropsAndCountsWhenNobodyReads()
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

void TestLineWriter::endsThoughNobodyReads()
{
    Pipe pipe;
    QVERIFY(pipe.isOpen);
    {
        LineWriter writer(pipe.ends[1]);
        for (int i = 0; i < 1000; ++i)
            writer.write(QByteArray(1023, 'x') + '\n');
    }
    // It is gone, though there was no room for what it still had.
    pollfd entry{pipe.ends[1], POLLOUT, 0};
    QCOMPARE(::poll(&entry, 1, 0), 0);
}

void TestLineWriter::survivesABrokenPipe()
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

void TestLineWriter::goesOnWhenAFullDiskHasRoomAgain()
{
    std::signal(SIGXFSZ, SIG_IGN); // as in the server
    QTemporaryFile file;
    QVERIFY(file.open());
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit full{8, before.rlim_max};
    LineWriter writer(file.handle(), [](quint64 count) -> QByteArray {
        return "dropped " + QByteArray::number(count) + '\n';
    });

    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &full), 0);
    writer.write("first\n");
    const bool hasWritten = writer.flush(5s);
    writer.write("second\n"); // a part of it fits
    const bool hasFailed = writer.flush(5s);
    writer.write("third\n");
    const bool hasFailedAgain = writer.flush(5s);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(hasWritten && hasFailed && hasFailedAgain);
    QCOMPARE(writer.droppedCount(), quint64{2});

    writer.write("fourth\n");
    QVERIFY(writer.flush(5s));
    file.seek(0);
    QCOMPARE(file.readAll(), "first\nse\ndropped 2\nfourth\n"_ba);
    QCOMPARE(writer.droppedCount(), quint64{2});
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestLineWriter)
#include "tst_linewriter.moc"
