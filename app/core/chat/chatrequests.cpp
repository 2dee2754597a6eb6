// Tested by tst_chat.
#include "app/core/chat/chat_p.h"
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

void Chat::setTopic(const QString &room, const QString &topic)
{
    if (isReady())
        d->send(Topic{d->remember(RequestKind::Topic, room), room, topic});
}

void Chat::askRooms()
{
    if (isReady())
        d->send(Rooms{d->remember(RequestKind::Rooms)});
}

void Chat::askMembers(const QString &room)
{
    if (isReady())
        d->send(Who{d->remember(RequestKind::Who, room), room});
}

void Chat::setTyping(const QString &room, bool isTyping)
{
    if (!isReady())
        return;
    const auto sent = d->typingSent.constFind(room);
    const bool isKnown = sent != d->typingSent.cend();
    const std::chrono::nanoseconds now = d->clock.steadyTime();
    if (isTyping && (!isKnown || now - *sent >= Private::typingEvery)) {
        d->typingSent.insert(room, now);
        d->client.sendTextQuietly(encode(ClientMessage(Typing{room, u"active"_s})));
    } else if (!isTyping && isKnown) {
        d->typingSent.remove(room);
        d->client.sendTextQuietly(encode(ClientMessage(Typing{room, u"done"_s})));
    }
}

} // namespace kodama
