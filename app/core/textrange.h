// Where in a text something stands.
#pragma once

#include <QtGlobal>

namespace kodama {

/// A part of a text, in QChars.
struct TextRange
{
    qsizetype start = 0;
    qsizetype length = 0;

    friend bool operator==(const TextRange &, const TextRange &) = default;
};

} // namespace kodama
