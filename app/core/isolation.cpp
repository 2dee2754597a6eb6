#include "app/core/isolation.h"

#include <QList>

#include <algorithm>

namespace kodama {
namespace {

constexpr QChar firstStrongIsolate(0x2068);
constexpr QChar popDirectionalIsolate(0x2069);

bool hasRightToLeft(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    return std::any_of(characters.cbegin(), characters.cend(), [](uint character) {
        const QChar::Direction direction = QChar::direction(character);
        return direction == QChar::DirR || direction == QChar::DirAL;
    });
}

} // namespace

QString isolated(const QString &name)
{
    return hasRightToLeft(name) ? setApart(name) : name;
}

QString setApart(const QString &text)
{
    return firstStrongIsolate + text + popDirectionalIsolate;
}

QString withoutIsolates(QString text)
{
    return text.remove(firstStrongIsolate).remove(popDirectionalIsolate);
}

} // namespace kodama
