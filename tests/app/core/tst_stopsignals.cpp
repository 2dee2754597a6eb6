#include "app/core/stopsignals.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

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

    void theSecondOneEndsTheProgram()
    {
        StopSignals signalWatcher;
        std::raise(SIGTERM);
        QVERIFY(reactionTo(SIGTERM) == SIG_DFL);
    }

    void whatIsIgnoredStaysIgnored()
    {
        std::signal(SIGHUP, SIG_IGN); // as nohup does
        const Reaction before = reactionTo(SIGTERM);
        {
            StopSignals signalWatcher;
            QVERIFY(reactionTo(SIGHUP) == SIG_IGN);
            QVERIFY(reactionTo(SIGTERM) != before);
        }
        QVERIFY(reactionTo(SIGHUP) == SIG_IGN);
        QVERIFY(reactionTo(SIGTERM) == before);
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
