#include "common/writewhole.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestWriteWhole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void waitsForAReaderAlsoWithoutBlocking();
    void saysWhyNot();
};

void TestWriteWhole::waitsForAReaderAlsoWithoutBlocking()
{
    int ends[2] = {-1, -1};
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    QCOMPARE(::fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    const QByteArray text(1024 * 1024, 'x'); // a pipe holds 64 KiB
    int error = -1;
    std::thread writer([&] {
        error = writeWhole(ends[1], text);
        ::close(ends[1]);
    });
    QByteArray got;
    QByteArray portion(65536, Qt::Uninitialized);
    ssize_t count = 0;
    while ((count = ::read(ends[0], portion.data(), std::size_t(portion.size()))) > 0)
        got.append(portion.constData(), count);
    writer.join();
    ::close(ends[0]);
    QCOMPARE(error, 0);
    QVERIFY(got == text);
}

void TestWriteWhole::saysWhyNot()
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    QCOMPARE(writeWhole(full, "x"), ENOSPC);
    ::close(full);
    std::signal(SIGPIPE, SIG_IGN);
    int ends[2] = {-1, -1};
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    ::close(ends[0]);
    QCOMPARE(writeWhole(ends[1], "x"), EPIPE);
    ::close(ends[1]);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestWriteWhole)
#include "tst_writewhole.moc"
