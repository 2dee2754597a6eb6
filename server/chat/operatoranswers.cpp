// ChatCore: what the operator asks about who and what is here.
// Tested by tst_chatcore.
#include "server/chat/chatcore.h"
#include "server/chat/chatlimits.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;

void ChatCore::answer(const OperatorQuestion &question)
{
    switch (question.about) {
    case OperatorQuestion::About::Connections:
        question.answer(connectionLines());
        break;
    case OperatorQuestion::About::Rooms:
        question.answer(roomLines());
        break;
    }
}

QStringList ChatCore::connectionLines() const
{
    QStringList lines;
    for (const ChatConnection *connection : m_context.people.connections()) {
        QString line = connection->clientId;
        if (const ChatSession *session = connection->session) {
            line += u' ' + session->nick;
            for (const Room *room : connection->rooms)
                line += u" #"_s + room->name;
        }
        lines.append(line);
    }
    return lines;
}

QStringList ChatCore::roomLines()
{
    QStringList lines;
    const QList<RoomSummary> rooms = m_roomRequests.roomList().fullest;
    for (const RoomSummary &room : rooms) {
        QString line = u"#%1 %2 %3"_s.arg(room.room).arg(room.members).arg(room.offset);
        if (!room.topic.isEmpty())
            line += u' ' + room.topic;
        lines.append(line);
    }
    return lines;
}

} // namespace kodama
