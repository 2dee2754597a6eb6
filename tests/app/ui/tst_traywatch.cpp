#include "app/ui/traywatch.h"
#include "tests/app/ui/privatebus.h"
#include "tests/app/ui/uifixture.h"

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
    }

    void cleanup()
    {
        m_panel->unregisterService(trayName);
        m_panel.reset();
        for (const QString &name : {u"panel"_s, u"client"_s})
            QDBusConnection::disconnectFromBus(name);
    }

    void findsTheOneThatIsThere()
    {
        QVERIFY(m_panel->registerService(trayName));
        const TrayWatch watch(client(), TrayWatch::Other::None);
        QSignalSpy found(&watch, &TrayWatch::found);
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
    }

    void findsTheOneThatComesLater()
    {
        const TrayWatch watch(client(), TrayWatch::Other::None);
        QSignalSpy found(&watch, &TrayWatch::found);
        askTheBus();
        QCOMPARE(found.count(), 0);
        QVERIFY(m_panel->registerService(trayName));
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
        QVERIFY(m_panel->unregisterService(trayName)); // the panel starts anew
        QVERIFY(m_panel->registerService(trayName));
        askTheBus();
        QCOMPARE(found.count(), 1);
    }

    void waitsForTheBusBeforeX11IsTried()
    {
        const TrayWatch watch(client(), TrayWatch::Other::X11);
        QSignalSpy found(&watch, &TrayWatch::found);
        askTheBus();
        QCOMPARE(found.count(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
    }

    void withoutABusOnlyX11IsLeft()
    {
        const TrayWatch none(QDBusConnection(u"none"_s), TrayWatch::Other::None);
        QSignalSpy nothing(&none, &TrayWatch::found);
        const TrayWatch watch(QDBusConnection(u"none"_s), TrayWatch::Other::X11);
        QSignalSpy found(&watch, &TrayWatch::found);
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, patienceMs);
        QCOMPARE(nothing.count(), 0);
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
};

QTEST_MAIN(TestTrayWatch)
#include "tst_traywatch.moc"
