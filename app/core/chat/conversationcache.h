// The recent messages of a conversation in a file, so that there is something to read before there
// is a connection.
// Tested by tst_conversation.
#pragma once

#include "app/core/chat/conversation.h"
#include "app/core/chat/serverfolder.h"

#include <QHash>

#include <memory>

namespace kodama {

/// Rows that are kept: the newest ones without a gap between them.
inline constexpr int cachedRows = 200;
inline constexpr qsizetype cachedBytes = qsizetype{2} * 1024 * 1024;

bool saveConversation(const ServerFolder &folder, const Conversation &conversation);

/// Into a conversation that was just opened. Without a file, or with a damaged one, it stays empty
/// and everything is asked of the server.
void loadConversation(const ServerFolder &folder, Conversation &conversation,
                      const QString &ownNick);

/// Not among the open ones; without a file it has no epoch.
[[nodiscard]] std::unique_ptr<Conversation>
storedConversation(const ServerFolder &folder, const QString &name, const QString &ownNick);

void forgetConversation(const ServerFolder &folder, const QString &name);

/// The names of the direct conversations that have a file, by epoch.
[[nodiscard]] QHash<QString, QString> storedDirects(const ServerFolder &folder);

} // namespace kodama
