// Finds text as people mean it: without regard to case, width, and hiragana or katakana; pure.
#pragma once

#include "app/core/textrange.h"

#include <QList>
#include <QString>

namespace kodama {

/// The form in which texts are compared: NFKC, case folded, katakana as hiragana, a voiced sound
/// mark joined with what it belongs to, white space as one blank each.
[[nodiscard]] QString searchForm(QStringView text);

/// What is looked for. Cheap to copy; an empty one finds nothing.
class TextSearch final
{
public:
    TextSearch() = default;
    explicit TextSearch(QStringView wanted)
        : m_wanted(searchForm(wanted))
    {}

    [[nodiscard]] bool isEmpty() const { return m_wanted.isEmpty(); }
    /// Where it stands in `text`, without overlaps, in the text's own positions. A range never
    /// begins or ends within a character that is compared as one.
    [[nodiscard]] QList<TextRange> findIn(QStringView text) const;
    [[nodiscard]] bool matches(QStringView text) const;

private:
    QString m_wanted;
};

} // namespace kodama
