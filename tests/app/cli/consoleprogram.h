// The console as a program, with lines from a test.
#pragma once

#include "app/cli/console.h"
#include "tests/support/manualclock.h"

#include <QSignalSpy>

#include <utility>

namespace kodama {

/// A script that is typed into the console, and what it printed.
class FakeLines final : public LineSource
{
public:
    explicit FakeLines(const QStringList &script, bool isTerminal = false)
        : m_script(script)
        , m_isTerminal(isTerminal)
    {}

    void start() override
    {
        if (std::exchange(m_isStarted, true))
            return;
        // All at once: what was read already comes, also after pause().
        QMetaObject::invokeMethod(
            this,
            [this] {
                for (const QString &line : std::as_const(m_script))
                    Q_EMIT lineRead(line);
                isRead = true;
                if (!isInteractive() && endsByItself)
                    Q_EMIT ended();
            },
            Qt::QueuedConnection);
    }
    void pause() override {}
    [[nodiscard]] bool isInteractive() const override { return m_isTerminal; }
    void setPlace(const QString &room) override { place = room; }
    void print(const QString &line) override { printed += line; }
    void printError(const QString &line) override { complaints += line; }

    bool endsByItself = true;
    bool isRead = false;
    QStringList printed;
    QStringList complaints;
    QString place;

private:
    QStringList m_script;
    bool m_isTerminal = false;
    bool m_isStarted = false;
};

struct Program
{
    explicit Program(const QStringList &script, ReconnectPolicy policy = ReconnectPolicy::never())
        : client(clock, std::move(policy))
        , lines(script)
        , console(client, lines, clock, {})
        , finished(&console, &Console::finished)
    {}
    /// Somebody sits there, and types.
    Program()
        : client(clock, ReconnectPolicy([] { return 0.0; }))
        , lines({}, true)
        , console(client, lines, clock, {})
        , finished(&console, &Console::finished)
    {}
    void type(const QString &line) { Q_EMIT lines.lineRead(line); }

    [[nodiscard]] ExitCode code() const { return finished.first().first().value<ExitCode>(); }

    ManualClock clock;
    ChatClient client;
    FakeLines lines;
    Console console;
    QSignalSpy finished;
};

} // namespace kodama
