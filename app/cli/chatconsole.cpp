#include "chatconsole.h"

#include "app/cli/messageline.h"
#include "app/core/chat/postsender.h"
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
                onNickRefused(nick, suggestion);
            });
    connect(&m_chat, &Chat::postFailed, this,
            [this](const QString &room, const QString &id, qint64 code, const QString &text) {
                onPostFailed(room, id, code, text);
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
    // Where many are, we need not be among the members that are listed.
    connect(&m_chat, &Chat::awayChanged, this,
            [this](const std::optional<QString> &reason) { m_isAway = reason.has_value(); });
    connect(&m_chat, &Chat::postStored, this, &ChatConsole::progressed);
    connect(&m_chat, &Chat::postsDelayed, this, [this](bool areDelayed) {
        m_arePostsDelayed = areDelayed;
        m_isDelayTold = false;
    });
    connect(&m_chat, &Chat::abandonedPostsProgressed, this, &ChatConsole::progressed);
    connect(&m_chat.rooms(), &RoomListModel::renamed, this, &ChatConsole::onRenamed);
    connect(&m_chat.rooms(), &RoomListModel::aboutToRemove, this,
            [this](const Conversation *conversation) {
                m_hasLostPlace = m_hasLostPlace || conversation == m_chat.rooms().current();
            });
}

void ChatConsole::onNickRefused(const QString &nick, const QString &suggestion)
{
    m_isTold = !suggestion.isEmpty(); // else the server's words say more
    if (!m_isTold) {
        Q_EMIT complained({});
    } else if (m_chat.phase() == ChatPhase::Greeting) {
        // No failure: there will be another one. Which, says the answer to the next greeting.
        if (m_refusedNick.isEmpty())
            m_refusedNick = nick;
    } else {
        Q_EMIT complained(tr(R"(The name "%1" is taken; "%2" is free.)")
                              .arg(printable(nick), printable(suggestion)));
    }
}

/// A person has another name: what is said to them goes on to them.
void ChatConsole::onRenamed(const QString &name, const QString &newName)
{
    if (m_room == name)
        m_room = newName;
    if (m_shown.contains(name))
        m_shown.insert(newName, m_shown.take(name));
}

void ChatConsole::onPostFailed(const QString &room, const QString &id, qint64 code,
                               const QString &text)
{
    m_toldPost = id;
    const Conversation *conversation = m_chat.rooms().find(room);
    const bool isThere = conversation && conversation->log().rowOfMessage(id) >= 0;
    // Of whom nobody has ever heard, there is no conversation to go on with.
    const bool isKnown = isThere && (!conversation->isDirect() || conversation->isJoined() ||
                                     !conversation->position().epoch.isEmpty());
    // "/retry" is for all at once; what it may not send comes back by hand alone.
    const bool isKept = m_keepsFailed && isKnown && m_chat.riskOfRetry(id) == 0;
    if (!isKept)
        m_chat.discard(id);
    if (conversation && !conversation->isJoined() && conversation->isDirect() &&
        conversation->log().rowCount() == 0)
        m_chat.leave(room); // or the next run would ask for that person again
    QString told = tr("Not sent to %1: %2").arg(printable(room), printable(text));
    if (text.isEmpty())
        told = tr("A message to %1 may not have arrived; it is not sent "
                  "again, since that could show it twice.")
                   .arg(printable(room));
    else if (code == PostSender::uncertain)
        //: %1: a room or person, %2: why it is not sent again
        told = tr("A message to %1 may not have arrived: %2").arg(printable(room), printable(text));
    Q_EMIT postLost(told, isKept ? room : QString());
}

void ChatConsole::onRequestFailed(RequestKind request, const QString &room, qint64 code)
{
    m_isRequest = true;
    const Conversation *conversation = m_chat.rooms().find(room);
    const int last = conversation ? conversation->log().rowCount() - 1 : -1;
    // The message to that person fails next, and says it.
    m_isTold =
        m_isTold ||
        (request == RequestKind::Join && code == qint64(ErrorCode::NoSuchUser) && last >= 0 &&
         conversation->log().entry(last).delivery == LogEntry::Delivery::Pending);
    if (!m_isTold)
        Q_EMIT complained({});
}

bool ChatConsole::takeTold(const ServerMessage &message)
{
    const bool isTold = std::exchange(m_isTold, false);
    const bool isRequest = std::exchange(m_isRequest, false);
    // Each attempt is refused in the same words, for each post that waits.
    const bool isDelayTold = std::exchange(m_isDelayTold, m_arePostsDelayed);
    const auto *error = std::get_if<ErrorMessage>(&message);
    if (!error || !error->id)
        return error && isTold;
    const bool isAgain =
        isDelayTold && !isRequest && error->code == qint64(ErrorCode::StoreUnavailable);
    return isTold || isAgain || *error->id == m_toldPost;
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
    if (m_hasStoppedDeciding)
        return false;
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

void ChatConsole::stopDeciding()
{
    m_hasStoppedDeciding = true;
    m_isWanted = false;
    m_first.clear();
    Q_EMIT complained(tr("The server has not answered so far."));
    Q_EMIT progressed();
}

bool ChatConsole::isAtHome() const
{
    const bool isAway = m_chat.phase() == ChatPhase::Offline || m_hasStoppedDeciding;
    return m_chat.isReady() || (m_wasReady && isAway);
}

void ChatConsole::onPhaseChanged(ChatPhase phase)
{
    m_hasStoppedDeciding = false;
    if (phase == ChatPhase::Greeting)
        m_isAway = false; // the answers say it again
    if (phase == ChatPhase::Ready) {
        m_wasReady = true;
        const QString refused = std::exchange(m_refusedNick, {});
        if (!refused.isEmpty())
            m_output.printError(tr(R"(The name "%1" is taken; here you are "%2".)")
                                    .arg(printable(refused), printable(m_chat.nick())));
        const QStringList rooms = std::exchange(m_roomsToJoin, {});
        for (const QString &room : rooms)
            run(chatcommand::Join{room});
        for (const ChatCommand &first : std::exchange(m_first, {}))
            std::visit([this](const auto &command) { run(command); }, first);
    } else if (phase == ChatPhase::Version1 && (m_isWanted || m_wasReady)) {
        onNoRooms();
    }
    Q_EMIT progressed();
}

void ChatConsole::onNoRooms()
{
    m_isWanted = m_wasReady = false;
    m_first.clear();
    Q_EMIT complained(tr("This server has no rooms and no names."));
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
        m_first.push_back(command->value());
    m_isWanted = true; // the next line is for where this one leads
    m_hasStoppedDeciding = false;
    m_chat.begin();
    if (m_chat.phase() == ChatPhase::Version1)
        onNoRooms();
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
    if (isAtHome()) {
        // What was meant for one room or person goes nowhere else, once that is gone.
        post(m_chat.rooms().find(m_room) ? m_room : QString(), text);
        return true;
    }
    if (m_chat.phase() != ChatPhase::Greeting && !m_hasStoppedDeciding)
        return false;
    Q_EMIT complained(tr("You are in no room. \"/join ROOM\" enters one."));
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
        Q_EMIT complained(errorText(SendRefusal::TooLarge, m_chat.mostBytes()));
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

} // namespace kodama
