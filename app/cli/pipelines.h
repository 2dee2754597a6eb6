// The console's lines from a pipe, a file or anything else that is no terminal.
#pragma once

#include "app/cli/linesource.h"

#include <QByteArray>
#include <QSocketNotifier>

#include <memory>

namespace kodama {

class PipeLines final : public LineSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipeLines)

public:
    /// Reads the descriptor, which stays the caller's; prints to the output, which lives longer.
    PipeLines(int descriptor, LineOutput &output, QObject *parent = nullptr);

    void start() override;
    void pause() override;
    [[nodiscard]] bool isInteractive() const override { return false; }
    [[nodiscard]] bool isComplete() const override;
    void print(const QString &line) override { m_output.print(line); }
    void printError(const QString &line) override { m_output.printError(line); }

private:
    void onReadable();
    void readMore();
    /// Tells of whole lines that wait, until paused.
    void deliver();
    void end();

    const int m_descriptor;
    LineOutput &m_output;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_waiting;
    bool m_isRunning = false;
    bool m_isAtEnd = false;
    bool m_hasEnded = false;
    bool m_isSkipping = false; ///< the rest of a line that was too long
};

} // namespace kodama
