// Notices that the machine can reach more of the network than before: an address or a route came.
// It is the kernel that tells (rtnetlink(7)), whoever manages the network: of QNetworkInformation's
// backends, GLib's is chosen first, and without NetworkManager it told of no change (tried with Qt
// 6.4.2 and GLib 2.74, where a default route came and went). Lives in one thread.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <chrono>
#include <memory>

namespace kodama {

class RouteWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RouteWatch)

public:
    /// Address, network and default route come one after the other: they are told of together.
    static constexpr std::chrono::milliseconds gatherTime{100};

    /// Tells nothing where the kernel does not, as in some sandboxes.
    explicit RouteWatch(QObject *parent = nullptr);
    ~RouteWatch() override;

Q_SIGNALS:
    void routesCame();

private:
    void read();

    int m_socket = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_gathering;
};

} // namespace kodama
