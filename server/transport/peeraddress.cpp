#include "server/transport/peeraddress.h"

#include <QHostAddress>

#include <netinet/in.h>
#include <sys/socket.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

QString clientIdOf(int descriptor, ConnectionId id)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    // The system's interface is made of this cast.
    auto *const generic = reinterpret_cast<sockaddr *>(&storage);
    if (::getpeername(descriptor, generic, &size) != 0)
        return u"?:%1"_s.arg(id);
    if (storage.ss_family == AF_UNIX)
        return u"unix:%1"_s.arg(id);

    quint16 port = 0;
    QHostAddress address(generic);
    bool isMapped = false;
    const quint32 v4 = address.toIPv4Address(&isMapped);
    if (isMapped)
        address = QHostAddress(v4);
    if (storage.ss_family == AF_INET)
        port = ntohs(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
    else
        port = ntohs(reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_port);
    return address.toString() + u':' + QString::number(port);
}

} // namespace kodama
