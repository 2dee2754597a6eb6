// Tested by tst_chat.
#include "app/core/chat/chat_p.h"
#include "app/core/chat/conversationcache.h"
#include "common/protocol/codec.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

bool Chat::Private::send(const ClientMessage &message)
{
    if (client.sendText(encode(message)))
        return true;
    std::visit(
        [this](const auto &unsent) {
            if constexpr (requires { unsent.id->isEmpty(); })
                pending.remove(unsent.id.value_or(QString())); // nobody will answer
        },
        message);
    return false;
}

QString Chat::Private::remember(RequestKind kind, const QString &room, qint64 gap)
{
    const QString id = u'r' + QString::number(++requests);
    pending.insert(id, {kind, room, gap, false});
    return id;
}

void Chat::Private::greet()
{
    Hello hello;
    hello.id = remember(RequestKind::Hello);
    if (!wantedNick().isEmpty() && refusals < refusedGreetings)
        hello.nick = wantedNick();
    hello.client = u"kodama " KODAMA_VERSION ""_s;
    if (!file.session.isEmpty())
        hello.resume = ResumeRequest{file.session};
    setPhase(ChatPhase::Greeting);
    client.sendTextQuietly(encode(ClientMessage(hello)));
}

void Chat::Private::sendJoin(Conversation &conversation, bool isUnasked)
{
    const bool isAsked = std::any_of(pending.cbegin(), pending.cend(), [&](const auto &request) {
        return request.kind == RequestKind::Join && request.room == conversation.name();
    });
    if (isAsked)
        return; // a second answer would say it all again
    Join join;
    join.id = remember(RequestKind::Join, conversation.name());
    pending[*join.id].isUnasked = isUnasked;
    join.room = conversation.name();
    if (conversation.position().epoch.isEmpty())
        join.limit = newestItems;
    else
        join.since = conversation.position();
    if (!send(join) && !tryTimer.isActive())
        tryTimer.start(tryAgainAfter);
}

/// Too much at once, or the store has a bad moment: that passes.
void Chat::Private::tryLater(const ErrorMessage &refusal)
{
    const std::chrono::milliseconds asked{refusal.retryAfterMs.value_or(tryAgainAfter.count())};
    if (!tryTimer.isActive())
        tryTimer.start(
            std::clamp(asked, std::chrono::milliseconds{1}, PostSender::longestRetryAfter));
}

void Chat::Private::tryAgain()
{
    if (phase == ChatPhase::Greeting) {
        greet();
        return;
    }
    if (phase != ChatPhase::Ready)
        return;
    for (int row = 0; row < rooms.rowCount(); ++row) {
        if (!rooms.conversation(row).isJoined())
            sendJoin(rooms.conversation(row));
    }
}

void Chat::Private::askHistory(Conversation &conversation, qint64 gap)
{
    const QString &name = conversation.name();
    if (phase != ChatPhase::Ready || loading.contains(name))
        return;
    HistoryRequest request;
    request.room = name;
    request.limit = pageItems;
    const qint64 before = gap > 0 ? gap : conversation.log().firstOffset();
    if (before > 0)
        request.before = before;
    request.id = remember(RequestKind::History, name, gap);
    if (send(request))
        loading.insert(name);
}

std::optional<NameError> Chat::setNick(const QString &nick)
{
    const Result<QString, NameError> normal = normalizeNick(nick);
    if (!normal)
        return normal.error();
    d->wish = normal.value();
    if (isReady() && d->wish != d->file.nick)
        d->send(Nick{d->remember(RequestKind::Nick), d->wish});
    return std::nullopt;
}

void Chat::setAway(const std::optional<QString> &reason)
{
    d->away = reason;
    d->isBackUnsaid = !isReady() && !reason;
    if (isReady())
        d->send(Away{d->remember(RequestKind::Away), reason});
}

