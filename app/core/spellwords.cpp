#include "app/core/spellwords.h"

#include <algorithm>

namespace kodama {
namespace {

// Scripts whose words stand between spaces and which Hunspell has dictionaries for.
bool isJudged(QChar::Script script)
{
    switch (script) {
    case QChar::Script_Latin:
    case QChar::Script_Greek:
    case QChar::Script_Cyrillic:
    case QChar::Script_Armenian:
    case QChar::Script_Hebrew:
    case QChar::Script_Arabic:
        return true;
    default:
        return false;
    }
}

bool isApostrophe(QChar c)
{
    return c == u'\'' || c == u'\u2019';
}

bool isWordCharacter(QChar c)
{
    return c.isLetter() || c.isMark() || isApostrophe(c);
}

bool isAround(QChar c)
{
    return QStringView(u".,;:!?()[]{}\"'\u2018\u2019\u201c\u201d\u00ab\u00bb\u2026-\u2013\u2014*")
        .contains(c);
}

// `text` without the signs around it, as a range of the line.
SpellWord trimmed(QStringView line, qsizetype start, qsizetype end)
{
    while (start < end && isAround(line[start]))
        ++start;
    while (start < end && isAround(line[end - 1]))
        --end;
    return {start, end - start, QChar::Script_Unknown};
}

void append(QList<SpellWord> &words, QStringView line, SpellWord word)
{
    word = trimmed(line, word.start, word.start + word.length);
    const QStringView text = line.sliced(word.start, word.length);
    if (text.size() < 2 || !std::all_of(text.begin(), text.end(), isWordCharacter))
        return;
    word.script = text.front().script();
    const bool isOneScript = std::all_of(text.begin(), text.end(), [&word](QChar c) {
        return !c.isLetter() || c.script() == word.script;
    });
    if (isOneScript && isJudged(word.script))
        words.append(word);
}

// What stands between two spaces: one word, or several with dashes between them.
void appendToken(QList<SpellWord> &words, QStringView line, qsizetype start, qsizetype end)
{
    if (QStringView(u"/@#:").contains(line[start]))
        return;
    const SpellWord core = trimmed(line, start, end);
    qsizetype begin = core.start;
    const qsizetype coreEnd = core.start + core.length;
    const QStringView text = line.sliced(core.start, core.length);
    const bool isPlain = std::all_of(text.begin(), text.end(),
                                     [](QChar c) { return isWordCharacter(c) || c == u'-'; });
    if (!isPlain)
        return;
    for (qsizetype i = begin; i <= coreEnd; ++i) {
        if (i < coreEnd && line[i] != u'-')
            continue;
        append(words, line, {begin, i - begin, QChar::Script_Unknown});
        begin = i + 1;
    }
}

} // namespace

QList<SpellWord> spellWords(QStringView line)
{
    QList<SpellWord> words;
    bool isCode = false;
    qsizetype start = 0;
    for (qsizetype i = 0; i <= line.size(); ++i) {
        const bool isEnd = i == line.size();
        const bool isQuote = !isEnd && line[i] == u'`';
        if (!isEnd && !isQuote && !line[i].isSpace())
            continue;
        if (!isCode && i > start)
            appendToken(words, line, start, i);
        if (isQuote)
            isCode = !isCode && line.indexOf(u'`', i + 1) >= 0;
        start = i + 1;
    }
    return words;
}

} // namespace kodama
