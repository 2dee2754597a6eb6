// What a client says about itself in version 2: who it is, and whether somebody sits before it. See
// clientmessages.h.
#pragma once

#include "common/protocol/limits.h"

#include <QLatin1StringView>
#include <QString>

#include <optional>

namespace kodama {

/// The session that a client wants to go on with: the secret of an earlier `hello_response`.
struct ResumeRequest
{
    QString session;

    static void visit(auto &self, auto &v) { v.text("session", self.session, limits::session); }
};

/// Begins version 2 on this connection. With a `v` below 2, or none, it is no hello but a custom
/// message, as in version 1.
struct Hello
{
    static constexpr QLatin1StringView type{"hello"};
    static constexpr bool allowedBeforeHello = true;

    std::optional<QString> id;
    qint64 v = limits::protocolVersion;
    std::optional<QString> nick; ///< the server gives a guest name when missing
    std::optional<QString> token;
    std::optional<QString> client; ///< program and version, for the server's log
    std::optional<ResumeRequest> resume;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.integer("v", self.v, IntegerRange{limits::protocolVersion});
        v.optionalText("nick", self.nick, limits::nick);
        v.optionalText("token", self.token, limits::token);
        v.optionalText("client", self.client, limits::client);
        v.optionalObject("resume", self.resume);
    }
};

/// Asks for another name.
struct Nick
{
    static constexpr QLatin1StringView type{"nick"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    QString nick;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.text("nick", self.nick, limits::nick);
    }
};

/// Nobody sits before the screen, and why; without a text: somebody is back.
struct Away
{
    static constexpr QLatin1StringView type{"away"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    std::optional<QString> away;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.optionalText("away", self.away, limits::away);
    }
};

} // namespace kodama
