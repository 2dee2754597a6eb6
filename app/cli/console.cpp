#include "console.h"

#include "app/cli/messageline.h"
#include "app/core/errortext.h"
#include "app/core/serverurl.h"
#include "common/protocol/limits.h"

#include <algorithm>
#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

Console::Console(ChatClient &client, LineSource &lines, const Clock &clock,
                 const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_lines(lines)
    , m_chat(client, clock, lines, dataFolder)
{
    m_chat.setKeepsFailed(lines.isInteractive()); // a script is told by the exit code
    connect(&m_chat, &ChatConsole::progressed, this, &Console::onProgress);
    connect(&m_chat, &ChatConsole::complained, this, &Console::complain);
    connect(&m_chat, &ChatConsole::postLost, this, &Console::onPostLost);
    m_answerTimer.setSingleShot(true);
    connect(&m_answerTimer, &QTimer::timeout, this, &Console::onAnswersMissing);
    connect(&client, &ChatClient::stateChanged, this, &Console::onStateChanged);
    connect(&client, &ChatClient::messageReceived, this, &Console::onMessage);
    connect(&client, &ChatClient::malformedFrameReceived, this, [this](const QByteArray &frame) {
        m_lines.printError(tr("Received what is no message: %1")
                               .arg(printable(QString::fromUtf8(frame.left(200)))));
    });
    connect(&client, &ChatClient::frameSent, this, [this](const QByteArray &frame) {
        m_pending.sent(frame, m_chat.speaksVersion2() ? 2 : 1);
    });
    connect(&client, &ChatClient::pingAnswered, this, [this](std::chrono::nanoseconds time) {
        const double milliseconds = std::chrono::duration<double, std::milli>(time).count();
        m_lines.print(tr("round trip: %1 ms").arg(milliseconds, 0, 'f', 2));
    });
    connect(&client, &ChatClient::sendRefused, this, &Console::onSendRefused);
    connect(&client, &ChatClient::finished, this, &Console::onFinished);
    connect(&lines, &LineSource::lineRead, this, &Console::onLine);
    connect(&lines, &LineSource::ended, this, &Console::onEnded);
    connect(&lines, &LineSource::lineTooLong, this, [this] {
        complain(tr("This line is longer than %1 KiB and was not sent.")
                     .arg(limits::messageBytes / 1024));
    });
}

void Console::start(const QUrl &url)
{
    if (m_lines.isInteractive())
        m_lines.print(tr("Connecting to %1 …").arg(displayAddress(url)));
    m_chat.connectTo(url);
}

void Console::quit()
{
    m_lines.pause();
    onEnded();
}

void Console::onStateChanged(ConnectionState state)
{
    if (m_hasEnded)
        return;
    switch (state) {
    case ConnectionState::Connected:
        if (m_lines.isInteractive() && !m_isLost) // else the server's welcome says it
            m_lines.print(tr("Connected. \"help\" lists the commands, Ctrl+D ends."));
        m_isLost = false;
        m_answerTimer.stop();
        if (m_isEnding || (m_chat.isDeciding() && !m_lines.isInteractive()))
            startAnswerTimer();
        if (!m_isEnding)
            m_lines.start();
        return;
    case ConnectionState::Disconnected:
        if (m_client.lastError().kind == ClientError::Kind::None || (m_isLost && m_isFinishing))
            return; // our own doing
        [[fallthrough]];
    case ConnectionState::Failed:
        m_lines.printError(errorText(m_client.lastError()));
        endUnfinished(exitCodeOf(m_client.lastError()));
        return;
    case ConnectionState::Reconnecting:
        if (m_lines.isInteractive() || m_chat.keepsWhatIsSaid()) {
            onLost();
            return;
        }
        m_lines.printError(errorText(m_client.lastError()));
        end(exitCodeOf(m_client.lastError()));
        m_client.close();
        return;
    case ConnectionState::Connecting:
        return;
    }
}

bool Console::mustWait() const
{
    return m_chat.isDeciding() || (m_isLost && !m_lines.isInteractive());
}

bool Console::isCrowded() const
{
    return isOwedMuch() || (!m_lines.isInteractive() && m_chat.isCrowded());
}

void Console::hold()
{
    m_lines.pause();
    // The end of the input, which would start it, is not seen meanwhile.
    if (!m_answerTimer.isActive() && (isOwedMuch() || mustWait() || !m_lines.isInteractive()))
        startAnswerTimer();
}

void Console::onLost()
{
    const bool isNews = !std::exchange(m_isLost, true); // attempts that fail are none
    const int lost = static_cast<int>(m_pending.count());
    m_pending.clear();
    if (isNews) {
        const QString reason = errorText(m_client.lastError());
        m_lines.printError(m_chat.keepsWhatIsSaid()
                               ? tr("%1 Trying again. What you say until then is sent when it is "
                                    "back.")
                                     .arg(reason)
                               : tr("%1 Trying again.").arg(reason));
    }
    if (m_lines.isInteractive()) {
        onProgress();
        return;
    }
    m_lines.pause();
    if (lost > 0) {
        m_lines.printError(tr("%n answer(s) were lost with the connection.", "", lost));
        if (m_code == ExitCode::Ok)
            m_code = ExitCode::ConnectionLost;
    }
    startAnswerTimer();
    if (m_isEnding)
        finishWhenAnswered();
}

void Console::startAnswerTimer()
{
    // What a pipe says in rooms outlives a server that is away, or does not store for a while.
    const bool waitsForTheStore =
        !m_isEnding && !m_chat.isDeciding() && m_chat.isCrowded() && !isOwedMuch();
    if (m_isLost)
        m_answerTimer.start(m_patience);
    else
        m_answerTimer.start(waitsForTheStore ? std::max(m_patience, m_answerDeadline)
                                             : m_answerDeadline);
}

void Console::onAnswer()
{
    if (m_answerTimer.isActive() && !mustWait() && !m_isGivingUp)
        startAnswerTimer();
}

void Console::onAnswersMissing()
{
    if (m_isGivingUp) {
        giveUp();
        return;
    }
    // Lines that wait for a server's word on what it speaks, or for answers, and never get it.
    const bool isUndecided = !m_isLost && m_chat.isDeciding() && !m_waitingLines.isEmpty();
    if (isUndecided && m_lines.isInteractive()) {
        m_chat.stopDeciding(); // whoever sits there knows better what to do about it
        return;
    }
    const bool isStuck = isUndecided || isOwedMuch();
    if (!m_isEnding && !isStuck && (!m_lines.isComplete() || m_waitingLines.isEmpty())) {
        if (m_lines.isComplete())
            m_lines.start(); // is there anything left?
        startAnswerTimer();
        return;
    }
    const bool isMoreToCount = !m_isEnding && m_lines.isComplete();
    m_isGivingUp = true;
    if (isMoreToCount) {
        startAnswerTimer();
        m_lines.start(); // up to its end
    } else {
        giveUp();
    }
}

void Console::giveUp()
{
    if (const int missing = static_cast<int>(m_pending.count()); missing > 0)
        m_lines.printError(tr("%n answer(s) did not come in time.", "", missing));
    endUnfinished(m_isLost ? ExitCode::ConnectionLost : ExitCode::Timeout);
}

void Console::onMessage(const ServerMessage &message)
{
    const QString line = messageLine(message, m_client.clientId());
    if (!m_chat.takeTold(message) && !line.isEmpty())
        m_lines.print(line);
    m_chat.show(message);
    if (m_pending.received(message, m_client.clientId()))
        onAnswer(); // what others say is none, however much it is
    showPlace();
    goOn();
}

/// Something was answered or decided.
void Console::onProgress()
{
    onAnswer();
    goOn();
}

void Console::goOn()
{
    m_hadRooms = m_hadRooms || m_chat.keepsWhatIsSaid();
    if (mustWait() || m_isGivingUp)
        return;
    const QStringList waiting = std::exchange(m_waitingLines, {});
    for (const QString &line : waiting)
        onLine(line);
    if (m_isEnding) {
        if (m_waitingLines.size() < waiting.size() && !m_isFinishing)
            startAnswerTimer(); // for those
        finishWhenAnswered();
    } else if (!isCrowded() && m_waitingLines.isEmpty()) {
        if (!mustWait()) // one of those lines may have begun that
            m_answerTimer.stop();
        m_lines.start();
    }
}

void Console::onLine(const QString &line)
{
    if (m_isGivingUp) {
        ++m_leftLines;
        return;
    }
    if (mustWait() || isCrowded() || !m_waitingLines.isEmpty()) {
        m_waitingLines += line;
        hold();
        return;
    }
    if (!m_chat.run(line))
        obey(line);
    showPlace();
    if (isCrowded())
        hold();
}

void Console::showPlace()
{
    m_lines.setPlace(m_chat.placeAndPresence());
}

void Console::onEnded()
{
    if (m_isGivingUp) {
        giveUp();
        return;
    }
    if (std::exchange(m_isEnding, true))
        return;
    startAnswerTimer();
    finishWhenAnswered();
}

void Console::finishWhenAnswered()
{
    const bool hurries = m_lines.isInteractive();
    const bool isOwedNothing = m_pending.isEmpty() && m_chat.isIdle() && m_waitingLines.isEmpty();
    if (m_isFinishing || m_hasEnded || m_chat.isDeciding() || (!isOwedNothing && !hurries))
        return;
    m_isFinishing = true;
    m_answerTimer.stop();
    // Custom messages have no answer, yet must not be lost: the server has to have read them.
    m_client.finish(farewellDeadline);
}

void Console::onFinished(bool delivered)
{
    // What has an id was acknowledged one by one.
    const bool isAllAnswered = m_chat.keepsWhatIsSaid() && m_pending.awaitsAll();
    if (m_lines.isInteractive()) {
        endUnfinished(m_code);
    } else if (!delivered && !isAllAnswered) {
        m_lines.printError(tr("The server did not confirm that it read everything."));
        end(ExitCode::Timeout);
    } else {
        end(m_code);
    }
}

void Console::onPostLost(const QString &text, const QString &keptIn)
{
    m_lines.printError(text);
    if (!m_lines.isInteractive()) {
        m_code = ExitCode::Unsent;
        return;
    }
    if (!keptIn.isEmpty()) {
        if (!std::exchange(m_isRetryTold, true))
            //: %1: a room or person
            m_lines.print(tr("\"/retry %1\" sends it again, \"/discard %1\" does not.")
                              .arg(printable(keptIn)));
        return;
    }
    if (!m_chat.place().isEmpty() && !std::exchange(m_isRepeatTold, true))
        m_lines.print(tr("The arrow-up key brings back what you typed, to send it again."));
}

void Console::onSendRefused(SendRefusal reason)
{
    complain(errorText(reason));
}

void Console::complain(const QString &text)
{
    if (!text.isEmpty()) // else the server's words are there already
        m_lines.printError(text);
    if (!m_lines.isInteractive() && m_code == ExitCode::Ok)
        m_code = ExitCode::Usage;
}

void Console::endUnfinished(ExitCode code)
{
    if (m_hasEnded)
        return;
    const bool isScript = !m_lines.isInteractive();
    m_leftLines += static_cast<int>(std::exchange(m_waitingLines, {}).size());
    if (isScript && m_leftLines > 0) {
        m_lines.printError(
            //: %n: lines of the input
            tr("The rest of the input was not sent. %n line(s) are lost.", "", m_leftLines));
        code = m_hadRooms ? ExitCode::Unsent : code;
    }
    const int unsent = m_hadRooms ? m_chat.waitingCount() : 0;
    const bool isKept = m_chat.keepsPosts();
    if (unsent > 0 && isKept && !isScript)
        m_lines.print(tr("%n message(s) wait and will be sent the next time.", "", unsent));
    else if (unsent > 0 && isKept)
        m_lines.printError(tr("%n message(s) wait and will be sent the next time.", "", unsent));
    else if (unsent > 0)
        m_lines.printError(tr("%n message(s) could not be sent.", "", unsent));
    end(unsent > 0 && isScript ? ExitCode::Unsent : code);
}

void Console::end(ExitCode code)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_answerTimer.stop();
    m_lines.pause();
    m_chat.forgetFailed(); // it was told when they did
    Q_EMIT finished(code);
}

} // namespace kodama
