// Tested by tst_history.
#include "server/history/peopletable.h"

#include "server/history/nickkeys.h"

#include <utility>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

// Names of rooms have no line feeds.
constexpr QChar roomSeparator = u'\n';

QString keyOfLastOwner(const QString &nickKey)
{
    return nickKey + nickkeys::lastOwnerMark;
}

} // namespace

PeopleTable::PeopleTable(Database &database)
    : m_owner(database, u"SELECT id FROM people WHERE nick_key = ? AND id <> ?"_s)
    , m_forgetLastOwner(database, u"UPDATE people SET nick_key = NULL WHERE nick_key = ?"_s)
    , m_takeNick(database, u"UPDATE people SET nick_key = ? WHERE id = ?"_s)
    , m_savePerson(database, u"INSERT INTO people (id, nick, nick_key) VALUES (?, ?, ?)"
                             " ON CONFLICT (id) DO UPDATE SET nick = excluded.nick,"
                             " nick_key = excluded.nick_key"_s)
    , m_saveSession(database, u"INSERT OR REPLACE INTO sessions"
                              " (id, token_hash, person, rooms, last_seen)"
                              " VALUES (?, ?, ?, ?, ?)"_s)
    , m_personOfSession(database, u"SELECT person FROM sessions WHERE id = ?"_s)
    , m_removeSession(database, u"DELETE FROM sessions WHERE id = ?"_s)
    , m_hasSession(database, u"SELECT 1 FROM sessions WHERE person = ? LIMIT 1"_s)
    , m_clearNick(database, u"UPDATE people SET nick_key = NULL WHERE id = ?"_s)
    , m_removePerson(database, u"DELETE FROM people WHERE id = ?"
                               " AND NOT EXISTS (SELECT 1 FROM conversations WHERE person = ?)"_s)
    , m_longestUnseen(database, u"SELECT id, last_seen FROM sessions ORDER BY last_seen LIMIT ?"_s)
    , m_countSessions(database, u"SELECT count(*) FROM sessions"_s)
    , m_findPerson(database, u"SELECT id, nick, nick_key FROM people WHERE id = ?"_s)
    , m_findByNick(database, u"SELECT id, nick, nick_key FROM people WHERE nick_key = ?"_s)
    , m_findSession(database, u"SELECT id, token_hash, person, rooms, last_seen FROM sessions"
                              " WHERE token_hash = ?"_s)
    , m_conversations(database, u"SELECT other FROM conversations WHERE person = ?"_s)
    , m_named(database, u"SELECT nick,"
                        " CASE WHEN substr(nick_key, -1) <> char(10) THEN nick_key"
                        " WHEN NOT EXISTS (SELECT 1 FROM people AS owner"
                        " WHERE owner.nick_key = rtrim(people.nick_key, char(10)))"
                        " THEN coalesce(rtrim(nick_key, char(10)), '') ELSE '' END"
                        " FROM people WHERE id = ?"_s)
{}

StoreFailure PeopleTable::savePerson(const PersonRecord &person)
{
    if (auto failure = freeNick(person))
        return failure;
    return m_savePerson.run({person.id, person.nick, person.nickKey});
}

// Its owner becomes the last one, in place of whoever was that.
StoreFailure PeopleTable::freeNick(const PersonRecord &newOwner)
{
    if (auto failure = m_owner.run({newOwner.nickKey, newOwner.id}))
        return failure;
    const bool hasOwner = m_owner.next();
    const PersonId owner = hasOwner ? m_owner.number(0) : 0;
    const StoreFailure failure = m_owner.failure();
    m_owner.finish();
    if (failure || !hasOwner)
        return failure;
    const QString key = keyOfLastOwner(newOwner.nickKey);
    if (auto forgetting = m_forgetLastOwner.run({key}))
        return forgetting;
    return m_takeNick.run({key, owner});
}

StoreFailure PeopleTable::saveSession(const SessionRecord &session)
{
    return m_saveSession.run({session.id, session.tokenHash, session.person,
                              session.rooms.join(roomSeparator), session.lastSeen});
}

StoreFailure PeopleTable::removeSession(SessionId session)
{
    if (auto failure = m_personOfSession.run({session}))
        return failure;
    const bool isThere = m_personOfSession.next();
    const PersonId person = isThere ? m_personOfSession.number(0) : 0;
    const StoreFailure failure = m_personOfSession.failure();
    m_personOfSession.finish();
    if (failure || !isThere)
        return failure;
    if (auto removing = m_removeSession.run({session}))
        return removing;
    return forgetPersonWithoutSession(person);
}

