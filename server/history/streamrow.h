// What the store knows of a stream, and the numbers of its items.
#pragma once

#include <QString>

namespace kodama {

namespace limits {

/// An item's id is its stream's, then its offset, in 63 bits; the last stream has none behind it.
inline constexpr int offsetBits = 40;
inline constexpr qint64 largestOffset = (qint64{1} << offsetBits) - 1;
inline constexpr qint64 largestStreamId = (qint64{1} << (63 - offsetBits)) - 2;

/// More than a machine can have shown between the last sync and its end.
inline constexpr qint64 skippedOffsets = 1 << 20;

} // namespace limits

/// How far the items have been counted since the file was opened.
struct StreamCount
{
    bool isDone = false; ///< what the row says is true
    qint64 to = 0;       ///< offset of the newest one that was counted
    qint64 items = 0;
    qint64 bytes = 0;
};

/// A stream as its row has it.
struct StreamRow
{
    qint64 id = 0;
    QString name;
    QString topic;
    qint64 first = 1; ///< no kept item has a lower offset; last + 1 if none is kept
    qint64 last = 0;
    qint64 items = 0;
    qint64 bytes = 0; ///< of the kept bodies
    qint64 firstTs = 0;
    qint64 lastTs = 0;
    qint64 unsaved = 0; ///< of the newest items, that the row in the table does not count yet
    StreamCount count = {};

    [[nodiscard]] qint64 itemId(qint64 offset) const;
};

/// Whether the numbers can be true. A row has no checksum: what is impossible is damaged.
[[nodiscard]] bool isPossibleId(qint64 streamId);
[[nodiscard]] bool isPossible(const StreamRow &row);

/// Of an item's id.
[[nodiscard]] qint64 streamIdOf(qint64 itemId);
[[nodiscard]] qint64 offsetOf(qint64 itemId);

} // namespace kodama
