// Answers that wait for the disk, where the thread that knows of the disk hands them out: nobody
// has to wake the chat for that. The chat puts them in, and hears later that they are out.
// Callable from any thread. What was put in for a connection goes out in that order.
#pragma once

#include "server/chat/delivery.h"
#include "server/history/historytypes.h"

#include <deque>
#include <functional>
#include <mutex>

namespace kodama {

class AnswerDesk final
{
    Q_DISABLE_COPY_MOVE(AnswerDesk)

public:
    /// Hands a shard what it is to carry out, from any thread, but one call at a time.
    using Deliver = std::function<void(int shard, DeliveryBatch batch)>;

    AnswerDesk(int shardCount, Deliver deliver);

    struct Answer
    {
        CommitNumber commit = 0; ///< never less than that of the one before
        int shard = 0;
        Reply reply{};
    };
    void put(std::vector<Answer> answers);

    /// Everything up to this commit is on the disk: its answers go out. Returns whether the chat
    /// wants to be told at once.
    [[nodiscard]] bool release(CommitNumber commit);

    /// The chat holds back what comes behind an answer. Else it looks at its next turn what is on
    /// the disk.
    void setNewsWanted(bool isWanted);

    /// Nobody gets what is left.
    void discard();

private:
    std::mutex m_mutex;
    bool m_isNewsWanted = false;
    const Deliver m_deliver;
    std::deque<Answer> m_answers;
    std::vector<DeliveryBatch> m_batches; ///< of each shard; empty between two calls
};

} // namespace kodama
