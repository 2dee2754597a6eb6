// The interactive mode: lines in, messages out. Ends at the end of the input, on `quit` or with the
// connection, if that is for good: a person waits until the server is back, and so does a pipe
// whose messages are acknowledged (version 2); a script that speaks version 1 is told by the exit
// code.
#pragma once

#include "app/cli/chatconsole.h"
#include "app/cli/exitcode.h"
#include "app/cli/linesource.h"
#include "app/cli/pendinganswers.h"
#include "app/core/chatclient.h"
#include "app/core/commandparser.h"

#include <QObject>
#include <QTimer>

namespace kodama {

class Console final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Console)

public:
    /// For answers that are owed, when the input is at its end or waits for them; counted from the
    /// last one that came.
    static constexpr std::chrono::milliseconds answerDeadline{10'000};
    static constexpr std::chrono::milliseconds farewellDeadline{2'000};
    /// For a server that is away at the end of the input.
    static constexpr std::chrono::seconds usualPatience{30};
    /// Answers owed before a pipe is read on, so that a fast writer does not fill our memory.
    static constexpr std::size_t mostPending = 256;

    /// Client, clock and lines must outlive the console. What version 2 keeps is below
    /// `dataFolder`; nothing is kept if it is empty.
    Console(ChatClient &client, LineSource &lines, const Clock &clock, const QString &dataFolder,
            QObject *parent = nullptr);

    /// To be called before start(): version 2 from the start. False if that is no name.
    bool setUp(const QString &nick, const QStringList &rooms) { return m_chat.setUp(nick, rooms); }
    void setAnswerDeadline(std::chrono::milliseconds deadline) { m_answerDeadline = deadline; }
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }
    void start(const QUrl &url);
    /// As `quit` does.
    void quit();

Q_SIGNALS:
    /// Once.
    void finished(kodama::ExitCode code);

private:
    void onStateChanged(ConnectionState state);
    void onMessage(const ServerMessage &message);
    void onLine(const QString &line);
    void obey(const QString &line);
    /// Somebody who sits there says it in the room, instead of commanding. False: there is none.
    [[nodiscard]] bool say(const QString &line, const CommandError &error);
    void showPlace();
    void onProgress();
    /// Obeys the lines that had to wait, if they need not any more, and reads on.
    void goOn();
    void onEnded();
    /// Lines have to wait: for the server, or until it is decided what is spoken.
    [[nodiscard]] bool mustWait() const;
    [[nodiscard]] bool isCrowded() const;
    [[nodiscard]] bool isOwedMuch() const { return m_pending.count() >= mostPending; }
    /// Reads no more lines for now.
    void hold();
    void onLost();
    void onAnswersMissing();
    void giveUp();
    void startAnswerTimer();
    /// If it runs, it starts anew.
    void onAnswer();
    void onPostLost(const QString &text, const QString &keptIn);
    void onFinished(bool delivered);
    void onSendRefused(SendRefusal reason);

    // One overload per command.
    void run(const command::Echo &command);
    void run(const command::Broadcast &command);
    void run(const command::Status &command);
    void run(const command::Ping &command);
    void run(const command::Raw &command);
    void run(const command::Connect &command);
    void run(const command::Disconnect &command);
    void run(const command::Clear &command);
    void run(const command::Help &command);
    void run(const command::Quit &command);
    void run(const command::Nothing &command);

    /// A line that could not be obeyed: a person corrects it, a script has failed.
    void complain(const QString &text);
    void finishWhenAnswered();
    /// Says what waits for the next time.
    void endUnfinished(ExitCode code);
    void end(ExitCode code);

    ChatClient &m_client;
    LineSource &m_lines;
    ChatConsole m_chat;
    PendingAnswers m_pending;
    QStringList m_waitingLines; ///< read while mustWait()
    QTimer m_answerTimer;
    std::chrono::milliseconds m_answerDeadline = answerDeadline;
    std::chrono::milliseconds m_patience = usualPatience;
    ExitCode m_code = ExitCode::Ok;
    int m_leftLines = 0;        ///< of the input, that nobody obeyed
    bool m_isEnding = false;    ///< no more input
    bool m_isGivingUp = false;  ///< what is left of the input is counted
    bool m_isFinishing = false; ///< says goodbye to the server
    bool m_hasEnded = false;
    bool m_isLost = false; ///< the client tries to come back
    bool m_isRepeatTold = false;
    bool m_isRetryTold = false;
    bool m_hadRooms = false; ///< version 2 was spoken: lines may be kept
};

} // namespace kodama
