// A certificate with its chain and its key, loaded and checked: what TLS connections are made from.
// Immutable; may be used from any thread.
#pragma once

#include "common/result.h"

#include <QDateTime>
#include <QString>

#include <memory>

using SSL_CTX = struct ssl_ctx_st; // NOLINT(readability-identifier-naming): OpenSSL's own

namespace kodama {

struct TlsFiles
{
    QString certificate; ///< PEM: the server's own certificate, then its chain
    QString key;         ///< PEM, not encrypted
};

/// Why a certificate cannot be used.
struct TlsLoadError
{
    enum class Kind {
        CannotRead,    ///< detail: the system's words
        NoCertificate, ///< nothing in it that is a certificate
        NoKey,
        EncryptedKey,
        Mismatch, ///< the key belongs to another certificate; detail: the certificate's file
        Refused,  ///< by OpenSSL, whose words detail has: broken, too weak
    };
    Kind kind = Kind::Refused;
    QString file;
    QString detail;
};

class TlsContext final
{
public:
    [[nodiscard]] static Result<TlsContext, TlsLoadError> load(const TlsFiles &files);

    [[nodiscard]] SSL_CTX *handle() const { return m_handle.get(); }

    /// Whom the certificate names, for the log: its first DNS name or address, or its subject.
    [[nodiscard]] const QString &subject() const { return m_subject; }
    [[nodiscard]] const QDateTime &validUntil() const { return m_validUntil; }

private:
    std::shared_ptr<SSL_CTX> m_handle;
    QString m_subject;
    QDateTime m_validUntil;
};

} // namespace kodama
