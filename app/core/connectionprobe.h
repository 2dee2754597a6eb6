// Tries whether a chat server answers at an address, without touching the connection in use.
#pragma once

#include "app/core/chatclient.h"

#include <QObject>

#include <chrono>

namespace kodama {

class ConnectionProbe final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionProbe)

public:
    /// The clock must outlive the probe.
    explicit ConnectionProbe(const Clock &clock, QObject *parent = nullptr);

    /// One attempt; a probe that is under way is abandoned without a signal.
    void start(const QUrl &url);
    void abandon();

Q_SIGNALS:
    void reached(const QUrl &url, std::chrono::milliseconds took);
    void notReached(const kodama::ClientError &error);

private:
    void onStateChanged(ConnectionState state);

    const Clock &m_clock;
    ChatClient m_client;
    std::chrono::nanoseconds m_startedAt{0};
    bool m_isRunning = false;
};

} // namespace kodama
