// Where emoji stand in a text, so that they can be shown larger than the letters beside them.
#pragma once

#include "app/core/textrange.h"

#include <QList>
#include <QString>

namespace kodama {

struct EmojiRuns
{
    QList<TextRange> runs; ///< each as long as it goes: what stands side by side is one
    int emoji = 0;         ///< how many there are, with all their parts
    bool areAll = false;   ///< nothing else stands in the text but spaces
};

[[nodiscard]] EmojiRuns findEmoji(const QString &text);

} // namespace kodama
