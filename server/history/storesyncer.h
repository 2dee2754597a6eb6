// The thread that makes commits survive the loss of power: it syncs the write-ahead log, and copies
// it into the database when it has grown, on a connection of its own.
#pragma once

#include "server/history/database.h"
#include "server/history/history.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace kodama {

class StoreSyncer final
{
public:
    struct Parts
    {
        QString path;                     ///< of the database
        std::function<int(int)> syncFile; ///< fdatasync, or a test's
        /// Held while the log is emptied; the writer holds it during a batch.
        std::mutex *gate = nullptr;
        /// Told what is on the disk, in the syncer's thread.
        History::SyncedHandler onSynced;
        /// Told that there is a failure, in the syncer's thread.
        std::function<void()> onFailed;
    };

    /// Everything up to this commit counts as synced.
    StoreSyncer(Parts parts, CommitNumber synced);
    /// As stop() does.
    ~StoreSyncer();
    Q_DISABLE_COPY_MOVE(StoreSyncer)

    /// The commit is in the log, and will be synced within about a second. bytes: about what it
    /// added.
    void request(CommitNumber commit, qint64 bytes);
    /// Something will be hurried in a moment: the thread wakes up meanwhile.
    void expect();
    /// Everything up to this commit, which was requested, is synced as soon as can be.
    void hurry(CommitNumber commit);
    [[nodiscard]] CommitNumber synced() const { return m_synced.load(); }

    /// Syncs what was asked for, and ends the thread; failure() tells whether that went well.
    void stop();

    /// Why nothing is synced any more. Only a new syncer begins again.
    [[nodiscard]] StoreFailure failure() const;

private:
    struct Task
    {
        CommitNumber commit = 0;
        qint64 bytes = 0;
        bool isIdle = false;
        bool isLast = false;
    };

    void run();
    [[nodiscard]] Task nextTask();
    void awaitHurry(std::unique_lock<std::mutex> &lock);
    [[nodiscard]] bool isAsked() const;
    void sync(CommitNumber commit);
    [[nodiscard]] StoreFailure syncLog();
    [[nodiscard]] StoreFailure openLog();
    void checkpoint(bool isIdle);
    [[nodiscard]] StoreFailure copyLog(qint64 &written);
    void makeRoom(qint64 upTo);
    void fail(const HistoryError &error);
    void remember(const HistoryError &error);

    const Parts m_parts;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    CommitNumber m_requested = 0;
    std::atomic<CommitNumber> m_hurried{0}; ///< changed under the mutex
    std::atomic<bool> m_isAsleep{false};
    bool m_isExpecting = false;
    qint64 m_bytes = 0; ///< in the log since the last checkpoint, about
    bool m_isStopping = false;
    bool m_isResting = false; ///< without a time to wake up
    StoreFailure m_failure;
    std::atomic<bool> m_hasFailed{false};
    std::atomic<CommitNumber> m_synced{0};
    Database m_database; ///< of the thread, as all below
    CommitNumber m_seen = 0;
    bool m_isLogLarge = false; ///< to be made small when nothing is written
    bool m_mayMakeRoom = true;
    qint64 m_logBytes = 0; ///< of the file, as far as we know
    int m_log = -1;
    quint64 m_databaseNode = 0;
    std::thread m_thread;
};

} // namespace kodama
