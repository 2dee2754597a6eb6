// Says when the desktop may have a tray: now, or later, for programs start before panels do.
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QTimer>

namespace kodama {

/// There are two kinds of trays: on the bus (org.kde.StatusNotifierWatcher), and of X11. Qt decides
/// for one of them when the first icon is made, so that must wait for the one on the bus; where
/// that does not come soon, the one of X11 is left, which Qt finds whenever it comes.
class TrayWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrayWatch)

public:
    enum class Other { None, X11 };
    /// Asks at once and listens from then on; never waits. `other`: what there may be but the bus.
    TrayWatch(QDBusConnection bus, Other other, QObject *parent = nullptr);

    static constexpr std::chrono::milliseconds patience{5'000};

Q_SIGNALS:
    /// Once.
    void found();

private:
    void tell();

    QDBusConnection m_bus;
    QTimer m_patience;
    bool m_isTold = false;
};

} // namespace kodama
