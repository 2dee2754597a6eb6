// RoomController: the commands of rooms, one overload each, and their answers. Tested by
// tst_roomcontroller.
#include "app/core/chat/chatentries.h"
#include "app/core/chat/postsender.h"
#include "app/core/errortext.h"
#include "app/core/isolation.h"
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

void RoomController::enterRoom(const QString &name)
{
    (void)run(chatcommand::Join{name});
    m_parts.window.composer().setFocus(); // what is wrong with the name stands there, too
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
        return outcomeOf(normal.error(), command.nick, NameKind::Person);
    m_wantedNick = normal.value();
    return outcomeOf(m_parts.chat.setNick(normal.value()), command.nick, NameKind::Person);
}

RoomController::Outcome RoomController::run(const chatcommand::Message &command)
{
    const QString room = directRoomName(command.to);
    if (const std::optional<NameError> error = m_parts.chat.join(room))
        return outcomeOf(error, command.to, NameKind::Person);
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
    if (!command.text.isEmpty())
        return setTopic(m_shown->name(), command.text);
    m_parts.router.addLocal(
        m_shown->topic().isEmpty()
            ? tr("%1 has no topic.").arg(isolated(roomTitle(m_shown->name())))
            : tr("The topic of %1: %2")
                  .arg(isolated(roomTitle(m_shown->name())), isolated(m_shown->topic())));
    return Outcome::Done;
}

QString RoomController::obstacleToTopic(const QString &room) const
{
    if (!m_parts.chat.isReady())
        return errorText(SendRefusal::NotConnected);
    const Conversation *conversation = m_parts.chat.rooms().find(room);
    if (conversation == nullptr || !conversation->isJoined())
        return tr("You have not entered %1 yet: the topic is as it was.")
            .arg(isolated(roomTitle(room)));
    return {};
}

RoomController::Outcome RoomController::setTopic(const QString &room, const QString &topic)
{
    const QString obstacle = obstacleToTopic(room);
    if (obstacle.isEmpty()) {
        m_askedTopics.insert(room, topic);
        m_parts.chat.setTopic(room, topic);
    } else {
        complain(obstacle);
    }
    return obstacle.isEmpty() ? Outcome::Done : Outcome::Refused;
}

void RoomController::takeTopic(const QString &room, const QString &topic)
{
    Composer &composer = m_parts.window.composer();
    const bool hasPlace = composer.text().isEmpty() && !topic.isEmpty();
    if (hasPlace && !obstacleToTopic(room).isEmpty())
        composer.setText(u"/topic "_s + topic);
    (void)setTopic(room, topic);
}

/// The server did not take it: it stands to be corrected, or is found with Up.
void RoomController::giveBackTopic(const QString &room)
{
    const QString topic = m_askedTopics.take(room);
    if (topic.isEmpty())
        return;
    Composer &composer = m_parts.window.composer();
    const bool isHere = m_shown != nullptr && m_shown->name() == room;
    if (isHere && composer.text().isEmpty())
        composer.setText(u"/topic "_s + topic);
    else
        composer.accept(u"/topic "_s + topic);
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

RoomController::Outcome RoomController::run(const chatcommand::Retry &command)
{
    // What may be shown twice, or reach somebody else, waits for a click on that very message.
    return forFailed(command.room, [this](const QString &room, const QString &id) {
        const qint64 risk = m_parts.chat.riskOfRetry(id);
        if (risk == 0)
            m_parts.chat.retry(id);
        else
            onPostFailed(room, risk,
                         risk == PostSender::uncertain ? QString()
                                                       : PostSender::somebodyElseText());
        return risk == 0;
    });
}

RoomController::Outcome RoomController::run(const chatcommand::Discard &command)
{
    return forFailed(command.room, [this](const QString & /*room*/, const QString &id) {
        m_parts.chat.discard(id);
        return true;
    });
}

RoomController::Outcome
RoomController::forFailed(const QString &named,
                          const std::function<bool(const QString &room, const QString &id)> &what)
{
    const Result<QString, NameError> normal = meantRoom(named);
    if (!normal)
        return outcomeOf(normal.error(), named);
    const Conversation *room = m_parts.chat.rooms().find(normal.value());
    const std::vector<LogEntry> failed =
        room != nullptr ? failedEntries(room->log()) : std::vector<LogEntry>();
    if (failed.empty()) {
        complain(tr("No message to %1 has failed.").arg(isolated(roomTitle(normal.value()))));
        return Outcome::Refused;
    }
    std::size_t done = 0;
    for (const LogEntry &entry : failed) {
        if (what(normal.value(), entry.messageId))
            ++done;
    }
    if (done == 0)
        return Outcome::Refused;
    return done < failed.size() ? Outcome::DoneInPart : Outcome::Done;
}

void RoomController::showMembers(const QString &room, const QList<Member> &members, qint64 count)
{
    QStringList names;
    for (const Member &member : members) {
        const QString nick = isolated(member.nick);
        names.append(member.away ? tr("%1 (away)").arg(nick) : nick);
    }
    const QString listed = QLocale().createSeparatedList(names);
    const auto others = int(count - members.size());
    m_parts.router.addLocal(
        others > 0
            //: %1: a room, %2: the names of those who are listed
            ? tr("In %1: %2; and %n more", nullptr, others).arg(isolated(roomTitle(room)), listed)
            : tr("In %1: %2").arg(isolated(roomTitle(room)), listed));
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
        const QString line =
            tr("%1, %n here", nullptr, int(one.members)).arg(isolated(roomTitle(one.room)));
        lines.append(one.topic.isEmpty() ? line : u"%1: %2"_s.arg(line, isolated(one.topic)));
    }
    m_parts.router.addLocal(lines.join(u'\n'));
}

