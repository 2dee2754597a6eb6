// The operator's commands: one line in, one answer out. Knows no descriptor.
#pragma once

#include "server/texts.h"

#include <functional>

namespace kodama {

class ServerOperator;

class OperatorConsole final
{
public:
    /// Takes an answer, one or more lines without the last line feed.
    using Output = std::function<void(const QString &answer)>;

    /// The server must live longer than the console.
    OperatorConsole(ServerOperator &server, Texts texts, Output output);

    /// An empty line does nothing.
    void execute(const QString &line);

private:
    struct Command;

    void count(const QString &arguments);
    void help(const QString &arguments);
    void kick(const QString &arguments);
    void list(const QString &arguments);
    void notify(const QString &arguments);
    void quit(const QString &arguments);
    void rooms(const QString &arguments);
    void send(const QString &arguments);

    ServerOperator &m_server;
    const Texts m_texts;
    const Output m_output;
};

} // namespace kodama
