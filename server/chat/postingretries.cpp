// Posting: what was said before, and comes again because its answer got lost.
// Tested by tst_posting.
#include "common/protocol/codec.h"
#include "common/protocol/names.h"
#include "server/chat/chatlimits.h"
#include "server/chat/posting.h"
#include "server/frameencoding.h"

#include <algorithm>

namespace kodama {

namespace {

/// However it is spelled: who repeats something may have written it anew. What holds a number that
/// no double holds has no value to compare.
bool isSame(const RawJson &one, const RawJson &other)
{
    if (one == other)
        return true;
    const QJsonValue value = one.value();
    return !value.isUndefined() && value == other.value();
}

} // namespace

bool Posting::repeat(ChatConnection &connection, const Direct &message)
{
    if (!message.id || waitingCount() >= limits::waitingAcks)
        return false;
    const auto found = m_history.findRetry(connection.session->id, message.id->toUtf8());
    if (found && !found.value())
        return false;
    const auto stored = found ? storedMessage(*found.value()) : found.error();
    if (!stored) {
        // Nobody may be told that there is no such person because of what cannot be looked up.
        refuse(connection, message.id, storeUnavailable());
        return true;
    }
    if (!stored.value())
        return false;
    const StoredRetry &first = *found.value();
    const auto *direct = std::get_if<DirectMessage>(&*stored.value());
    const auto to = normalizeNick(message.to);
    if (!direct || !to || foldNick(direct->to) != foldNick(to.value()) ||
        !isSame(direct->content, message.content))
        return false;
    acknowledgeAgain(connection,
                     {*message.id, directRoomName(direct->to),
                      epochOf(first.stream, m_history.epoch()), first.offset, first.ts, true});
    return true;
}

// Repeated before it is committed: what is true of the first is true of both.
void Posting::acknowledgeAgain(ChatConnection &connection, const Ack &ack)
{
    const auto first = std::ranges::find_if(m_drafts, [&](const Draft &draft) {
        return draft.session == connection.session->id && draft.id == ack.id;
    });
    answerWhenStored(connection, encodeFrame(ack));
    if (first != m_drafts.end())
        m_batch.back().draft = std::size_t(first - m_drafts.begin());
}

bool Posting::answerRetry(ChatConnection &connection, const Ack &ack, const QString &stream,
                          const RawJson &content)
{
    if (ack.id.isEmpty())
        return false;
    const auto found = m_history.findRetry(connection.session->id, ack.id.toUtf8());
    if (found && !found.value())
        return false;
    const auto isRetry = found ? isRepeated(*found.value(), stream, content) : found.error();
    if (!isRetry) {
        refuse(connection, ack.id, storeUnavailable());
        return true;
    }
    if (!isRetry.value()) {
        refuse(connection, ack.id, {ErrorCode::BadRequest, Text::IdUsedElsewhere});
        return true;
    }
    const StoredRetry &first = *found.value();
    Ack again = ack;
    again.offset = first.offset;
    again.ts = first.ts;
    again.duplicate = true;
    acknowledgeAgain(connection, again);
    return true;
}

Result<bool, HistoryError> Posting::isRepeated(const StoredRetry &first, const QString &stream,
                                               const RawJson &content)
{
    if (first.stream != stream)
        return false;
    const auto stored = storedMessage(first);
    if (!stored)
        return stored.error();
    if (!stored.value())
        return true; // its id is known longer than the message itself
    if (const auto *post = std::get_if<BroadcastMessage>(&*stored.value()))
        return isSame(post->content, content);
    if (const auto *direct = std::get_if<DirectMessage>(&*stored.value()))
        return isSame(direct->content, content);
    return true;
}

Result<std::optional<ServerMessage>, HistoryError> Posting::storedMessage(const StoredRetry &first)
{
    std::optional<ServerMessage> message;
    const auto page = m_history.after(first.stream, first.offset - 1, {1, limits::recallBytes});
    if (!page)
        return page.error();
    const QList<StoredItem> &items = page.value().items;
    if (items.isEmpty() || items.first().offset != first.offset)
        return message;
    auto stored = decodeServerMessage(items.first().body);
    if (stored)
        message = std::move(stored).value();
    return message;
}

} // namespace kodama
