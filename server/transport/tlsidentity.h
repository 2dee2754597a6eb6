// Who the server is over TLS, for all its threads: the certificate, which may be replaced while
// connections are open, and the ports on which TLS is spoken. Callable from any thread.
#pragma once

#include "server/transport/tlscontext.h"

#include <atomic>
#include <mutex>
#include <optional>

namespace kodama {

/// What is spoken on a port.
enum class Encryption : quint8 {
    Plain,
    Tls,
    Either, ///< as the client begins
};

class TlsIdentity final
{
    Q_DISABLE_COPY_MOVE(TlsIdentity)

public:
    explicit TlsIdentity(TlsFiles files)
        : m_files(std::move(files))
    {}

    /// Reads the files, again if need be. What cannot be used leaves everything as it was; what can
    /// serves those who connect from now on.
    [[nodiscard]] std::optional<TlsLoadError> load();

    /// What new connections are made with. Nothing before load() succeeded.
    [[nodiscard]] std::optional<TlsContext> context() const;

    /// To be called before anybody is accepted. Without a TLS port, every port speaks TLS; a TLS
    /// port that is also the plain port speaks either.
    void setPorts(std::optional<quint16> tlsPort, quint16 plainPort);

    /// What is spoken with a client that came to this port of ours; 0: over a Unix socket, which
    /// needs no encryption.
    [[nodiscard]] Encryption encryptionOn(quint16 localPort) const;

private:
    const TlsFiles m_files;
    mutable std::mutex m_mutex;
    std::optional<TlsContext> m_context;
    std::atomic<int> m_tlsPort{-1};
    std::atomic<int> m_plainPort{-1};
};

} // namespace kodama
