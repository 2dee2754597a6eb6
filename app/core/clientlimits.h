// Every wait and bound of the client's connection, with its unit.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace kodama {

struct ClientLimits
{
    std::chrono::milliseconds attempt{10'000}; ///< look-up, TCP (both families), TLS and handshake
    std::chrono::milliseconds address{3'000};  ///< TCP with one of several addresses of a name
    std::chrono::milliseconds pingEvery{20'000};
    std::chrono::milliseconds deadAfter{45'000};    ///< without a frame or a pong
    std::chrono::milliseconds checkedWithin{3'000}; ///< the answer to ChatClient::checkConnection()
    std::chrono::milliseconds checkedAfterSleep{10'000}; ///< as radio networks take their time then
    /// For an attempt of before another way to the server came
    std::chrono::milliseconds oldAttempt{1'500};
    /// Our server takes little more than 1 MiB and wraps it when it passes it on; others may send
    /// more.
    quint64 incomingMessageBytes = quint64{4} * 1024 * 1024;
    qint64 queuedBytes = qint64{8} * 1024 * 1024; ///< written, but not taken by the network yet
    std::size_t pendingPings = 16; ///< answers awaited; the oldest is forgotten beyond that
};

} // namespace kodama
