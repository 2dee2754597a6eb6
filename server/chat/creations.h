// How many sessions and rooms one address makes: who comes back as somebody else is still counted.
// Lives in the chat's thread.
#pragma once

#include "server/transport/tokenbucket.h"

#include <QHash>
#include <QString>

#include <optional>

namespace kodama {

class Creations final
{
public:
    explicit Creations(const Rate &rate)
        : m_rate(rate)
    {}

    /// Counts one more of a client, or says after how many milliseconds it may be made. Who is not
    /// counted by address (countedAddressOf()) may always.
    [[nodiscard]] std::optional<qint64> waitFor(const QString &clientId,
                                                std::chrono::nanoseconds now);

    /// Addresses that are remembered.
    [[nodiscard]] qsizetype count() const { return m_buckets.size(); }

private:
    void forgetOld(std::chrono::nanoseconds now);

    const Rate m_rate;
    QHash<QString, TokenBucket> m_buckets;
};

} // namespace kodama
