// What the parts of the chat share. Lives in the chat's thread.
#pragma once

#include "common/protocol/timestamp.h"
#include "server/boundoptions.h"
#include "server/chat/chatlimits.h"
#include "server/chat/chatmeters.h"
#include "server/chat/creations.h"
#include "server/chat/outbound.h"
#include "server/chat/people.h"
#include "server/chat/roomdirectory.h"
#include "server/texts.h"

#include <functional>

namespace kodama {

class AnswerDesk;
class History;

/// 64 bits that nobody can guess.
using RandomSource = std::function<quint64()>;

/// A room or a conversation was refused, with so many that are remembered. Called in the chat's
/// thread.
using RoomsUsedUpHandler = std::function<void(qint64 streams)>;

/// What the chat is told before it starts. Everything must live longer than the chat.
struct ChatServices
{
    History &history;
    AnswerDesk &desk;
    const Clock &clock;
    RandomSource random;
    Texts texts{Language::English};
    Bounds bounds{};                    ///< what clients are told of them; others keep them
    ChatMeters *meters = nullptr;       ///< null: counts for itself
    RoomsUsedUpHandler onRoomsUsedUp{}; ///< now and then only (limits::usedUpQuiet); may be empty
};

struct ChatContext
{
    ChatContext(const ChatServices &chatServices, int shardCount)
        : services(chatServices)
        , meters(chatServices.meters != nullptr ? *chatServices.meters : ownMeters)
        , timestamps(chatServices.clock)
        , out(shardCount)
    {}

    /// Unix milliseconds, UTC.
    [[nodiscard]] qint64 ts() const { return services.clock.wallTime().count(); }

    const ChatServices services;
    ChatMeters ownMeters; ///< used when there are no others
    ChatMeters &meters;
    TimestampSource timestamps;
    Creations creations{{limits::creationsPerSecond, limits::creationBurst}};
    Outbound out;
    People people;
    RoomDirectory rooms;
    Audience v1Lobby;
    Audience everybody;
};

} // namespace kodama
