#include "server/operatorconsole.h"

#include "server/log.h"
#include "server/serveroperator.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

struct OperatorConsole::Command
{
    QLatin1StringView name;
    enum Arguments { None, Some } arguments = None;
    void (OperatorConsole::*function)(const QString &arguments) = nullptr;
};

namespace {

struct Split
{
    QString first;
    QString rest;
};

Split splitFirstWord(const QString &text)
{
    const QString trimmed = text.trimmed();
    qsizetype end = 0;
    while (end < trimmed.size() && !trimmed[end].isSpace())
        ++end;
    return {trimmed.first(end), trimmed.sliced(end).trimmed()};
}

/// Names and topics are what clients made up.
QString joined(QStringList lines)
{
    std::ranges::transform(lines, lines.begin(), escapedLine);
    return lines.join(u'\n');
}

} // namespace

OperatorConsole::OperatorConsole(ServerOperator &server, Texts texts, Output output)
    : m_server(server)
    , m_texts(texts)
    , m_output(std::move(output))
{}

void OperatorConsole::execute(const QString &line)
{
    static constexpr Command commands[] = {
        {"count"_L1, Command::None, &OperatorConsole::count},
        {"help"_L1, Command::None, &OperatorConsole::help},
        {"kick"_L1, Command::Some, &OperatorConsole::kick},
        {"list"_L1, Command::None, &OperatorConsole::list},
        {"notify"_L1, Command::Some, &OperatorConsole::notify},
        {"quit"_L1, Command::None, &OperatorConsole::quit},
        {"rooms"_L1, Command::None, &OperatorConsole::rooms},
        {"send"_L1, Command::Some, &OperatorConsole::send},
    };
    const Split split = splitFirstWord(line);
    if (split.first.isEmpty())
        return;
    for (const Command &command : commands) {
        if (split.first != command.name)
            continue;
        if (command.arguments == Command::None && !split.rest.isEmpty())
            m_output(m_texts(Text::ConsoleNoArguments).arg(split.first));
        else
            (this->*command.function)(split.rest);
        return;
    }
    m_output(m_texts(Text::ConsoleUnknown).arg(split.first));
}

void OperatorConsole::count(const QString &)
{
    m_output(m_texts(Text::ConsoleCount).arg(m_server.clientCount()));
}

void OperatorConsole::help(const QString &)
{
    m_output(m_texts(Text::ConsoleHelp));
}

void OperatorConsole::kick(const QString &arguments)
{
    const auto [clientId, reason] = splitFirstWord(arguments);
    if (clientId.isEmpty())
        m_output(m_texts(Text::ConsoleKickUsage));
    else if (m_server.kick(clientId, reason))
        m_output(m_texts(Text::ConsoleKicked).arg(clientId));
    else
        m_output(m_texts(Text::ConsoleNoSuchClient).arg(clientId));
}

void OperatorConsole::list(const QString &)
{
    m_server.listClients([output = m_output, texts = m_texts](const QStringList &lines) {
        output(lines.isEmpty() ? texts(Text::ConsoleNoClients) : joined(lines));
    });
}

void OperatorConsole::notify(const QString &arguments)
{
    if (arguments.isEmpty()) {
        m_output(m_texts(Text::ConsoleNotifyUsage));
        return;
    }
    m_server.notify(arguments);
    m_output(m_texts(Text::ConsoleNotified).arg(m_server.clientCount()));
}

void OperatorConsole::quit(const QString &)
{
    m_output(m_texts(Text::ConsoleQuit));
    m_server.stop();
}

void OperatorConsole::rooms(const QString &)
{
    m_server.listRooms([output = m_output](const QStringList &lines) { output(joined(lines)); });
}

void OperatorConsole::send(const QString &arguments)
{
    const auto [clientId, text] = splitFirstWord(arguments);
    if (text.isEmpty())
        m_output(m_texts(Text::ConsoleSendUsage));
    else if (m_server.sendTo(clientId, text))
        m_output(m_texts(Text::ConsoleSent).arg(clientId));
    else
        m_output(m_texts(Text::ConsoleNoSuchClient).arg(clientId));
}

} // namespace kodama
