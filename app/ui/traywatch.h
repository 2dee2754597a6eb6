// Says when the desktop may have a tray: now, or later, for programs start before panels do.
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QTimer>

namespace kodama {

/// There are two kinds of trays: on the bus (org.kde.StatusNotifierWatcher, with a host that shows
/// what it watches), and of X11. Qt decides for one of them when the first icon is made, for good,
/// so nobody may ask it before there is one. Where both are, the one on the bus is better: it gets
/// a moment to come.
class TrayWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrayWatch)

public:
    /// Asks at once and listens from then on, however long that takes; never waits.
    explicit TrayWatch(QDBusConnection bus, QObject *parent = nullptr);

    /// There is a tray of X11.
    void onX11TrayFound();
    [[nodiscard]] bool isGivingUpTheBus() const { return m_patience.isActive(); }

    static constexpr std::chrono::milliseconds patience{5'000};

Q_SIGNALS:
    /// Once.
    void found();

private Q_SLOTS:
    void tell();

private:
    void ask();

    QDBusConnection m_bus;
    QTimer m_patience;
    bool m_isTold = false;
};

} // namespace kodama
