// Every bound of what is stored, with its unit.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace kodama {

/// What is kept of each stream; the oldest items go first. 0: no limit.
struct HistoryLimits
{
    qint64 items = 100'000;
    std::chrono::seconds age{0};
    qint64 bytes = qint64{256} * 1024 * 1024; ///< of bodies
};

namespace limits {

/// Rooms and conversations together, when a room is made. At the bound, an empty one makes place
/// for a new one.
inline constexpr int streams = 100'000;

/// The same when a conversation or the lobby is made: rooms leave them place.
inline constexpr int allStreams = 200'000;

/// Retry ids of all sessions together; beyond it the oldest go, except of each session the newest.
inline constexpr int retryIds = 1'000'000;

/// With those that are kept for their sessions' sake; beyond it the oldest go, whoever has them.
inline constexpr int mostRetryIds = 5'000'000;

/// Of each session that is remembered, whatever others store: as many as a client may have waiting
/// for their acks. Up to a quarter more stay for a while.
inline constexpr int sessionRetryIds = 1'000;

/// A session that nobody came back to.
inline constexpr std::chrono::hours sessionAge{24 * 7};

/// At the bound, those that are longest away are forgotten.
inline constexpr int sessions = 100'000;

/// Of all items, when they are kept in memory only.
inline constexpr qint64 memoryBytes = qint64{64} * 1024 * 1024;

/// The same for retry ids; beyond it the session with most of them loses its oldest.
inline constexpr int memoryRetryIds = 100'000;

} // namespace limits

/// Which retry ids a store keeps.
struct RetryBounds
{
    qint64 all = limits::retryIds;
    qint64 ofSession = limits::sessionRetryIds;
    qint64 most = limits::mostRetryIds; ///< not fewer than all
};

} // namespace kodama
