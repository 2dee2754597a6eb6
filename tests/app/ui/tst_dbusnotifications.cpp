// What goes over the bus, against a desktop that notes everything.
#include "app/ui/dbusnotifications.h"
#include "app/ui/systemscheme.h"
#include "tests/app/ui/privatebus.h"
#include "tests/app/ui/uifixture.h"

#include <QDBusConnection>
#include <QDBusPendingCall>
#include <QDBusVariant>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

using Hints = QVariantMap; // lint: allow(qvariantmap) a{sv} of D-Bus

namespace {

constexpr int patienceMs = 30'000;

struct Shown
{
    uint replaces = 0;
    QString title;
    QString body;
    QStringList actions;
    Hints hints;
};

} // namespace

class FakeDesktop final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QList<Shown> shown;
    QList<uint> closed;
    QStringList capabilities{u"body"_s, u"actions"_s, u"body-markup"_s};

public Q_SLOTS:
    QStringList GetCapabilities() { return capabilities; } // NOLINT(readability-identifier-naming)
    // NOLINTNEXTLINE(readability-identifier-naming,readability-function-size) as on the bus
    uint Notify(const QString & /*program*/, uint replaces, const QString & /*icon*/,
                const QString &title, const QString &body, const QStringList &actions,
                const QVariantMap &hints, // lint: allow(qvariantmap) moc reads the name
                int /*timeout*/)
    {
        shown.append({replaces, title, body, actions, hints});
        return replaces != 0 ? replaces : uint(100 + shown.size());
    }
    void CloseNotification(uint id) { closed.append(id); } // NOLINT(readability-identifier-naming)

Q_SIGNALS:
    void ActivationToken(uint id, const QString &token); // NOLINT(readability-identifier-naming)
    void ActionInvoked(uint id, const QString &action);  // NOLINT(readability-identifier-naming)
    void NotificationClosed(uint id, uint reason);       // NOLINT(readability-identifier-naming)
};

class FakePortal final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 1;

public Q_SLOTS:
    // NOLINTNEXTLINE(readability-identifier-naming) as on the bus
    QDBusVariant Read(const QString & /*group*/, const QString & /*key*/)
    {
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

Q_SIGNALS:
    // NOLINTNEXTLINE(readability-identifier-naming) as on the bus
    void SettingChanged(const QString &group, const QString &key, const QDBusVariant &value);
};

