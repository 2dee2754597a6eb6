#include "exitcode.h"

#include "common/protocol/closecode.h"

namespace kodama {

ExitCode exitCodeOf(const ClientError &error)
{
    switch (error.kind) {
    case ClientError::Kind::None:
        return ExitCode::Ok;
    case ClientError::Kind::InvalidUrl:
        return ExitCode::Usage;
    case ClientError::Kind::HostNotFound:
    case ClientError::Kind::Refused:
    case ClientError::Kind::Network:
        return ExitCode::CannotConnect;
    case ClientError::Kind::Tls:
        return ExitCode::Tls;
    case ClientError::Kind::Http:
        return ExitCode::Refused;
    case ClientError::Kind::Timeout:
        return ExitCode::Timeout;
    case ClientError::Kind::ConnectionLost:
        return ExitCode::ConnectionLost;
    case ClientError::Kind::ClosedByServer: {
        constexpr quint16 firstApplicationCode = 4000;
        const bool isRefusal =
            error.closeCode == static_cast<quint16>(CloseCode::PolicyViolation) ||
            (error.closeCode >= firstApplicationCode && !mayReconnect(error.closeCode));
        return isRefusal ? ExitCode::Refused : ExitCode::ConnectionLost;
    }
    case ClientError::Kind::Protocol:
        return ExitCode::ProtocolError;
    }
    return ExitCode::ProtocolError;
}

} // namespace kodama
