// The states of a client's connection, and which may follow which.
#pragma once

#include <QMetaType>

namespace kodama {

enum class ConnectionState {
    Disconnected, ///< nobody asked for a connection, or it was closed as meant
    Connecting,   ///< the first attempt is under way
    Connected,
    Reconnecting, ///< was connected, now or before: waits for the next attempt, or makes one
    Failed,       ///< will not try again by itself; the error says why
};

/// Whether a client in state `from` may go to state `to`. A state may not follow itself.
[[nodiscard]] constexpr bool isAllowedTransition(ConnectionState from, ConnectionState to)
{
    switch (to) {
    case ConnectionState::Disconnected:
        return from != ConnectionState::Disconnected;
    case ConnectionState::Connecting:
        return from == ConnectionState::Disconnected || from == ConnectionState::Failed;
    case ConnectionState::Connected:
        return from == ConnectionState::Connecting || from == ConnectionState::Reconnecting;
    case ConnectionState::Reconnecting:
        return from == ConnectionState::Connected || from == ConnectionState::Connecting;
    case ConnectionState::Failed:
        return from != ConnectionState::Disconnected && from != ConnectionState::Failed;
    }
    return false;
}

} // namespace kodama

Q_DECLARE_METATYPE(kodama::ConnectionState)
