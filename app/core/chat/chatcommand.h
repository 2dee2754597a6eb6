// The commands of version 2 as one types them, `/join #dev` and so on, in the composer and in the
// console alike. Pure.
#pragma once

#include "app/core/commandparser.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace kodama {

namespace chatcommand {

struct Join
{
    QString room; ///< as typed; `@nick` opens a direct conversation
};
struct Part
{
    QString room; ///< empty: the current one
};
struct Nick
{
    QString nick;
};
struct Message
{
    QString to;
    QString text; ///< empty: only open the conversation
};
struct Topic
{
    QString text; ///< empty: show it
};
struct Who
{
    QString room; ///< empty: the current one
};
struct Me
{
    QString text;
};
struct Away
{
    QString reason; ///< empty: back
};
struct History
{};
struct Rooms
{};
struct Retry
{
    QString room; ///< empty: the current one
};
struct Discard
{
    QString room; ///< empty: the current one
};

} // namespace chatcommand

using ChatCommand = std::variant<chatcommand::Join, chatcommand::Part, chatcommand::Nick,
                                 chatcommand::Message, chatcommand::Topic, chatcommand::Who,
                                 chatcommand::Me, chatcommand::Away, chatcommand::History,
                                 chatcommand::Rooms, chatcommand::Retry, chatcommand::Discard>;

/// Nothing if the line, with or without its slash, does not begin with one of these commands; what
/// people say by itself, such as "back", is one with the slash alone. A name with spaces is written
/// in quotes: `/msg "Ann Lee" hello`.
[[nodiscard]] std::optional<Result<ChatCommand, CommandError>>
parseChatCommand(const QString &line);

/// Whether it can be kept for a server that is away; all else wants an answer now.
[[nodiscard]] bool canWait(const ChatCommand &command);

/// Without the slash, sorted.
[[nodiscard]] QStringList chatCommandNames();

} // namespace kodama
