#include "app/core/trust.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace kodama {

namespace {

/// More than any bundle of authorities has: a wrong path may name anything.
constexpr qint64 largestFileBytes = qint64{4} * 1024 * 1024;

} // namespace

std::optional<CommandLineError> trustCertificatesIn(const QString &file)
{
    using Kind = CommandLineError::Kind;
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return CommandLineError{Kind::UnreadableFile, file, source.errorString()};
    const QList<QSslCertificate> certificates =
        QSslCertificate::fromData(source.read(largestFileBytes), QSsl::Pem);
    if (certificates.isEmpty())
        return CommandLineError{Kind::NoCertificate, file, {}};
    // All of them by name: naming some makes Qt forget the system's.
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + certificates);
    QSslConfiguration::setDefaultConfiguration(configuration);
    return std::nullopt;
}

} // namespace kodama
