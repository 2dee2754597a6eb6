#include "socketerror.h"

#include "common/protocol/closecode.h"

#include <QRegularExpression>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// The status that the handshake was answered with. Qt hands it over in words only; 0: none in
/// them.
int httpStatusIn(const QString &errorString)
{
    static const QRegularExpression pattern(u"http status code: (\\d{3})"_s);
    const QRegularExpressionMatch match = pattern.match(errorString);
    if (match.hasMatch())
        return match.capturedView(1).toInt();
    // Qt's words for "400 Bad Request", the only status that it treats in a way of its own.
    constexpr int badRequest = 400;
    const bool is400 = errorString.contains("Unknown error condition"_L1) ||
                       errorString.contains("requests a version"_L1);
    return is400 ? badRequest : 0;
}

/// Qt calls 1012 to 1014 invalid, answers them with 1002 and does not tell which it was.
bool isCodeUnknownToQt(const SocketEnd &end)
{
    return end.closeCode == static_cast<quint16>(CloseCode::ProtocolError) &&
           end.closeReason.startsWith("Invalid close code"_L1);
}

ClientError::Kind kindOfClose(quint16 code)
{
    switch (static_cast<CloseCode>(code)) {
    case CloseCode::ProtocolError:
    case CloseCode::UnsupportedData:
    case CloseCode::InvalidPayload:
    case CloseCode::MessageTooBig:
        return ClientError::Kind::Protocol;
    default: // NOLINT: codes from the wire, known or not
        return ClientError::Kind::ClosedByServer;
    }
}

ClientError::Kind kindOfError(const SocketEnd &end)
{
    switch (end.error) {
    case QAbstractSocket::ConnectionRefusedError:
        return ClientError::Kind::Refused;
    case QAbstractSocket::RemoteHostClosedError:
        // A server that hangs up on our request speaks something else, or TLS.
        return end.stage == SocketEnd::Stage::Open ? ClientError::Kind::ConnectionLost
                                                   : ClientError::Kind::Protocol;
    case QAbstractSocket::HostNotFoundError:
        return ClientError::Kind::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return ClientError::Kind::Timeout;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return ClientError::Kind::Tls;
    default: // NOLINT: twenty more that mean the same to a user
        return end.stage == SocketEnd::Stage::Open ? ClientError::Kind::ConnectionLost
                                                   : ClientError::Kind::Network;
    }
}

} // namespace

QString tlsProblemOf(const QList<QSslError> &errors)
{
    const auto isOfTime = [](const QSslError &one) {
        return one.error() == QSslError::CertificateExpired ||
               one.error() == QSslError::CertificateNotYetValid;
    };
    const auto found = std::ranges::find_if(errors, isOfTime);
    const auto best = found == errors.end() ? errors.begin() : found;
    return best == errors.end() ? QString() : best->errorString();
}

ClientError classify(const SocketEnd &end, const QUrl &url)
{
    ClientError result;
    result.url = url;
    result.detail = end.errorString;
    if (end.stage == SocketEnd::Stage::Open && end.hasClosed) {
        if (isCodeUnknownToQt(end)) {
            result.kind = ClientError::Kind::ClosedByServer;
            return result;
        }
        result.closeCode = end.closeCode;
        result.closeReason = end.closeReason;
        result.kind = kindOfClose(end.closeCode);
        return result;
    }
    // Qt reports an unwelcome answer to the handshake with the same error as a refused connection.
    if (end.stage == SocketEnd::Stage::Handshake &&
        end.error == QAbstractSocket::ConnectionRefusedError) {
        result.httpStatus = httpStatusIn(end.errorString);
        result.kind =
            result.httpStatus != 0 ? ClientError::Kind::Http : ClientError::Kind::Protocol;
        return result;
    }
    result.kind = kindOfError(end);
    if (result.kind == ClientError::Kind::Tls && !end.tlsProblem.isEmpty())
        result.detail = end.tlsProblem;
    return result;
}

bool mayRetryAfter(const ClientError &error)
{
    switch (error.kind) {
    case ClientError::Kind::None:
    case ClientError::Kind::InvalidUrl:
    case ClientError::Kind::Tls:
        return false;
    case ClientError::Kind::Http: {
        // The server is there and means it, unless it or its proxy is only busy.
        constexpr int requestTimeout = 408;
        constexpr int tooEarly = 425;
        constexpr int tooManyRequests = 429;
        constexpr int firstServerError = 500;
        return error.httpStatus >= firstServerError || error.httpStatus == requestTimeout ||
               error.httpStatus == tooEarly || error.httpStatus == tooManyRequests;
    }
    case ClientError::Kind::ClosedByServer:
    case ClientError::Kind::Protocol:
        return error.closeCode == 0 || mayReconnect(error.closeCode);
    case ClientError::Kind::HostNotFound:
    case ClientError::Kind::Refused:
    case ClientError::Kind::Timeout:
    case ClientError::Kind::ConnectionLost:
    case ClientError::Kind::Network:
        return true;
    }
    return false;
}

} // namespace kodama
