#include "server/chat/greeting.h"

#include "common/protocol/names.h"
#include "server/chat/changebudget.h"
#include "server/chat/chatlimits.h"
#include "server/chat/plainline.h"
#include "server/history/history.h"

#include <QCryptographicHash>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The secret itself is nowhere on the disk.
QByteArray hashOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

ServerLimits limitsOf(const Bounds &enforced)
{
    ServerLimits bounds;
    bounds.messageBytes = enforced.transport.messageBytes;
    bounds.messagesPerSecond = enforced.session.messages.perSecond;
    bounds.bytesPerSecond = enforced.session.bytes.perSecond;
    bounds.rooms = limits::roomsPerSession;
    bounds.historyPage = limits::historyItems;
    bounds.nickCharacters = limits::nickCharacters;
    bounds.roomCharacters = limits::roomCharacters;
    bounds.topicCharacters = limits::topicCharacters;
    return bounds;
}

HeartbeatTimes heartbeatOf(const TransportLimits &transport)
{
    return {(transport.pingAfter + transport.pingJitter).count(), transport.deadAfter.count()};
}

} // namespace

void Greeting::hello(ChatConnection &connection, const Hello &request)
{
    if (connection.session) {
        m_voice.refuse(connection, request.id, {ErrorCode::BadRequest, Text::HelloTwice});
    } else if (const auto refusal = begin(connection, request)) {
        m_context.out.send(connection.shard, HelloAnswered{connection.id, 1});
        m_voice.refuse(connection, request.id, *refusal);
    }
}

void Greeting::nick(ChatConnection &connection, const Nick &request)
{
    ChatSession &session = *connection.session;
    if (const auto refusal = spendChange(session, m_context.services.clock.steadyTime())) {
        m_voice.refuse(connection, request.id, *refusal);
        return;
    }
    const auto name = request.nick.trimmed().isEmpty()
                          ? Result<Name, Refusal>(Refusal{ErrorCode::BadNick})
                          : freeName(request.nick, &session);
    if (!name) {
        m_voice.refuse(connection, request.id, name.error());
        return;
    }
    rename(session, name.value(), connection.id);
    m_voice.reply(connection, NickResponse{request.id, session.nick});
}

void Greeting::away(ChatConnection &connection, const Away &request)
{
    ChatSession &session = *connection.session;
    // As a name it is told to those with whom there is a conversation, who have to be looked up.
    if (const auto refusal = spendChange(session, m_context.services.clock.steadyTime())) {
        m_voice.refuse(connection, request.id, *refusal);
        return;
    }
    const QString reason = plainLine(request.away.value_or(QString()));
    const bool wasAway = session.away.has_value();
    session.away = reason.isEmpty() ? std::nullopt : std::optional(reason);
    if (session.away || wasAway) {
        PresenceEvent event;
        event.event = session.away ? u"away"_s : u"back"_s;
        event.nick = session.nick;
        event.away = session.away;
        m_presence.tell(session, event, connection.id);
    }
    m_voice.reply(connection, AwayResponse{request.id, session.away});
}

std::optional<Refusal> Greeting::begin(ChatConnection &connection, const Hello &request)
{
    const auto found = resumed(request);
    if (!found)
        return found.error();
    ChatSession *session = found.value();
    const bool isResumed = session != nullptr;
    if (!isResumed) {
        const auto wait =
            m_context.creations.waitFor(connection.clientId, m_context.services.clock.steadyTime());
        if (wait)
            return Refusal{ErrorCode::RateLimited, {}, *wait};
    }
    const QString wanted = request.nick.value_or(QString());
    const QByteArray token = isResumed ? request.resume->session.toUtf8() : randomToken();
    if (!isResumed || !wanted.isEmpty()) {
        const auto name = freeName(wanted, session);
        if (!name)
            return name.error();
        if (isResumed && name.value().nick != session->nick) {
            if (const auto refusal = spendChange(*session, m_context.services.clock.steadyTime()))
                return refusal;
            rename(*session, name.value(), 0);
        }
        if (!isResumed)
            session = &createSession(token, name.value());
    }
    upgrade(connection, *session);
    HelloResponse response = helloResponse(*session);
    response.id = request.id;
    response.session = QString::fromLatin1(token);
    response.clientId = connection.clientId;
    response.resumed = isResumed;
    m_voice.reply(connection, response);
    return std::nullopt;
}

