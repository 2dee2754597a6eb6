// What the command line says to people.
// Tested by tst_commandline.
#include "app/core/commandline.h"
#include "app/core/errortext.h"

#include <QCoreApplication>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// The translation context of all texts in this file.
class CommandLineText
{
    Q_DECLARE_TR_FUNCTIONS(CommandLine)

public:
    static QString error(const CommandLineError &error);
    static QString usage();
    static QString exitCodes();
};

QString CommandLineText::error(const CommandLineError &error)
{
    const QString argument = singleLine(error.argument);
    switch (error.kind) {
    case CommandLineError::Kind::UnknownOption:
        return tr("unknown option %1").arg(argument);
    case CommandLineError::Kind::MissingValue:
        return tr("option %1 needs a value").arg(argument);
    case CommandLineError::Kind::BadUrl:
        return tr("\"%1\" is not the address of a server: %2").arg(argument, error.detail);
    case CommandLineError::Kind::BadLanguage:
        return tr("--language: \"%1\" is none of ja, en, system").arg(argument);
    case CommandLineError::Kind::BadProfile:
        return tr("--profile: \"%1\" is no name of up to 32 letters, digits, _ and -")
            .arg(argument);
    case CommandLineError::Kind::BadQuietMode:
        return tr("--dnd: \"%1\" is none of on, off, toggle").arg(argument);
    case CommandLineError::Kind::BadName:
        return tr("%1: \"%2\" cannot be a name. %3")
            .arg(argument, singleLine(error.detail),
                 nameErrorText(error.detail,
                               argument == "--nick"_L1 ? NameKind::Person : NameKind::Target));
    case CommandLineError::Kind::BadSeconds:
        return tr("%1: \"%2\" is no number of seconds").arg(argument, singleLine(error.detail));
    case CommandLineError::Kind::TooManyArguments:
        return tr("only one server can be named; \"%1\" is too much").arg(argument);
    case CommandLineError::Kind::Contradiction:
        return tr("%1 and %2 exclude each other").arg(error.detail, argument);
    case CommandLineError::Kind::UnexpectedValue:
        return tr("option %1 takes no value").arg(argument);
    case CommandLineError::Kind::UnreadableFile:
        return tr("cannot read %1: %2").arg(argument, error.detail);
    case CommandLineError::Kind::NoCertificate:
        return tr("--ca: %1 holds no certificate in PEM form").arg(argument);
    case CommandLineError::Kind::NeedsOption:
        return tr("%1 only works with %2").arg(argument, error.detail);
    }
    return {};
}

QString CommandLineText::usage()
{
    return tr("Usage: kodama [OPTIONS] [URL]\n"
              "\n"
              "Chats over WebSocket. Without options it opens a window; a URL connects at once.\n"
              "URL is a name, name:port, ws://... or wss://...\n"
              "\n"
              "  --demo           connect two clients, send every kind of message and check\n"
              "                   every answer; starts a server of its own if none is there\n"
              "  --json           with --demo: one JSON object per line\n"
              "  --console        read commands (echo, broadcast, status, ping, raw, /join,\n"
              "                   /msg and others, help, quit) from the terminal or a pipe;\n"
              "                   a connection that is lost is tried again at a terminal, and\n"
              "                   from a pipe with --nick or --room: its lines wait meanwhile\n"
              "  --nick NAME      with --console: your name\n"
              "  --room ROOM      with --console: enter this room; may be given several times\n"
              "  --wait SECONDS   with --console: when a pipe has ended, how long to wait for a\n"
              "                   server that is away (30)\n"
              "  --url URL        the same as URL\n"
              "  --ca FILE        for wss: trust the certificates in FILE (PEM), too, such as\n"
              "                   the server's own if it signs itself\n"
              "  --new-window     open another window; otherwise the one that is open connects\n"
              "                   to URL and comes to the front\n"
              "  --profile NAME   settings and a window of their own\n"
              "  --dnd MODE       do not disturb: on, off or toggle; tells the open window, or\n"
              "                   the settings if there is none, and says what it is now\n"
              "  --language LANG  ja, en or system\n"
              "  -h, --help       show this text\n"
              "  -v, --version    show the version\n"
              "\n"
              "--demo, --console and --dnd need no display; without a URL the first\n"
              "two use ws://localhost:8765.\n");
}

QString CommandLineText::exitCodes()
{
    return tr("Exit codes:\n"
              "  0  all well\n"
              "  2  wrong options, or a piped line that is no command\n"
              "  3  cannot connect: unknown name, nothing listens, no network\n"
              "  4  no secure connection (TLS)\n"
              "  5  refused: an HTTP status, or closed by the rules (1008, 4500-4999)\n"
              "  6  a wrong answer, or bytes against the protocol\n"
              "  7  no connection or no answer in time\n"
              "  8  the connection was lost, or the server ended it\n"
              "  9  no display for the window\n"
              " 10  some piped messages are not stored: they are sent the next time, or\n"
              "     were refused; the text says which\n"
              " 74  all well, but standard output or the settings could not be written\n");
}

} // namespace

QString errorText(const CommandLineError &error)
{
    return CommandLineText::error(error);
}

QString helpText()
{
    return CommandLineText::usage() + u'\n' + CommandLineText::exitCodes();
}

} // namespace kodama
