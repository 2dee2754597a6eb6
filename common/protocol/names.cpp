#include "common/protocol/names.h"

#include "common/protocol/limits.h"

#include <QList>

#include <algorithm>
#include <array>
#include <string_view>

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

/// An alphabet that has letters which look like those of another one of these; nothing for what
/// stands together with all, like kanji, kana, Hangul, and digits.
std::optional<QChar::Script> lookAlikeAlphabet(char32_t c)
{
    constexpr std::array alphabets{
        QChar::Script_Latin,    QChar::Script_Cyrillic,  QChar::Script_Greek,
        QChar::Script_Armenian, QChar::Script_Coptic,    QChar::Script_Cherokee,
        QChar::Script_Lisu,     QChar::Script_Tifinagh,  QChar::Script_CanadianAboriginal,
        QChar::Script_Runic,    QChar::Script_OldItalic, QChar::Script_Gothic,
        QChar::Script_Deseret,  QChar::Script_Osage,     QChar::Script_Elbasan,
        QChar::Script_Lycian,   QChar::Script_Carian,    QChar::Script_WarangCiti,
        QChar::Script_Miao,     QChar::Script_Vai,       QChar::Script_Bamum,
    };
    const QChar::Script script = QChar::script(c);
    const bool isOne = std::find(alphabets.begin(), alphabets.end(), script) != alphabets.end();
    return isOne ? std::optional(script) : std::nullopt;
}

bool isMixed(const QList<uint> &name)
{
    std::optional<QChar::Script> first;
    for (const uint c : name) {
        const auto alphabet = lookAlikeAlphabet(c);
        if (!alphabet)
            continue;
        if (first.value_or(*alphabet) != *alphabet)
            return true;
        first = alphabet;
    }
    return false;
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

struct LookAlikes
{
    char16_t plain;
    std::u16string_view letters; ///< as they are folded: lower case, but Cherokee is upper case
};

/// Single characters that look like one of ASCII in either case (UTS #39, confusables.txt), where
/// names are hardly written with them for another reason. Letters and digits of ASCII that look
/// alike (l, I and 1; 0 and O) stay different: names with these are everywhere, and stored by key.
constexpr std::array lookAlikes{
    LookAlikes{u'!', u"\u01c3"},
    LookAlikes{u'\'', u"\u02b9\u02bb\u02bc\u02bd\u02be\u02c8\u02ca\u02cb\u02f4\u2018\u2019\u201b"
                      u"\u2032\u2035\ua78c"},
    LookAlikes{u'-', u"\u02d7\u2010\u2012\u2013\u2043\u2212\u2796\u2cbb"},
    LookAlikes{u'.', u"\u0701\u0702\ua4f8\ua60e"},
    LookAlikes{u'_', u"\u02cd"},
    LookAlikes{u'a', u"\u0251\u03b1\u0430\u13aa\u1d00\u237a\u2c81\ua4ee"},
    LookAlikes{u'b', u"\u0185\u0299\u03b2\u0432\u13cf\u13f4\u2c83\ua4d0\ua7b5"},
    LookAlikes{u'c', u"\u0441\u13df\u1d04\u2ca5\ua4da"},
    LookAlikes{u'd', u"\u0501\u13a0\u13e7\u1d05\ua4d2\ua4d3"},
    LookAlikes{u'e', u"\u03b5\u0435\u04bd\u13ac\u1d07\u212e\ua4f0\uab32"},
    LookAlikes{u'f', u"\ua4dd\ua730\ua799\uab35"},
    LookAlikes{u'g', u"\u018d\u0261\u0262\u050d\u13c0\u13f3\u1d83\ua4d6"},
    LookAlikes{u'h', u"\u029c\u03b7\u043d\u04bb\u13bb\u13c2\u2c8f\ua4e7"},
    LookAlikes{u'i', u"\u0131\u0269\u026a\u03b9\u0456\u13a5\u2373\u2c93\ua4f2\ua647"},
    LookAlikes{u'j', u"\u0237\u029d\u03f3\u0458\u13ab\u1d0a\ua4d9"},
    LookAlikes{u'k', u"\u03ba\u043a\u13e6\u1d0b\u2c95\ua4d7"},
    LookAlikes{u'l', u"\u01c0\u029f\u04cf\u13de\u2223\u2cd1\ua4e1"},
    LookAlikes{u'm', u"\u03bc\u043c\u13b7\u1d0d\u2c99\ua4df"},
    LookAlikes{u'n', u"\u0274\u03bd\u2c9b\ua4e0"},
    LookAlikes{u'o', u"\u03bf\u043e\u1d0f\u1d11\u2c9f\ua4f3\uab3d"},
    LookAlikes{u'p', u"\u03c1\u0440\u13e2\u1d18\u2374\u2ca3\ua4d1"},
    LookAlikes{u'q', u"\u051b"},
    LookAlikes{u'r', u"\u0280\u13a1\u13b1\u13d2\ua4e3\uab47\uab48"},
    LookAlikes{u's', u"\u0455\u13d5\u13da\ua4e2\ua731"},
    LookAlikes{u't', u"\u03c4\u0442\u13a2\u1d1b\u2ca7\ua4d4"},
    LookAlikes{u'u', u"\u028b\u1d1c\u222a\ua4f4\ua79f\uab4e\uab52"},
    LookAlikes{u'v', u"\u0475\u13d9\u1d20\u2228\ua4e6"},
    LookAlikes{u'w', u"\u026f\u0461\u051d\u13b3\u13d4\u1d21\ua4ea"},
    LookAlikes{u'x', u"\u03c7\u0445\u2a2f\u2cad\ua4eb\uab53"},
    LookAlikes{u'y', u"\u0263\u028f\u03c5\u0443\u13a9\u13bd\u1d8c\u1eff\u2ca9\ua4ec\uab5a"},
    LookAlikes{u'z', u"\u03b6\u13c3\u1d22\u2c8d\ua4dc"},
};

QChar withoutDisguise(QChar c)
{
    if (c.unicode() < 0x80)
        return c;
    const auto *const found =
        std::find_if(lookAlikes.begin(), lookAlikes.end(), [c](const LookAlikes &entry) {
            return entry.letters.find(c.unicode()) != std::u16string_view::npos;
        });
    return found != lookAlikes.end() ? QChar(found->plain) : c;
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

// Stores have these keys: a change needs a step of the schema (server/history/schema.h).
QString foldNick(const QString &nick)
{
    // Marks stand behind their letters for so long, or a letter that has one would not be found.
    QString key = folded(compatible(nick)).normalized(QString::NormalizationForm_D);
    std::transform(key.cbegin(), key.cend(), key.begin(), withoutDisguise);
    // A dot above the dot that is there shows nothing.
    key.replace(QStringLiteral("i\u0307"), QStringLiteral("i"))
        .replace(QStringLiteral("j\u0307"), QStringLiteral("j"));
    return compatible(key);
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
