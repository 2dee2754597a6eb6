#include "server/wakeup.h"

#include <QRegularExpression>
#include <QTest>

#include <poll.h>
#include <thread>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

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
    void waitsForSoLong();
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
    std::thread sleeper([&wakeup] { wakeup.wait(std::nullopt); });
    wakeup.wake();
    sleeper.join();
    QVERIFY(isReadable(wakeup, 0));
}

void TestWakeup::waitsForSoLong()
{
    const Wakeup wakeup;
    const auto begin = std::chrono::steady_clock::now();
    wakeup.wait(20ms);
    QVERIFY(std::chrono::steady_clock::now() - begin >= 20ms);
    wakeup.wait(0ns);
    wakeup.wake();
    wakeup.wait(1h); // or the test would never end
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestWakeup)
#include "tst_wakeup.moc"
