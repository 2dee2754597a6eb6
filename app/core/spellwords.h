// Which parts of a typed line are words whose spelling can be judged. Pure.
#pragma once

#include <QChar>
#include <QList>
#include <QStringView>

namespace kodama {

struct SpellWord
{
    qsizetype start = 0; ///< UTF-16 units
    qsizetype length = 0;
    QChar::Script script = QChar::Script_Unknown; ///< of its first letter

    bool operator==(const SpellWord &) const = default;
};

/// Not among them: what is glued to digits or signs (addresses, paths, `names_like_this`), what
/// follows `/`, `@`, `#` or `:` as commands, people, rooms and emoji do, what stands in backquotes,
/// and scripts that no dictionary splits into words (Japanese, Chinese, Thai).
[[nodiscard]] QList<SpellWord> spellWords(QStringView line);

} // namespace kodama