void RoomController::onNickRefused(const QString &nick, const QString &suggestion)
{
    m_wantedNick.clear();
    if (m_parts.chat.phase() == ChatPhase::Greeting && !suggestion.isEmpty())
        complain(tr(R"(The name "%1" is taken; here you are "%2".)")
                     .arg(isolated(nick), isolated(suggestion)));
    else
        complain(suggestion.isEmpty() ? tr("The name \"%1\" was not accepted.").arg(isolated(nick))
                                      : tr(R"(The name "%1" is taken; "%2" is free.)")
                                            .arg(isolated(nick), isolated(suggestion)));
}

void RoomController::onRequestFailed(RequestKind request, const QString &room, const QString &text)
{
    if (request == RequestKind::Nick)
        return; // told already
    if (request == RequestKind::Topic)
        giveBackTopic(room);
    if (request == RequestKind::Hello)
        m_parts.router.addLocal(tr("The server does not let you in: %1").arg(text));
    complain(room.isEmpty() ? text : u"%1: %2"_s.arg(isolated(roomTitle(room)), text));
}

void RoomController::onPostFailed(const QString &room, qint64 code, const QString &text)
{
    if (code == PostSender::uncertain && !text.isEmpty()) {
        //: %1: a room or person, %2: why it is not sent again
        complain(
            tr("A message to %1 may not have arrived: %2").arg(isolated(roomTitle(room)), text));
        return;
    }
    complain(text.isEmpty()
                 ? tr("A message to %1 may not have arrived; it is not sent again by itself, since "
                      "that could show it twice.")
                       .arg(isolated(roomTitle(room)))
                 : tr("Not sent to %1: %2").arg(isolated(roomTitle(room)), text));
}

void RoomController::complain(const QString &sentence) const
{
    m_parts.window.composer().showProblem(sentence);
}

RoomController::Outcome RoomController::outcomeOf(PostResult result)
{
    switch (result) {
    case PostResult::Posted:
        return Outcome::Done;
    case PostResult::Version1:
        return Outcome::NotOurs;
    case PostResult::Full:
        complain(tr("Not sent: too many messages wait for the server."));
        break;
    case PostResult::TooLarge:
        complain(errorText(SendRefusal::TooLarge, m_parts.chat.mostBytes()));
        break;
    case PostResult::BadName:
        complain(tr("You are in no room. \"/join ROOM\" enters one."));
        break;
    }
    return Outcome::Refused;
}

RoomController::Outcome RoomController::outcomeOf(std::optional<NameError> error,
                                                  const QString &name, NameKind kind)
{
    if (!error)
        return Outcome::Done;
    complain(tr("\"%1\" cannot be a name. %2").arg(isolated(name), nameErrorText(name, kind)));
    return Outcome::Refused;
}

} // namespace kodama
