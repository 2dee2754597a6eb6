// Tested by tst_chat.
#include "app/core/chat/chat_p.h"
#include "app/core/chat/chatentries.h"
#include "app/core/chat/conversationcache.h"
#include "app/core/chat/passingerror.h"

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// Whether who has the name in this epoch is not the person with whom we spoke.
bool isAnother(const Conversation &direct, const QString &epoch)
{
    return direct.isDirect() && !direct.position().epoch.isEmpty() && !direct.isSameEpoch(epoch);
}

} // namespace

void Chat::Private::onStateChanged(ConnectionState state)
{
    if (state == ConnectionState::Connected) {
        refusals = 0;
        setPhase(ChatPhase::Waiting);
        return;
    }
    pending.clear();
    loading.clear();
    typing.clear();
    tellsPresence = false;
    tryTimer.stop();
    sender.stop();
    abandoned.stop();
    for (int row = 0; row < rooms.rowCount(); ++row)
        rooms.conversation(row).setJoined(false);
    setPhase(ChatPhase::Offline);
}

void Chat::Private::receive(const ServerMessage &message, const QByteArray &bytes)
{
    frame = bytes;
    std::visit(
        [this](const auto &known) {
            if constexpr (requires { handle(known); })
                handle(known);
        },
        message);
}

void Chat::Private::handle(const Welcome &message)
{
    if (phase != ChatPhase::Waiting)
        return;
    offersVersion2 = message.protocol.value_or(1) >= limits::protocolVersion;
    if (offersVersion2 && greetsAtOnce)
        greet();
    else
        setPhase(ChatPhase::Version1);
}

void Chat::Private::handle(const HelloResponse &message)
{
    if (!take(message.id))
        return;
    file.session = message.session;
    takeNick(message.nick);
    sender.setServerLimit(message.limits.messageBytes);
    for (const QString &room : message.rooms) {
        if (file.left.contains(room))
            send(Leave{remember(RequestKind::Leave, room), room});
        else
            rooms.open(room);
    }
    if (rooms.rowCount() == 0)
        rooms.open(lobbyName.toString());
    becomeReady(message);
}

void Chat::Private::becomeReady(const HelloResponse &message)
{
    // Closed, with something for that person alone: who has the name now?
    openUnsent([this](const OutboxPost &post) { return post.isWaiting() && !isSettled(post); });
    takeNames(message.directs);
    for (const DirectSummary &direct : message.directs) {
        const QString name = directRoomName(direct.nick);
        if (rooms.find(name))
            continue;
        // Closed by the user: until there is something new.
        Conversation closed(name);
        loadConversation(folder, closed, q.nick());
        if (closed.isSameEpoch(direct.epoch) && closed.position().offset == direct.offset)
            continue;
        Conversation &opened = rooms.open(name);
        opened.expectNews(1); // where we know of nothing, we have read nothing
        loadConversation(folder, opened, q.nick());
    }
    if (rooms.rowCount() == 0) // the last one's name is somebody else's now
        rooms.open(lobbyName.toString());
    takePresence(message.directs);
    // First: the server bounds how many of these it takes at once.
    if (away || std::exchange(isBackUnsaid, false))
        send(Away{remember(RequestKind::Away), away});
    else if (message.away)
        takeAway(message.away);
    for (int row = 0; row < rooms.rowCount(); ++row)
        sendJoin(rooms.conversation(row));
    if (!rooms.current())
        q.setCurrent(rooms.conversation(0).name());
    saveAll();
    sender.start(file.session);
    abandoned.start(folder, url);
    setPhase(ChatPhase::Ready);
}

void Chat::Private::handle(const AwayResponse &message)
{
    if (take(message.id)) // the event goes to the others alone
        takeAway(message.away);
}

