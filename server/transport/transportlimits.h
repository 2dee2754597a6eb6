// Every bound of the transport, with its unit and default. What a peer can make grow is in here.
#pragma once

#include "common/protocol/limits.h"
#include "server/transport/tokenbucket.h"

#include <chrono>

namespace kodama {

struct TransportLimits
{
    /// Clients and opening handshakes of one transport together; further ones are told 503 (but see
    /// HandshakeAnswer::Healthy and the like).
    qsizetype connections = 10'000;
    /// The same from one address (of IPv6 the first half of it, which is a network of one owner);
    /// 0: no limit. This machine's own programs and proxies (loopback, Unix sockets) are not
    /// counted.
    qsizetype connectionsPerAddress = 1'000;
    /// Besides them, those who cannot get in: whose request is awaited, and who was refused and
    /// lingers. Beyond that newcomers are just dropped, and who is refused keeps its place.
    qsizetype refusals = 64;
    /// And so many more that only this machine's own programs may take, such as health checks.
    qsizetype ownRefusals = 16;

    /// Bytes of the opening request, up to its empty line, and the time that all of it may take.
    qsizetype handshakeBytes = qsizetype{16} * 1024;
    std::chrono::milliseconds handshakeTime{5'000};

    /// Bytes of one message, all its fragments together, and how many fragments that may be.
    qsizetype messageBytes = limits::messageBytes;
    int fragmentsPerMessage = 65'536;

    /// Pings and pongs of a client; with more it is closed (1008).
    Rate controlFrames{100, 1'000};

    /// Bytes read from one connection before the others have their turn.
    qsizetype readBytesPerTurn = qsizetype{16} * 1024;
    /// And short messages handled of those; a long one counts as several.
    int messagesPerTurn = 64;

    /// A connection with more than this waiting to be sent, and one more message to send, is closed
    /// as too slow.
    qsizetype queuedBytes = qsizetype{1024} * 1024;
    /// While the peer takes nothing and this much waits for it, nothing is read from it either: who
    /// does not listen to the answers need not be heard.
    qsizetype pauseReadingAtBytes = qsizetype{256} * 1024;

    /// Bytes held for all clients of all transports together: what they began to say, and what
    /// waits for them. Beyond that, those who hold most for longest are closed. 0: no limit.
    qsizetype heldBytes = qsizetype{128} * 1024 * 1024;

    /// Silence after which a ping is sent: pingAfter plus a fixed part of pingJitter that differs
    /// from connection to connection, so that pings do not come in waves.
    std::chrono::milliseconds pingAfter{20'000};
    std::chrono::milliseconds pingJitter{5'000};
    /// Silence (not one byte) after which the peer is given up.
    std::chrono::milliseconds deadAfter{45'000};

    /// How long a closing connection may take to send what is queued and to hear the peer's answer.
    std::chrono::milliseconds closeTime{5'000};
    /// A peer that closed by itself has closeTime again as often as it has taken something of what
    /// waits for it, but no longer than this in all.
    std::chrono::milliseconds lingerTime{60'000};
};

} // namespace kodama