class TestDBusNotifications final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_bus.isThere())
            QSKIP("dbus-daemon is not installed or does not start");
        QDBusConnection desktop = m_bus.client(u"desktop"_s);
        QVERIFY(desktop.registerObject(u"/org/freedesktop/Notifications"_s, &m_desktop,
                                       QDBusConnection::ExportAllSlots |
                                           QDBusConnection::ExportAllSignals));
        QVERIFY(desktop.registerObject(u"/org/freedesktop/portal/desktop"_s, &m_portal,
                                       QDBusConnection::ExportAllSlots |
                                           QDBusConnection::ExportAllSignals));
        QVERIFY(desktop.registerService(u"org.freedesktop.portal.Desktop"_s));
    }

    void init()
    {
        test::failOnAnyWarning();
        m_desktop.shown.clear();
        m_desktop.closed.clear();
        service(true);
        m_notifications =
            std::make_unique<DBusNotifications>([this] { return m_bus.client(u"client"_s); });
    }

    void cleanup()
    {
        m_notifications.reset();
        QDBusConnection::disconnectFromBus(u"client"_s);
    }

    void showsTitleAndTextWithoutMarkup()
    {
        m_notifications->show({u"lobby"_s, u"ana in lobby"_s, u"1 < 2 & <b>x</b>"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop.shown.size(), 1, patienceMs);
        const Shown &shown = m_desktop.shown.first();
        QCOMPARE(shown.title, u"ana in lobby"_s);
        QCOMPARE(shown.body, u"1 &lt; 2 &amp; &lt;b&gt;x&lt;/b&gt;"_s);
        QVERIFY(shown.actions.contains(u"default"_s));
        QCOMPARE(shown.hints.value(u"desktop-entry"_s).toString(), u"kodama"_s);
        QVERIFY(shown.hints.contains(u"sound-name"_s));
        QVERIFY(!shown.hints.contains(u"suppress-sound"_s));
    }

    void aSilentOneSaysSo()
    {
        m_notifications->show({u"lobby"_s, u"t"_s, u"b"_s, true});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop.shown.size(), 1, patienceMs);
        QCOMPARE(m_desktop.shown.first().hints.value(u"suppress-sound"_s).toBool(), true);
        QVERIFY(!m_desktop.shown.first().hints.contains(u"sound-name"_s));
    }

    void aRoomHasOneNotification()
    {
        show(u"lobby"_s);
        show(u"lobby"_s);
        show(u"lab"_s);
        QCOMPARE(m_desktop.shown.at(0).replaces, 0U);
        QCOMPARE(m_desktop.shown.at(1).replaces, 101U);
        QCOMPARE(m_desktop.shown.at(2).replaces, 0U);
        m_notifications->withdraw(u"lobby"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop.closed, QList<uint>{101}, patienceMs);
        m_notifications->withdraw(u"lobby"_s);
        show(u"lobby"_s);
        QCOMPARE(m_desktop.shown.last().replaces, 0U);
    }

    /// The second one knows which one it replaces when the first one is answered.
    void twoOfARoomAtOnceAreOneNotification()
    {
        show(u"lab"_s); // from here on nothing is asked before
        m_notifications->show({u"lobby"_s, u"first"_s, u"b"_s});
        m_notifications->show({u"lobby"_s, u"second"_s, u"b"_s});
        m_notifications->show({u"lobby"_s, u"third"_s, u"b"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop.shown.size(), 3, patienceMs);
        QCOMPARE(m_desktop.shown.at(1).title, u"first"_s);
        QCOMPARE(m_desktop.shown.at(1).replaces, 0U);
        QCOMPARE(m_desktop.shown.at(2).title, u"third"_s);
        QCOMPARE(m_desktop.shown.at(2).replaces, 102U);
    }

    void oneThatWasReadBeforeItAppearsGoes()
    {
        show(u"lab"_s);
        m_notifications->show({u"lobby"_s, u"read"_s, u"b"_s});
        m_notifications->show({u"lobby"_s, u"read, too"_s, u"b"_s});
        m_notifications->withdraw(u"lobby"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop.closed, QList<uint>{102}, patienceMs);
        show(u"lobby"_s);
        QCOMPARE(m_desktop.shown.size(), 3);
        QCOMPARE(m_desktop.shown.last().replaces, 0U);
    }

    void oneThatFollowsTheReadOneStays()
    {
        show(u"lab"_s);
        m_notifications->show({u"lobby"_s, u"read"_s, u"b"_s});
        m_notifications->withdraw(u"lobby"_s);
        m_notifications->show({u"lobby"_s, u"news"_s, u"b"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop.shown.size(), 3, patienceMs);
        QCOMPARE(m_desktop.closed, QList<uint>{102});
        QCOMPARE(m_desktop.shown.last().title, u"news"_s);
        QCOMPARE(m_desktop.shown.last().replaces, 0U);
    }

    void nobodyMissesWhatWasRead()
    {
        show(u"lab"_s);
        service(false);
        QSignalSpy unavailable(m_notifications.get(), &NotificationService::unavailable);
        m_notifications->show({u"lobby"_s, u"read"_s, u"b"_s});
        m_notifications->withdraw(u"lobby"_s);
        m_notifications->show({u"lab"_s, u"news"_s, u"b"_s}); // is answered later
        QTRY_COMPARE_WITH_TIMEOUT(unavailable.count(), 1, patienceMs);
        QCOMPARE(unavailable.first().first().value<DesktopNotification>().title, u"news"_s);
    }

    void aClickTellsTheRoom()
    {
        QSignalSpy activated(m_notifications.get(), &NotificationService::activated);
        show(u"lobby"_s);
        Q_EMIT m_desktop.ActionInvoked(4711, u"default"_s); // another program's
        Q_EMIT m_desktop.ActionInvoked(101, u"default"_s);
        QTRY_COMPARE_WITH_TIMEOUT(activated.count(), 1, patienceMs);
        QCOMPARE(activated.first().first().toString(), u"lobby"_s);
    }

    void aClickBringsTheTokenOfTheDesktop()
    {
        QSignalSpy activated(m_notifications.get(), &NotificationService::activated);
        const auto click = [this](uint tokenId, const QString &token, uint id) {
            Q_EMIT m_desktop.ActivationToken(tokenId, token);
            Q_EMIT m_desktop.ActionInvoked(id, u"default"_s);
        };
        show(u"lobby"_s);
        show(u"lab"_s);
        show(u"den"_s);
        click(101, u"shell/one"_s, 101);
        click(4711, u"another program's"_s, 102);
        click(103, u"not\none line"_s, 103);
        QTRY_COMPARE_WITH_TIMEOUT(activated.count(), 3, patienceMs);
        QCOMPARE(activated.at(0), (QVariantList{u"lobby"_s, u"shell/one"_s}));
        QCOMPARE(activated.at(1), (QVariantList{u"lab"_s, QString()}));
        QCOMPARE(activated.at(2), (QVariantList{u"den"_s, QString()}));
        show(u"lobby"_s);
        Q_EMIT m_desktop.ActionInvoked(104, u"default"_s); // by a desktop that has none
        QTRY_COMPARE_WITH_TIMEOUT(activated.count(), 4, patienceMs);
        QCOMPARE(activated.at(3), (QVariantList{u"lobby"_s, QString()}));
    }

    void oneThatWasClosedIsNotReplaced()
    {
        show(u"lobby"_s);
        Q_EMIT m_desktop.NotificationClosed(101, 2);
        show(u"lab"_s); // the signal is before its answer on the wire
        show(u"lobby"_s);
        QCOMPARE(m_desktop.shown.last().replaces, 0U);
    }

    void withoutAServiceItSaysSo()
    {
        service(false);
        QSignalSpy unavailable(m_notifications.get(), &NotificationService::unavailable);
        m_notifications->show({u"lobby"_s, u"t"_s, u"b"_s});
        QTRY_COMPARE_WITH_TIMEOUT(unavailable.count(), 1, patienceMs);
        service(true); // a desktop that was started meanwhile
        show(u"lobby"_s);
        QCOMPARE(m_desktop.shown.size(), 1);
    }

    void aServiceThatVanishesIsMissed()
    {
        show(u"lobby"_s);
        service(false);
        QSignalSpy unavailable(m_notifications.get(), &NotificationService::unavailable);
        m_notifications->show({u"lobby"_s, u"later"_s, u"b"_s});
        QTRY_COMPARE_WITH_TIMEOUT(unavailable.count(), 1, patienceMs);
        QCOMPARE(unavailable.first().first().value<DesktopNotification>().title, u"later"_s);
    }

    void aBusThatVanishesIsMissed()
    {
        auto bus = std::make_unique<test::PrivateBus>();
        const QString name = u"mortal"_s;
        DBusNotifications notifications([&bus, name] { return bus->client(name); });
        QSignalSpy unavailable(&notifications, &NotificationService::unavailable);
        notifications.show({u"lobby"_s, u"first"_s, u"b"_s}); // nobody shows it there, either
        QTRY_COMPARE_WITH_TIMEOUT(unavailable.count(), 1, patienceMs);
        bus.reset();
        QTRY_VERIFY_WITH_TIMEOUT(!QDBusConnection(name).isConnected(), patienceMs);
        notifications.show({u"lobby"_s, u"second"_s, u"b"_s});
        QTRY_COMPARE_WITH_TIMEOUT(unavailable.count(), 2, patienceMs);
        QDBusConnection::disconnectFromBus(name);
    }

    void withoutABusItSaysSo()
    {
        DBusNotifications none([] { return QDBusConnection(u"none"_s); });
        QSignalSpy unavailable(&none, &NotificationService::unavailable);
        none.show({u"lobby"_s, u"t"_s, u"b"_s});
        none.setBadge(3);
        none.withdraw(u"lobby"_s);
        QCOMPARE(unavailable.count(), 1);
    }

    void followsTheDesktopFromLightToDark()
    {
        m_portal.scheme = 1;
        SystemScheme scheme(m_bus.client(u"client"_s));
        QSignalSpy changed(&scheme, &SystemScheme::changed);
        QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, patienceMs);
        QCOMPARE(changed.last().first().toBool(), true);
        Q_EMIT m_portal.SettingChanged(u"org.freedesktop.appearance"_s, u"color-scheme"_s,
                                       QDBusVariant(2U));
        QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, patienceMs);
        QCOMPARE(changed.last().first().toBool(), false);
        Q_EMIT m_portal.SettingChanged(u"org.gnome.desktop.interface"_s, u"color-scheme"_s,
                                       QDBusVariant(u"prefer-dark"_s));
        Q_EMIT m_portal.SettingChanged(u"org.freedesktop.appearance"_s, u"color-scheme"_s,
                                       QDBusVariant(0U));
        Q_EMIT m_portal.SettingChanged(u"org.freedesktop.appearance"_s, u"color-scheme"_s,
                                       QDBusVariant(1U));
        QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 3, patienceMs);
        QCOMPARE(changed.last().first().toBool(), true);
    }

private:
    void service(bool isThere)
    {
        QDBusConnection desktop(u"desktop"_s);
        const QString name = u"org.freedesktop.Notifications"_s;
        if (isThere)
            desktop.registerService(name);
        else
            desktop.unregisterService(name);
    }
    // Shows and waits for the answer, which the next one builds upon.
    void show(const QString &room)
    {
        const qsizetype before = m_desktop.shown.size();
        m_notifications->show({room, u"t"_s, u"b"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop.shown.size(), before + 1, patienceMs);
        const QString name = u"org.freedesktop.Notifications"_s;
        const QDBusPendingCall later =
            QDBusConnection(u"client"_s)
                .asyncCall(QDBusMessage::createMethodCall(name, u"/org/freedesktop/Notifications"_s,
                                                          name, u"GetCapabilities"_s));
        QTRY_VERIFY_WITH_TIMEOUT(later.isFinished(), patienceMs); // it comes behind ours
        QCoreApplication::processEvents();
    }

    test::PrivateBus m_bus;
    FakeDesktop m_desktop;
    FakePortal m_portal;
    std::unique_ptr<DBusNotifications> m_notifications;
};

QTEST_MAIN(TestDBusNotifications)
#include "tst_dbusnotifications.moc"