Result<int, HistoryError> PeopleTable::forget(qint64 lastSeenBefore, int bound, int atMost)
{
    if (auto failure = m_countSessions.run({}))
        return *failure;
    qint64 over = m_countSessions.next() ? m_countSessions.number(0) - bound : 0;
    m_countSessions.finish();
    if (auto failure = m_longestUnseen.run({atMost}))
        return *failure;
    QList<SessionId> old;
    while (m_longestUnseen.next() && (over-- > 0 || m_longestUnseen.number(1) < lastSeenBefore))
        old.append(m_longestUnseen.number(0));
    const StoreFailure failure = m_longestUnseen.failure();
    m_longestUnseen.finish();
    if (failure)
        return *failure;
    for (const SessionId session : std::as_const(old)) {
        if (auto removing = removeSession(session))
            return *removing;
    }
    return int(old.size());
}

Result<std::optional<PersonRecord>, HistoryError> PeopleTable::findPerson(PersonId person)
{
    if (auto failure = m_findPerson.run({person}))
        return *failure;
    return onePerson(m_findPerson);
}

Result<std::optional<PersonRecord>, HistoryError>
PeopleTable::findPersonByNick(const QString &nickKey)
{
    if (auto failure = m_findByNick.run({nickKey}))
        return *failure;
    auto owner = onePerson(m_findByNick);
    if (!owner || owner.value())
        return owner;
    if (auto failure = m_findByNick.run({keyOfLastOwner(nickKey)}))
        return *failure;
    auto lastOwner = onePerson(m_findByNick);
    if (lastOwner && lastOwner.value())
        lastOwner.value()->nickKey = nickKey;
    return lastOwner;
}

Result<std::optional<SessionRecord>, HistoryError>
PeopleTable::findSession(const QByteArray &tokenHash)
{
    if (auto failure = m_findSession.run({tokenHash}))
        return *failure;
    std::optional<SessionRecord> found;
    if (m_findSession.next()) {
        const QString rooms = m_findSession.text(3);
        found = SessionRecord{
            m_findSession.number(0), m_findSession.bytes(1), m_findSession.number(2),
            rooms.isEmpty() ? QStringList() : rooms.split(roomSeparator), m_findSession.number(4)};
    }
    const StoreFailure failure = m_findSession.failure();
    m_findSession.finish();
    if (failure)
        return *failure;
    return found;
}

Result<QList<PersonId>, HistoryError> PeopleTable::conversationsOf(PersonId person)
{
    if (auto failure = m_conversations.run({person}))
        return *failure;
    QList<PersonId> others;
    while (m_conversations.next())
        others.append(m_conversations.number(0));
    const StoreFailure failure = m_conversations.failure();
    m_conversations.finish();
    if (failure)
        return *failure;
    return others;
}

Result<PersonRecord, HistoryError> PeopleTable::named(PersonId person)
{
    if (auto failure = m_named.run({person}))
        return *failure;
    PersonRecord record{person, u""_s, u""_s};
    if (m_named.next()) {
        record.nick = m_named.text(0);
        record.nickKey = m_named.text(1);
    }
    const StoreFailure failure = m_named.failure();
    m_named.finish();
    if (failure)
        return *failure;
    return record;
}

Result<std::optional<PersonRecord>, HistoryError> PeopleTable::onePerson(Statement &select)
{
    std::optional<PersonRecord> found;
    if (select.next())
        found = PersonRecord{select.number(0), select.text(1), select.text(2)};
    const StoreFailure failure = select.failure();
    select.finish();
    if (failure)
        return *failure;
    if (found && found->nickKey.endsWith(nickkeys::lastOwnerMark))
        found->nickKey.clear();
    return found;
}

// The nick is free again, but still names the conversations.
StoreFailure PeopleTable::forgetPersonWithoutSession(PersonId person)
{
    if (auto failure = m_hasSession.run({person}))
        return failure;
    const bool isHere = m_hasSession.next();
    const StoreFailure failure = m_hasSession.failure();
    m_hasSession.finish();
    if (failure || isHere)
        return failure;
    if (auto clearing = m_clearNick.run({person}))
        return clearing;
    return m_removePerson.run({person, person});
}

} // namespace kodama
