// Who is there: in rooms, and of those with whom there is a direct conversation.
// Tested by tst_chat and tst_directmessages.
#include "app/core/chat/chat_p.h"

namespace kodama {

using namespace Qt::StringLiterals;

bool Chat::tellsPresence(const Conversation &direct) const
{
    return direct.isDirect() && direct.isJoined() && d->isPresenceTold(direct);
}

void Chat::Private::takeAway(const std::optional<QString> &reason)
{
    if (!reason)
        away.reset(); // what was said elsewhere is not said again by us
    for (int row = 0; row < rooms.rowCount(); ++row)
        rooms.conversation(row).members().setAway(q.nick(), reason);
    Q_EMIT q.awayChanged(reason);
}

/// Known before the answer to join, which says it again: the list shows it at once.
void Chat::Private::takePresence(const QList<DirectSummary> &directs)
{
    for (const DirectSummary &direct : directs) {
        if (!direct.present)
            continue;
        tellsPresence = true;
        Conversation *conversation = rooms.find(directRoomName(direct.nick));
        if (conversation && *direct.present)
            conversation->members().add({direct.nick, direct.away});
    }
}

void Chat::Private::handle(const PresenceEvent &message)
{
    if (message.event == "nick"_L1) {
        noteRename(message.nick, message.newNick.value_or(QString()));
    } else if (message.event == "join"_L1 || message.event == "leave"_L1) {
        if (nickOfDirectRoom(message.room.value_or(QString())))
            noteDirect(message);
        else
            noteInRoom(message);
    } else if (message.event == "away"_L1) {
        noteAway(message.nick, message.away.value_or(QString()));
    } else if (message.event == "back"_L1) {
        noteAway(message.nick, std::nullopt);
    }
}

void Chat::Private::noteAway(const QString &nick, const std::optional<QString> &reason)
{
    if (nick == q.nick()) {
        takeAway(reason); // said on another connection
        return;
    }
    for (int row = 0; row < rooms.rowCount(); ++row)
        rooms.conversation(row).members().setAway(nick, reason);
}

/// Somebody with whom we have a direct conversation has come or gone. That is no row of its log,
/// which is what the two have said.
void Chat::Private::noteDirect(const PresenceEvent &message)
{
    const bool isNew = !std::exchange(tellsPresence, true);
    Conversation *direct = rooms.find(message.room.value_or(QString()));
    if (!direct || message.nick == q.nick())
        return;
    if (message.event == "join"_L1) {
        direct->members().add({message.nick, message.away});
        return;
    }
    const bool seemedGone = !direct->members().contains(message.nick);
    direct->members().remove(message.nick);
    typing.stop(direct->name(), message.nick);
    if (isNew && seemedGone) // as who left a room; now it is known
        Q_EMIT direct->presenceChanged();
}

void Chat::Private::noteInRoom(const PresenceEvent &message)
{
    Conversation *room = rooms.find(message.room.value_or(QString()));
    if (room && room->isJoined()) {
        LogEntry entry;
        entry.sender = message.nick;
        entry.time = QDateTime::fromMSecsSinceEpoch(message.ts);
        entry.isOwn = message.nick == q.nick();
        if (message.event == "join"_L1) {
            room->members().add({message.nick, message.away});
            entry.kind = LogEntry::Kind::Joined;
        } else {
            room->members().remove(message.nick);
            typing.stop(room->name(), message.nick);
            entry.kind = LogEntry::Kind::Left;
        }
        room->note(std::move(entry));
    }
    // Where it is told, whoever has the name in a room may be another one.
    const Conversation *direct = rooms.find(directRoomName(message.nick));
    if (direct && isPresenceTold(*direct))
        return;
    if (message.event == "join"_L1)
        noteMember({message.nick, message.away});
    else
        noteGone(message.nick);
}

/// Whether the server tells us who comes and goes there. It does so where something was said.
bool Chat::Private::isPresenceTold(const Conversation &direct) const
{
    return tellsPresence && direct.position().offset > 0;
}

/// Somebody was heard of.
void Chat::Private::noteMember(const Member &member) const
{
    Conversation *direct = rooms.find(directRoomName(member.nick));
    if (direct && direct->isJoined() && !direct->members().contains(member.nick))
        direct->members().add(member);
}

/// Whoever is in none of our rooms any more is not shown as present to us alone, either.
void Chat::Private::noteGone(const QString &nick)
{
    Conversation *direct = rooms.find(directRoomName(nick));
    if (!direct || nick == q.nick())
        return;
    for (int row = 0; row < rooms.rowCount(); ++row) {
        Conversation &room = rooms.conversation(row);
        const bool maySee = !room.isDirect() && room.isJoined();
        if (maySee && (room.members().contains(nick) || room.members().unlisted() > 0))
            return;
    }
    direct->members().remove(nick);
    typing.stop(direct->name(), nick);
}

} // namespace kodama
