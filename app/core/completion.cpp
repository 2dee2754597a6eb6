#include "app/core/completion.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shortestEmojiPrefix = 2;

bool isPartOfName(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.' || c == u'+' ||
           c.isSurrogate() || c.isMark();
}

QString folded(const QString &text)
{
    return text.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

// The part before the cursor that could belong to a name.
qsizetype beginOfName(const QString &text, qsizetype cursor)
{
    qsizetype begin = cursor;
    while (begin > 0 && isPartOfName(text[begin - 1]))
        --begin;
    return begin;
}

/// A command that is followed by the name of a room, and nothing behind it yet.
bool namesRoom(const QString &before)
{
    if (!before.endsWith(u' '))
        return false;
    const QString command = before.trimmed();
    return command == "/join"_L1 || command == "/part"_L1 || command == "/who"_L1 ||
           command == "/retry"_L1 || command == "/discard"_L1;
}

CompletionQuery query(CompletionQuery::Kind kind, const QString &text, qsizetype start,
                      qsizetype nameStart, qsizetype cursor)
{
    return {kind, start, cursor - start, text.mid(nameStart, cursor - nameStart), start == 0};
}

} // namespace

std::optional<CompletionQuery> completionAt(const QString &text, qsizetype cursor)
{
    using Kind = CompletionQuery::Kind;
    if (text.startsWith(u'/')) {
        const QString typed = text.left(cursor);
        if (cursor > 0 && !typed.contains(u' ') && !typed.contains(u'\n'))
            return query(Kind::Command, text, 0, 1, cursor);
    }
    const qsizetype name = beginOfName(text, cursor);
    if (name == 0)
        return std::nullopt;
    const QChar sign = text[name - 1];
    const qsizetype start = name - 1;
    // An address like ana@lab or a time like 10:30 asks for nothing.
    if (start > 0 && text[start - 1].isLetterOrNumber() &&
        text[start - 1].script() == QChar::Script_Latin)
        return std::nullopt;
    if (start > 0 && text[start - 1].isDigit())
        return std::nullopt;
    if (sign == u'@')
        return query(Kind::Nick, text, start, name, cursor);
    if (sign == u'#')
        return query(Kind::Room, text, start, name, cursor);
    if (sign == u':' && cursor - name >= shortestEmojiPrefix && text[name].isLetterOrNumber())
        return query(Kind::Emoji, text, start, name, cursor);
    return std::nullopt;
}

std::optional<CompletionQuery> wordAt(const QString &text, qsizetype cursor)
{
    const qsizetype name = beginOfName(text, cursor);
    if (name == cursor)
        return std::nullopt;
    const bool isRoom = namesRoom(text.left(name));
    return query(isRoom ? CompletionQuery::Kind::Room : CompletionQuery::Kind::Nick, text, name,
                 name, cursor);
}

QStringList matching(const QStringList &words, const QString &prefix, qsizetype most)
{
    QStringList found;
    const QString wanted = folded(prefix);
    for (const QString &word : words) {
        if (found.size() < most && folded(word).startsWith(wanted))
            found.append(word);
    }
    return found;
}

QString nickText(const CompletionQuery &query, const QString &nick)
{
    const bool hasSign = query.length > query.prefix.size();
    if (hasSign)
        return u'@' + nick + u' ';
    return nick + (query.isAtStart ? QStringLiteral(": ") : QStringLiteral(" "));
}

} // namespace kodama
