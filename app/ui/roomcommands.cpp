// RoomController: the commands of rooms, one overload each. Tested by tst_roomcontroller.
#include "app/core/servereventrouter.h"
#include "app/ui/roomcontroller.h"
#include "app/ui/roomdelegate.h"

namespace kodama {

using namespace Qt::StringLiterals;

RoomController::Outcome RoomController::run(const chatcommand::Join &command)
{
    return outcomeOf(m_parts.chat.join(command.room), command.room);
}

RoomController::Outcome RoomController::run(const chatcommand::Part &command)
{
    QString name = command.room;
    if (name.isEmpty() && m_shown != nullptr)
        name = m_shown->name();
    const Result<QString, NameError> normal = normalizeTarget(name);
    if (!normal)
        return outcomeOf(normal.error(), name);
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
    QString name = command.room;
    if (name.isEmpty() && m_shown != nullptr)
        name = m_shown->name();
    const Result<QString, NameError> normal = normalizeTarget(name);
    if (!normal)
        return outcomeOf(normal.error(), name);
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

} // namespace kodama
