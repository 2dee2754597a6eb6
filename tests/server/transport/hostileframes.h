// What a client may send, good and bad, and what must come of it: one table for the parser alone
// and for the parser behind a real socket.
#pragma once

#include <QByteArray>
#include <QList>

namespace kodama {

struct FrameCase
{
    QByteArray name;
    QByteArray bytes; ///< as they travel, masked where they should be
    QList<QByteArray>
        events; ///< "text:…", "binary:…", "ping:…", "pong:…", "close:CODE:…", "error:CODE"
};

/// Made for a limit of caseMessageBytes.
[[nodiscard]] QList<FrameCase> frameCases();

inline constexpr qsizetype caseMessageBytes = 1000;

} // namespace kodama
