// Why a connection did not come about or ended: facts, no sentences (see errortext.h).
#pragma once

#include <QMetaType>
#include <QString>
#include <QUrl>

namespace kodama {

struct ClientError
{
    enum class Kind {
        None,
        InvalidUrl,
        HostNotFound,
        Refused, ///< nothing listens there
        Tls,
        Http,           ///< the handshake was answered with another status than 101; see httpStatus
        Timeout,        ///< no connection, no answer to the handshake, or silence for too long
        ConnectionLost, ///< ended without a close frame
        ClosedByServer, ///< see closeCode and closeReason
        Protocol,       ///< the bytes of either side were not WebSocket as the other one knows it
        Network,        ///< anything else the system says: unreachable, proxy, no descriptors
    };

    Kind kind = Kind::None;
    QString detail;        ///< the library's words, in English, for the log and for experts
    int httpStatus = 0;    ///< of Kind::Http
    quint16 closeCode = 0; ///< of Kind::ClosedByServer and Kind::Protocol; 0: none, or not known
    QString closeReason;   ///< the peer's words: untrusted plain text
    QUrl url;              ///< where we wanted to go
    friend bool operator==(const ClientError &, const ClientError &) = default;
};

} // namespace kodama

Q_DECLARE_METATYPE(kodama::ClientError)
