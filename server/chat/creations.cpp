#include "server/chat/creations.h"

#include "server/chat/chatlimits.h"
#include "server/transport/peeraddress.h"

namespace kodama {

std::optional<qint64> Creations::waitFor(const QString &clientId, std::chrono::nanoseconds now)
{
    const QString address = countedAddressOf(clientId);
    if (address.isEmpty())
        return std::nullopt;
    if (m_buckets.size() >= limits::creatingAddresses)
        forgetOld(now);
    const auto wait = m_buckets[address].take(m_rate, 1, now);
    if (wait == std::chrono::nanoseconds::zero())
        return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(wait).count();
}

void Creations::forgetOld(std::chrono::nanoseconds now)
{
    m_buckets.removeIf([now](const auto &entry) { return entry.value().isFull(now); });
    // So many at a time are not held back by this anyway; what they make has bounds, too.
    if (m_buckets.size() >= limits::creatingAddresses)
        m_buckets.clear();
}

} // namespace kodama
