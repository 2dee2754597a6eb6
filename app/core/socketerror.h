// What Qt tells about the end of a WebSocket -> ClientError. Pure.
#pragma once

#include "app/core/clienterror.h"

#include <QAbstractSocket>
#include <QSslError>

namespace kodama {

/// Everything that QWebSocket tells by the time it is over.
struct SocketEnd
{
    /// How far it got.
    enum class Stage { Unreached, Handshake, Open };

    Stage stage = Stage::Unreached;
    QAbstractSocket::SocketError error = QAbstractSocket::UnknownSocketError;
    QString errorString;    ///< Qt's words; untranslated, since we do not load qtwebsockets_*.qm
    QString tlsProblem;     ///< of tlsProblemOf(), if any
    bool hasClosed = false; ///< a close frame was exchanged, or Qt sent one for a bad frame
    quint16 closeCode = 0;
    QString closeReason;
};

/// The complaint about the certificate that helps most: of one that has expired it is no news that
/// it is self-signed, when it was trusted until then.
[[nodiscard]] QString tlsProblemOf(const QList<QSslError> &errors);

[[nodiscard]] ClientError classify(const SocketEnd &end, const QUrl &url);

/// Whether a connection that was there once is tried again after this.
[[nodiscard]] bool mayRetryAfter(const ClientError &error);

} // namespace kodama
