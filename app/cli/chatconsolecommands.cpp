// What ChatConsole's commands do.
// Tested by tst_chatconsole and tst_consoleposts.
#include "app/cli/chatconsole.h"
#include "app/cli/messageline.h"
#include "app/core/chat/chatentries.h"
#include "app/core/chat/postsender.h"

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// As it was typed.
QString wordsOf(const LogEntry &entry)
{
    return printable(entry.isAction ? u"/me "_s + entry.text : entry.text);
}

} // namespace

void ChatConsole::complainAbout(const QString &name, NameKind kind)
{
    Q_EMIT complained(
        tr("\"%1\" cannot be a name. %2").arg(printable(name), nameErrorText(name, kind)));
}

const Conversation *ChatConsole::conversation()
{
    return m_hasLostPlace ? nullptr : m_chat.rooms().current();
}

QString ChatConsole::currentRoom()
{
    const Conversation *current = conversation();
    return current ? current->name() : QString();
}

void ChatConsole::run(const chatcommand::Join &command)
{
    const auto name = normalizeTarget(command.room);
    const Conversation *known = name ? m_chat.rooms().find(name.value()) : nullptr;
    const bool wasJoined = known && known->isJoined();
    if (m_chat.join(command.room)) {
        complainAbout(command.room, NameKind::Target);
        return;
    }
    m_hasLostPlace = false;
    m_room = currentRoom();
    if (wasJoined) // the server is not asked, and says nothing
        m_output.print(tr("What you say now goes to %1.").arg(printable(m_room)));
}

void ChatConsole::run(const chatcommand::Part &command)
{
    const auto name = normalizeTarget(command.room.isEmpty() ? currentRoom() : command.room);
    if (!name) {
        complainAbout(command.room, NameKind::Target);
        return;
    }
    if (!m_chat.rooms().find(name.value())) {
        m_output.print(nickOfDirectRoom(name.value()) // no failure of a script: it is as wished
                           ? tr("You have no conversation with this person.")
                           : tr("You are not in %1.").arg(printable(name.value())));
        return;
    }
    const bool hadLostPlace = m_hasLostPlace;
    m_chat.leave(name.value());
    m_hasLostPlace = hadLostPlace; // who leaves by themselves is where the prompt says
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
    if (command.text.isEmpty()) {
        m_hasLostPlace = false; // what is typed from now on goes there
        return;
    }
    post(room, command.text);
    if (!before.isEmpty())
        m_chat.setCurrent(before);
}

void ChatConsole::run(const chatcommand::Topic &command)
{
    const Conversation *current = conversation();
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
    m_isAway = m_chat.isReady() ? m_isAway : !command.reason.isEmpty(); // else it is answered
    m_chat.setAway(command.reason.isEmpty() ? std::nullopt : std::optional(command.reason));
}

void ChatConsole::run(const chatcommand::History &)
{
    const Conversation *current = conversation();
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

const Conversation *ChatConsole::withFailed(const QString &named)
{
    const auto name = normalizeTarget(named.isEmpty() ? currentRoom() : named);
    const Conversation *found = name ? m_chat.rooms().find(name.value()) : nullptr;
    if (found && !failedEntries(found->log()).empty())
        return found;
    if (name)
        Q_EMIT complained(tr("No message to %1 has failed.").arg(printable(name.value())));
    else if (named.isEmpty())
        Q_EMIT complained(tr("You are in no room. \"/join ROOM\" enters one."));
    else
        complainAbout(named, NameKind::Target);
    return nullptr;
}

void ChatConsole::run(const chatcommand::Retry &command)
{
    const Conversation *found = withFailed(command.room);
    if (!found)
        return;
    const QString room = printable(found->name());
    for (const LogEntry &entry : failedEntries(found->log())) {
        // It was kept before another person had the name.
        if (m_chat.riskOfRetry(entry.messageId) != 0) {
            Q_EMIT complained(tr("Not sent to %1: %2").arg(room, PostSender::somebodyElseText()));
            continue;
        }
        m_output.print(tr("Sending again to %1: %2").arg(room, wordsOf(entry)));
        m_chat.retry(entry.messageId);
    }
}

void ChatConsole::run(const chatcommand::Discard &command)
{
    const Conversation *found = withFailed(command.room);
    if (!found)
        return;
    const QString room = printable(found->name());
    for (const LogEntry &entry : failedEntries(found->log())) {
        m_output.print(tr("Not sent to %1 any more: %2").arg(room, wordsOf(entry)));
        m_chat.discard(entry.messageId);
    }
}

QString ChatConsole::placeAndPresence()
{
    const QString room = place();
    //: The prompt. %1: a room or person
    return m_isAway && !room.isEmpty() ? tr("%1 (away)", "prompt").arg(room) : room;
}

} // namespace kodama
