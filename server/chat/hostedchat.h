// The chat with the history that it writes to, as its thread runs it: saves who is there when it
// ends. Lives in the chat's thread.
// Tested by tst_server.
#pragma once

#include "server/chat/answerdesk.h"
#include "server/chat/chatcore.h"
#include "server/chatport.h"
#include "server/history/history.h"

#include <memory>

namespace kodama {

class HostedChat final : public ChatEngine
{
public:
    struct Options
    {
        int shardCount = 1;
        const Clock &clock;
        RandomSource random;
        Texts texts{Language::English};
        Bounds bounds{};
        AnswerDesk::Deliver deliver{}; ///< to the shards
        RoomsUsedUpHandler onRoomsUsedUp{};
    };

    /// The port, where the history's news of the disk go and what is counted, must live longer than
    /// the chat.
    HostedChat(std::unique_ptr<History> history, const Options &options, ChatPort &port)
        : m_desk(options.shardCount, options.deliver)
        , m_history(std::move(history))
        , m_core(options.shardCount,
                 {*m_history, m_desk, options.clock, options.random, options.texts, options.bounds,
                  &port.meters, options.onRoomsUsedUp})
    {
        m_history->setSyncedHandler([this, &port](CommitNumber commit) {
            if (!m_desk.release(commit))
                return;
            ChatBatch batch;
            batch.then = [commit](ChatEngine &engine) { engine.onSynced(commit); };
            port.inbox.put(std::move(batch));
        });
        // Whoever waits for an answer would wait until somebody else writes.
        m_history->setSyncFailedHandler([&port] {
            ChatBatch batch;
            batch.then = [](ChatEngine &engine) { engine.onSynced(0); };
            port.inbox.put(std::move(batch));
        });
    }
    ~HostedChat() override { m_core.close(); }

    Q_DISABLE_COPY_MOVE(HostedChat)

    void handle(std::span<ChatRequest> requests) override { m_core.handle(requests); }
    [[nodiscard]] Outbound &outbound() override { return m_core.outbound(); }
    [[nodiscard]] std::optional<std::chrono::nanoseconds> nextTimer() const override
    {
        return m_core.nextTimer();
    }
    void onTimer(std::chrono::nanoseconds now) override { m_core.onTimer(now); }
    void onDelivered() override { m_core.onDelivered(); }
    void onSynced(quint64 commit) override { m_core.onSynced(commit); }

private:
    AnswerDesk m_desk;
    const std::unique_ptr<History> m_history;
    ChatCore m_core;
};

} // namespace kodama
