#include "server/signalwatcher.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// What the second signal does ends the process: see tst_program.
class TestSignalWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGINT, SIG_DFL); } // whoever started us ignores it
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsTheFirstSignal_data();
    void tellsTheFirstSignal();
    void hangUpIsNeverTheSecond();
    void respectsWhatIsIgnored_data();
    void respectsWhatIsIgnored();
    void hangUpMayMeanToReload();
    void putsDispositionsBack();
};

void TestSignalWatcher::tellsTheFirstSignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestSignalWatcher::tellsTheFirstSignal()
{
    QFETCH(int, number);
    const SignalWatcher watcher;
    QSignalSpy requested(&watcher, &SignalWatcher::stopRequested);
    QCOMPARE(::raise(number), 0);
    QVERIFY(requested.wait());
    QCOMPARE(requested.constFirst().constFirst().toInt(), number);
}

void TestSignalWatcher::hangUpIsNeverTheSecond()
{
    const SignalWatcher watcher;
    QSignalSpy requested(&watcher, &SignalWatcher::stopRequested);
    QCOMPARE(::raise(SIGHUP), 0);
    QVERIFY(requested.wait());
    QCOMPARE(::raise(SIGHUP), 0);
}

void TestSignalWatcher::hangUpMayMeanToReload()
{
    std::signal(SIGHUP, SIG_IGN); // whoever asks for it means it, also under nohup
    {
        const SignalWatcher watcher(OnHangUp::Reload);
        QSignalSpy stops(&watcher, &SignalWatcher::stopRequested);
        QSignalSpy reloads(&watcher, &SignalWatcher::reloadRequested);
        for (int i = 1; i <= 3; ++i) {
            QCOMPARE(::raise(SIGHUP), 0);
            QTRY_COMPARE(reloads.size(), i);
        }
        QCOMPARE(stops.size(), 0);
        QCOMPARE(::raise(SIGTERM), 0);
        QTRY_COMPARE(stops.size(), 1);
        QCOMPARE(stops.constFirst().constFirst().toInt(), SIGTERM);
        QCOMPARE(reloads.size(), 3);
    }
    std::signal(SIGHUP, SIG_DFL);
}

void TestSignalWatcher::respectsWhatIsIgnored_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("staysIgnored");
    QTest::newRow("SIGHUP, as under nohup") << SIGHUP << true;
    QTest::newRow("SIGINT, as in a script's background") << SIGINT << true;
    QTest::newRow("SIGTERM, or nothing would end it") << SIGTERM << false;
}

void TestSignalWatcher::respectsWhatIsIgnored()
{
    QFETCH(int, number);
    QFETCH(bool, staysIgnored);
    std::signal(number, SIG_IGN);
    {
        const SignalWatcher watcher;
        struct sigaction action
        {};
        ::sigaction(number, nullptr, &action);
        QCOMPARE(action.sa_handler == SIG_IGN, staysIgnored);
    }
    std::signal(number, SIG_DFL);
}

void TestSignalWatcher::putsDispositionsBack()
{
    struct sigaction before
    {};
    ::sigaction(SIGTERM, nullptr, &before); // QTest has one of its own
    {
        const SignalWatcher watcher;
        struct sigaction during
        {};
        ::sigaction(SIGTERM, nullptr, &during);
        QVERIFY(during.sa_handler != before.sa_handler);
    }
    struct sigaction after
    {};
    ::sigaction(SIGTERM, nullptr, &after);
    QVERIFY(after.sa_handler == before.sa_handler);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestSignalWatcher)
#include "tst_signalwatcher.moc"
