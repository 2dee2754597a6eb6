#include "server/transport/tlscontext.h"

#include <QFile>
#include <QTimeZone>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// More than any chain needs: a wrong path may name anything.
constexpr qint64 largestFileBytes = qint64{1024} * 1024;

/// TLS 1.2 only with forward secrecy and authenticated encryption; 1.3 has nothing else.
constexpr const char *ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

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
using CertificatePointer = std::unique_ptr<X509, Free<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using NamesPointer = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;
using Kind = TlsLoadError::Kind;

/// The oldest error of OpenSSL's queue, which is the one that explains the others; empties it.
QString takeReason()
{
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    const char *const reason = ERR_reason_error_string(code);
    return QString::fromLatin1(reason == nullptr ? "unknown error" : reason);
}

Result<QByteArray, TlsLoadError> readFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return TlsLoadError{Kind::CannotRead, name, file.errorString()};
    QByteArray content = file.read(largestFileBytes);
    if (file.error() != QFileDevice::NoError)
        return TlsLoadError{Kind::CannotRead, name, file.errorString()};
    return content;
}

BioPointer reader(const QByteArray &content)
{
    return BioPointer(BIO_new_mem_buf(content.constData(), static_cast<int>(content.size())));
}

QString nameIn(X509 &certificate)
{
    const NamesPointer names(static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME *const name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS)
            return QString::fromLatin1(
                reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName)),
                ASN1_STRING_length(name->d.dNSName));
    }
    const BioPointer text(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(text.get(), X509_get_subject_name(&certificate), 0, XN_FLAG_ONELINE);
    char *data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return QString::fromUtf8(data, size);
}

QDateTime endOf(const X509 &certificate)
{
    tm time{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &time) != 1)
        return {};
    return {QDate(time.tm_year + 1900, time.tm_mon + 1, time.tm_mday),
            QTime(time.tm_hour, time.tm_min, time.tm_sec), QTimeZone::utc()};
}

/// Never asks on the terminal: a server that waits for a passphrase does not serve.
int refusePassphrase(char *, int, int, void *wasAsked)
{
    *static_cast<bool *>(wasAsked) = true;
    return -1;
}

void configure(SSL_CTX &context)
{
    SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(&context, ciphers);
    // Renegotiating and resuming by number only cost the server something. An end without TLS's
    // own goodbye is no attack here: WebSocket has one itself.
    SSL_CTX_set_options(&context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                      SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                      SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(&context, 1);
    // An idle connection keeps no buffers; what we encrypt may lie elsewhere when it is tried
    // again.
    SSL_CTX_set_mode(&context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

/// Takes the first certificate as the server's own and the others as its chain.
Result<CertificatePointer, TlsLoadError> useCertificates(SSL_CTX &context, const QString &file,
                                                         const QByteArray &content)
{
    const BioPointer pem = reader(content);
    CertificatePointer own(PEM_read_bio_X509_AUX(pem.get(), nullptr, nullptr, nullptr));
    if (own == nullptr) {
        const bool isNone = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
        const QString reason = takeReason();
        return isNone ? TlsLoadError{Kind::NoCertificate, file, {}}
                      : TlsLoadError{Kind::Refused, file, reason};
    }
    if (SSL_CTX_use_certificate(&context, own.get()) != 1)
        return TlsLoadError{Kind::Refused, file, takeReason()};
    while (X509 *const next = PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)) {
        if (SSL_CTX_add0_chain_cert(&context, next) != 1) {
            X509_free(next);
            return TlsLoadError{Kind::Refused, file, takeReason()};
        }
    }
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        return TlsLoadError{Kind::Refused, file, takeReason()};
    ERR_clear_error(); // that there are no more
    return own;
}

std::optional<TlsLoadError> useKey(SSL_CTX &context, const TlsFiles &files,
                                   const QByteArray &content)
{
    bool isEncrypted = false;
    const KeyPointer key(
        PEM_read_bio_PrivateKey(reader(content).get(), nullptr, refusePassphrase, &isEncrypted));
    if (key == nullptr) {
        const int last = ERR_GET_REASON(ERR_peek_last_error());
        // The second is what the decoder says of a file with something else in it.
        const bool isNone = last == PEM_R_NO_START_LINE || last == ERR_R_UNSUPPORTED;
        const QString reason = takeReason();
        if (isEncrypted)
            return TlsLoadError{Kind::EncryptedKey, files.key, {}};
        return isNone ? TlsLoadError{Kind::NoKey, files.key, {}}
                      : TlsLoadError{Kind::Refused, files.key, reason};
    }
    const X509 *const certificate = SSL_CTX_get0_certificate(&context);
    if (X509_check_private_key(certificate, key.get()) != 1) {
        ERR_clear_error();
        return TlsLoadError{Kind::Mismatch, files.key, files.certificate};
    }
    if (SSL_CTX_use_PrivateKey(&context, key.get()) != 1)
        return TlsLoadError{Kind::Refused, files.key, takeReason()};
    return std::nullopt;
}

} // namespace

Result<TlsContext, TlsLoadError> TlsContext::load(const TlsFiles &files)
{
    const auto certificates = readFile(files.certificate);
    if (!certificates)
        return certificates.error();
    const auto key = readFile(files.key);
    if (!key)
        return key.error();

    ERR_clear_error();
    TlsContext result;
    result.m_handle = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (result.m_handle == nullptr)
        return TlsLoadError{Kind::Refused, files.certificate, takeReason()};
    configure(*result.m_handle);
    const auto own = useCertificates(*result.m_handle, files.certificate, certificates.value());
    if (!own)
        return own.error();
    if (const auto problem = useKey(*result.m_handle, files, key.value()))
        return *problem;
    result.m_subject = nameIn(*own.value());
    result.m_validUntil = endOf(*own.value());
    return result;
}

} // namespace kodama
