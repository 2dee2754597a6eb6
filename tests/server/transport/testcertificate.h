// Certificates made while a test runs, and a TLS client in memory.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <memory>
#include <openssl/ssl.h>

namespace kodama {

/// A self-signed certificate and its key, both PEM.
struct TestCertificate
{
    QByteArray certificate;
    QByteArray key;
};

struct CertificateWishes
{
    QByteArray dnsName = "localhost";
    QByteArray commonName = "kodama test";
    int secondsValid = 86'400;
};

[[nodiscard]] TestCertificate makeCertificate(const CertificateWishes &wishes = {});

/// The key as a file with a passphrase holds it.
[[nodiscard]] QByteArray encryptedKey(const TestCertificate &certificate);

/// False if the file cannot be written.
[[nodiscard]] bool writeFile(const QString &name, const QByteArray &content);

/// A client between byte arrays: no socket, no time. It believes every certificate.
class MemoryTlsClient final
{
public:
    explicit MemoryTlsClient(int newestVersion = 0);
    Q_DISABLE_COPY_MOVE(MemoryTlsClient)

    /// Begins or goes on with the handshake; true when it is done.
    bool shakeHands();
    void send(const QByteArray &plain);
    /// TLS's own goodbye.
    void sayGoodbye();

    /// Ciphertext that the server is to get.
    [[nodiscard]] QByteArray takeOutput();
    /// Ciphertext from the server; returns the plain text in it.
    QByteArray receive(const QByteArray &cipher);

    [[nodiscard]] bool hasHeardGoodbye() const;
    /// The fatal alert that the server sent, if any, in OpenSSL's words.
    [[nodiscard]] QByteArray failure() const { return m_failure; }
    [[nodiscard]] int version() const { return SSL_version(m_ssl.get()); }

private:
    template <auto free>
    struct Free
    {
        template <typename T>
        void operator()(T *object) const
        {
            free(object);
        }
    };
    void noteFailure(int result);

    std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>> m_context;
    std::unique_ptr<SSL, Free<SSL_free>> m_ssl;
    QByteArray m_failure;
};

} // namespace kodama
