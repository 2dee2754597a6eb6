#include "app/core/startupguard.h"

#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace kodama;

namespace {

int reportNine()
{
    return 9;
}

} // namespace

class TestStartupGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsWithOurCodeInsteadOfAborting();
    void putsTheOldHandlerBack();
};

void TestStartupGuard::endsWithOurCodeInsteadOfAborting()
{
    const pid_t child = ::fork();
    if (child == 0) {
        const StartupGuard guard(reportNine);
        qFatal("no platform plugin");
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 9);
}

void TestStartupGuard::putsTheOldHandlerBack()
{
    const QtMessageHandler ours = qInstallMessageHandler(nullptr);
    qInstallMessageHandler(ours);
    {
        const StartupGuard guard(reportNine);
    }
    QVERIFY(qInstallMessageHandler(ours) == ours);
}

QTEST_GUILESS_MAIN(TestStartupGuard)
#include "tst_startupguard.moc"
