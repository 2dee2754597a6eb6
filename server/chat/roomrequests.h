// join, leave, topic, rooms, who: what people ask of rooms. Lives in the chat's thread.
#pragma once

#include "server/chat/posting.h"
#include "server/chat/presence.h"
#include "server/chat/recall.h"

namespace kodama {

class RoomRequests final
{
public:
    RoomRequests(ChatContext &context, ChatVoice &voice, Presence &presence, Posting &posting,
                 Recall &recall)
        : m_context(context)
        , m_voice(voice)
        , m_presence(presence)
        , m_posting(posting)
        , m_recall(recall)
    {}

    void join(ChatConnection &connection, const Join &request);
    void leave(ChatConnection &connection, const Leave &request);
    void topic(ChatConnection &connection, const Topic &request);
    void rooms(ChatConnection &connection, const Rooms &request);
    void who(ChatConnection &connection, const Who &request);

    /// Why the session may not say something in this room or conversation now, or nothing. One that
    /// is not there yet is made by that, and counts as a join.
    [[nodiscard]] std::optional<Refusal> maySpeak(ChatConnection &connection,
                                                  const QString &stream);

    struct RoomList
    {
        QList<RoomSummary> fullest; ///< first those with most members
        qint64 count = 0;           ///< of all
    };
    /// The rooms with members or a past. Where there are very many, or very many conversations, it
    /// may be some seconds old.
    [[nodiscard]] const RoomList &roomList();

private:
    [[nodiscard]] RoomList makeRoomList() const;
    [[nodiscard]] std::optional<Refusal> mayJoin(ChatConnection &connection, const QString &room);
    [[nodiscard]] std::optional<Refusal> mayMake(const ChatConnection &connection);
    /// BadRequest or UnknownRoom.
    [[nodiscard]] static Result<Room *, Refusal> joinedRoom(const ChatSession &session,
                                                            const QString &text);
    [[nodiscard]] std::optional<qint64> countIfCut(const Room &room,
                                                   const QList<Member> &listed) const;
    void joinDirect(ChatConnection &connection, const Join &request, const Target &target);

    ChatContext &m_context;
    ChatVoice &m_voice;
    Presence &m_presence;
    Posting &m_posting;
    Recall &m_recall;
    RoomList m_roomList;
    std::chrono::nanoseconds m_roomListEnd{0}; ///< steady time: good until then
};

} // namespace kodama
