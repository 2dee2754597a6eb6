#include "server/history/historytypes.h"

#include "common/protocol/names.h"
#include "server/history/historylimits.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <limits>

namespace kodama {

namespace {

/// Whoever knows it, and their own conversations, must not know everybody's number.
qint64 hidden(PersonId person)
{
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray::number(person), QCryptographicHash::Sha256);
    return qFromLittleEndian<qint64>(hash.constData()) & std::numeric_limits<qint64>::max();
}

} // namespace

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

std::size_t streamBound(const QString &stream)
{
    const bool isRoom = stream != lobbyName && !directPeople(stream);
    return std::size_t(isRoom ? limits::streams : limits::allStreams);
}

QString epochOf(const QString &stream, const QString &epoch)
{
    const auto people = directPeople(stream);
    // For either of the two it tells the others apart; and it tells nobody who they are.
    if (!people)
        return epoch;
    const auto [one, other] = *people;
    return epoch + u'.' + QString::number(one == other ? hidden(one) : one ^ other, 36);
}

} // namespace kodama
