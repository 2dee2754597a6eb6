// One line of the composer or of the console -> what it asks for. Pure.
#pragma once

#include "common/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <variant>

namespace kodama {

namespace command {

struct Echo
{
    QString text;
};
struct Broadcast
{
    QString text;
};
struct Status
{};
struct Ping
{};
struct Raw
{
    QByteArray frame; ///< as typed; need not be JSON
};
struct Connect
{
    QString server; ///< empty: where we were before
};
struct Disconnect
{};
struct Clear
{};
struct Help
{};
struct Quit
{};
struct Nothing ///< an empty line
{};

} // namespace command

using UserCommand = std::variant<command::Echo, command::Broadcast, command::Status, command::Ping,
                                 command::Raw, command::Connect, command::Disconnect,
                                 command::Clear, command::Help, command::Quit, command::Nothing>;

struct CommandError
{
    enum class Kind { UnknownCommand, MissingArgument, UnexpectedArgument };
    Kind kind = Kind::UnknownCommand;
    QString command; ///< as typed, without the slash
};

/// The window's composer: `/echo TEXT` and so on; anything without a slash is a broadcast, and
/// `//text` broadcasts `/text`. Text keeps its inner and trailing blanks and line breaks.
[[nodiscard]] Result<UserCommand, CommandError> parseComposerLine(const QString &line);

/// The console, as in the original sample: `echo TEXT`, `broadcast TEXT`, ... without a slash
/// (with one works, too). Knows no connect, disconnect and clear: its connection is its life.
[[nodiscard]] Result<UserCommand, CommandError> parseConsoleLine(const QString &line);

/// The words that both accept, for completion and help; without the slash, sorted.
[[nodiscard]] QStringList commandNames();

} // namespace kodama
