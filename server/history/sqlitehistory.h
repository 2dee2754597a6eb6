// The History in a folder: an SQLite database that survives whatever the disk survives.
// Lives in the thread that opened it; a StoreSyncer of its own works beside it.
#pragma once

#include "common/filelock.h"
#include "server/history/history.h"
#include "server/history/itemtable.h"
#include "server/history/peopletable.h"
#include "server/history/retrytable.h"
#include "server/history/storefile.h"
#include "server/history/storesyncer.h"

#include <memory>
#include <mutex>

namespace kodama {

class SqliteHistory final : public History
{
public:
    /// Refuses what is no folder, one that is used by another server, a store of a newer version,
    /// and a system without the driver. Any other trouble may pass: it begins unavailable, or,
    /// where only the file is read-only, with what is in it, to be read.
    [[nodiscard]] static Result<std::unique_ptr<SqliteHistory>, HistoryError>
    open(const StoreOptions &options, const Clock &clock, StoreNoticeHandler onNotice);

    ~SqliteHistory() override;
    Q_DISABLE_COPY_MOVE(SqliteHistory)

    void setSyncedHandler(SyncedHandler handler) override;
    void setSyncFailedHandler(std::function<void()> handler) override;
    [[nodiscard]] Failure begin() override;
    [[nodiscard]] Result<CommitNumber, HistoryError> commit() override;
    void hurry(CommitNumber commit) override;
    [[nodiscard]] CommitNumber syncedCommit() const override;

    [[nodiscard]] Result<qint64, HistoryError> append(const NewItem &item) override;
    [[nodiscard]] Failure setTopic(const QString &room, const QString &topic) override;
    [[nodiscard]] Failure savePerson(const PersonRecord &person) override;
    [[nodiscard]] Failure saveSession(const SessionRecord &session) override;
    [[nodiscard]] Failure removeSession(SessionId session) override;

    [[nodiscard]] StreamPosition position(const QString &stream) override;
    [[nodiscard]] bool knowsPositions() const override { return m_wasOpen; }
    [[nodiscard]] QString epoch() const override;
    [[nodiscard]] Result<Page, HistoryError> after(const QString &stream, qint64 offset,
                                                   PageLimits limits) override;
    [[nodiscard]] Result<Page, HistoryError> before(const QString &stream, qint64 offset,
                                                    PageLimits limits) override;
    [[nodiscard]] Result<Page, HistoryError> newest(const QString &stream,
                                                    PageLimits limits) override;
    [[nodiscard]] Result<std::optional<StoredRetry>, HistoryError>
    findRetry(SessionId session, const QByteArray &retryId) override;
    [[nodiscard]] qint64 streamCount() override { return streams().count(); }
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
    /// What works on an open file.
    struct Tables
    {
        Tables(Database &database, const RetryBounds &bounds);

        StreamTable streams;
        ItemTable items;
        RetryTable retries;
        PeopleTable people;
        Statement begin;
        Statement commit;
        Statement rollback;
    };
    struct Batch
    {
        bool isOpen = false;
        bool hasBegun = false; ///< the transaction; with the first write
        int items = 0;
        qint64 bytes = 0;
        bool hasRetries = false;
        Failure failure;
    };

    SqliteHistory(const StoreOptions &options, const Clock &clock, StoreNoticeHandler onNotice);

    [[nodiscard]] Failure takeLock();
    [[nodiscard]] Failure reopen();
    [[nodiscard]] Failure load();
    void readMeanwhile();
    void closeFile();
    void startSyncer();
    void stumble(const HistoryError &reason);
    void recover();
    [[nodiscard]] Failure makeReady();
    [[nodiscard]] Failure failBatch(const HistoryError &error);
    [[nodiscard]] Failure finishWriting(Tables &tables);
    [[nodiscard]] Failure prune(Tables &tables, StreamRow &row, qint64 oldestTs,
                                PruneBudget &budget);
    [[nodiscard]] Failure tendTables(Tables &tables, std::chrono::milliseconds wallTime,
                                     PruneBudget &budget);
    [[nodiscard]] static Failure forgetSessions(Tables &tables, std::chrono::milliseconds wallTime,
                                                PruneBudget &budget);
    [[nodiscard]] Failure write(const std::function<Failure(Tables &)> &writer);
    [[nodiscard]] static Result<QList<PersonId>, HistoryError>
    newestCorrespondents(Tables &tables, PersonId person, int limit);
    template <typename Reader>
    [[nodiscard]] auto read(const Reader &reader) -> decltype(reader(std::declval<Tables &>()));
    [[nodiscard]] const StreamRows &streams() const;
    [[nodiscard]] StreamPosition positionOf(const StreamRow *row) const;

    const StoreOptions m_options;
    const Clock &m_clock;
    const StoreNoticeHandler m_onNotice;
    std::optional<FileLock> m_lock;
    SyncedHandler m_onSynced;
    std::function<void()> m_onSyncFailed;
    StoreFile m_file;
    std::optional<Tables> m_tables;
    StreamRows m_closedStreams; ///< as they were, while there are no tables
    bool m_wasOpen = false;
    QString m_epoch;
    std::mutex m_gate;                     ///< see StoreSyncer
    std::unique_ptr<StoreSyncer> m_syncer; ///< there while what is open may be written
    CommitNumber m_commit = 0;
    Batch m_batch;
    int m_itemsBefore = 0; ///< in the batch before
    std::unique_lock<std::mutex> m_batchGate;
    Failure m_trouble;
    std::chrono::nanoseconds m_retryAt{0};
    std::chrono::milliseconds m_retryDelay{0};
    std::optional<std::chrono::nanoseconds> m_lastSetAside;
};

} // namespace kodama
