// Notices that the network is back or that the machine has slept, and lets the client try again at
// once instead of after its back-off, or make sure that its connection is still one. Lives in the
// thread of its client.
#pragma once

#include "app/core/chatclient.h"
#include "app/core/routewatch.h"

#include <QObject>
#include <QTimer>

namespace kodama {

class WakeWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WakeWatch)

public:
    static constexpr std::chrono::milliseconds interval{5'000};
    /// The wall clock runs ahead of the steady one by this much: the machine slept.
    static constexpr std::chrono::milliseconds sleptAtLeast{10'000};

    /// Both must outlive it.
    WakeWatch(ChatClient &client, const Clock &clock, QObject *parent = nullptr);

    /// Compares the clocks now; also done by itself every `interval`.
    void check();
    /// Also called by itself when the kernel tells of a new address or route.
    void onNetworkBack() { wake(ChatClient::Wake::NewRoute); }

Q_SIGNALS:
    void cameBack();

private:
    void wake(ChatClient::Wake why);
    [[nodiscard]] std::chrono::milliseconds lead() const;

    ChatClient &m_client;
    const Clock &m_clock;
    QTimer m_timer;
    RouteWatch m_routes;
    std::chrono::milliseconds m_lead;
};

} // namespace kodama
