#include "app/core/chat/roomnames.h"

#include "app/core/chat/roomlistmodel.h"
#include "app/core/lognames.h"

namespace kodama {

QStringList RoomNames::nicks() const
{
    Conversation *current = m_rooms.current();
    if (current == nullptr)
        return m_otherwise.nicks();
    QStringList names = LogNames(current->log()).nicks();
    for (const QString &nick : current->members().nicksWithPrefix({})) {
        if (!names.contains(nick))
            names.append(nick);
    }
    return names;
}

QStringList RoomNames::rooms() const
{
    QStringList names;
    for (int row = 0; row < m_rooms.rowCount(); ++row) {
        const Conversation &conversation = m_rooms.conversation(row);
        if (!conversation.isDirect())
            names.append(conversation.name());
    }
    for (const QString &room : m_listed) {
        if (m_rooms.find(room) == nullptr)
            names.append(room);
    }
    return names;
}

} // namespace kodama
