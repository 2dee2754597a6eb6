// What is known of a connection that is open: facts, no sentences.
#pragma once

#include <QString>
#include <QUrl>

namespace kodama {

struct ConnectionFacts
{
    QUrl url;
    QString peer;        ///< address and port that answered, for example `[::1]:8765`
    QString local;       ///< our end of it
    QString tlsVersion;  ///< for example `TLSv1.3`; empty: not encrypted
    QString tlsCipher;   ///< as OpenSSL names it
    QString subprotocol; ///< agreed in the handshake; empty: none

    friend bool operator==(const ConnectionFacts &, const ConnectionFacts &) = default;
};

} // namespace kodama
