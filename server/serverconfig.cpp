#include "server/serverconfig.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

std::optional<QString> normalizedHost(const QString &host)
{
    QString name = host;
    if (name.contains(QChar::Null))
        return std::nullopt; // where QHostAddress would stop reading
    if (name.startsWith(u'[') && name.endsWith(u']')) {
        name = name.sliced(1, name.size() - 2);
        if (!name.contains(u':'))
            return std::nullopt;
    }
    QHostAddress address;
    if (name.contains(u':')) {
        if (!address.setAddress(name))
            return std::nullopt;
        // Nothing for IPv6 alone can be bound to these.
        bool isMapped = false;
        const quint32 mapped = address.toIPv4Address(&isMapped);
        isMapped = isMapped && name.startsWith(u"::ffff:"_s, Qt::CaseInsensitive);
        return isMapped ? QHostAddress(mapped).toString() : name;
    }

    // A name never ends in a number; what does is meant as an address and must be a whole one.
    static const QRegularExpression numeric(u"^([0-9]+\\.)*[0-9]+$"_s);
    static const QRegularExpression dottedQuad(u"^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"_s);
    if (numeric.match(name).hasMatch()) {
        const bool isAddress = dottedQuad.match(name).hasMatch() && address.setAddress(name);
        return isAddress ? std::optional(name) : std::nullopt;
    }

    static const QRegularExpression dnsName(u"^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
                                            "(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?$"_s);
    const QString ascii = QString::fromLatin1(QUrl::toAce(name)).toLower();
    // toAce() refuses underscores, which local names have.
    const QString candidate = ascii.isEmpty() ? name.toLower() : ascii;
    return dnsName.match(candidate).hasMatch() ? std::optional(candidate) : std::nullopt;
}

} // namespace kodama
