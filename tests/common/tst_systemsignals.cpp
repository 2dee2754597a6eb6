#include "common/systemsignals.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <cerrno>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

using Handler = void (*)(int);

Handler handlerOf(int number)
{
    struct sigaction now
    {};
    ::sigaction(number, nullptr, &now);
    return now.sa_handler;
}

std::atomic<int> handled{0};

void ownHandler(int number)
{
    handled = number;
    SystemSignals::note(number);
}

} // namespace

class TestSystemSignals final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsOfEachNumber()
    {
        SystemSignals signalWatcher;
        QSignalSpy received(&signalWatcher, &SystemSignals::received);
        for (const int number : {SIGUSR1, SIGWINCH, SIGRTMAX}) {
            QVERIFY(signalWatcher.watch(number));
            QCOMPARE(std::raise(number), 0);
            QTRY_COMPARE_WITH_TIMEOUT(received.count(), 1, 30'000);
            QCOMPARE(received.takeFirst().first().toInt(), number);
        }
    }

    void whatComesTwiceBeforeALookIsToldOnce()
    {
        SystemSignals signalWatcher;
        QSignalSpy received(&signalWatcher, &SystemSignals::received);
        QVERIFY(signalWatcher.watch(SIGUSR1));
        QVERIFY(signalWatcher.watch(SIGUSR2));
        for (const int number : {SIGUSR2, SIGUSR1, SIGUSR2})
            QCOMPARE(std::raise(number), 0);
        QTRY_COMPARE_WITH_TIMEOUT(received.count(), 2, 30'000);
        QCOMPARE(received.at(0).first().toInt(), SIGUSR1);
        QCOMPARE(received.at(1).first().toInt(), SIGUSR2);
    }

    void whatIsInterruptedKeepsItsError()
    {
        {
            const SystemSignals before;
        }
        errno = ENOENT;
        SystemSignals::note(SIGUSR1); // there is nothing left to write to
        QCOMPARE(errno, ENOENT);
    }

    void aHandlerOfOnesOwnComesFirst()
    {
        SystemSignals signalWatcher;
        QSignalSpy received(&signalWatcher, &SystemSignals::received);
        SignalReaction reaction;
        reaction.handler = ownHandler;
        QVERIFY(signalWatcher.watch(SIGUSR1, reaction));
        QCOMPARE(std::raise(SIGUSR1), 0);
        QCOMPARE(handled.load(), SIGUSR1);
        QTRY_COMPARE_WITH_TIMEOUT(received.count(), 1, 30'000);
    }

    void onceIsOnce()
    {
        SystemSignals signalWatcher;
        SignalReaction reaction;
        reaction.times = SignalReaction::Times::Once;
        QVERIFY(signalWatcher.watch(SIGUSR1, reaction));
        QVERIFY(handlerOf(SIGUSR1) != SIG_DFL);
        QCOMPARE(std::raise(SIGUSR1), 0);
        QVERIFY(handlerOf(SIGUSR1) == SIG_DFL);
    }

    void whatIsIgnoredMayStaySo()
    {
        std::signal(SIGUSR1, SIG_IGN);
        {
            SystemSignals signalWatcher;
            SignalReaction reaction;
            reaction.whenIgnored = SignalReaction::WhenIgnored::StaysIgnored;
            QVERIFY(signalWatcher.watch(SIGUSR1, reaction));
            QVERIFY(handlerOf(SIGUSR1) == SIG_IGN);
        }
        {
            SystemSignals signalWatcher;
            QVERIFY(signalWatcher.watch(SIGUSR1));
            QVERIFY(handlerOf(SIGUSR1) != SIG_IGN);
        }
        QVERIFY(handlerOf(SIGUSR1) == SIG_IGN);
        std::signal(SIGUSR1, SIG_DFL);
    }

    void whatTheSystemRefusesIsSaid()
    {
        SystemSignals signalWatcher;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^sigaction: signal 9: "_s));
        QVERIFY(!signalWatcher.watch(SIGKILL));
    }
};

QTEST_GUILESS_MAIN(TestSystemSignals)
#include "tst_systemsignals.moc"