void Chat::Private::handle(const JoinResponse &message)
{
    const std::optional<PendingRequest> request = take(message.id);
    Conversation *conversation = request ? rooms.find(request->room) : nullptr;
    if (!conversation) { // left in the meantime
        sender.flush();  // what waited for this answer
        return;
    }
    const bool isSomebodyElse = isAnother(*conversation, message.epoch);
    if (conversation->joined(message, entriesOf(message.items)) == Conversation::JoinResult::Gap)
        askHistory(*conversation, conversation->position().offset + 1);
    failForOthers(*conversation, isSomebodyElse);
    sender.flush();
}

void Chat::Private::handle(const LeaveResponse &message)
{
    if (const std::optional<PendingRequest> request = take(message.id))
        file.left.removeAll(request->room);
}

void Chat::Private::handle(const TopicResponse &message)
{
    if (!take(message.id))
        return;
    // The row comes with the event that everybody in the room gets, we too.
    if (Conversation *conversation = rooms.find(message.room))
        conversation->setTopic(message.topic);
}

void Chat::Private::handle(const RoomsResponse &message)
{
    if (take(message.id))
        Q_EMIT q.roomsReceived(message.rooms);
}

void Chat::Private::handle(const WhoResponse &message)
{
    if (!take(message.id))
        return;
    Conversation *conversation = rooms.find(message.room);
    if (conversation && conversation->isJoined())
        conversation->members().setMembers(message.members, message.count);
    Q_EMIT q.membersReceived(message.room, message.members,
                             message.count.value_or(message.members.size()));
}

void Chat::Private::handle(const HistoryResponse &message)
{
    const std::optional<PendingRequest> request = take(message.id);
    if (!request)
        return;
    loading.remove(request->room);
    Conversation *conversation = rooms.find(request->room);
    if (!conversation || conversation->position().epoch != message.epoch)
        return;
    if (request->gap > 0)
        conversation->receiveMissing(request->gap, entriesOf(message.items), message.more);
    else
        conversation->receiveOlder(entriesOf(message.items), message.more);
    Q_EMIT q.historyReceived(conversation, static_cast<int>(message.items.size()));
}

void Chat::Private::handle(const Ack &message)
{
    sender.stored(message);
}

void Chat::Private::handle(const BroadcastMessage &message)
{
    Conversation *conversation = message.room ? rooms.find(*message.room) : nullptr;
    if (!conversation)
        return;
    LogEntry entry = entryOf(message, q.nick());
    entry.frame = frame;
    typing.stop(conversation->name(), entry.sender);
    conversation->receive(std::move(entry));
}

void Chat::Private::handle(const DirectMessage &message)
{
    LogEntry entry = entryOf(message, q.nick());
    entry.frame = frame;
    const QString &other = entry.isOwn ? message.to : message.from;
    const QString name = directRoomName(other);
    Conversation *known = directOf(name, message.epoch);
    // A name of before was on its way when that changed; else the change was not told.
    if (known && known != rooms.find(name) && formerNames.value(message.epoch) != name) {
        takeNames({{other, message.epoch, message.offset}});
        known = directOf(name, message.epoch);
    }
    if (!known) {
        takeNames({{other, message.epoch, message.offset}});
        known = &rooms.open(name);
        known->expectNews(entry.offset);
        loadConversation(folder, *known, q.nick());
        openUnsent([&](const OutboxPost &post) { return post.room == name; });
        sendJoin(*known); // what was said before, too
        saveFile();
        return;
    }
    typing.stop(known->name(), entry.sender);
    if (!known->isJoined()) {
        sendJoin(*known); // unless it was asked for; the answer brings the message
        return;
    }
    if (!entry.isOwn)
        noteMember({message.from, std::nullopt});
    const bool isSomebodyElse = isAnother(*known, message.epoch);
    known->continueIn(message.epoch, message.offset);
    known->receive(std::move(entry));
    failForOthers(*known, isSomebodyElse);
}

void Chat::Private::handle(const ForwardedMessage &message)
{
    if (Conversation *conversation = message.room ? rooms.find(*message.room) : nullptr) {
        LogEntry entry = entryOf(message, q.nick());
        entry.time = QDateTime::fromMSecsSinceEpoch(clock.wallTime().count());
        entry.frame = frame;
        conversation->note(std::move(entry));
    }
}

