// How much may be on its way between the threads before those who cause it have to wait.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace kodama::threadlimits {

/// Of one shard's requests that the chat has not handled. Beyond that, nothing more is read from
/// the connections that ask, until half of it is left.
inline constexpr qsizetype requestBytes = qsizetype{4} * 1024 * 1024;
/// Beyond this, from nobody: each of many who ask only once would add to it.
inline constexpr qsizetype mostRequestBytes = 2 * requestBytes;

/// Of deliveries that a shard has not carried out. Beyond that the chat handles nothing more, until
/// half of it is left; so the shards come to the bound above.
inline constexpr qsizetype deliveryBytes = qsizetype{16} * 1024 * 1024;

/// What a request or a delivery costs beside the bytes that it carries.
inline constexpr qsizetype overheadBytes = 256;

/// A shard carries out deliveries for so long before its connections have their turn.
inline constexpr std::chrono::microseconds portionTime{500};

/// A shard that is about to write to many connections waits at most so long for what the chat is
/// at: a turn of the chat that writes to the store takes about half of it. Each write that is saved
/// is worth about 5 us.
inline constexpr std::chrono::microseconds gatherTime{200};

} // namespace kodama::threadlimits
