// Says in the log who was not let in and why, now and then only: whoever is refused on purpose, a
// thousand times a second, must not fill it.
#pragma once

#include "server/log.h"
#include "server/texts.h"
#include "server/transport/refusal.h"

#include <array>
#include <chrono>
#include <mutex>
#include <optional>

namespace kodama {

/// Callable from any thread.
class RefusalLog final : public RefusalObserver
{
    Q_DISABLE_COPY_MOVE(RefusalLog)

public:
    /// Between two lines for the same reason; the second one tells how many were left out. The
    /// reasons do not silence each other, as some of them are mere noise of the internet.
    static constexpr std::chrono::seconds quietTime{10};
    /// Of what peers have sent: the rest is left out.
    static constexpr qsizetype longestValue = 128;

    /// Log and clock must live longer.
    RefusalLog(Log &log, const Clock &clock, Language language);

    void onRefused(const QString &clientId, int status, const ClientRefusal &refusal) override;

private:
    struct Silence
    {
        std::optional<std::chrono::nanoseconds> end;
        quint64 unsaid = 0;
    };

    /// How many were not told of; nothing if this one is not to be told of either.
    [[nodiscard]] std::optional<quint64> speak(RefusalReason reason);

    Log &m_log;
    const Clock &m_clock;
    const Texts m_texts;
    std::mutex m_mutex;
    std::array<Silence, refusalReasonCount> m_silences;
};

} // namespace kodama
