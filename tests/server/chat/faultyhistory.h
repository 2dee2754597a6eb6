// A history in memory whose faults the test turns on: refusing to begin, failing at the commit, a
// disk that syncs only when told, another epoch.
#pragma once

#include "server/history/memoryhistory.h"

#include <optional>
#include <set>

namespace kodama {

class FaultyHistory final : public History
{
public:
    enum class Fault { None, Begin, Commit };

    void setSyncedHandler(SyncedHandler handler) override
    {
        m_inner->setSyncedHandler(std::move(handler));
    }
    [[nodiscard]] Failure begin() override
    {
        ++beginCount;
        if (fault == Fault::Begin)
            return HistoryError{HistoryError::Kind::DiskFull, QStringLiteral("full")};
        if (renewAtBegin) {
            m_inner = std::make_unique<MemoryHistory>(*std::exchange(renewAtBegin, {}));
            m_committed.clear();
        }
        return m_inner->begin();
    }
    [[nodiscard]] Result<CommitNumber, HistoryError> commit() override
    {
        std::vector<Write> batch = std::exchange(m_batch, {});
        for (const SessionId session : std::exchange(m_authors, {}))
            unsavedAuthors += m_sessions.contains(session) ? 0 : 1;
        if (fault != Fault::Commit) {
            m_committed.insert(m_committed.end(), batch.begin(), batch.end());
            ++commitCount;
            const auto commit = m_inner->commit();
            return commit && commit.value() == 0 ? CommitNumber{0} : ++m_commit;
        }
        m_inner = empty();
        (void)m_inner->begin();
        for (const Write &one : m_committed)
            one(*m_inner);
        (void)m_inner->commit();
        return HistoryError{HistoryError::Kind::Io, QStringLiteral("broken")};
    }
    void hurry(CommitNumber commit) override { hurried = commit; }
    [[nodiscard]] CommitNumber syncedCommit() const override { return syncedTo.value_or(m_commit); }
    [[nodiscard]] Result<qint64, HistoryError> append(const NewItem &item) override
    {
        const qint64 offset = m_inner->position(item.stream).last + 1;
        write([item](History &to) { (void)to.append(item); });
        if (item.session != 0)
            m_authors.insert(item.session);
        return offset;
    }
    [[nodiscard]] Failure setTopic(const QString &room, const QString &topic) override
    {
        if (hasTooManyStreams)
            return HistoryError{HistoryError::Kind::TooManyStreams, room};
        write([=](History &to) { (void)to.setTopic(room, topic); });
        return {};
    }
    [[nodiscard]] Failure savePerson(const PersonRecord &person) override
    {
        write([=](History &to) { (void)to.savePerson(person); });
        return {};
    }
    [[nodiscard]] Failure saveSession(const SessionRecord &session) override
    {
        write([=](History &to) { (void)to.saveSession(session); });
        m_sessions.insert(session.id);
        return {};
    }
    [[nodiscard]] Failure removeSession(SessionId session) override
    {
        return m_inner->removeSession(session);
    }
    [[nodiscard]] StreamPosition position(const QString &stream) override
    {
        StreamPosition position = m_inner->position(stream);
        if (position.last == 0) {
            position.last = floor;
            position.first = floor + 1;
        }
        return position;
    }
    [[nodiscard]] bool knowsPositions() const override { return hasBeenOpen; }
    [[nodiscard]] QString epoch() const override { return otherEpoch.value_or(m_inner->epoch()); }
    [[nodiscard]] Result<Page, HistoryError> after(const QString &stream, qint64 offset,
                                                   PageLimits limits) override
    {
        return m_inner->after(stream, offset, limits);
    }
    [[nodiscard]] Result<Page, HistoryError> before(const QString &stream, qint64 offset,
                                                    PageLimits limits) override
    {
        return m_inner->before(stream, offset, limits);
    }
    [[nodiscard]] Result<Page, HistoryError> newest(const QString &stream,
                                                    PageLimits limits) override
    {
        return m_inner->newest(stream, limits);
    }
    [[nodiscard]] Result<std::optional<StoredRetry>, HistoryError>
    findRetry(SessionId session, const QByteArray &retryId) override
    {
        if (!knowsRetries)
            return HistoryError{HistoryError::Kind::ReadOnly, QStringLiteral("read-only")};
        return m_inner->findRetry(session, retryId);
    }
    [[nodiscard]] qint64 streamCount() override { return m_inner->streamCount(); }
    [[nodiscard]] QList<RoomRecord> rooms() override
    {
        if (atRooms)
            atRooms();
        return m_inner->rooms();
    }
    [[nodiscard]] QString topic(const QString &room) override { return m_inner->topic(room); }
    [[nodiscard]] Result<QList<DirectRecord>, HistoryError> directsOf(PersonId person,
                                                                      int limit) override
    {
        if (!isReadable)
            return HistoryError{HistoryError::Kind::Io, QStringLiteral("locked")};
        return m_inner->directsOf(person, limit);
    }
    [[nodiscard]] Result<QList<PersonId>, HistoryError> correspondentsOf(PersonId person,
                                                                         int limit) override
    {
        if (!isReadable)
            return HistoryError{HistoryError::Kind::Io, QStringLiteral("locked")};
        return m_inner->correspondentsOf(person, limit);
    }
    [[nodiscard]] Result<std::optional<PersonRecord>, HistoryError>
    findPerson(PersonId person) override
    {
        return m_inner->findPerson(person);
    }
    [[nodiscard]] Result<std::optional<PersonRecord>, HistoryError>
    findPersonByNick(const QString &nickKey) override
    {
        if (!isReadable)
            return HistoryError{HistoryError::Kind::Io, QStringLiteral("locked")};
        return m_inner->findPersonByNick(nickKey);
    }
    [[nodiscard]] Result<std::optional<SessionRecord>, HistoryError>
    findSession(const QByteArray &tokenHash) override
    {
        return m_inner->findSession(tokenHash);
    }
    [[nodiscard]] Failure trouble() const override
    {
        if (fault == Fault::None)
            return {};
        return HistoryError{HistoryError::Kind::Io, QStringLiteral("broken")};
    }
    std::chrono::milliseconds tend(std::chrono::milliseconds wallTime) override
    {
        return m_inner->tend(wallTime);
    }

