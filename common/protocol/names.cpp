#include "common/protocol/names.h"

#include "common/protocol/limits.h"

#include <QList>

#include <algorithm>
#include <array>

namespace kodama {

namespace {

/// Marks without a width of their own that one letter may carry (UTS #39, section 5.4): more of
/// them run over the lines above and below.
constexpr int marksOnOneLetter = 4;

/// The same text however it was typed: compatibility forms and widths away, then composed.
QString compatible(const QString &text)
{
    return text.normalized(QString::NormalizationForm_KC);
}

struct Range
{
    char32_t first;
    char32_t last;
};

/// Letters, marks and symbols that show nothing (Default_Ignorable_Code_Point and a blank).
constexpr std::array invisible{
    Range{0x034f, 0x034f}, Range{0x115f, 0x1160},   Range{0x17b4, 0x17b5}, Range{0x180b, 0x180f},
    Range{0x2800, 0x2800}, Range{0x3164, 0x3164},   Range{0xfe00, 0xfe0f}, Range{0xffa0, 0xffa0},
    Range{0xfff0, 0xfff8}, Range{0xe0000, 0xe0fff},
};

bool isVisible(char32_t c)
{
    if (std::any_of(invisible.begin(), invisible.end(),
                    [c](Range range) { return c >= range.first && c <= range.last; }))
        return false;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

bool isInNick(char32_t c)
{
    constexpr std::u32string_view reserved = U"@#/:,";
    return isVisible(c) && reserved.find(c) == std::u32string_view::npos;
}

bool isInRoomName(char32_t c)
{
    const bool isPlain = c == U'_' || c == U'.' || c == U'-';
    return isVisible(c) && (isPlain || QChar::isLetterOrNumber(c) || QChar::isMark(c));
}

/// Which of the three alphabets that share their looks; 0 for all others.
int lookAlikeAlphabet(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Latin:
        return 1;
    case QChar::Script_Cyrillic:
        return 2;
    case QChar::Script_Greek:
        return 4;
    default:
        return 0;
    }
}

bool isMixed(const QList<uint> &name)
{
    int alphabets = 0;
    for (const uint c : name)
        alphabets |= lookAlikeAlphabet(c);
    return (alphabets & (alphabets - 1)) != 0;
}

bool hasStrayMarks(const QList<uint> &name)
{
    if (QChar::isMark(name.first()))
        return true;
    int marks = 0;
    for (const uint c : name) {
        if (!QChar::isMark(c))
            marks = 0;
        else if (QChar::category(c) != QChar::Mark_SpacingCombining && ++marks > marksOnOneLetter)
            return true;
    }
    return false;
}

template <typename Allowed>
std::optional<NameError> problem(const QString &name, qsizetype longest, Allowed isAllowed)
{
    if (name.isEmpty())
        return NameError::Empty;
    const QList<uint> points = name.toUcs4();
    if (!name.isValidUtf16() || !std::all_of(points.cbegin(), points.cend(), isAllowed))
        return NameError::BadCharacter;
    if (points.size() > longest)
        return NameError::TooLong;
    if (hasStrayMarks(points))
        return NameError::BadCharacter;
    if (isMixed(points))
        return NameError::MixedScripts;
    return std::nullopt;
}

struct LookAlike
{
    char16_t letter;
    char16_t latin;
};

/// Lower-case letters that look like a Latin one in either case, sorted.
constexpr std::array lookAlikes{
    LookAlike{0x03b1, 'a'}, LookAlike{0x03b2, 'b'}, LookAlike{0x03b5, 'e'}, LookAlike{0x03b6, 'z'},
    LookAlike{0x03b7, 'h'}, LookAlike{0x03b9, 'i'}, LookAlike{0x03ba, 'k'}, LookAlike{0x03bc, 'm'},
    LookAlike{0x03bd, 'n'}, LookAlike{0x03bf, 'o'}, LookAlike{0x03c1, 'p'}, LookAlike{0x03c4, 't'},
    LookAlike{0x03c5, 'y'}, LookAlike{0x03c7, 'x'}, LookAlike{0x0430, 'a'}, LookAlike{0x0432, 'b'},
    LookAlike{0x0435, 'e'}, LookAlike{0x043a, 'k'}, LookAlike{0x043c, 'm'}, LookAlike{0x043d, 'h'},
    LookAlike{0x043e, 'o'}, LookAlike{0x0440, 'p'}, LookAlike{0x0441, 'c'}, LookAlike{0x0442, 't'},
    LookAlike{0x0443, 'y'}, LookAlike{0x0445, 'x'}, LookAlike{0x0455, 's'}, LookAlike{0x0456, 'i'},
    LookAlike{0x0458, 'j'}, LookAlike{0x04bb, 'h'}, LookAlike{0x04cf, 'l'}, LookAlike{0x0501, 'd'},
    LookAlike{0x051b, 'q'}, LookAlike{0x051d, 'w'},
};

QChar latinLookAlike(QChar c)
{
    const auto *const found =
        std::lower_bound(lookAlikes.begin(), lookAlikes.end(), c.unicode(),
                         [](const LookAlike &entry, char16_t unit) { return entry.letter < unit; });
    return found != lookAlikes.end() && found->letter == c.unicode() ? QChar(found->latin) : c;
}

/// Qt folds one character to one; these are the letters for which that is not enough.
QString foldedOnce(const QString &text)
{
    return text.toLower().toCaseFolded().replace(QChar(0x00df), QStringLiteral("ss"));
}

QString folded(const QString &text)
{
    // Folding can undo the normal form and the other way round; after the second time it is still.
    return compatible(foldedOnce(compatible(foldedOnce(text))));
}

} // namespace

Result<QString, NameError> normalizeNick(const QString &text)
{
    QString nick = compatible(text);
    const bool hasControl = std::any_of(nick.cbegin(), nick.cend(), [](QChar c) {
        return c.isSpace() && c.category() != QChar::Separator_Space;
    });
    if (hasControl)
        return NameError::BadCharacter;
    nick = nick.simplified();
    if (const auto error = problem(nick, limits::nickCharacters, isInNick))
        return *error;
    return nick;
}

QString foldNick(const QString &nick)
{
    QString key = folded(compatible(nick));
    std::transform(key.cbegin(), key.cend(), key.begin(), latinLookAlike);
    return key;
}

QString numberedNick(const QString &nick, int number)
{
    const QString digits = QString::number(number);
    QList<uint> points = nick.toUcs4();
    points.resize(std::min(points.size(), limits::nickCharacters - digits.size()));
    QString start;
    for (const uint point : std::as_const(points))
        start += QChar::fromUcs4(point);
    return start.trimmed() + digits;
}

Result<QString, NameError> normalizeRoomName(const QString &text)
{
    QString room = folded(compatible(text.trimmed()));
    if (room.startsWith(u'#'))
        room.remove(0, 1);
    if (const auto error = problem(room, limits::roomCharacters, isInRoomName))
        return *error;
    return room;
}

QString directRoomName(const QString &nick)
{
    return u'@' + nick;
}

std::optional<QString> nickOfDirectRoom(const QString &room)
{
    if (!room.startsWith(u'@'))
        return std::nullopt;
    return room.sliced(1);
}

Result<QString, NameError> normalizeTarget(const QString &text)
{
    const QString target = compatible(text.trimmed());
    const std::optional<QString> nick = nickOfDirectRoom(target);
    if (!nick)
        return normalizeRoomName(target);
    auto normal = normalizeNick(*nick);
    if (!normal)
        return normal;
    return directRoomName(normal.value());
}

} // namespace kodama
