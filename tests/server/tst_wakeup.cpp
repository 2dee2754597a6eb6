#include "server/wakeup.h"

#include <QRegularExpression>
#include <QTest>

#include <poll.h>
#include <thread>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isReadable(const Wakeup &wakeup, int waitMilliseconds)
{
    pollfd watched{wakeup.descriptor(), POLLIN, 0};
    return ::poll(&watched, 1, waitMilliseconds) == 1;
}

} // namespace

class TestWakeup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void staysAwakeUntilCleared();
    void wakesAnotherThread();
};

void TestWakeup::staysAwakeUntilCleared()
{
    const Wakeup wakeup;
    QVERIFY(!isReadable(wakeup, 0));
    wakeup.clear(); // of nothing
    wakeup.wake();
    wakeup.wake();
    QVERIFY(isReadable(wakeup, 0));
    wakeup.clear();
    QVERIFY(!isReadable(wakeup, 0));
}

void TestWakeup::wakesAnotherThread()
{
    const Wakeup wakeup;
    std::thread sleeper([&wakeup] { (void)isReadable(wakeup, -1); });
    wakeup.wake();
    sleeper.join();
    QVERIFY(isReadable(wakeup, 0));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestWakeup)
#include "tst_wakeup.moc"
