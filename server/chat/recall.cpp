#include "server/chat/recall.h"

#include "common/protocol/limits.h"
#include "common/protocol/names.h"
#include "server/chat/chatlimits.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

PageLimits pageOf(qint64 items)
{
    return {int(qMin(items, limits::historyItems)), limits::recallBytes};
}

QList<RawJson> bodiesOf(const Page &page)
{
    QList<RawJson> items;
    items.reserve(page.items.size());
    for (const StoredItem &item : page.items)
        items.append(RawJson::fromValidText(item.body));
    return items;
}

} // namespace

Result<Target, Refusal> Recall::target(const ChatSession &session, const QString &text)
{
    const auto name = normalizeTarget(text);
    if (!name)
        return Refusal{ErrorCode::BadRequest, Text::BadRoomName};
    const auto nick = nickOfDirectRoom(name.value());
    if (!nick)
        return Target{name.value(), name.value(), 0, {}};
    const QString key = foldNick(*nick);
    if (const ChatSession *other = m_context.people.sessionByNick(key))
        return Target{directRoomName(other->nick), directStream(session.person, other->person),
                      other->person, other->nick};
    const auto person = m_history.findPersonByNick(key);
    if (!person)
        return storeUnavailable();
    // Who is here has another nick by now.
    if (!person.value() || m_context.people.sessionOf(person.value()->id))
        return Refusal{ErrorCode::NoSuchUser};
    return Target{directRoomName(person.value()->nick),
                  directStream(session.person, person.value()->id), person.value()->id,
                  person.value()->nick};
}

bool Recall::exists(const QString &room)
{
    return m_context.rooms.find(room) || isRemembered(room);
}

// The last offset tells nothing: those of rooms that nobody knows may begin late.
bool Recall::isRemembered(const QString &room)
{
    const StreamPosition position = m_history.position(room);
    return position.first <= position.last || !m_history.topic(room).isEmpty();
}

void Recall::fill(JoinResponse &response, const Join &request, const QString &stream)
{
    const StreamPosition position = m_history.position(stream);
    response.epoch = epochOf(stream, position.epoch);
    response.offset = position.last;
    response.more = position.first <= position.last;
    if (request.since) {
        if (request.since->epoch != response.epoch || request.since->offset > position.last)
            return;
        if (request.since->offset == position.last) {
            response.recovered = true;
            return;
        }
        const auto missed =
            m_history.after(stream, request.since->offset, pageOf(limits::historyItems));
        if (!missed || missed.value().more || !missed.value().isComplete)
            return;
        response.recovered = true;
        response.items = bodiesOf(missed.value());
        response.more = position.first <= request.since->offset;
        return;
    }
    const qint64 wanted = request.limit.value_or(0);
    if (wanted == 0)
        return;
    const auto newest = m_history.newest(stream, pageOf(wanted));
    if (!newest)
        return;
    response.items = bodiesOf(newest.value());
    response.more = newest.value().more;
}

Result<HistoryResponse, Refusal> Recall::page(const HistoryRequest &request, const Target &target)
{
    if (request.before && request.after)
        return Refusal{ErrorCode::BadRequest, Text::BeforeOrAfter};
    if (!target.isDirect() && !exists(target.name))
        return Refusal{ErrorCode::UnknownRoom};
    // Whoever asks for none would ask for ever.
    const PageLimits bounds =
        pageOf(qMax(request.limit.value_or(limits::defaultHistoryItems), qint64{1}));
    const auto read = [&] {
        if (request.before)
            return m_history.before(target.stream, *request.before, bounds);
        if (request.after)
            return m_history.after(target.stream, *request.after, bounds);
        return m_history.newest(target.stream, bounds);
    };
    const auto page = read();
    if (!page)
        return storeUnavailable();
    return HistoryResponse{request.id,
                           target.name,
                           epochOf(target.stream, m_history.epoch()),
                           bodiesOf(page.value()),
                           page.value().more,
                           !page.value().isComplete};
}

} // namespace kodama