    /// Of each room, from now on: begins anew.
    void keepOnly(int messages)
    {
        m_inner = std::make_unique<MemoryHistory>(QStringLiteral("e1"), HistoryLimits{messages});
    }

    /// Begins anew; what is older goes when it is tended.
    void keepFor(std::chrono::seconds age)
    {
        m_inner = std::make_unique<MemoryHistory>(QStringLiteral("e1"), HistoryLimits{.age = age});
    }

    Fault fault = Fault::None;
    std::optional<CommitNumber> syncedTo; ///< nothing: at once
    bool hasBeenOpen = true;
    bool hasTooManyStreams = false;
    bool isReadable = true;        ///< who wrote to whom, and who had which name
    bool knowsRetries = true;      ///< what was stored already
    std::function<void()> atRooms; ///< while they are listed
    std::optional<QString> otherEpoch;
    std::optional<QString> renewAtBegin; ///< the store was broken, a new one begins with this epoch
    CommitNumber hurried = 0;            ///< somebody waits for it
    qint64 floor = 0;                    ///< of streams that nobody knows: offsets begin behind it
    int beginCount = 0;
    int commitCount = 0;
    int unsavedAuthors = 0; ///< whose items were committed before their session

private:
    using Write = std::function<void(History &)>;

    [[nodiscard]] static std::unique_ptr<MemoryHistory> empty()
    {
        return std::make_unique<MemoryHistory>(QStringLiteral("e1"));
    }
    void write(Write what)
    {
        what(*m_inner);
        m_batch.push_back(std::move(what));
    }

    std::unique_ptr<MemoryHistory> m_inner = empty();
    CommitNumber m_commit = 0;     // goes on when the inner one is made again
    std::set<SessionId> m_authors; // of the batch
    std::set<SessionId> m_sessions;
    std::vector<Write> m_batch;
    std::vector<Write> m_committed; // to make it again without a batch that failed
};

} // namespace kodama
