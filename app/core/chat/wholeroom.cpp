#include "app/core/chat/wholeroom.h"

#include "app/core/chat/chat.h"

namespace kodama {

WholeRoom::WholeRoom(Chat &chat, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &WholeRoom::stop);
    connect(&chat, &Chat::historyReceived, this, [this](const Conversation *room) {
        if (room == m_room)
            askNext();
    });
    connect(&chat, &Chat::requestFailed, this, [this](RequestKind kind, const QString &room) {
        if (kind == RequestKind::History && m_room != nullptr && room == m_room->name())
            stop();
    });
    connect(&chat, &Chat::phaseChanged, this, [this] {
        if (!m_chat.isReady())
            stop();
    });
    connect(&chat.rooms(), &RoomListModel::aboutToRemove, this, [this](const Conversation *room) {
        if (room == m_room)
            stop();
    });
}

bool WholeRoom::isIncomplete(const Conversation &room) const
{
    return m_chat.isReady() && (room.hasOlder() || room.newestGap() > 0);
}

void WholeRoom::bring(Conversation &room)
{
    m_room = &room;
    m_asked = {-1, 0};
    askNext();
}

WholeRoom::Place WholeRoom::placeOf(const Conversation &room)
{
    return {room.log().rowCount(), room.newestGap()};
}

void WholeRoom::askNext()
{
    const Place now = placeOf(*m_room);
    const bool isFull = now.rows >= m_room->log().capacityRows();
    if (isFull || !isIncomplete(*m_room) || now == m_asked) {
        const bool isComplete = !isFull && !isIncomplete(*m_room);
        return end(isComplete ? Outcome::Complete : Outcome::Full);
    }
    m_asked = now;
    m_patience.start();
    Q_EMIT progressed(now.rows);
    if (m_room == nullptr)
        return; // who heard of it has stopped it
    if (now.gap > 0)
        m_chat.loadMissing(m_room->name(), now.gap);
    else
        m_chat.loadOlder(m_room->name());
}

void WholeRoom::end(Outcome outcome)
{
    m_patience.stop();
    if (m_room == nullptr)
        return;
    m_room.clear();
    Q_EMIT ended(outcome);
}

} // namespace kodama