void Chat::Private::handle(const RoomEvent &message) const
{
    Conversation *conversation = rooms.find(message.room);
    if (!conversation || message.event != "topic"_L1)
        return;
    conversation->setTopic(message.topic);
    LogEntry entry;
    entry.kind = LogEntry::Kind::Topic;
    entry.sender = message.nick;
    entry.text = message.topic;
    entry.time = QDateTime::fromMSecsSinceEpoch(message.ts);
    entry.isOwn = message.nick == q.nick();
    conversation->note(std::move(entry));
}

void Chat::Private::handle(const TypingNotice &message)
{
    // In a direct conversation the room is the one that the other person asked for: us.
    const bool isForUs = message.room.startsWith(u'@');
    const Conversation *conversation =
        rooms.find(isForUs ? directRoomName(message.from) : message.room);
    if (!conversation)
        return;
    if (message.state == "active"_L1)
        typing.hear(conversation->name(), message.from);
    else
        typing.stop(conversation->name(), message.from);
}

void Chat::Private::handle(const ErrorMessage &message)
{
    if (sender.refused(message))
        return;
    const std::optional<PendingRequest> request = take(message.id);
    if (!request)
        return; // not of ours: the log shows it
    loading.remove(request->room);
    const auto code = static_cast<ErrorCode>(message.code.value_or(0));
    const bool isGreeting = request->kind == RequestKind::Hello;
    if (isPassing(message) && (isGreeting || request->kind == RequestKind::Join)) {
        tryLater(message);
        return;
    }
    if (isGreeting) {
        refusedGreeting(message);
        return;
    }
    if (request->kind == RequestKind::Nick) {
        const QString wanted = std::exchange(wish, file.nick);
        Q_EMIT q.nickRefused(wanted, code, message.suggestion.value_or(QString()));
    }
    const Conversation *conversation = rooms.find(request->room);
    const bool isGone = request->kind == RequestKind::Join && code == ErrorCode::NoSuchUser &&
                        conversation != nullptr;
    // Nothing to show, and nobody to ask; but what somebody types there is for no other room.
    const bool isShown = hasReader && conversation == rooms.current();
    if (isGone && conversation->log().rowCount() == 0 && !isShown)
        q.leave(request->room);
    if (!isGone || !request->isUnasked) // else it is no fault of anybody
        Q_EMIT q.requestFailed(request->kind, request->room, qint64(code), message.message);
    if (request->kind == RequestKind::Join)
        failWaiting(rooms.find(request->room), code, message.message);
}

void Chat::Private::refusedGreeting(const ErrorMessage &message)
{
    const auto code = static_cast<ErrorCode>(message.code.value_or(0));
    const bool isAboutTheNick = code == ErrorCode::NickInUse || code == ErrorCode::BadNick;
    if (isAboutTheNick && refusals < refusedGreetings) {
        ++refusals;
        const QString wanted = wantedNick(); // as it was: the wish becomes the suggestion
        if (message.suggestion && refusals < refusedGreetings)
            wish = *message.suggestion;
        else
            refusals = refusedGreetings; // any name is better than none
        Q_EMIT q.nickRefused(wanted, code, message.suggestion.value_or(QString()));
        greet();
        return;
    }
    setPhase(ChatPhase::Refused);
    Q_EMIT q.requestFailed(RequestKind::Hello, {}, qint64(code), message.message);
}

std::optional<PendingRequest> Chat::Private::take(const std::optional<QString> &id)
{
    const auto found = pending.constFind(id.value_or(QString()));
    if (found == pending.cend())
        return std::nullopt;
    PendingRequest request = *found;
    pending.erase(found);
    return request;
}

std::vector<LogEntry> Chat::Private::entriesOf(const QList<RawJson> &items) const
{
    std::vector<LogEntry> entries;
    entries.reserve(static_cast<std::size_t>(items.size()));
    for (const RawJson &item : items) {
        if (std::optional<LogEntry> entry = entryOfItem(item, q.nick()))
            entries.push_back(std::move(*entry));
    }
    return entries;
}

} // namespace kodama
