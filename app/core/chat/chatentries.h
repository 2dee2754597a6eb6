// What people say in version 2 -> rows of a conversation. Pure.
// Tested by tst_conversation.
#pragma once

#include "app/core/logentry.h"
#include "app/core/messagelogmodel.h"
#include "common/protocol/servermessages.h"

#include <vector>

namespace kodama {

struct OutboxPost;

/// Whether a text names this person: the nick as a word of its own, whatever its case.
[[nodiscard]] bool mentions(const QString &written, const QString &nick);

/// Somebody's words as a row; `/me waves` becomes an action.
[[nodiscard]] LogEntry entryOfWords(const QString &sender, const RawJson &content,
                                    const QString &ownNick);

[[nodiscard]] LogEntry entryOf(const BroadcastMessage &message, const QString &ownNick);
[[nodiscard]] LogEntry entryOf(const DirectMessage &message, const QString &ownNick);
[[nodiscard]] LogEntry entryOf(const ForwardedMessage &message, const QString &ownNick);

/// One of the items of a join_response or history_response; nothing if it is no message of people,
/// or has no place.
[[nodiscard]] std::optional<LogEntry> entryOfItem(const RawJson &item, const QString &ownNick);

/// What its row says became of it.
[[nodiscard]] LogEntry::Delivery deliveryOf(const OutboxPost &post);

/// Those of ours that can be sent again or discarded, in their order.
[[nodiscard]] std::vector<LogEntry> failedEntries(const MessageLogModel &log);

} // namespace kodama
