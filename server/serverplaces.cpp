// Where clients find a Server.
// Tested by tst_server and tst_servertls.
#include "server/server.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;

QUrl Server::urlWith(const QString &scheme, quint16 port) const
{
    QUrl url;
    url.setScheme(scheme);
    url.setHost(m_config.host);
    url.setPort(port);
    return url;
}

QUrl Server::url() const
{
    const bool isTlsOnly = m_identity != nullptr && !m_tlsPort;
    return urlWith(isTlsOnly ? u"wss"_s : u"ws"_s, m_port);
}

std::optional<QUrl> Server::tlsUrl() const
{
    if (m_identity == nullptr)
        return std::nullopt;
    return urlWith(u"wss"_s, m_tlsPort.value_or(m_port));
}

// Not url(): how the service manager made its sockets has nothing to do with --host and --port.
QString Server::nameOf(const LocalPlace &place) const
{
    if (place.port == 0)
        return u"unix:"_s + place.path;
    const auto encryption =
        m_identity == nullptr ? Encryption::Plain : m_identity->encryptionOn(place.port);
    QUrl url;
    url.setHost(place.address.toString());
    url.setPort(place.port);
    url.setScheme(encryption == Encryption::Tls ? u"wss"_s : u"ws"_s);
    if (encryption != Encryption::Either)
        return url.toString();
    const QString plain = url.toString();
    url.setScheme(u"wss"_s);
    return plain + u", "_s + url.toString();
}

QStringList Server::places() const
{
    QStringList places;
    for (const LocalPlace &place : m_activated)
        places.append(nameOf(place));
    if (m_activated.empty() && m_port != 0) {
        places.append(url().toString());
        if (const auto secure = tlsUrl(); secure && *secure != url())
            places.append(secure->toString());
    }
    if (!m_config.unixSocket.isEmpty())
        places.append(u"unix:"_s + m_config.unixSocket);
    return places;
}

} // namespace kodama
