#include "app/core/chat/searchquery.h"

#include "common/protocol/names.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

struct QueryWord
{
    QString text;
    bool isPhrase = false; ///< begins with a quote: is looked for, whatever it says
};

/// Words as they were typed; quotes hold together what is between them.
QList<QueryWord> wordsOf(const QString &text)
{
    QList<QueryWord> words;
    QueryWord word;
    bool isQuoted = false;
    const auto end = [&words, &word] {
        const QueryWord done = std::exchange(word, {});
        if (!done.text.isEmpty())
            words.append(done);
    };
    for (const QChar c : text) {
        if (c == u'"' || c == u'“' || c == u'”') {
            isQuoted = !isQuoted;
            word.isPhrase |= word.text.isEmpty();
        } else if (c.isSpace() && !isQuoted) {
            end();
        } else {
            word.text += c;
        }
    }
    end();
    return words;
}

std::optional<QString> behind(QLatin1StringView key, const QueryWord &said)
{
    const QString &word = said.text;
    const qsizetype length = key.size();
    if (!said.isPhrase && word.size() > length && word.startsWith(key, Qt::CaseInsensitive) &&
        (word[length] == u':' || word[length] == u'：'))
        return word.mid(length + 1);
    return std::nullopt;
}

QDate dateOf(const QString &text)
{
    QString plain = text.normalized(QString::NormalizationForm_KC);
    plain.replace(u'/', u'-');
    for (const auto &form : {u"yyyy-M-d"_s, u"yyyy-M"_s, u"yyyy"_s}) {
        const QDate date = QDate::fromString(plain, form);
        if (date.isValid())
            return date;
    }
    return {};
}

} // namespace

bool SearchQuery::isEmpty() const
{
    return words.isEmpty() && from.isEmpty();
}

bool SearchQuery::matches(const LogEntry &entry) const
{
    if (!entry.isMessage() || entry.isUnsent())
        return false;
    if (before && entry.time.date() >= *before)
        return false;
    if (!from.isEmpty() && !searchForm(entry.sender).startsWith(from))
        return false;
    return std::all_of(words.begin(), words.end(),
                       [&entry](const TextSearch &word) { return word.matches(entry.text); });
}

bool SearchQuery::isAbout(const QString &name) const
{
    return room.isEmpty() || room == name;
}

SearchQuery parseSearchQuery(const QString &text)
{
    SearchQuery query;
    for (const QueryWord &word : wordsOf(text)) {
        if (const auto from = behind("from"_L1, word)) {
            const bool hasMark = from->startsWith(u'@') || from->startsWith(u'＠');
            query.from = searchForm(hasMark ? from->mid(1) : *from);
        } else if (const auto room = behind("in"_L1, word)) {
            const Result<QString, NameError> name = normalizeTarget(*room);
            query.room = name ? name.value() : *room;
        } else if (const auto before = behind("before"_L1, word)) {
            const QDate date = dateOf(*before);
            if (date.isValid())
                query.before = date;
            else if (!before->isEmpty())
                query.wrongDate = *before;
        } else {
            query.words.append(TextSearch(word.text));
        }
    }
    return query;
}

} // namespace kodama
