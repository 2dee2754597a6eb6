// Why a client was not let in: what an operator has to know when somebody cannot connect.
#pragma once

#include <QString>

#include <cstddef>

namespace kodama {

enum class RefusalReason : quint8 {
    None, ///< nothing is wrong: a page that was asked for, or a browser's look
    ForeignHost,
    ForeignOrigin,
    Malformed,
    WrongVersion,
    UpgradeLost,   ///< what a proxy that knows no WebSockets leaves of an upgrade
    TlsExpected,   ///< spoke plain HTTP
    PlainExpected, ///< spoke TLS
    TlsFailed,     ///< often as the client does not trust our certificate
    RequestTooLong,
    RequestTooSlow,
    NoPlace,          ///< for anybody
    NoPlaceFromThere, ///< as too many from the same address are here
    NoPlaceForPages,  ///< at a port that has nothing else
    UpgradeFailed,
};
inline constexpr std::size_t refusalReasonCount = std::size_t(RefusalReason::UpgradeFailed) + 1;

struct ClientRefusal
{
    RefusalReason reason = RefusalReason::None;
    QString value{}; ///< the Host or Origin, or what is malformed; whatever the peer sent
};

/// Whoever wants to know of them. Called in the transport's thread.
class RefusalObserver
{
public:
    /// status: of the HTTP answer; 0 if it got none.
    virtual void onRefused(const QString &clientId, int status, const ClientRefusal &refusal) = 0;

protected:
    ~RefusalObserver() = default;
};

} // namespace kodama
