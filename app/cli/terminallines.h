// The console's lines from a terminal, with editing and history (libedit). Messages are printed
// above the line that is being typed, which stays as it is.
#pragma once

#include "app/cli/linesource.h"

#include <QByteArray>
#include <QSocketNotifier>

#include <histedit.h>

namespace kodama {

class TerminalLines final : public LineSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TerminalLines)

public:
    static constexpr int historyLines = 500;

    /// Standard input and output must be a terminal. An empty path keeps no history between runs.
    explicit TerminalLines(const QString &historyPath, QObject *parent = nullptr);
    /// Leaves the terminal as it was found.
    ~TerminalLines() override;

    void start() override;
    void pause() override;
    [[nodiscard]] bool isInteractive() const override { return true; }
    void setPlace(const QString &room) override;
    void print(const QString &line) override;
    void printError(const QString &line) override { print(line); }

    /// The window of the terminal has another size.
    void resized();
    /// The program was stopped and goes on: the shell has changed the terminal.
    void continued();

private:
    static char *promptOf(EditLine *edit);
    void beginEditing();
    void endEditing();
    void onReadable();
    void onLine(const QByteArray &line);
    /// Whether the terminal itself is gone.
    [[nodiscard]] bool hasHungUp() const;
    /// Rows between the one where the prompt begins and the cursor's.
    [[nodiscard]] int cursorRow() const;
    /// What takes prompt and typed line off the screen; libedit draws them again below.
    [[nodiscard]] QByteArray eraseLine() const;

    EditLine *m_edit = nullptr;
    History *m_history = nullptr;
    QByteArray m_historyPath;
    QByteArray m_prompt{"> "};
    QSocketNotifier m_notifier;
    bool m_isRunning = false; ///< lines are wanted
    bool m_isEditing = false; ///< the terminal is in libedit's hands
};

} // namespace kodama
