// The arguments of kodama-server, read and checked. Pure: prints nothing, ends nothing.
#pragma once

#include "common/result.h"
#include "server/log.h"
#include "server/serverconfig.h"

#include <QStringList>

namespace kodama {

/// When the operator's console is on.
enum class ConsoleMode {
    OnTerminal, ///< if standard input is a terminal
    Always,
};

/// What the program is to do.
enum class Task {
    Serve,
    CheckStore,
    Export,
};

struct CommandLine
{
    Task task = Task::Serve;
    QString exportedRoom;
    ServerConfig config;
    LogLevel logLevel = LogLevel::Info;
    ConsoleMode console = ConsoleMode::OnTerminal;
};

/// Why the program ends before it begins: something was wrong, or only asked for (status 0).
struct EarlyExit
{
    int status = 0;
    QString text; ///< for standard output when the status is 0, else for standard error
    Language language = Language::English;
};

/// arguments begin with the program's name. The language is that of the texts, unless --language
/// names another.
Result<CommandLine, EarlyExit> parseCommandLine(const QStringList &arguments, Language language);

} // namespace kodama
