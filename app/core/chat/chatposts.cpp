// What we say: shown at once, kept until the server has stored it.
// Tested by tst_chat.
#include "app/core/chat/chat_p.h"
#include "app/core/chat/chatentries.h"
#include "app/core/chat/conversationcache.h"

#include <QUuid>

namespace kodama {

namespace {

/// Whether the conversation is with whom it was written to.
bool isMeantFor(const OutboxPost &post, const Conversation &direct)
{
    const QString &epoch = direct.position().epoch;
    // Servers of before told less of it.
    return post.person.isEmpty() || post.person == epoch || epoch.startsWith(post.person + u'.');
}

} // namespace

void Chat::Private::showUnsent(const OutboxPost &post)
{
    const Conversation *open = rooms.find(post.room);
    if (open && open->log().rowOfMessage(post.id) >= 0)
        return;
    LogEntry entry = entryOfWords(q.nick(), post.content, q.nick());
    entry.isOwn = true;
    entry.isMention = false;
    entry.delivery = deliveryOf(post);
    entry.time = QDateTime::fromMSecsSinceEpoch(post.time);
    entry.messageId = post.id;
    const bool isNew = rooms.find(post.room) == nullptr;
    Conversation &conversation = rooms.open(post.room);
    if (isNew)
        loadConversation(folder, conversation, q.nick());
    conversation.log().append(std::move(entry));
}

/// The conversations of these were closed while they waited: shown again with all that is unsent.
void Chat::Private::openUnsent(const PostSender::PostTest &isMeant)
{
    QStringList names;
    const std::vector<OutboxPost> posts = sender.outbox().posts();
    for (const OutboxPost &post : posts) {
        if (isMeant(post) && !names.contains(post.room))
            names += post.room;
    }
    for (const OutboxPost &post : posts) {
        if (names.contains(post.room))
            showUnsent(post);
    }
}

/// A name may be another person's by now. Where we know with whom we spoke, nothing goes there
/// before the answer to join has told who that is.
bool Chat::Private::isSettled(const OutboxPost &post) const
{
    if (!nickOfDirectRoom(post.room))
        return true;
    const Conversation *conversation = rooms.find(post.room);
    if (!conversation) // closed
        return post.person.isEmpty() && personOf(post.room).isEmpty();
    return conversation->isJoined() ||
           (post.person.isEmpty() && conversation->position().epoch.isEmpty());
}

void Chat::Private::settle(const OutboxPost &post)
{
    // While that runs the server wants to be left in peace; then all are joined that are not.
    if (!rooms.find(post.room)) // closed, or gone meanwhile
        openUnsent([&](const OutboxPost &other) { return other.id == post.id; });
    Conversation *open = rooms.find(post.room);
    if (open && phase == ChatPhase::Ready && !isSettled(post) && !tryTimer.isActive())
        sendJoin(*open);
}

void Chat::Private::failWaiting(const Conversation *conversation, ErrorCode code,
                                const QString &text)
{
    if (!conversation || !conversation->isDirect())
        return;
    const auto isThere = [this, conversation](const OutboxPost &post) {
        return rooms.find(post.room) == conversation;
    };
    sender.failWaiting(isThere, code, text);
}

/// What was written to another person than the one whom the conversation is with now.
void Chat::Private::failForOthers(const Conversation &conversation, bool isSomebodyElse)
{
    const auto isForAnother = [&](const OutboxPost &post) {
        return rooms.find(post.room) == &conversation &&
               (isSomebodyElse || !isMeantFor(post, conversation));
    };
    if (conversation.isDirect())
        sender.failWaiting(isForAnother, ErrorCode::NoSuchUser, PostSender::somebodyElseText());
}

/// Kept with the post, since the cache is written later.
QString Chat::Private::personOf(const QString &room) const
{
    if (!nickOfDirectRoom(room))
        return {};
    const Conversation *open = rooms.find(room);
    return open ? open->position().epoch
                : storedConversation(folder, room, q.nick())->position().epoch;
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
    else
        settle(post);
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

qint64 Chat::mostBytes() const
{
    return d->sender.mostBytes();
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
    const Conversation *known = d->rooms.find(target.value());
    post.room = known ? known->name() : target.value(); // as it is renamed
    post.content = RawJson::fromString(text);
    post.person = d->personOf(post.room);
    post.time = d->clock.wallTime().count();
    if (d->sender.isTooLarge(post))
        return PostResult::TooLarge;
    if (!d->sender.outbox().add(post))
        return PostResult::Full;
    d->typing.forgetSaid(post.room);
    d->showUnsent(post);
    d->settle(post);
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
    d->sender.outbox().markWaiting(messageId, d->personOf(post->room));
    d->settle(*post);
    d->sender.flush();
}

qint64 Chat::riskOfRetry(const QString &messageId) const
{
    const OutboxPost *post = d->sender.outbox().find(messageId);
    if (!post)
        return 0;
    if (post->failed == PostSender::uncertain)
        return post->failed;
    const Conversation *room = d->rooms.find(post->room);
    const bool maybeAnother =
        room && room->isDirect() &&
        (post->failed == qint64(ErrorCode::NoSuchUser) || !isMeantFor(*post, *room));
    return maybeAnother ? qint64(ErrorCode::NoSuchUser) : 0;
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
