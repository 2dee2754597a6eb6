// What we say: shown at once, kept until the server has stored it.
// Tested by tst_chat.
#include "app/core/chat/chat_p.h"
#include "app/core/chat/chatentries.h"

#include <QUuid>

namespace kodama {

void Chat::Private::showUnsent(const OutboxPost &post)
{
    LogEntry entry = entryOfWords(q.nick(), post.content, q.nick());
    entry.isOwn = true;
    entry.isMention = false;
    entry.delivery = post.isWaiting() ? LogEntry::Delivery::Pending : LogEntry::Delivery::Failed;
    entry.time = QDateTime::fromMSecsSinceEpoch(post.time);
    entry.messageId = post.id;
    rooms.open(post.room).log().append(std::move(entry));
}

/// What another program of ours could not send.
bool Chat::Private::inherit(const OutboxPost &post, const QString &reason)
{
    if (sender.outbox().find(post.id))
        return true; // we ended in the middle of this the last time
    if (!sender.outbox().add(post))
        return false;
    const bool isNew = rooms.find(post.room) == nullptr;
    showUnsent(post);
    if (isNew)
        sendJoin(rooms.open(post.room));
    if (post.isWaiting())
        sender.flush();
    else
        Q_EMIT q.postFailed(post.room, post.id, post.failed, reason);
    return true;
}

std::size_t Chat::waitingCount() const
{
    return d->sender.outbox().waitingCount() + d->abandoned.waitingCount();
}

bool Chat::keepsPosts() const
{
    return d->folder.keepsFiles();
}

bool Chat::isCrowded() const
{
    return d->sender.outbox().isCrowded();
}

PostResult Chat::post(const QString &room, const QString &text)
{
    const bool neverSpoke = d->file.session.isEmpty();
    if (d->phase == ChatPhase::Version1 || neverSpoke)
        return PostResult::Version1;
    const Result<QString, NameError> target = normalizeTarget(room);
    if (!target)
        return PostResult::BadName;
    OutboxPost post;
    post.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    post.room = target.value();
    post.content = RawJson::fromString(text);
    post.time = d->clock.wallTime().count();
    constexpr qsizetype around = 1024; // the other members
    if (post.content.text().size() + around > limits::messageBytes)
        return PostResult::TooLarge;
    if (!d->sender.outbox().add(post))
        return PostResult::Full;
    d->typing.forgetSaid(post.room);
    d->showUnsent(post);
    d->sender.flush();
    return PostResult::Posted;
}

void Chat::retry(const QString &messageId)
{
    const OutboxPost *post = d->sender.outbox().find(messageId);
    if (!post)
        return;
    if (Conversation *conversation = d->rooms.find(post->room))
        conversation->log().setDelivery(messageId, LogEntry::Delivery::Pending);
    d->sender.outbox().markWaiting(messageId);
    d->sender.flush();
}

void Chat::discard(const QString &messageId)
{
    const OutboxPost *post = d->sender.outbox().find(messageId);
    if (!post)
        return;
    if (Conversation *conversation = d->rooms.find(post->room))
        conversation->log().discard(messageId);
    d->sender.outbox().remove(messageId);
}

void Chat::discardFailed()
{
    QStringList failed;
    for (const OutboxPost &post : d->sender.outbox().posts()) {
        if (!post.isWaiting())
            failed += post.id;
    }
    for (const QString &id : std::as_const(failed))
        discard(id);
}

} // namespace kodama
