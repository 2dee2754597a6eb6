#include "tests/server/transport/testcertificate.h"

#include <QFile>

#include <array>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace kodama {

namespace {

template <auto free>
struct Free
{
    template <typename T>
    void operator()(T *object) const
    {
        free(object);
    }
};
using BioPointer = std::unique_ptr<BIO, Free<BIO_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Free<X509_free>>;

QByteArray contentOf(const BioPointer &bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<qsizetype>(size)};
}

void addExtension(X509 *certificate, int id, const QByteArray &value)
{
    X509_EXTENSION *const extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

TestCertificate makeCertificate(const CertificateWishes &wishes)
{
    const KeyPointer key(EVP_EC_gen("P-256"));
    const CertificatePointer certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wishes.secondsValid);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME *const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_UTF8,
        reinterpret_cast<const unsigned char *>(wishes.commonName.constData()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    if (!wishes.dnsName.isEmpty())
        addExtension(certificate.get(), NID_subject_alt_name, "DNS:" + wishes.dnsName);
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    const BioPointer certificatePem(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificatePem.get(), certificate.get());
    const BioPointer keyPem(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {contentOf(certificatePem), contentOf(keyPem)};
}

QByteArray encryptedKey(const TestCertificate &certificate)
{
    const BioPointer plain(
        BIO_new_mem_buf(certificate.key.constData(), static_cast<int>(certificate.key.size())));
    const KeyPointer key(PEM_read_bio_PrivateKey(plain.get(), nullptr, nullptr, nullptr));
    const BioPointer pem(BIO_new(BIO_s_mem()));
    std::array<unsigned char, 6> word{'s', 'e', 's', 'a', 'm', 'e'};
    PEM_write_bio_PrivateKey(pem.get(), key.get(), EVP_aes_128_cbc(), word.data(),
                             static_cast<int>(word.size()), nullptr, nullptr);
    return contentOf(pem);
}

bool writeFile(const QString &name, const QByteArray &content)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
           file.write(content) == content.size();
}

MemoryTlsClient::MemoryTlsClient(int newestVersion)
    : m_context(SSL_CTX_new(TLS_client_method()))
{
    if (newestVersion != 0) {
        // What is outdated is also below the system's level of security.
        SSL_CTX_set_security_level(m_context.get(), 0);
        SSL_CTX_set_min_proto_version(m_context.get(), newestVersion);
        SSL_CTX_set_max_proto_version(m_context.get(), newestVersion);
    }
    m_ssl.reset(SSL_new(m_context.get()));
    BIO *const in = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(m_ssl.get(), in, BIO_new(BIO_s_mem()));
    SSL_set_connect_state(m_ssl.get());
}

void MemoryTlsClient::noteFailure(int result)
{
    const int error = SSL_get_error(m_ssl.get(), result);
    if (error == SSL_ERROR_SSL && m_failure.isEmpty())
        m_failure = ERR_reason_error_string(ERR_peek_error());
    ERR_clear_error();
}

bool MemoryTlsClient::shakeHands()
{
    ERR_clear_error();
    const int result = SSL_do_handshake(m_ssl.get());
    noteFailure(result);
    return result == 1;
}

void MemoryTlsClient::send(const QByteArray &plain)
{
    ERR_clear_error();
    SSL_write(m_ssl.get(), plain.constData(), static_cast<int>(plain.size()));
}

void MemoryTlsClient::sayGoodbye()
{
    SSL_shutdown(m_ssl.get());
}

QByteArray MemoryTlsClient::takeOutput()
{
    BIO *const out = SSL_get_wbio(m_ssl.get());
    QByteArray bytes(static_cast<qsizetype>(BIO_ctrl_pending(out)), Qt::Uninitialized);
    if (!bytes.isEmpty())
        BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

QByteArray MemoryTlsClient::receive(const QByteArray &cipher)
{
    ERR_clear_error();
    if (!cipher.isEmpty())
        BIO_write(SSL_get_rbio(m_ssl.get()), cipher.constData(), static_cast<int>(cipher.size()));
    QByteArray plain;
    QByteArray part(20'000, Qt::Uninitialized);
    int size = 0;
    while ((size = SSL_read(m_ssl.get(), part.data(), static_cast<int>(part.size()))) > 0)
        plain.append(part.constData(), size);
    noteFailure(size);
    return plain;
}

bool MemoryTlsClient::hasHeardGoodbye() const
{
    return (SSL_get_shutdown(m_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

} // namespace kodama
