// Sends what waits in the outbox, in order, and takes out what the server has stored.
// Tested by tst_chat.
#pragma once

#include "app/core/chat/outbox.h"
#include "app/core/chatclient.h"

#include <QObject>
#include <QTimer>

#include <set>

namespace kodama {

class PostSender final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PostSender)

public:
    /// Posts on their way at the same time; more would wait in the server's queue, not here.
    static constexpr std::size_t window = 32;
    static constexpr std::chrono::milliseconds retryAfter{2'000};
    static constexpr std::chrono::milliseconds longestRetryAfter{60'000};
    /// OutboxPost::failed where nobody can know whether an earlier session stored it.
    static constexpr qint64 uncertain = -1;

    explicit PostSender(ChatClient &client, QObject *parent = nullptr);

    [[nodiscard]] Outbox &outbox() { return m_outbox; }
    [[nodiscard]] const Outbox &outbox() const { return m_outbox; }
    void setOutbox(Outbox outbox);

    /// The session is ready: sends now, and whenever flush() is called. What an earlier session
    /// sent without an answer fails: sending it again could show it twice.
    void start(const QString &session);
    void stop();
    void flush();

    /// False if it is no post of ours.
    bool stored(const Ack &ack);
    bool refused(const ErrorMessage &error);

Q_SIGNALS:
    void postStored(const kodama::OutboxPost &post, const kodama::Ack &ack);
    void postFailed(const kodama::OutboxPost &post, const QString &text);

private:
    bool send(const OutboxPost &post);
    void fail(const QString &id, qint64 code, const QString &text);

    ChatClient &m_client;
    Outbox m_outbox;
    QTimer m_retryTimer;
    QString m_session; ///< empty: stopped
    std::set<QString> m_underWay;
};

} // namespace kodama
