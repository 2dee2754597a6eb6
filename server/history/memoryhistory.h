// A History without a file: everything is gone when the server ends. Bounded in bytes.
#pragma once

#include "server/history/history.h"
#include "server/history/historylimits.h"
#include "server/history/memorypeople.h"
#include "server/history/memoryretries.h"

#include <deque>
#include <unordered_map>

namespace kodama {

class MemoryHistory final : public History
{
public:
    /// The epoch is a short random text of the caller's.
    explicit MemoryHistory(QString epoch, HistoryLimits limits = {},
                           qint64 memoryBytes = limits::memoryBytes);

    Q_DISABLE_COPY_MOVE(MemoryHistory)

    [[nodiscard]] Failure begin() override;
    [[nodiscard]] Result<CommitNumber, HistoryError> commit() override;
    [[nodiscard]] CommitNumber syncedCommit() const override;

    [[nodiscard]] Result<qint64, HistoryError> append(const NewItem &item) override;
    [[nodiscard]] Failure setTopic(const QString &room, const QString &topic) override;
    [[nodiscard]] Failure savePerson(const PersonRecord &person) override;
    [[nodiscard]] Failure saveSession(const SessionRecord &session) override;
    [[nodiscard]] Failure removeSession(SessionId session) override;

    [[nodiscard]] StreamPosition position(const QString &stream) override;
    [[nodiscard]] QString epoch() const override;
    [[nodiscard]] Result<Page, HistoryError> after(const QString &stream, qint64 offset,
                                                   PageLimits limits) override;
    [[nodiscard]] Result<Page, HistoryError> before(const QString &stream, qint64 offset,
                                                    PageLimits limits) override;
    [[nodiscard]] Result<Page, HistoryError> newest(const QString &stream,
                                                    PageLimits limits) override;
    [[nodiscard]] Result<std::optional<StoredRetry>, HistoryError>
    findRetry(SessionId session, const QByteArray &retryId) override;
    [[nodiscard]] qint64 streamCount() override { return qint64(m_streams.size()); }
    [[nodiscard]] QList<RoomRecord> rooms() override;
    [[nodiscard]] QString topic(const QString &room) override;
    [[nodiscard]] Result<QList<DirectRecord>, HistoryError> directsOf(PersonId person,
                                                                      int limit) override;
    [[nodiscard]] Result<QList<PersonId>, HistoryError> correspondentsOf(PersonId person,
                                                                         int limit) override;
    [[nodiscard]] Result<std::optional<PersonRecord>, HistoryError>
    findPerson(PersonId person) override;
    [[nodiscard]] Result<std::optional<PersonRecord>, HistoryError>
    findPersonByNick(const QString &nickKey) override;
    [[nodiscard]] Result<std::optional<SessionRecord>, HistoryError>
    findSession(const QByteArray &tokenHash) override;

    [[nodiscard]] Failure trouble() const override;
    std::chrono::milliseconds tend(std::chrono::milliseconds wallTime) override;

private:
    struct Stream
    {
        QString topic;
        qint64 last = 0;
        qint64 lastTs = 0; ///< of the newest item, which may be pruned by now
        qint64 bytes = 0;
        std::deque<StoredItem> items;
    };
    using Streams = std::unordered_map<QString, Stream>;
    /// Where an item is, in the order in which items came.
    struct Arrival
    {
        Stream *stream = nullptr; ///< unordered_map keeps its place
        qint64 offset = 0;
    };

    [[nodiscard]] static bool isGone(const Arrival &arrival);
    [[nodiscard]] Stream *streamFor(const QString &name);
    [[nodiscard]] Stream *find(const QString &name);
    bool dropAnEmptyStream();
    void dropFirst(Stream &stream);
    void keepLimits(Stream &stream);
    void keepMemory();

    const QString m_epoch;
    const HistoryLimits m_limits;
    const qint64 m_memoryBytes;
    Streams m_streams;
    Streams::pointer m_foundLast = nullptr; ///< hashing a name takes longer than to compare it
    std::deque<Arrival> m_arrivals;
    qint64 m_items = 0;
    qint64 m_bytes = 0;
    qint64 m_floor = 0; ///< where new streams begin: beyond those that were dropped
    MemoryRetries m_retries{limits::memoryRetryIds};
    MemoryPeople m_people;
    CommitNumber m_commit = 0;
    bool m_hasWritten = false;
    bool m_hasNoEmptyStream = false; ///< known since they were looked through
};

} // namespace kodama
