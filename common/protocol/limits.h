// Every bound of the protocol, with its unit. Bounds of one program only (queues, rates) live with
// it.
#pragma once

#include "common/protocol/fieldlimits.h"

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

/// The newest version of the protocol; it begins with `hello`.
inline constexpr int protocolVersion = 2;

/// Characters (code points) of names as they are kept, after normalizing: see names.h.
inline constexpr qsizetype nickCharacters = 32;
inline constexpr qsizetype roomCharacters = 64;
inline constexpr qsizetype topicCharacters = 500;
inline constexpr qsizetype awayCharacters = 200;

/// Rooms that one session may be in.
inline constexpr int roomsPerSession = 100;

/// One history page, and all that one recovery may bring. A server may bring less: ours has a bound
/// for bytes, too (recallBytes). At least one item always fits.
inline constexpr qint64 historyItems = 1000;

/// The texts of version 2 as they are sent. Names are longer than their bound above, so that a name
/// that is too long is answered with the error about names.
inline constexpr TextLimit id{64, TextLimit::Unit::Bytes};
inline constexpr TextLimit session{128, TextLimit::Unit::Bytes};
inline constexpr TextLimit token{512, TextLimit::Unit::Bytes};
inline constexpr TextLimit epoch{64, TextLimit::Unit::Bytes};
inline constexpr TextLimit client{128};
inline constexpr TextLimit nick{256, TextLimit::Unit::Characters, 0};
inline constexpr TextLimit room{256, TextLimit::Unit::Characters, 0};
inline constexpr TextLimit topic{topicCharacters, TextLimit::Unit::Characters, 0};
inline constexpr TextLimit away{awayCharacters, TextLimit::Unit::Characters, 0};

/// Positions in a room, and how many items somebody wants: more than a page is read as a page.
inline constexpr IntegerRange offset{};
inline constexpr IntegerRange items{};

} // namespace kodama::limits
