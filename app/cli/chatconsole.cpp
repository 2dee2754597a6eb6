#include "chatconsole.h"

#include "app/cli/messageline.h"
#include "common/protocol/codec.h"

#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

ChatConsole::ChatConsole(ChatClient &client, const Clock &clock, LineOutput &output,
                         const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_output(output)
    , m_chat(client, clock, dataFolder)
{
    m_chat.setGreeting(Chat::Greeting::WhenAsked);
    m_chat.setAttention(false);
    connect(&m_chat, &Chat::phaseChanged, this, &ChatConsole::onPhaseChanged);
    connectChat();
}

void ChatConsole::connectChat()
{
    connect(&m_chat, &Chat::nickRefused, this,
            [this](const QString &nick, ErrorCode, const QString &suggestion) {
                m_isTold = !suggestion.isEmpty(); // else the server's words say more
                Q_EMIT complained(suggestion.isEmpty()
                                      ? QString()
                                      : tr(R"(The name "%1" is taken; "%2" is free.)")
                                            .arg(printable(nick), printable(suggestion)));
            });
    connect(&m_chat, &Chat::postFailed, this,
            [this](const QString &room, const QString &id, qint64, const QString &text) {
                onPostFailed(room, id, text);
            });
    connect(&m_chat, &Chat::requestFailed, this,
            [this](RequestKind request, const QString &room, qint64 code) {
                onRequestFailed(request, room, code);
            });
    connect(&m_chat, &Chat::membersReceived, this,
            [this](const QString &room, const QList<Member> &members) {
                if (nickOfDirectRoom(room)) // else the server has answered
                    m_output.print(
                        messageLine(WhoResponse{{}, room, members, {}}, m_client.clientId()));
            });
    connect(&m_chat, &Chat::postStored, this, &ChatConsole::progressed);
    connect(&m_chat, &Chat::abandonedPostsProgressed, this, &ChatConsole::progressed);
}

void ChatConsole::onPostFailed(const QString &room, const QString &id, const QString &text)
{
    m_toldPost = id;
    m_chat.discard(id);
    const Conversation *conversation = m_chat.rooms().find(room);
    if (conversation && !conversation->isJoined() && conversation->isDirect() &&
        conversation->log().rowCount() == 0)
        m_chat.leave(room); // or the next run would ask for that person again
    Q_EMIT postLost(text.isEmpty()
                        ? tr("A message to %1 may not have arrived; it is not sent "
                             "again, since that could show it twice.")
                              .arg(printable(room))
                        : tr("Not sent to %1: %2").arg(printable(room), printable(text)));
}

void ChatConsole::onRequestFailed(RequestKind request, const QString &room, qint64 code)
{
    const Conversation *conversation = m_chat.rooms().find(room);
    const int last = conversation ? conversation->log().rowCount() - 1 : -1;
    // The message to that person fails next, and says it.
    m_isTold = m_isTold || (request == RequestKind::Join && code == qint64(ErrorCode::NoSuchUser) &&
                            last >= 0 && conversation->log().entry(last).isUnsent());
    if (!m_isTold)
        Q_EMIT complained({});
}

bool ChatConsole::takeTold(const ServerMessage &message)
{
    const bool isTold = std::exchange(m_isTold, false);
    const auto *error = std::get_if<ErrorMessage>(&message);
    return error && (isTold || (error->id && *error->id == m_toldPost));
}

bool ChatConsole::setUp(const QString &nick, const QStringList &rooms)
{
    m_isWanted = !nick.isEmpty() || !rooms.isEmpty();
    if (m_isWanted)
        m_chat.setGreeting(Chat::Greeting::AtOnce);
    // Not the room, or the person, where another run of this program ended.
    m_roomsToJoin = rooms.isEmpty() ? QStringList{lobbyName.toString()} : rooms;
    for (const QString &room : rooms) {
        if (!normalizeTarget(room))
            return false;
    }
    return nick.isEmpty() || !m_chat.setNick(nick);
}

void ChatConsole::connectTo(const QUrl &url)
{
    m_chat.load(url);
    m_chat.discardFailed(); // it was told when they did
    m_chat.connectTo(url);
}

bool ChatConsole::isDeciding() const
{
    switch (m_chat.phase()) {
    case ChatPhase::Waiting:
        return m_isWanted || m_wasReady;
    case ChatPhase::Greeting:
        return true;
    case ChatPhase::Offline:
    case ChatPhase::Version1:
    case ChatPhase::Ready:
    case ChatPhase::Refused:
        return false;
    }
    return false;
}

bool ChatConsole::isAtHome() const
{
    return m_chat.isReady() || (m_wasReady && m_chat.phase() == ChatPhase::Offline);
}

void ChatConsole::onPhaseChanged(ChatPhase phase)
{
    if (phase == ChatPhase::Ready) {
        m_wasReady = true;
        const QStringList rooms = std::exchange(m_roomsToJoin, {});
        for (const QString &room : rooms)
            run(chatcommand::Join{room});
        if (const auto first = std::exchange(m_first, std::nullopt))
            std::visit([this](const auto &command) { run(command); }, *first);
    } else if (phase == ChatPhase::Version1 && (m_isWanted || m_wasReady)) {
        m_isWanted = m_wasReady = false;
        Q_EMIT complained(tr("This server has no rooms and no names."));
    }
    Q_EMIT progressed();
}

bool ChatConsole::run(const QString &line)
{
    const auto command = parseChatCommand(line);
    if (!command)
        return false;
    if (!*command) {
        Q_EMIT complained(errorText(command->error()));
        return true;
    }
    if (m_chat.isReady() || (isAtHome() && canWait(command->value()))) {
        std::visit([this](const auto &known) { run(known); }, command->value());
        return true;
    }
    if (isAtHome()) {
        Q_EMIT complained(errorText(SendRefusal::NotConnected));
        return true;
    }
    // A name is part of the greeting.
    const auto *nick = std::get_if<chatcommand::Nick>(&command->value());
    if (nick)
        run(*nick);
    else
        m_first = command->value();
    m_chat.begin();
    if (m_chat.phase() == ChatPhase::Version1) {
        m_first.reset();
        Q_EMIT complained(tr("This server has no rooms and no names."));
    }
    return true;
}

bool ChatConsole::post(const QString &text)
{
    if (!isAtHome())
        return false;
    post(currentRoom(), text);
    return true;
}

bool ChatConsole::broadcast(const QString &text)
{
    if (!isAtHome())
        return false;
    const RoomListModel &rooms = m_chat.rooms();
    if (rooms.find(m_room))
        post(m_room, text);
    else // rooms come first
        post(rooms.rowCount() > 0 ? rooms.conversation(0).name() : QString(), text);
    return true;
}

void ChatConsole::post(const QString &room, const QString &text)
{
    switch (m_chat.post(room, text)) {
    case PostResult::Posted:
    case PostResult::Version1: // not while we are at home
        return;
    case PostResult::Full:
        Q_EMIT complained(tr("Not sent: too many messages wait for the server."));
        return;
    case PostResult::TooLarge:
        Q_EMIT complained(errorText(SendRefusal::TooLarge));
        return;
    case PostResult::BadName:
        Q_EMIT complained(tr("You are in no room. \"/join ROOM\" enters one."));
        return;
    }
}

void ChatConsole::show(const ServerMessage &message)
{
    if (const auto *joined = std::get_if<JoinResponse>(&message)) {
        Shown &shown = m_shown[joined->room];
        const bool isAnother = !shown.epoch.isEmpty() && shown.epoch != joined->epoch;
        const bool misses = isAnother || (!joined->recovered && joined->offset > shown.last);
        if (shown.last > 0 && misses)
            m_output.print(tr("(Messages are missing in %1 here.)").arg(printable(joined->room)));
        if (isAnother)
            shown = {};
        shown.epoch = joined->epoch;
        shown.before = shown.last;
        showItems(joined->room, joined->items);
    } else if (const auto *history = std::get_if<HistoryResponse>(&message)) {
        showItems(history->room, history->items);
    } else if (const auto *post = std::get_if<BroadcastMessage>(&message); post && post->room) {
        noteShown(*post->room, post->offset.value_or(0));
    } else if (const auto *direct = std::get_if<DirectMessage>(&message)) {
        const QString &other = direct->from == m_chat.nick() ? direct->to : direct->from;
        noteShown(directRoomName(other), direct->offset);
    }
}

void ChatConsole::showItems(const QString &room, const QList<RawJson> &items)
{
    const Shown shown = m_shown.value(room);
    for (const RawJson &item : items) {
        const auto message = decodeServerMessage(item.text());
        if (!message)
            continue;
        qint64 offset = 0;
        if (const auto *post = std::get_if<BroadcastMessage>(&message.value()))
            offset = post->offset.value_or(0);
        else if (const auto *direct = std::get_if<DirectMessage>(&message.value()))
            offset = direct->offset;
        // A page may reach back into what is there already.
        if (shown.first > 0 && offset >= shown.first && offset <= shown.before)
            continue;
        m_output.print(messageLine(message.value(), m_client.clientId()));
        noteShown(room, offset);
    }
}

void ChatConsole::noteShown(const QString &room, qint64 offset)
{
    if (offset <= 0)
        return;
    Shown &shown = m_shown[room];
    shown.first = shown.first > 0 ? qMin(shown.first, offset) : offset;
    shown.last = qMax(shown.last, offset);
}

void ChatConsole::complainAbout(const QString &name, NameKind kind)
{
    Q_EMIT complained(
        tr("\"%1\" cannot be a name. %2").arg(printable(name), nameErrorText(name, kind)));
}

QString ChatConsole::currentRoom()
{
    const Conversation *current = m_chat.rooms().current();
    return current ? current->name() : QString();
}

void ChatConsole::run(const chatcommand::Join &command)
{
    if (m_chat.join(command.room))
        complainAbout(command.room, NameKind::Target);
    else
        m_room = currentRoom();
}

void ChatConsole::run(const chatcommand::Part &command)
{
    const auto name = normalizeTarget(command.room.isEmpty() ? currentRoom() : command.room);
    if (name)
        m_chat.leave(name.value());
    else
        complainAbout(command.room, NameKind::Target);
}

void ChatConsole::run(const chatcommand::Nick &command)
{
    if (m_chat.setNick(command.nick))
        complainAbout(command.nick, NameKind::Person);
}

void ChatConsole::run(const chatcommand::Message &command)
{
    const QString room = directRoomName(command.to);
    const QString before = currentRoom();
    if (m_chat.join(room)) {
        complainAbout(command.to, NameKind::Person);
        return;
    }
    if (command.text.isEmpty())
        return; // what is typed from now on goes there
    post(room, command.text);
    if (!before.isEmpty())
        m_chat.setCurrent(before);
}

void ChatConsole::run(const chatcommand::Topic &command)
{
    const Conversation *current = m_chat.rooms().current();
    if (current && current->isDirect()) {
        Q_EMIT complained(tr("Only rooms have a topic."));
        return;
    }
    if (!command.text.isEmpty()) {
        m_chat.setTopic(currentRoom(), command.text);
        return;
    }
    m_output.print(
        current && !current->topic().isEmpty()
            ? tr("The topic of %1: %2").arg(printable(current->name()), printable(current->topic()))
            : tr("There is no topic."));
}

void ChatConsole::run(const chatcommand::Who &command)
{
    const auto name = normalizeTarget(command.room.isEmpty() ? currentRoom() : command.room);
    if (!name)
        complainAbout(command.room, NameKind::Target);
    else if (nickOfDirectRoom(name.value()) && !m_chat.rooms().find(name.value()))
        Q_EMIT complained(tr("You have no conversation with this person."));
    else
        m_chat.askMembers(name.value());
}

void ChatConsole::run(const chatcommand::Me &command)
{
    post(u"/me "_s + command.text);
}

void ChatConsole::run(const chatcommand::Away &command)
{
    m_chat.setAway(command.reason.isEmpty() ? std::nullopt : std::optional(command.reason));
}

void ChatConsole::run(const chatcommand::History &)
{
    const Conversation *current = m_chat.rooms().current();
    if (!current)
        Q_EMIT complained(tr("You are in no room. \"/join ROOM\" enters one."));
    else if (showKept(*current))
        return;
    else if (const qint64 gap = current->newestGap(); gap > 0)
        m_chat.loadMissing(current->name(), gap);
    else if (current->hasOlder())
        m_chat.loadOlder(current->name());
    else
        m_output.print(tr("There is nothing older."));
}

// What an earlier start has received stands in no line of this one.
bool ChatConsole::showKept(const Conversation &conversation)
{
    constexpr int page = 100;
    const MessageLogModel &log = conversation.log();
    const qint64 first = m_shown.value(conversation.name()).first;
    HistoryResponse kept;
    kept.room = conversation.name();
    for (int row = log.rowCount() - 1; row >= 0 && kept.items.size() < page; --row) {
        const LogEntry &entry = log.entry(row);
        if (entry.kind == LogEntry::Kind::Gap)
            break;
        if (entry.hasPlace() && !entry.frame.isEmpty() && (first == 0 || entry.offset < first))
            kept.items.prepend(RawJson::fromValidText(entry.frame));
    }
    if (kept.items.isEmpty())
        return false;
    m_output.print(messageLine(kept, m_client.clientId()));
    showItems(kept.room, kept.items);
    return true;
}

void ChatConsole::run(const chatcommand::Rooms &)
{
    m_chat.askRooms();
}

} // namespace kodama
