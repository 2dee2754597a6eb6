// The automatic demo: two clients, every message of the protocol once, every answer checked.
#pragma once

#include "app/cli/demoreport.h"
#include "app/cli/localserver.h"
#include "app/core/chatclient.h"

#include <QObject>
#include <QTimer>

namespace kodama {

class Demo final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Demo)

public:
    /// The whole run; the promise is "under five seconds".
    static constexpr std::chrono::milliseconds deadline{4'500};
    static constexpr std::chrono::milliseconds attemptDeadline{2'000};

    enum class Fallback { None, OwnServer };

    /// With Fallback::OwnServer and a factory, a server of our own takes the place of one that
    /// cannot be reached.
    Demo(const QUrl &url, Fallback fallback, LocalServerFactory makeServer, DemoReport report,
         const Clock &clock, QObject *parent = nullptr);
    ~Demo() override;

    void start();

Q_SIGNALS:
    /// Once.
    void finished(kodama::ExitCode code);

private:
    enum class Verdict { Unrelated, Right, Wrong };

    void begin(DemoStep step);
    void send(DemoStep step);
    void onMessage(const ChatClient &receiver, const ServerMessage &message);
    void onError(const ClientError &error);
    void onTimeout();
    void pass(const QString &what);
    void fail(const QString &reason, ExitCode code);
    void end(ExitCode code);
    bool fallBack(const ClientError &error);

    [[nodiscard]] Verdict judge(const ChatClient &receiver, const ServerMessage &message);
    [[nodiscard]] Verdict judgeWelcome(const ChatClient &receiver, const ServerMessage &message);
    [[nodiscard]] Verdict judgeEcho(const ChatClient &receiver, const ServerMessage &message);
    [[nodiscard]] Verdict judgeBroadcast(const ChatClient &receiver, const ServerMessage &message);
    [[nodiscard]] Verdict judgeCommand(const ChatClient &receiver, const ServerMessage &message);
    [[nodiscard]] Verdict judgeCustom(const ChatClient &receiver, const ServerMessage &message);
    [[nodiscard]] bool isFromFirst(const QString &from) const;

    QUrl m_url;
    Fallback m_fallback;
    LocalServerFactory m_makeServer;
    DemoReport m_report;
    const Clock &m_clock;
    std::unique_ptr<LocalServer> m_server; ///< outlives the clients
    ChatClient m_first;
    ChatClient m_second;
    QTimer m_deadline;
    DemoStep m_step = DemoStep::Connect;
    std::chrono::nanoseconds m_startedAt{};
    std::chrono::nanoseconds m_stepStartedAt{};
    QByteArray m_sent; ///< the frame whose answer we wait for
    QString m_answer;  ///< what came back, for the report
    bool m_firstHasIt = false;
    bool m_secondHasIt = false;
    bool m_hasEnded = false;
};

} // namespace kodama
