// What a version 2 member may hold; the numbers are in limits.h, the messages name them.
#pragma once

#include <QtGlobal>

#include <limits>

namespace kodama {

/// The shortest and the longest text, in bytes of UTF-8 or in characters (code points).
struct TextLimit
{
    enum class Unit { Bytes, Characters };

    qsizetype longest = 0;
    Unit unit = Unit::Characters;
    qsizetype shortest = 1; ///< in the same unit
};

/// Both ends belong to it.
struct IntegerRange
{
    qint64 lowest = 0;
    qint64 highest = std::numeric_limits<qint64>::max();
};

} // namespace kodama
