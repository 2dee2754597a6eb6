#include "server/process.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void survivesABrokenPipe();
    void opensAClosedStandardInput();
    void leavesOpenDescriptorsAlone();
};

void TestProcess::survivesABrokenPipe()
{
    prepareProcess();
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    ::close(ends[0]);
    QCOMPARE(::write(ends[1], "x", 1), -1); // and we are still there
    QCOMPARE(errno, EPIPE);
    ::close(ends[1]);
}

void TestProcess::opensAClosedStandardInput()
{
    const int kept = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    ::close(STDIN_FILENO);
    prepareProcess();
    char byte = 0;
    const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
    if (kept >= 0) {
        ::dup2(kept, STDIN_FILENO);
        ::close(kept);
    }
    QCOMPARE(count, 0); // the end of /dev/null
}

void TestProcess::leavesOpenDescriptorsAlone()
{
    const int before = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(before);
    prepareProcess();
    const int after = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(after);
    QCOMPARE(after, before);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestProcess)
#include "tst_process.moc"