HelloResponse Greeting::helloResponse(const ChatSession &session)
{
    HelloResponse response;
    response.nick = session.nick;
    response.protocol = limits::protocolVersion;
    response.server = QStringLiteral("kodama-server/" KODAMA_VERSION);
    response.away = session.away;
    for (const Room *room : session.rooms)
        response.rooms.append(room->name);
    response.directs = directsOf(session);
    response.limits = limitsOf(m_context.services.bounds);
    response.heartbeat = heartbeatOf(m_context.services.bounds.transport);
    return response;
}

Result<ChatSession *, Refusal> Greeting::resumed(const Hello &request)
{
    ChatSession *session = nullptr;
    if (!request.resume)
        return session;
    const QByteArray tokenHash = hashOf(request.resume->session.toUtf8());
    session = m_context.people.sessionByToken(tokenHash);
    if (session)
        return session;
    // Whoever is told "unknown" begins anew and may send again what was stored already; so nobody
    // is told that only because the store cannot be read.
    const auto record = m_context.services.history.findSession(tokenHash);
    if (!record)
        return storeUnavailable();
    if (!record.value())
        return session;
    const auto person = m_context.services.history.findPerson(record.value()->person);
    if (!person)
        return storeUnavailable();
    // The record may be damaged.
    if (!person.value() || m_context.people.sessionById(record.value()->id))
        return session;
    // Before anybody is told that somebody has come.
    const QString wanted = request.nick.value_or(QString());
    if (wanted.isEmpty())
        return &wake(*record.value(), nameFor(*person.value(), {}));
    const auto name = freeName(wanted, nullptr);
    if (!name)
        return name.error();
    return &wake(*record.value(), nameFor(*person.value(), name.value()));
}

ChatSession &Greeting::wake(const SessionRecord &record, const Name &name)
{
    ChatSession woken;
    woken.id = record.id;
    woken.person = record.person;
    woken.tokenHash = record.tokenHash;
    woken.nick = name.nick;
    woken.nickKey = name.key;
    woken.mayHaveDirects = true;
    woken.changeTokens = limits::changeBurst;
    woken.changesCountedAt = m_context.services.clock.steadyTime();
    ChatSession &session = m_context.people.addSession(std::move(woken));
    for (const QString &one : record.rooms) {
        const auto room = normalizeRoomName(one);
        if (!room || room.value() != one ||
            session.rooms.size() >= std::size_t{limits::roomsPerSession})
            continue;
        if (Room *place = m_context.rooms.open(one))
            m_presence.enter(session, *place);
    }
    m_presence.comeBack(session);
    return session;
}

Greeting::Name Greeting::named(const QString &nick)
{
    return {nick, foldNick(nick)};
}

// What is said to a guest of before must not reach another one.
QString Greeting::guestNick()
{
    return m_context.people.guestNick([this](const QString &key) {
        const auto owner = m_context.services.history.findPersonByNick(key);
        return owner && owner.value(); // a store that cannot be read knows of nobody
    });
}

Greeting::Name Greeting::nameFor(const PersonRecord &person, const std::optional<Name> &wanted)
{
    // Not by the key in the record: that is taken away from whom another one has followed.
    const auto known = normalizeNick(person.nick);
    Name name = named(known ? known.value() : guestNick());
    ChatSession *holder = m_context.people.sessionByNick(name.key);
    if (!holder)
        return name; // known by it, until it is told that there is a new one
    if (wanted)
        return *wanted;
    if (holder->connections.empty()) {
        m_posting.saveEverybody();
        m_presence.end(*holder);
        return name;
    }
    const QString other = m_context.people.suggestedNick(name.nick);
    return named(other.isEmpty() ? guestNick() : other);
}

