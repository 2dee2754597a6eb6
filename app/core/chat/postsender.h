// Sends what waits in the outbox, in order, and takes out what the server has stored.
// Tested by tst_chat.
#pragma once

#include "app/core/chat/outbox.h"
#include "app/core/chatclient.h"
#include "common/protocol/errorcode.h"
#include "common/protocol/limits.h"

#include <QObject>
#include <QTimer>

#include <functional>
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

    using PostTest = std::function<bool(const OutboxPost &post)>;

    explicit PostSender(ChatClient &client, QObject *parent = nullptr);

    [[nodiscard]] Outbox &outbox() { return m_outbox; }
    [[nodiscard]] const Outbox &outbox() const { return m_outbox; }
    void setOutbox(Outbox outbox);
    /// What does not pass waits, until the next flush().
    void setGate(PostTest mayGo) { m_mayGo = std::move(mayGo); }
    /// The server closes the connection of whoever sends more than this; 0: nothing is known. What
    /// is longer is not sent: it fails.
    void setServerLimit(qint64 messageBytes);
    [[nodiscard]] qint64 mostBytes() const { return m_mostBytes; }
    [[nodiscard]] bool isTooLarge(const OutboxPost &post) const;

    /// The session is ready: sends now, and whenever flush() is called. What an earlier session
    /// sent without an answer fails: sending it again could show it twice.
    void start(const QString &session);
    void stop();
    void flush();

    /// False if it is no post of ours.
    bool stored(const Ack &ack);
    bool refused(const ErrorMessage &error);
    /// Of what waits and is not on its way. What may be stored all the same fails as `uncertain`.
    void failWaiting(const PostTest &isMeant, ErrorCode code, const QString &text);
    /// Nobody can know it of this one: it was sent, and the answer has not come.
    [[nodiscard]] bool mayBeStored(const OutboxPost &post) const;
    /// Why something that was written to one person is not sent to another one.
    [[nodiscard]] static QString somebodyElseText();

Q_SIGNALS:
    void postStored(const kodama::OutboxPost &post, const kodama::Ack &ack);
    void postFailed(const kodama::OutboxPost &post, const QString &text);
    /// The server can store nothing at present, so that posts wait; or it can again.
    void postsDelayed(bool areDelayed);

private:
    bool send(const OutboxPost &post);
    void setDelayed(bool isDelayed);
    void fail(const QString &id, qint64 code, const QString &text);

    ChatClient &m_client;
    Outbox m_outbox;
    PostTest m_mayGo; ///< null: all may
    qint64 m_mostBytes = limits::messageBytes;
    QTimer m_retryTimer;
    bool m_isDelayed = false;
    QString m_session; ///< empty: stopped
    std::set<QString> m_underWay;
    std::set<QString> m_fresh; ///< never sent before start(), so that an answer tells all of it
};

} // namespace kodama
