// Who and what is in the chat: connections, sessions, rooms, and how they know each other. Data
// only; lives in the chat's thread. Pointers stay valid as long as the entry exists in People or
// RoomDirectory.
#pragma once

#include "server/chat/audience.h"
#include "server/chat/chatrequest.h"
#include "server/chat/delivery.h"
#include "server/history/historytypes.h"

#include <QString>

#include <chrono>
#include <list>
#include <optional>
#include <unordered_set>
#include <vector>

namespace kodama {

struct ChatSession;

/// A room that has members, or the lobby. What it remembers is in the History.
struct Room
{
    QString name;
    RoomKey key = 0;
    Audience audience;                         ///< connections that hear it
    std::unordered_set<ChatSession *> members; ///< audience or not: who is being away for a moment
};

struct ChatConnection
{
    ConnectionId id = 0;
    int shard = 0;
    QString clientId;
    ChatSession *session = nullptr; ///< nobody: it speaks version 1
    std::vector<Room *> rooms;      ///< that it hears, version 2
    bool isAnnounced = false;       ///< version 1 was told that it is here
    bool isShown = false;           ///< version 2 was told of this version 1 connection

    int unanswered = 0; ///< answers that wait for the disk
    /// Requests behind these. A list: it is empty nearly always, and a std::deque would take half a
    /// kilobyte of each connection for that.
    std::list<ChatRequest> waiting;
    qsizetype waitingBytes = 0;
    bool isRefused = false; ///< too much waited: it is being closed, and says nothing more
};

/// A person with a secret, over all of that person's connections. In memory while one of them is
/// there, and a moment longer.
struct ChatSession
{
    SessionId id = 0;
    PersonId person = 0;
    QByteArray tokenHash;
    QString nick;
    QString nickKey;
    std::optional<QString> away;
    std::vector<ChatConnection *> connections;
    std::vector<Room *> rooms;                ///< that it is a member of
    qint64 lastSeen = 0;                      ///< Unix milliseconds
    std::chrono::nanoseconds awaitedUntil{0}; ///< steady time, while nobody is connected
    bool isUnsaved = false;
    bool mayHaveDirects = false; ///< false: there is no conversation to ask the history for
    double changeTokens = 0;
    std::chrono::nanoseconds changesCountedAt{0}; ///< steady time
};

} // namespace kodama
