#include "postsender.h"

#include "app/core/chat/passingerror.h"
#include "common/protocol/codec.h"
#include "common/protocol/names.h"

#include <algorithm>
#include <utility>

namespace kodama {

namespace {

ClientMessage wireMessage(const OutboxPost &post)
{
    if (const std::optional<QString> nick = nickOfDirectRoom(post.room))
        return Direct{post.id, *nick, post.content};
    return Broadcast{post.id, post.room, post.content, QString()};
}

} // namespace

PostSender::PostSender(ChatClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &PostSender::flush);
}

void PostSender::setOutbox(Outbox outbox)
{
    stop();
    m_outbox = std::move(outbox);
}

void PostSender::setServerLimit(qint64 messageBytes)
{
    m_mostBytes = messageBytes > 0 ? std::min(messageBytes, qint64{limits::messageBytes})
                                   : qint64{limits::messageBytes};
}

bool PostSender::isTooLarge(const OutboxPost &post) const
{
    constexpr qsizetype around = 1024; // at most, for the other members
    return post.content.text().size() + around > m_mostBytes &&
           encode(wireMessage(post)).size() > m_mostBytes;
}

void PostSender::start(const QString &session)
{
    stop();
    m_session = session;
    QStringList lost;
    for (const OutboxPost &post : m_outbox.posts()) {
        if (post.isWaiting() && !post.session.isEmpty() && post.session != session)
            lost += post.id;
    }
    for (const QString &id : std::as_const(lost))
        fail(id, uncertain, {});
    flush();
}

void PostSender::stop()
{
    m_retryTimer.stop();
    m_session.clear();
    m_underWay.clear();
    m_fresh.clear();
    setDelayed(false); // nothing is known of the next connection
}

void PostSender::flush()
{
    if (m_session.isEmpty() || m_retryTimer.isActive())
        return;
    std::vector<OutboxPost> next; // sending changes the outbox
    QStringList tooLarge;
    for (const OutboxPost &post : m_outbox.posts()) {
        if (m_underWay.size() + next.size() >= window)
            break;
        if (!post.isWaiting() || m_underWay.contains(post.id))
            continue;
        if (isTooLarge(post))
            tooLarge += post.id;
        else if (!m_mayGo || m_mayGo(post))
            next.push_back(post);
    }
    for (const OutboxPost &post : next) {
        if (!send(post))
            break;
    }
    for (const QString &id : std::as_const(tooLarge)) // last: who hears of it may change anything
        fail(id, qint64(ErrorCode::TooLarge),
             tr("It is larger than %1 KiB, the most that this server takes.")
                 .arg(m_mostBytes / 1024));
}

bool PostSender::send(const OutboxPost &post)
{
    if (post.session.isEmpty())
        m_fresh.insert(post.id);
    m_outbox.markSent(post.id, m_session);
    if (!m_client.sendTextQuietly(encode(wireMessage(post)))) {
        m_retryTimer.start(retryAfter);
        return false;
    }
    m_underWay.insert(post.id);
    return true;
}

bool PostSender::stored(const Ack &ack)
{
    const bool wasUnderWay = m_underWay.erase(ack.id) > 0;
    const OutboxPost *found = m_outbox.find(ack.id);
    if (!found) {
        if (wasUnderWay) // and was taken back meanwhile: there is room for another
            flush();
        return false;
    }
    const OutboxPost post = *found;
    m_fresh.erase(post.id);
    m_outbox.remove(post.id);
    Q_EMIT postStored(post, ack);
    setDelayed(false);
    flush();
    return true;
}

bool PostSender::refused(const ErrorMessage &error)
{
    const QString id = error.id.value_or(QString());
    const bool wasUnderWay = m_underWay.erase(id) > 0;
    if (!m_outbox.find(id)) {
        if (wasUnderWay)
            flush();
        return false;
    }
    if (!isPassing(error)) {
        const qint64 code = error.code.value_or(0);
        fail(id, code == 0 ? qint64(ErrorCode::BadRequest) : code, error.message);
        flush();
        return true;
    }
    const std::chrono::milliseconds asked{error.retryAfterMs.value_or(retryAfter.count())};
    // Each is told a time of its own: at the last of them all may come.
    const auto wait = std::clamp(asked, std::chrono::milliseconds{1}, longestRetryAfter);
    if (!m_retryTimer.isActive() || m_retryTimer.remainingTimeAsDuration() < wait)
        m_retryTimer.start(wait);
    if (error.code == qint64(ErrorCode::StoreUnavailable))
        setDelayed(true);
    return true;
}

void PostSender::setDelayed(bool isDelayed)
{
    if (std::exchange(m_isDelayed, isDelayed) != isDelayed)
        Q_EMIT postsDelayed(isDelayed);
}

void PostSender::failWaiting(const PostTest &isMeant, ErrorCode code, const QString &text)
{
    std::vector<OutboxPost> meant; // who hears of it may change anything
    for (const OutboxPost &post : m_outbox.posts()) {
        if (post.isWaiting() && !m_underWay.contains(post.id) && isMeant(post))
            meant.push_back(post);
    }
    for (const OutboxPost &post : meant) {
        if (mayBeStored(post))
            fail(post.id, uncertain, {});
        else
            fail(post.id, qint64(code), text);
    }
}

bool PostSender::mayBeStored(const OutboxPost &post) const
{
    if (!post.isWaiting())
        return post.failed == uncertain;
    // It was on its way when a connection was lost, and so was the answer perhaps.
    const bool wasUnderWay = !post.session.isEmpty() && !m_fresh.contains(post.id);
    return wasUnderWay || m_underWay.contains(post.id);
}

QString PostSender::somebodyElseText()
{
    return tr("Somebody else may have this name now.");
}

void PostSender::fail(const QString &id, qint64 code, const QString &text)
{
    m_fresh.erase(id);
    m_outbox.markFailed(id, code);
    if (const OutboxPost *post = m_outbox.find(id))
        Q_EMIT postFailed(OutboxPost(*post), text);
}

} // namespace kodama
