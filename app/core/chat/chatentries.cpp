#include "chatentries.h"

#include "app/core/chat/postsender.h"
#include "common/protocol/codec.h"
#include "common/protocol/names.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.isMark();
}

/// Han, kana and Hangul are written without spaces: a name in them ends where it ends.
bool joinsWords(QChar c)
{
    switch (c.script()) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
        return false;
    default:
        return isWordCharacter(c);
    }
}

bool isSame(const QString &one, const QString &other)
{
    return !one.isEmpty() && foldNick(one) == foldNick(other);
}

} // namespace

bool mentions(const QString &written, const QString &nick)
{
    if (nick.isEmpty())
        return false;
    // Names are in this form, whatever width they are typed in.
    const QString text = written.normalized(QString::NormalizationForm_KC);
    qsizetype at = 0;
    while ((at = text.indexOf(nick, at, Qt::CaseInsensitive)) >= 0) {
        const qsizetype end = at + nick.size();
        const bool startsThere = at == 0 || !joinsWords(text[at - 1]) || !joinsWords(nick.front());
        const bool endsThere =
            end == text.size() || !joinsWords(text[end]) || !joinsWords(nick.back());
        if (startsThere && endsThere)
            return true;
        at = end;
    }
    return false;
}

namespace {

/// Only the session that said it is told the id: it is our own also under a name of before.
void noteId(LogEntry &entry, const std::optional<QString> &id)
{
    entry.messageId = id.value_or(QString());
    if (!id)
        return;
    entry.isOwn = true;
    entry.isMention = false;
}

} // namespace

LogEntry entryOfWords(const QString &sender, const RawJson &content, const QString &ownNick)
{
    LogEntry entry;
    entry.kind = LogEntry::Kind::Chat;
    entry.sender = sender;
    entry.text = content.displayText();
    entry.isOwn = isSame(sender, ownNick);
    entry.isMention = !entry.isOwn && mentions(entry.text, ownNick);
    const auto action = "/me "_L1;
    if (content.isString() && entry.text.startsWith(action)) {
        entry.isAction = true;
        entry.text.remove(0, action.size());
    }
    return entry;
}

LogEntry entryOf(const BroadcastMessage &message, const QString &ownNick)
{
    LogEntry entry =
        entryOfWords(message.fromNick.value_or(message.from), message.content, ownNick);
    entry.offset = message.offset.value_or(0);
    entry.time = QDateTime::fromMSecsSinceEpoch(message.ts.value_or(0));
    if (entry.offset > 0)
        noteId(entry, message.id);
    return entry;
}

LogEntry entryOf(const DirectMessage &message, const QString &ownNick)
{
    LogEntry entry = entryOfWords(message.from, message.content, ownNick);
    entry.offset = message.offset;
    entry.time = QDateTime::fromMSecsSinceEpoch(message.ts);
    noteId(entry, message.id);
    return entry;
}

LogEntry entryOf(const ForwardedMessage &message, const QString &ownNick)
{
    LogEntry entry;
    entry.kind = LogEntry::Kind::Custom;
    entry.sender = message.fromNick.value_or(message.from);
    entry.text = message.data.displayText();
    entry.isOwn = isSame(entry.sender, ownNick);
    return entry;
}

std::optional<LogEntry> entryOfItem(const RawJson &item, const QString &ownNick)
{
    const Result<ServerMessage, DecodeError> message = decodeServerMessage(item.text());
    if (!message)
        return std::nullopt;
    std::optional<LogEntry> entry;
    if (const auto *broadcast = std::get_if<BroadcastMessage>(&message.value()))
        entry = entryOf(*broadcast, ownNick);
    else if (const auto *direct = std::get_if<DirectMessage>(&message.value()))
        entry = entryOf(*direct, ownNick);
    if (!entry || entry->offset <= 0)
        return std::nullopt;
    entry->frame = item.text();
    return entry;
}

LogEntry::Delivery deliveryOf(const OutboxPost &post)
{
    if (post.isWaiting())
        return LogEntry::Delivery::Pending;
    return post.failed == PostSender::uncertain ? LogEntry::Delivery::Uncertain
                                                : LogEntry::Delivery::Failed;
}

std::vector<LogEntry> failedEntries(const MessageLogModel &log)
{
    std::vector<LogEntry> failed;
    // What is not sent stands at the end.
    for (int row = log.rowCount() - 1; row >= 0 && log.entry(row).isUnsent(); --row) {
        if (log.entry(row).hasFailed())
            failed.push_back(log.entry(row));
    }
    std::reverse(failed.begin(), failed.end());
    return failed;
}

} // namespace kodama
