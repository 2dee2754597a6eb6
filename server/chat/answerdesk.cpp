#include "server/chat/answerdesk.h"

#include <iterator>
#include <utility>

namespace kodama {

AnswerDesk::AnswerDesk(int shardCount, Deliver deliver)
    : m_deliver(std::move(deliver))
    , m_batches(static_cast<std::size_t>(shardCount))
{}

void AnswerDesk::put(std::vector<Answer> answers)
{
    const std::lock_guard lock(m_mutex);
    std::move(answers.begin(), answers.end(), std::back_inserter(m_answers));
}

bool AnswerDesk::release(CommitNumber commit)
{
    const std::lock_guard lock(m_mutex);
    for (; !m_answers.empty() && m_answers.front().commit <= commit; m_answers.pop_front()) {
        Answer &answer = m_answers.front();
        m_batches[static_cast<std::size_t>(answer.shard)].emplace_back(std::move(answer.reply));
    }
    for (std::size_t i = 0; i < m_batches.size(); ++i) {
        if (!m_batches[i].empty())
            m_deliver(int(i), std::exchange(m_batches[i], {}));
    }
    return m_isNewsWanted;
}

void AnswerDesk::setNewsWanted(bool isWanted)
{
    const std::lock_guard lock(m_mutex);
    m_isNewsWanted = isWanted;
}

void AnswerDesk::discard()
{
    const std::lock_guard lock(m_mutex);
    m_answers.clear();
}

} // namespace kodama
