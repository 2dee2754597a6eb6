// Names for completion where there are rooms: who spoke last in the current one, then who is there;
// the rooms one is in, then those that the server has listed.
// Tested by tst_roomlistmodel.
#pragma once

#include "app/core/completion.h"

namespace kodama {

class RoomListModel;

class RoomNames final : public CompletionSource
{
public:
    /// Without a room the names come from `otherwise`. Both outlive this.
    RoomNames(const RoomListModel &rooms, const CompletionSource &otherwise)
        : m_rooms(rooms)
        , m_otherwise(otherwise)
    {}

    void setListed(const QStringList &rooms) { m_listed = rooms; }

    [[nodiscard]] QStringList nicks() const override;
    [[nodiscard]] QStringList rooms() const override;

private:
    const RoomListModel &m_rooms;
    const CompletionSource &m_otherwise;
    QStringList m_listed;
};

} // namespace kodama
