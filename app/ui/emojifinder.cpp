#include "app/ui/emojifinder.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace kodama {

namespace {

constexpr char16_t pictureSelector = 0xFE0F; // behind a character that can be a letter, too
constexpr char16_t keycap = 0x20E3;
constexpr char16_t firstPlane = 0xD83C; // high surrogates of U+1F000 to U+1FAFF
constexpr char16_t lastPlane = 0xD83E;

bool mayBePart(QChar c)
{
    return c == pictureSelector || (c >= firstPlane && c <= lastPlane);
}

// One character as people see it, whatever it consists of.
bool isEmoji(QStringView cluster)
{
    if (cluster.size() < 2)
        return false;
    if (cluster.back() == keycap || cluster.contains(QChar(pictureSelector)))
        return true;
    if (!cluster[0].isHighSurrogate())
        return false;
    const char32_t code = QChar::surrogateToUcs4(cluster[0], cluster[1]);
    const bool isCardOrSign = code < 0x1F200 && code != 0x1F004 && code != 0x1F0CF &&
                              !(code >= 0x1F18E && code <= 0x1F19A) &&
                              !(code >= 0x1F1E6 && code <= 0x1F1FF);
    return code >= 0x1F000 && code <= 0x1FAFF && !isCardOrSign;
}

} // namespace

EmojiRuns findEmoji(const QString &text)
{
    EmojiRuns found;
    if (std::none_of(text.begin(), text.end(), mayBePart))
        return found; // which is nearly every text
    bool hasOther = false;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype start = 0, end = finder.toNextBoundary(); end > start;
         start = end, end = finder.toNextBoundary()) {
        const QStringView cluster = QStringView(text).sliced(start, end - start);
        if (!isEmoji(cluster)) {
            hasOther = hasOther || !cluster[0].isSpace();
            continue;
        }
        ++found.emoji;
        if (!found.runs.isEmpty() && found.runs.last().start + found.runs.last().length == start)
            found.runs.last().length += cluster.size();
        else
            found.runs.append({start, cluster.size()});
    }
    found.areAll = found.emoji > 0 && !hasOther;
    return found;
}

} // namespace kodama
