#include "server/transport/peeraddress.h"

#include <QFile>

#include <algorithm>
#include <cstddef>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto hiddenName = "hidden"_L1;

struct SocketName
{
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_storage);

    // The system's interface is made of these casts.
    [[nodiscard]] sockaddr *generic() { return reinterpret_cast<sockaddr *>(&storage); }
    [[nodiscard]] quint16 port() const
    {
        if (storage.ss_family == AF_INET)
            return ntohs(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
        if (storage.ss_family == AF_INET6)
            return ntohs(reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_port);
        return 0;
    }
    [[nodiscard]] QString path() const
    {
        const auto *const name = reinterpret_cast<const sockaddr_un *>(&storage)->sun_path;
        constexpr qsizetype start = offsetof(sockaddr_un, sun_path);
        QByteArray text(name, std::max<qsizetype>(qsizetype{size} - start, 0));
        if (text.startsWith('\0'))
            return u'@' + QString::fromUtf8(text.sliced(1));
        return QFile::decodeName(QByteArray(text.constData()));
    }
};

} // namespace

Peer peerOf(int descriptor)
{
    SocketName name;
    if (::getpeername(descriptor, name.generic(), &name.size) != 0)
        return {};
    if (name.storage.ss_family == AF_UNIX)
        return {Peer::Kind::Unix, {}, 0};
    return {Peer::Kind::Ip, unmapped(QHostAddress(name.generic())), name.port()};
}

quint16 localPortOf(int descriptor)
{
    SocketName name;
    return ::getsockname(descriptor, name.generic(), &name.size) == 0 ? name.port() : quint16{0};
}

LocalPlace localPlaceOf(int descriptor)
{
    SocketName name;
    if (::getsockname(descriptor, name.generic(), &name.size) != 0)
        return {};
    if (name.storage.ss_family == AF_UNIX)
        return {{}, 0, name.path()};
    return {QHostAddress(name.generic()), name.port(), {}};
}

QHostAddress unmapped(const QHostAddress &address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    // toIPv4Address() would also take ::1 for an address of IPv4.
    constexpr std::array<quint8, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (!std::equal(prefix.begin(), prefix.end(), std::begin(bytes.c)))
        return address;
    return QHostAddress(address.toIPv4Address());
}

QString clientIdOf(const Peer &peer, ConnectionId id)
{
    switch (peer.kind) {
    case Peer::Kind::Unknown:
        return u"?:%1"_s.arg(id);
    case Peer::Kind::Unix:
        return u"unix:%1"_s.arg(id);
    case Peer::Kind::Hidden:
        return hiddenName + u':' + QString::number(id);
    case Peer::Kind::Ip:
        return peer.address.toString() + u':' +
               QString::number(peer.port == 0 ? id : ConnectionId{peer.port});
    }
    Q_UNREACHABLE();
}

QString countedAddressOf(const QString &clientId)
{
    const QString name = clientId.section(u':', 0, -2);
    if (name == hiddenName)
        return name;
    QHostAddress address;
    if (!address.setAddress(name) || address.isLoopback())
        return {};
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return address.toString();
    constexpr int networkBits = 64;
    return QHostAddress::parseSubnet(address.toString() + u'/' + QString::number(networkBits))
        .first.toString();
}

} // namespace kodama
