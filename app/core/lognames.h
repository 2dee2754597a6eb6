// Names for completion, of those who spoke last in a log.
#pragma once

#include "app/core/completion.h"

namespace kodama {

class MessageLogModel;

class LogNames final : public CompletionSource
{
public:
    /// The log outlives this.
    explicit LogNames(const MessageLogModel &log)
        : m_log(log)
    {}

    [[nodiscard]] QStringList nicks() const override;
    [[nodiscard]] QStringList rooms() const override { return {}; }

    static constexpr int rowsLookedAt = 500;

private:
    const MessageLogModel &m_log;
};

} // namespace kodama
