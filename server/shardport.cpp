// Tested by tst_chatthread.
#include "server/shardport.h"

#include "server/threadlimits.h"

namespace kodama {

namespace {

qsizetype costOf(const Delivery &delivery)
{
    qsizetype bytes = threadlimits::overheadBytes;
    if (const auto *const publish = std::get_if<Publish>(&delivery))
        bytes += publish->frame.bytes.size();
    else if (const auto *const reply = std::get_if<Reply>(&delivery))
        bytes += reply->frame.bytes.size();
    return bytes;
}

} // namespace

void ShardPort::deliver(DeliveryBatch batch, std::chrono::nanoseconds askedAt)
{
    qsizetype cost = 0;
    for (const Delivery &delivery : batch)
        cost += costOf(delivery);
    undelivered += cost;
    inbox.put(Deliveries{std::move(batch), cost, askedAt});
}

} // namespace kodama
