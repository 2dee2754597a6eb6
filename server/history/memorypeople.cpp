#include "server/history/memorypeople.h"

#include "server/history/historylimits.h"

#include <algorithm>
#include <vector>

namespace kodama {

void MemoryPeople::savePerson(const PersonRecord &person)
{
    const auto known = m_people.constFind(person.id);
    if (known != m_people.cend())
        freeNick(*known);
    if (const auto owner = m_nicks.constFind(person.nickKey); owner != m_nicks.cend())
        m_lastOwners.insert(person.nickKey, *owner);
    m_people.insert(person.id, person);
    m_nicks.insert(person.nickKey, person.id);
}

void MemoryPeople::saveSession(const SessionRecord &session)
{
    const auto known = m_sessions.constFind(session.id);
    if (known != m_sessions.cend()) {
        m_tokens.remove(known->tokenHash);
        --m_sessionCounts[known->person];
    }
    m_sessions.insert(session.id, session);
    m_tokens.insert(session.tokenHash, session.id);
    ++m_sessionCounts[session.person];
    keepSessionCount();
}

void MemoryPeople::removeSession(SessionId session)
{
    const auto found = m_sessions.constFind(session);
    if (found == m_sessions.cend())
        return;
    const PersonId person = found->person;
    m_tokens.remove(found->tokenHash);
    m_sessions.erase(found);
    if (--m_sessionCounts[person] <= 0) {
        m_sessionCounts.remove(person);
        forgetPerson(person);
    }
}

void MemoryPeople::forgetSessionsBefore(qint64 lastSeen)
{
    QList<SessionId> old;
    for (const SessionRecord &session : std::as_const(m_sessions)) {
        if (session.lastSeen < lastSeen)
            old.append(session.id);
    }
    for (const SessionId session : std::as_const(old))
        removeSession(session);
}

void MemoryPeople::addConversation(PersonId one, PersonId other)
{
    m_conversations.insert(one, other);
    if (one != other)
        m_conversations.insert(other, one);
}

void MemoryPeople::removeConversation(PersonId one, PersonId other)
{
    m_conversations.remove(one, other);
    m_conversations.remove(other, one);
    for (const PersonId person : {one, other}) {
        if (!m_sessionCounts.contains(person))
            forgetPerson(person);
    }
}

QList<PersonId> MemoryPeople::conversationsOf(PersonId person) const
{
    return m_conversations.values(person);
}

std::optional<PersonRecord> MemoryPeople::findPerson(PersonId person) const
{
    const auto found = m_people.constFind(person);
    return found == m_people.cend() ? std::nullopt : std::optional(*found);
}

std::optional<PersonRecord> MemoryPeople::findPersonByNick(const QString &nickKey) const
{
    const auto owner = m_nicks.constFind(nickKey);
    if (owner != m_nicks.cend())
        return findPerson(*owner);
    const auto lastOwner = m_lastOwners.constFind(nickKey);
    return lastOwner == m_lastOwners.cend() ? std::nullopt : findPerson(*lastOwner);
}

std::optional<SessionRecord> MemoryPeople::findSession(const QByteArray &tokenHash) const
{
    const auto found = m_sessions.constFind(m_tokens.value(tokenHash));
    return found == m_sessions.cend() ? std::nullopt : std::optional(*found);
}

PersonRecord MemoryPeople::named(PersonId person) const
{
    PersonRecord record = m_people.value(person);
    const auto found = findPersonByNick(record.nickKey);
    if (!found || found->id != person)
        record.nickKey.clear();
    return record;
}

void MemoryPeople::freeNick(const PersonRecord &owner)
{
    for (auto *owners : {&m_nicks, &m_lastOwners}) {
        if (owners->value(owner.nickKey) == owner.id)
            owners->remove(owner.nickKey);
    }
}

// The nick is free again, but still names the conversations.
void MemoryPeople::forgetPerson(PersonId person)
{
    const auto found = m_people.find(person);
    if (found == m_people.end())
        return;
    freeNick(*found);
    if (!m_conversations.contains(person))
        m_people.erase(found);
}

// One in a hundred at a time: finding them takes a look at all.
void MemoryPeople::keepSessionCount()
{
    if (m_sessions.size() <= limits::sessions)
        return;
    std::vector<std::pair<qint64, SessionId>> byAge;
    byAge.reserve(size_t(m_sessions.size()));
    for (const SessionRecord &session : std::as_const(m_sessions))
        byAge.emplace_back(session.lastSeen, session.id);
    const auto end = byAge.begin() + limits::sessions / 100;
    std::nth_element(byAge.begin(), end, byAge.end());
    std::for_each(byAge.begin(), end, [this](const auto &old) { removeSession(old.second); });
}

} // namespace kodama
