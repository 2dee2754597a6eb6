// One thread's share of the server: its event loop's reactor, its connections and their sessions.
// Lives in one thread; nothing of it is shared but what the constructor is given.
#pragma once

#include "common/protocol/timestamp.h"
#include "server/chatline.h"
#include "server/clientregistry.h"
#include "server/handlers/chathandlers.h"
#include "server/handlers/commandhandlers.h"
#include "server/handlers/messagehandlers.h"
#include "server/hub.h"
#include "server/router.h"
#include "server/session.h"
#include "server/shardinbox.h"
#include "server/transport/transport.h"

#include <QObject>

namespace kodama {

class Shard final : public QObject,
                    public LinkAcceptor,
                    private ShardInbox::Owner,
                    private Reactor::TurnTask
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Shard)

public:
    /// What all shards have in common. Everything must live longer than the shard and be callable
    /// from any thread.
    struct Shared
    {
        ChatPort &chat;
        ClientRegistry &registry;
        Population &population;
        Log &log;
        const Clock &clock;
        Occupancy &occupancy;
        Texts texts{Language::English};
        FigureSource *figures = nullptr; ///< for `status`
        RefusalObserver *refusals = nullptr;
    };

    struct Setup
    {
        int number = 0; ///< from 0
        TransportLimits limits{};
        HandshakePolicy policy{};
        SessionLimits session{};
        ShardMeters *meters = nullptr; ///< null: counts for itself
    };

    /// Does what comes in at the port, which must live longer than the shard.
    Shard(const Shared &shared, const Setup &setup, ShardPort &port);
    ~Shard() override = default;

    [[nodiscard]] Transport &transport() { return m_transport; }
    [[nodiscard]] Hub &hub() { return m_hub; }

    std::unique_ptr<LinkObserver> accept(ClientLink &link) override;

Q_SIGNALS:
    /// After CloseAll: nobody is left.
    void closed();
    /// As End asks for.
    void ended();

private:
    void carryOut(ShardInput &input) override;
    void onTurnEnd() override { m_chat.gather(); }
    void onPortionDone() override { m_chat.resume(); }
    void take(Deliveries &deliveries);
    void take(Adopt &adopt) { m_transport.adopt(adopt.take()); }
    void take(CloseAll &what);
    void take(End &) { Q_EMIT ended(); }
    void take(WarmUp &) { m_transport.warmUp(); }

    ShardMeters m_ownMeters;
    ShardMeters &m_meters;
    const Clock &m_clock;
    TimestampSource m_timestamps;
    MessageHandlers m_messageHandlers;
    CommandHandlers m_commandHandlers;
    ChatHandlers m_chatHandlers;
    Router m_router;
    Hub m_hub;
    Reactor m_reactor{Reactor::Thread::Own};
    ShardInbox m_inbox;
    ChatLine m_chat;
    SessionServices m_services;
    Transport m_transport; // last: its connections use all of the above until they are gone
};

} // namespace kodama
