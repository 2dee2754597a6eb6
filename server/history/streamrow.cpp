// Tested by tst_streamtable.
#include "server/history/streamrow.h"

namespace kodama {

namespace {

// Far more than a disk holds, and far from where numbers end.
constexpr qint64 mostBytes = qint64{1} << 60;

} // namespace

qint64 StreamRow::itemId(qint64 offset) const
{
    return (id << limits::offsetBits) + offset;
}

bool isPossibleId(qint64 streamId)
{
    return streamId > 0 && streamId <= limits::largestStreamId;
}

bool isPossible(const StreamRow &row)
{
    if (row.first < 1 || row.last < 0 || row.last > limits::largestOffset ||
        row.first > row.last + 1)
        return false;
    if (row.items == 0)
        return row.bytes == 0 && row.first == row.last + 1;
    return row.items > 0 && row.items <= row.last - row.first + 1 && row.bytes >= 0 &&
           row.bytes <= mostBytes;
}

qint64 streamIdOf(qint64 itemId)
{
    return itemId >> limits::offsetBits;
}

qint64 offsetOf(qint64 itemId)
{
    return itemId & limits::largestOffset;
}

} // namespace kodama
