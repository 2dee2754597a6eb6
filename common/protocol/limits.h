// Every bound of the protocol, with its unit. Bounds of one program only (queues, rates) live with
// it.
#pragma once

#include <QtGlobal>

namespace kodama::limits {

/// Bytes of one message (all its fragments together), before it is read as JSON: room for a text of
/// 1 MiB and what stands around it.
inline constexpr qsizetype messageBytes = qsizetype{1024} * 1024 + qsizetype{64} * 1024;

/// Levels of arrays and objects in one message. QJsonDocument stops at 1024 and forwarding wraps a
/// message in one more level, so what we accept must stay below what every receiver can read.
inline constexpr int jsonDepth = 64;

/// The same for what a client reads: other servers forward deeper values; below QJsonDocument's
/// 1024.
inline constexpr int jsonDepthFromServer = 512;

/// The port of the original sample.
inline constexpr quint16 defaultPort = 8765;

} // namespace kodama::limits
