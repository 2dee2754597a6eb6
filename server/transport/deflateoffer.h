// What a client's Sec-WebSocket-Extensions header offers, and what of it is agreed to (RFC 7692
// section 7.1). Pure.
#pragma once

#include <QByteArray>

#include <optional>

namespace kodama {

/// The parameters of permessage-deflate on one connection. Context takeover is agreed to in neither
/// direction, so the windows are all that differs between clients.
struct DeflateParameters
{
    /// Window of what we send, 8 to 15.
    quint8 windowBits = 15;
    /// Whether the client asked for a window, and so has to be told.
    bool isWindowAsked = false;

    bool operator==(const DeflateParameters &) const = default;
};

/// Whether the header has the form that RFC 6455 section 9.1 demands; who sends another one must be
/// refused. An empty header and empty elements of the list are let through.
[[nodiscard]] bool isExtensionList(QByteArrayView header);

/// The first offer of permessage-deflate whose parameters are all known, single and within their
/// bounds; nothing if there is none.
[[nodiscard]] std::optional<DeflateParameters> agreeToDeflate(QByteArrayView header);

/// The value of the Sec-WebSocket-Extensions header in our answer.
[[nodiscard]] QByteArray encodeAgreement(const DeflateParameters &parameters);

} // namespace kodama