std::optional<NameError> Chat::join(const QString &name)
{
    const Result<QString, NameError> normal = normalizeTarget(name);
    if (!normal)
        return normal.error();
    const bool isNew = d->rooms.find(normal.value()) == nullptr;
    Conversation &conversation = d->rooms.open(normal.value());
    d->file.left.removeAll(conversation.name());
    if (isNew) {
        loadConversation(d->folder, conversation, nick());
        d->openUnsent([&](const OutboxPost &post) { return post.room == conversation.name(); });
    }
    setCurrent(conversation.name());
    if (isReady() && !conversation.isJoined())
        d->sendJoin(conversation, false);
    return std::nullopt;
}

/// What waits stays in the outbox: neither a room nor a person has to be open for it. The
/// conversation opens again if it fails, or if somebody else may have the name. What has failed
/// goes along with the rows in which it was shown as such.
void Chat::leave(const QString &name)
{
    Conversation *conversation = d->rooms.find(name);
    if (!conversation)
        return;
    QStringList failed;
    for (const OutboxPost &post : d->sender.outbox().posts()) {
        if (post.room == conversation->name() && !post.isWaiting())
            failed += post.id;
    }
    for (const QString &id : std::as_const(failed))
        d->sender.outbox().remove(id);
    for (PendingRequest &request : d->pending) {
        if (request.kind == RequestKind::Join && request.room == conversation->name())
            request.room.clear(); // its answer is about what was before
    }
    if (!conversation->isDirect() && !d->file.left.contains(conversation->name()))
        d->file.left.append(conversation->name()); // until the server has heard of it
    if (isReady() && !conversation->isDirect())
        d->send(Leave{d->remember(RequestKind::Leave, conversation->name()), conversation->name()});
    if (conversation->isDirect())
        saveConversation(d->folder, *conversation); // opens again when there is something new
    else
        forgetConversation(d->folder, conversation->name());
    const bool wasCurrent = conversation == d->rooms.current();
    d->rooms.remove(conversation->name());
    if (wasCurrent)
        setCurrent(d->rooms.rowCount() > 0 ? d->rooms.conversation(0).name() : QString());
    d->saveAll();
}

void Chat::loadOlder(const QString &room)
{
    Conversation *conversation = d->rooms.find(room);
    if (conversation && conversation->hasOlder())
        d->askHistory(*conversation, 0);
}

void Chat::loadMissing(const QString &room, qint64 gapOffset)
{
    if (Conversation *conversation = d->rooms.find(room))
        d->askHistory(*conversation, gapOffset);
}

void Chat::setTopic(const QString &room, const QString &topic)
{
    if (nickOfDirectRoom(room))
        Q_EMIT requestFailed(RequestKind::Topic, room, qint64(ErrorCode::BadRequest),
                             tr("Only rooms have a topic."));
    else if (isReady())
        d->send(Topic{d->remember(RequestKind::Topic, room), room, topic});
}

void Chat::askRooms()
{
    if (isReady())
        d->send(Rooms{d->remember(RequestKind::Rooms)});
}

void Chat::askMembers(const QString &room)
{
    if (!isReady())
        return;
    if (!nickOfDirectRoom(room)) {
        d->send(Who{d->remember(RequestKind::Who, room), room});
        return;
    }
    // The server answers for rooms alone; whoever is here with us it has told when we came.
    Conversation *direct = d->rooms.find(room);
    if (!direct) {
        Q_EMIT requestFailed(RequestKind::Who, room, qint64(ErrorCode::NoSuchUser),
                             tr("You have no conversation with this person."));
        return;
    }
    QList<Member> members;
    for (int row = 0; row < direct->members().rowCount(); ++row)
        members += direct->members().member(row);
    if (!direct->members().contains(nick())) // before the answer to join
        members += Member{nick(), d->away};
    Q_EMIT membersReceived(direct->name(), members, members.size());
}

void Chat::setTyping(const QString &room, bool isTyping)
{
    if (!isReady())
        return;
    if (const std::optional<QString> state = d->typing.say(room, isTyping))
        d->client.sendTextQuietly(encode(ClientMessage(Typing{room, *state})));
}

} // namespace kodama
