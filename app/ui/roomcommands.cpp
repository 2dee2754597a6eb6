// RoomController: the commands of rooms, one overload each, and their answers. Tested by
// tst_roomcontroller.
#include "app/core/servereventrouter.h"
#include "app/ui/mainwindow.h"
#include "app/ui/roomcontroller.h"
#include "app/ui/roomdelegate.h"
#include "common/protocol/limits.h"

#include <QLocale>

namespace kodama {

using namespace Qt::StringLiterals;

RoomController::Outcome RoomController::run(const chatcommand::Join &command)
{
    return outcomeOf(m_parts.chat.join(command.room), command.room);
}

Result<QString, NameError> RoomController::meantRoom(const QString &named) const
{
    return normalizeTarget(named.isEmpty() && m_shown != nullptr ? m_shown->name() : named);
}

RoomController::Outcome RoomController::run(const chatcommand::Part &command)
{
    const Result<QString, NameError> normal = meantRoom(command.room);
    if (!normal)
        return outcomeOf(normal.error(), command.room);
    m_parts.chat.leave(normal.value());
    return Outcome::Done;
}

RoomController::Outcome RoomController::run(const chatcommand::Nick &command)
{
    const Result<QString, NameError> normal = normalizeNick(command.nick);
    if (!normal)
        return outcomeOf(normal.error(), command.nick);
    m_wantedNick = normal.value();
    return outcomeOf(m_parts.chat.setNick(normal.value()), command.nick);
}

RoomController::Outcome RoomController::run(const chatcommand::Message &command)
{
    const QString room = directRoomName(command.to);
    if (const std::optional<NameError> error = m_parts.chat.join(room))
        return outcomeOf(error, command.to);
    return command.text.isEmpty() ? Outcome::Done
                                  : outcomeOf(m_parts.chat.post(room, command.text));
}

RoomController::Outcome RoomController::run(const chatcommand::Topic &command)
{
    if (m_shown == nullptr)
        return outcomeOf(PostResult::BadName);
    if (command.text.toUcs4().size() > limits::topicCharacters) {
        complain(tr("A topic has at most %1 characters.").arg(limits::topicCharacters));
        return Outcome::Refused;
    }
    if (!command.text.isEmpty()) {
        m_parts.chat.setTopic(m_shown->name(), command.text);
        return Outcome::Done;
    }
    m_parts.router.addLocal(
        m_shown->topic().isEmpty()
            ? tr("%1 has no topic.").arg(roomTitle(m_shown->name()))
            : tr("The topic of %1: %2").arg(roomTitle(m_shown->name()), m_shown->topic()));
    return Outcome::Done;
}

RoomController::Outcome RoomController::run(const chatcommand::Who &command)
{
    const Result<QString, NameError> normal = meantRoom(command.room);
    if (!normal)
        return outcomeOf(normal.error(), command.room);
    m_parts.chat.askMembers(normal.value());
    return Outcome::Done;
}

RoomController::Outcome RoomController::run(const chatcommand::Me &command)
{
    return post(u"/me "_s + command.text);
}

RoomController::Outcome RoomController::run(const chatcommand::Away &command)
{
    m_parts.chat.setAway(command.reason.isEmpty() ? std::nullopt : std::optional(command.reason));
    return Outcome::Done;
}

RoomController::Outcome RoomController::run(const chatcommand::History & /*command*/)
{
    if (m_shown != nullptr)
        m_parts.chat.loadOlder(m_shown->name());
    return Outcome::Done;
}

RoomController::Outcome RoomController::run(const chatcommand::Rooms & /*command*/)
{
    m_printsRooms = true;
    m_parts.chat.askRooms();
    return Outcome::Done;
}

void RoomController::showMembers(const QString &room, const QList<Member> &members, qint64 count)
{
    QStringList names;
    for (const Member &member : members)
        names.append(member.away ? tr("%1 (away)").arg(member.nick) : member.nick);
    const QString listed = QLocale().createSeparatedList(names);
    const auto others = int(count - members.size());
    m_parts.router.addLocal(
        others > 0
            //: %1: a room, %2: the names of those who are listed
            ? tr("In %1: %2; and %n more", nullptr, others).arg(roomTitle(room), listed)
            : tr("In %1: %2").arg(roomTitle(room), listed));
}

void RoomController::onRoomsReceived(const QList<RoomSummary> &rooms)
{
    QStringList names;
    for (const RoomSummary &one : rooms)
        names.append(one.room);
    m_names.setListed(names);
    m_parts.window.composer().renewCompletion();
    if (!std::exchange(m_printsRooms, false))
        return; // somebody else asked
    QStringList lines;
    for (const RoomSummary &one : rooms) {
        //: %1: a room, %n: how many people are there
        const QString line = tr("%1, %n here", nullptr, int(one.members)).arg(roomTitle(one.room));
        lines.append(one.topic.isEmpty() ? line : u"%1: %2"_s.arg(line, one.topic));
    }
    m_parts.router.addLocal(lines.join(u'\n'));
}

} // namespace kodama
