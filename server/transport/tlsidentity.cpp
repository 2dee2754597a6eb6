#include "server/transport/tlsidentity.h"

namespace kodama {

std::optional<TlsLoadError> TlsIdentity::load()
{
    auto loaded = TlsContext::load(m_files);
    if (!loaded)
        return loaded.error();
    const std::scoped_lock lock(m_mutex);
    m_context = loaded.value();
    return std::nullopt;
}

std::optional<TlsContext> TlsIdentity::context() const
{
    const std::scoped_lock lock(m_mutex);
    return m_context;
}

void TlsIdentity::setPorts(std::optional<quint16> tlsPort, quint16 plainPort)
{
    m_tlsPort = tlsPort ? *tlsPort : -1;
    m_plainPort = plainPort;
}

Encryption TlsIdentity::encryptionOn(quint16 localPort) const
{
    if (localPort == 0)
        return Encryption::Plain;
    const int tlsPort = m_tlsPort;
    if (tlsPort < 0)
        return Encryption::Tls;
    if (tlsPort == m_plainPort)
        return Encryption::Either;
    return localPort == tlsPort ? Encryption::Tls : Encryption::Plain;
}

} // namespace kodama