Result<Greeting::Name, Refusal> Greeting::freeName(const QString &wanted,
                                                   const ChatSession *session)
{
    if (wanted.isEmpty())
        return named(guestNick());
    const auto nick = normalizeNick(wanted);
    if (!nick)
        return Refusal{ErrorCode::BadNick};
    const Name name = named(nick.value());
    ChatSession *holder = m_context.people.sessionByNick(name.key);
    if (!holder || holder == session)
        return name;
    if (!holder->connections.empty()) {
        const QString other = m_context.people.suggestedNick(name.nick);
        Refusal refusal{ErrorCode::NickInUse};
        if (!other.isEmpty())
            refusal.suggestion = other;
        return refusal;
    }
    // Its owner is gone: a name belongs to who is there.
    m_posting.saveEverybody();
    m_presence.end(*holder);
    return name;
}

void Greeting::rename(ChatSession &session, const Name &name, ConnectionId except)
{
    if (name.nick == session.nick)
        return;
    PresenceEvent event;
    event.event = u"nick"_s;
    event.nick = session.nick;
    event.newNick = name.nick;
    m_context.people.rename(session, name.nick, name.key);
    m_presence.tell(session, event, except);
}

ChatSession &Greeting::createSession(const QByteArray &token, const Name &name)
{
    ChatSession session;
    session.id = randomId();
    session.person = randomId();
    session.tokenHash = hashOf(token);
    session.nick = name.nick;
    session.nickKey = name.key;
    session.changeTokens = limits::changeBurst;
    session.changesCountedAt = m_context.services.clock.steadyTime();
    return m_context.people.addSession(std::move(session));
}

void Greeting::upgrade(ChatConnection &connection, ChatSession &session)
{
    m_presence.hideGuest(connection);
    m_context.v1Lobby.leave(connection.shard);
    m_context.out.send(connection.shard, LeaveRoom{roomkey::v1Lobby, connection.id});
    m_context.out.send(connection.shard, HelloAnswered{connection.id, limits::protocolVersion});
    m_context.people.attach(connection, session);
    session.lastSeen = m_context.ts();
    m_context.people.markUnsaved(session);
}

QList<DirectSummary> Greeting::directsOf(const ChatSession &session)
{
    QList<DirectSummary> list;
    const auto directs =
        m_context.services.history.directsOf(session.person, limits::listedDirects);
    if (!directs)
        return list;
    for (const DirectRecord &direct : directs.value()) {
        if (direct.position.first > direct.position.last)
            continue; // all of it was pruned: nothing to read
        const ChatSession *other = m_context.people.sessionOf(direct.other);
        if (!other && !isFoundByNick(direct))
            continue;
        DirectSummary summary;
        summary.nick = other ? other->nick : direct.nick; // the history may have the one before
        summary.epoch = epochOf(directStream(session.person, direct.other), direct.position.epoch);
        summary.offset = direct.position.last;
        summary.present = other != nullptr;
        if (other)
            summary.away = other->away;
        list.append(summary);
    }
    return list;
}

// Of those who had the same nick one after the other only the last is found by it, who may be
// somebody to whom nothing was said, and nobody is found who was forgotten.
bool Greeting::isFoundByNick(const DirectRecord &gone) const
{
    const QString key = foldNick(gone.nick);
    return !key.isEmpty() && key == gone.nickKey && !m_context.people.sessionByNick(key);
}

qint64 Greeting::randomId()
{
    for (;;) {
        const auto id = qint64(m_context.services.random() >> 1);
        if (id != 0)
            return id;
    }
}

QByteArray Greeting::randomToken()
{
    QByteArray bytes;
    for (int word = 0; word < 4; ++word) {
        const quint64 bits = m_context.services.random();
        bytes.append(reinterpret_cast<const char *>(&bits), sizeof bits);
    }
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace kodama
