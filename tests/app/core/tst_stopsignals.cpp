#include "app/core/signalpipe.h"
#include "app/core/stopsignals.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <cerrno>
#include <csignal>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestStopSignals final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsOfTheSignal()
    {
        StopSignals signalWatcher;
        QSignalSpy stopped(&signalWatcher, &StopSignals::stopRequested);
        for (const int number : {SIGTERM, SIGHUP, SIGINT}) {
            std::raise(number);
            QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, 30'000);
            QCOMPARE(stopped.takeFirst().first().toInt(), number);
        }
    }

    void whatIsInterruptedKeepsItsError()
    {
        const SignalPipe pipe;
        errno = ENOENT;
        for (int fill = 0; fill < 100'000; ++fill) // until the pipe is full, and then some
            pipe.handler()(SIGTERM);
        QCOMPARE(errno, ENOENT);
    }

    void theSecondOneEndsTheProgram()
    {
        StopSignals signalWatcher;
        std::raise(SIGTERM);
        QVERIFY(reactionTo(SIGTERM) == SIG_DFL);
    }

    void whatIsIgnoredStaysIgnored()
    {
        std::signal(SIGHUP, SIG_IGN); // as nohup does
        {
            StopSignals signalWatcher;
            QVERIFY(reactionTo(SIGHUP) == SIG_IGN);
            QVERIFY(reactionTo(SIGTERM) != SIG_DFL);
        }
        QVERIFY(reactionTo(SIGHUP) == SIG_IGN);
        QVERIFY(reactionTo(SIGTERM) == SIG_DFL);
        std::signal(SIGHUP, SIG_DFL);
    }

private:
    using Reaction = void (*)(int);
    static Reaction reactionTo(int number)
    {
        struct sigaction now
        {};
        ::sigaction(number, nullptr, &now);
        return now.sa_handler;
    }
};

QTEST_GUILESS_MAIN(TestStopSignals)
#include "tst_stopsignals.moc"
