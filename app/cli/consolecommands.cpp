// What the console does with a line that is none of ChatConsole's.
// Tested by tst_chatconsole.
#include "app/cli/console.h"

namespace kodama {

using namespace Qt::StringLiterals;

void Console::obey(const QString &line)
{
    const Result<UserCommand, CommandError> command = parseConsoleLine(line);
    if (!command) {
        if (!say(line, command.error()))
            complain(errorText(command.error()));
        return;
    }
    std::visit([this](const auto &known) { run(known); }, command.value());
}

bool Console::say(const QString &line, const CommandError &error)
{
    // "hello" and "ping me later" are for the others, a lone "echo" is for us. A script has to be
    // exact: its slips are not to be published.
    const bool isText =
        !line.trimmed().startsWith(u'/') && error.kind != CommandError::Kind::MissingArgument;
    return isText && m_lines.isInteractive() && m_chat.post(line);
}

void Console::run(const command::Echo &command)
{
    m_client.sendEcho(command.text);
}

void Console::run(const command::Broadcast &command)
{
    if (!m_chat.broadcast(command.text))
        m_client.sendBroadcast(command.text);
}

void Console::run(const command::Status &)
{
    m_client.sendCommand(u"status"_s);
}

void Console::run(const command::Ping &)
{
    m_client.sendCommand(u"ping"_s);
}

void Console::run(const command::Raw &command)
{
    m_client.sendText(command.frame);
}

// The console's parser makes none of these three.
void Console::run(const command::Connect &) {}
void Console::run(const command::Disconnect &) {}
void Console::run(const command::Clear &) {}

void Console::run(const command::Help &)
{
    const QString text =
        tr("echo TEXT        the server sends TEXT back\n"
           "broadcast TEXT   everybody receives TEXT\n"
           "status           how many are connected, and the server's time\n"
           "ping             is the server there, and how fast\n"
           "raw JSON         send one frame as it is\n"
           "/nick NAME       your name; this and what follows need a server with rooms\n"
           "/join ROOM       enter a room; what you broadcast goes there\n"
           "TEXT             the same without a command: said in the room at the prompt\n"
           "/part            leave the room\n"
           "/msg NAME TEXT   to one person alone; a name with blanks in quotes\n"
           "/me TEXT         what you do\n"
           "/topic TEXT      what the room is about; without TEXT shows it\n"
           "/who             who is in the room\n"
           "/rooms           which rooms there are\n"
           "/away TEXT       you are away; without TEXT you are back\n"
           "/back            you are back\n"
           "/history         what was said before\n"
           "/retry           send again what failed in the room\n"
           "/discard         forget what failed in the room\n"
           "help             show this text\n"
           "quit             end");
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines)
        m_lines.print(line);
}

void Console::run(const command::Quit &)
{
    quit();
}

void Console::run(const command::Nothing &) {}

} // namespace kodama
