#include "common/standardstreams.h"

#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestStandardStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void survivesABrokenPipe();
    void survivesAFileThatMayNotGrow();
    void opensAClosedStandardInput();
    void leavesOpenDescriptorsAlone();
};

void TestStandardStreams::survivesABrokenPipe()
{
    prepareStandardStreams();
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    ::close(ends[0]);
    QCOMPARE(::write(ends[1], "x", 1), -1); // and we are still there
    QCOMPARE(errno, EPIPE);
    ::close(ends[1]);
}

void TestStandardStreams::survivesAFileThatMayNotGrow()
{
    prepareStandardStreams();
    QTemporaryFile file;
    QVERIFY(file.open());
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
    const ssize_t written = ::write(file.handle(), "x", 1); // and we are still there
    const int error = errno;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QCOMPARE(written, -1);
    QCOMPARE(error, EFBIG);
}

void TestStandardStreams::opensAClosedStandardInput()
{
    const int kept = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    ::close(STDIN_FILENO);
    prepareStandardStreams();
    char byte = 0;
    const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
    if (kept >= 0) {
        ::dup2(kept, STDIN_FILENO);
        ::close(kept);
    }
    QCOMPARE(count, 0); // the end of /dev/null
}

void TestStandardStreams::leavesOpenDescriptorsAlone()
{
    const int before = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(before);
    prepareStandardStreams();
    const int after = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(after);
    QCOMPARE(after, before);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStandardStreams)
#include "tst_standardstreams.moc"
