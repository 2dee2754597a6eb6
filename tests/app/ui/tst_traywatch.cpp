#include "app/ui/traywatch.h"
#include "tests/app/ui/privatebus.h"
#include "tests/app/ui/uifixture.h"
#include "tests/support/traywatcher.h"

#include <QDBusConnectionInterface>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;
const QString trayName = u"org.kde.StatusNotifierWatcher"_s;

} // namespace

class TestTrayWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_bus.isThere())
            QSKIP("dbus-daemon is not installed or does not start");
    }

    void init()
    {
        test::failOnAnyWarning();
        m_panel = std::make_unique<QDBusConnection>(m_bus.client(u"panel"_s));
        m_watcher = std::make_unique<TrayWatcher>();
        QVERIFY(m_panel->registerObject(u"/StatusNotifierWatcher"_s, m_watcher.get(),
                                        QDBusConnection::ExportAllProperties |
                                            QDBusConnection::ExportAllSignals));
    }

    void cleanup()
    {
        m_panel->unregisterService(trayName);
        m_panel.reset();
        for (const QString &name : {u"panel"_s, u"client"_s})
            QDBusConnection::disconnectFromBus(name);
        m_watcher.reset();
    }

    void findsTheOneThatIsThere()
    {
        m_watcher->hasHost = true;
        QVERIFY(m_panel->registerService(trayName));
        const TrayWatch watch(client());
        QSignalSpy found(&watch, &TrayWatch::found);
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
    }

    void findsTheOneThatComesLater()
    {
        m_watcher->hasHost = true;
        const TrayWatch watch(client());
        QSignalSpy found(&watch, &TrayWatch::found);
        askTheBus();
        QCOMPARE(found.count(), 0);
        QVERIFY(!watch.isGivingUpTheBus()); // and if that takes until tomorrow
        QVERIFY(m_panel->registerService(trayName));
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
        QVERIFY(m_panel->unregisterService(trayName)); // the panel starts anew
        QVERIFY(m_panel->registerService(trayName));
        askTheBus();
        QCOMPARE(found.count(), 1);
    }

    // Qt would ask whether there is somebody, and never again.
    void waitsForWhoShowsWhatIsWatched()
    {
        QVERIFY(m_panel->registerService(trayName));
        const TrayWatch watch(client());
        QSignalSpy found(&watch, &TrayWatch::found);
        askTheBus();
        QCOMPARE(found.count(), 0);
        m_watcher->hasHost = true;
        Q_EMIT m_watcher->StatusNotifierHostRegistered();
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
    }

    void waitsForTheBusBeforeX11IsTried()
    {
        TrayWatch watch(client());
        QSignalSpy found(&watch, &TrayWatch::found);
        watch.onX11TrayFound();
        QVERIFY(watch.isGivingUpTheBus());
        askTheBus();
        QCOMPARE(found.count(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
        watch.onX11TrayFound();
        QVERIFY(!watch.isGivingUpTheBus());
    }

    void withoutABusOnlyX11IsLeft()
    {
        TrayWatch watch(QDBusConnection(u"none"_s));
        QSignalSpy found(&watch, &TrayWatch::found);
        QCoreApplication::processEvents();
        QCOMPARE(found.count(), 0);
        watch.onX11TrayFound();
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
    }

private:
    QDBusConnection client() const { return m_bus.client(u"client"_s); }
    /// What was on its way to the watch has arrived when this returns.
    void askTheBus() const
    {
        (void)client().interface()->registeredServiceNames();
        QCoreApplication::processEvents();
    }

    test::PrivateBus m_bus;
    std::unique_ptr<QDBusConnection> m_panel;
    std::unique_ptr<TrayWatcher> m_watcher;
};

QTEST_MAIN(TestTrayWatch)
#include "tst_traywatch.moc"
