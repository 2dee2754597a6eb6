// What is published to a room: encoded once, passed on as bytes.
#pragma once

#include "server/transport/clientlink.h"

#include <QString>

namespace kodama {

/// The room of everybody who did not ask for another one.
inline const QString lobby = QStringLiteral("lobby");

struct Publication
{
    QString room = lobby;
    SharedFrame frame;
    ConnectionId except = 0; ///< who does not get it; 0 leaves out nobody
};

/// Takes publications that were accepted; a shard.
class PublicationSink
{
public:
    virtual ~PublicationSink() = default;

    /// Called in the order of the room, the same for every sink.
    virtual void deliver(const Publication &publication) = 0;
};

} // namespace kodama
