// The file of the store: found, made, brought up to date, or set aside when it is broken.
#pragma once

#include "common/clock.h"
#include "server/history/database.h"
#include "server/history/historylimits.h"

#include <functional>
#include <optional>

namespace kodama {

struct StoreOptions
{
    QString folder;
    HistoryLimits limits;
    RetryBounds retries;
    std::function<QString()> makeEpoch;      ///< a short random text of letters, digits, - and _
    QString bootId;                          ///< changes when the machine starts
    std::chrono::milliseconds busyTime{100}; ///< to wait for other processes
    std::function<int(int)> syncFile;        ///< fdatasync, or a test's
    /// Of a path: another one for a copy of the file; empty: not known.
    std::function<QString(const QString &)> fileIdentity;

    /// With the system's randomness, boot id, fdatasync and file numbers.
    [[nodiscard]] static StoreOptions inFolder(const QString &folder);
};

/// What the operator should know.
struct StoreNotice
{
    enum class Kind {
        Created,     ///< detail: the path
        Migrated,    ///< detail: the older version
        Skipped,     ///< the machine ended uncleanly: offsets skip ahead
        LogCut,      ///< the end of its log is damaged or missing: the same
        Copied,      ///< it is a copy, whose original may have gone on: the same
        SetAside,    ///< detail: where the broken file is now
        Unavailable, ///< error, detail: what SQLite says
        Available,   ///< it works again
    };
    Kind kind = Kind::Available;
    QString detail;
    HistoryError::Kind error = HistoryError::Kind::Io;
};
using StoreNoticeHandler = std::function<void(const StoreNotice &)>;

class StoreFile final
{
public:
    StoreFile(StoreOptions options, const Clock &clock, StoreNoticeHandler onNotice);

    /// Ready for use, if need be after setting a broken one aside and beginning anew.
    [[nodiscard]] StoreFailure open();

    /// One of today's version, to be read as it is where it may not be written: nothing in it is
    /// changed, and nothing is set aside.
    [[nodiscard]] StoreFailure openToRead();

    /// That it may not be written, or its folder; nothing if both may.
    [[nodiscard]] StoreFailure readOnlyError() const;

    /// Everything is on the disk and known to be whole: nothing is skipped next time.
    [[nodiscard]] StoreFailure markClean();
    void close() { m_database.close(); }

    /// Closes and renames what is there. Statements must be gone before.
    [[nodiscard]] StoreFailure setAside(const QString &reason);

    /// SQLite tells no more than that it could not write: whether that is because nobody may.
    [[nodiscard]] HistoryError explained(const HistoryError &error) const;

    [[nodiscard]] Database &database() { return m_database; }
    [[nodiscard]] QString path() const;
    [[nodiscard]] QString epoch() const { return m_epoch; }

private:
    [[nodiscard]] StoreFailure openOnce();
    [[nodiscard]] StoreFailure beCareful();
    [[nodiscard]] StoreFailure configure();
    [[nodiscard]] StoreFailure bringUpToDate();
    [[nodiscard]] StoreFailure begin();
    [[nodiscard]] StoreFailure beginToRead(qint64 notedPages);
    void compareLog(qint64 notedPages);
    [[nodiscard]] Result<QString, HistoryError> findEpoch();
    /// Skipped, LogCut, Copied, or nothing: all offsets that were ever given are known.
    [[nodiscard]] Result<std::optional<StoreNotice::Kind>, HistoryError> reasonToSkip();
    [[nodiscard]] StoreFailure noteOpening(bool skips);
    [[nodiscard]] StoreFailure skipAhead();
    [[nodiscard]] QString freeNameAside() const;

    const StoreOptions m_options;
    const Clock &m_clock;
    const StoreNoticeHandler m_onNotice;
    Database m_database;
    QString m_epoch;
    bool m_isLogCut = false;
    QString m_identity; ///< the last that was given, also where noting it failed
};

/// The database in a folder.
[[nodiscard]] QString storePath(const QString &folder);

} // namespace kodama
