// What `kodama` was asked to do, read before any application object exists.
#pragma once

#include "app/core/language.h"
#include "common/result.h"

#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace kodama {

enum class QuietMode { On, Off, Toggle };
[[nodiscard]] QString quietModeName(QuietMode mode); ///< on, off, toggle
[[nodiscard]] std::optional<QuietMode> quietModeFromName(const QString &name);

struct AppCommandLine
{
    enum class Mode { Window, Demo, Console, Help, Version, DoNotDisturb };

    Mode mode = Mode::Window;
    std::optional<QUrl> url;            ///< where to connect at once; none was named otherwise
    QString trustedFile;                ///< certificates to trust, too; empty: none
    std::optional<UiLanguage> language; ///< none: as in the settings, or the system's
    QString profile;                    ///< settings and window of its own; empty: the usual one
    bool newWindow = false;             ///< even if one is open
    std::optional<QuietMode> dnd;       ///< with Mode::DoNotDisturb
    QString nick;                       ///< wished name, with Mode::Console
    QStringList rooms;                  ///< to enter at once, with Mode::Console
    /// How long to wait for a server that is away, with Mode::Console.
    std::optional<std::chrono::seconds> patience;
    bool json = false; ///< JSON lines instead of text, with Mode::Demo
};

struct CommandLineError
{
    enum class Kind {
        UnknownOption,
        MissingValue,
        BadUrl,
        BadLanguage,
        BadProfile,
        BadQuietMode,
        BadName,
        BadSeconds,
        TooManyArguments,
        Contradiction, ///< argument: the second of two options that exclude each other
        UnexpectedValue,
        UnreadableFile, ///< detail: the system's words
        NoCertificate,  ///< in the file
        NeedsOption,    ///< argument only means something together with detail
    };

    Kind kind = Kind::UnknownOption;
    QString argument; ///< as typed
    QString detail;   ///< BadUrl: the reason as a sentence; Contradiction: the first option
};

/// What main() was given, without the program's name.
[[nodiscard]] QStringList argumentsOf(int argc, char **argv);

/// `arguments` without the program's name. Pure.
[[nodiscard]] Result<AppCommandLine, CommandLineError>
parseCommandLine(const QStringList &arguments);

/// The language that a line asks for, even if the rest of it is wrong: errors are in it, too.
[[nodiscard]] UiLanguage languageOf(const QStringList &arguments);

[[nodiscard]] QString errorText(const CommandLineError &error);
[[nodiscard]] QString helpText();

} // namespace kodama
