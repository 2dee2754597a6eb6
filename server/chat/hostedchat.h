// The chat with the history that it writes to, as its thread runs it: saves who is there when it
// ends. Lives in the chat's thread.
// Tested by tst_server.
#pragma once

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
    };

    /// The port, where the history's news of the disk go and what is counted, must live longer than
    /// the chat.
    HostedChat(std::unique_ptr<History> history, const Options &options, ChatPort &port)
        : m_history(std::move(history))
        , m_core(options.shardCount, {*m_history, options.clock, options.random, options.texts,
                                      options.bounds, &port.meters})
    {
        m_history->setSyncedHandler([&port](CommitNumber commit) {
            ChatBatch batch;
            batch.then = [commit](ChatEngine &engine) { engine.onSynced(commit); };
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
    void onSynced(quint64 commit) override { m_core.onSynced(commit); }

private:
    const std::unique_ptr<History> m_history;
    ChatCore m_core;
};

} // namespace kodama
