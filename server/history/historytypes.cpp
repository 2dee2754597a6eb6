#include "server/history/historytypes.h"

#include <algorithm>

namespace kodama {

QString directStream(PersonId one, PersonId other)
{
    const auto [lower, higher] = std::minmax(one, other);
    return QChar(u'@') + QString::number(lower) + QChar(u':') + QString::number(higher);
}

std::optional<std::pair<PersonId, PersonId>> directPeople(const QString &stream)
{
    const qsizetype colon = stream.indexOf(u':');
    if (!stream.startsWith(u'@') || colon < 0)
        return std::nullopt;
    const QStringView text(stream);
    bool isFirst = false;
    bool isSecond = false;
    const PersonId one = text.sliced(1, colon - 1).toLongLong(&isFirst);
    const PersonId other = text.sliced(colon + 1).toLongLong(&isSecond);
    if (!isFirst || !isSecond)
        return std::nullopt;
    return std::pair(one, other);
}

QString epochOf(const QString &stream, const QString &epoch)
{
    const auto people = directPeople(stream);
    // For either of the two it tells the others apart; and it tells nobody who they are.
    return people ? epoch + u'.' + QString::number(people->first ^ people->second, 36) : epoch;
}

} // namespace kodama
