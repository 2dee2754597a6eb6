// What only a file can go through: other processes, faults of the disk, the end of the machine.
#include "tests/server/history/storefixture.h"
#include "tests/server/history/unprivileged.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStorageInfo>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestSqliteHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsWhatIsSyncedOnce();
    void aSecondServerIsRefused();
    void aNewerStoreIsLeftAlone();
    void aLockedDatabaseIsWaitedFor();
    void aDatabaseLockedAtTheStartIsOpenedLater();
    void anIdleStoreTriesAgainByItself();
    void aLimitOnFileSizeIsSurvived();
    void aFullDiskIsSurvived();
    void aReadOnlyFileIsSurvived();
    void aReadOnlyFolderIsSurvived();
    void aLockThatMayNotBeOpenedIsWaitedFor();
    void whatIsNoFolderIsRefused();
    void whatCanBeNoLockIsRefused_data();
    void whatCanBeNoLockIsRefused();
    void aFolderTakenMeanwhileIsWaitedFor();
    void aFailingSyncAcknowledgesNothing();
    void aFailingLastSyncIsNoCleanEnd();
    void whatCouldNotBeSyncedWaitsForReaders();
    void aRemovedFileIsNoticed();
    void nobodyElseMayReadIt();
    void offsetsSkipAheadAfterAnUncleanEndOfTheMachine();
    void offsetsSkipAheadInACopy_data();
    void offsetsSkipAheadInACopy();
    void nothingIsSkippedWithoutNeed();
    void syncsAtOnceWhatSomebodyWaitsFor();
    void logsDoNotGrowWithoutEnd();
    void theLogHasRoomToBeWrittenOver();
    void offsetsOfALostBatchAreGivenAgain();
};

void TestSqliteHistory::tellsWhatIsSyncedOnce()
{
    StoreFixture fixture;
    const auto history = fixture.open();
    std::atomic<CommitNumber> synced{0};
    history.value()->setSyncedHandler([&synced](CommitNumber commit) { synced = commit; });
    QCOMPARE(fill(*history.value(), u"lab"_s, 10), 10);
    QTRY_COMPARE_WITH_TIMEOUT(synced.load(), CommitNumber{1}, 30'000);
    QCOMPARE(fill(*history.value(), u"lab"_s, 10), 10);
    QTRY_COMPARE_WITH_TIMEOUT(synced.load(), CommitNumber{2}, 30'000);
    QCOMPARE(history.value()->syncedCommit(), CommitNumber{2});
}

// In a folder that was there before, too.
void TestSqliteHistory::nobodyElseMayReadIt()
{
    constexpr QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    StoreFixture fixture;
    QVERIFY(QFile::setPermissions(fixture.folder(), QFile::ReadOwner | QFile::WriteOwner |
                                                        QFile::ExeOwner | QFile::ReadOther |
                                                        QFile::ExeOther));
    const mode_t mask = ::umask(022);
    const auto history = fixture.open();
    QCOMPARE(fill(*history.value(), u"lab"_s, 10), 10);
    ::umask(mask);
    const QFileInfoList files = QDir(fixture.folder()).entryInfoList(QDir::Files);
    QVERIFY(files.size() >= 3);
    for (const QFileInfo &file : files)
        QVERIFY2((file.permissions() & others) == 0, qPrintable(file.fileName()));
}

void TestSqliteHistory::syncsAtOnceWhatSomebodyWaitsFor()
{
    StoreFixture fixture;
    std::atomic<int> syncs{0};
    fixture.options.syncFile = [&syncs](int descriptor) {
        ++syncs;
        return ::fdatasync(descriptor);
    };
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    constexpr int commits = 300;
    for (int i = 0; i < commits; ++i)
        QVERIFY(put(history, itemOf(u"lab"_s, "x")) > 0);
    history.hurry(CommitNumber(commits));
    QTRY_COMPARE_WITH_TIMEOUT(history.syncedCommit(), CommitNumber(commits), 30'000);
    QVERIFY2(syncs < commits / 2, qPrintable(QString::number(syncs)));
}

void TestSqliteHistory::aSecondServerIsRefused()
{
    StoreFixture fixture;
    {
        const auto first = fixture.open();
        QVERIFY(first.hasValue());
        const auto second = fixture.open();
        QVERIFY(!second.hasValue());
        QCOMPARE(second.error().kind, HistoryError::Kind::InUse);
        QCOMPARE(second.error().detail, QString::number(::getpid()));
    }
    QVERIFY(fixture.open().hasValue());
}

void TestSqliteHistory::aNewerStoreIsLeftAlone()
{
    StoreFixture fixture;
    QVERIFY(fixture.open().hasValue());
    {
        Database database;
        QVERIFY(!database.open(fixture.path(), Database::Access::ReadWrite, 1s));
        QVERIFY(!database.execute(u"UPDATE facts SET value = 99 WHERE key = 'version'"_s));
        QVERIFY(!database.execute(u"PRAGMA user_version = 99"_s));
    }
    const auto history = fixture.open();
    QVERIFY(!history.hasValue());
    QCOMPARE(history.error().kind, HistoryError::Kind::NewerVersion);
    QCOMPARE(history.error().detail, u"99"_s);
    QVERIFY(fixture.filesSetAside().isEmpty());
}

void TestSqliteHistory::aLockedDatabaseIsWaitedFor()
{
    StoreFixture fixture;
    fixture.options.busyTime = 10ms;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(put(history, itemOf(u"lab"_s, "1")), 1);
    Database other;
    QVERIFY(!other.open(fixture.path(), Database::Access::ReadWrite, 1s));
    QVERIFY(!other.execute(u"BEGIN IMMEDIATE"_s));

    QVERIFY(!history.begin());
    const auto refused = history.append(itemOf(u"lab"_s, "2"));
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().kind, HistoryError::Kind::Locked);
    QCOMPARE(history.append(itemOf(u"lab"_s, "3")).error().kind, HistoryError::Kind::Locked);
    QCOMPARE(history.commit().error().kind, HistoryError::Kind::Locked);
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::Locked);
    QCOMPARE(history.begin()->kind, HistoryError::Kind::Locked);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 1);
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "2")), -1);

    QVERIFY(!other.execute(u"ROLLBACK"_s));
    QCOMPARE(put(history, itemOf(u"lab"_s, "2")), -1); // not yet time to look
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "2")), 2);
    QVERIFY(!history.trouble());
    QCOMPARE(fixture.count(StoreNotice::Kind::Unavailable), 1);
    QCOMPARE(fixture.count(StoreNotice::Kind::Available), 1);
}

void TestSqliteHistory::aDatabaseLockedAtTheStartIsOpenedLater()
{
    StoreFixture fixture;
    fixture.options.busyTime = 10ms;
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 5), 5);
    Database other;
    QVERIFY(!other.open(fixture.path(), Database::Access::ReadWrite, 1s));
    QVERIFY(!other.execute(u"PRAGMA locking_mode = EXCLUSIVE"_s));
    QVERIFY(!other.execute(u"BEGIN EXCLUSIVE"_s));

    const auto opened = fixture.open();
    QVERIFY(opened.hasValue());
    SqliteHistory &history = *opened.value();
    QVERIFY(history.trouble().has_value());
    QVERIFY(!history.newest(u"lab"_s, {10, 1000}).hasValue());
    QCOMPARE(history.position(u"lab"_s).last, 0);
    QVERIFY(!history.knowsPositions());
    other.close();
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "6")), 6);
    QVERIFY(history.knowsPositions());
    QCOMPARE(readAll(history, u"lab"_s)->size(), 6);
    QVERIFY(fixture.filesSetAside().isEmpty());
}

void TestSqliteHistory::anIdleStoreTriesAgainByItself()
{
    StoreFixture fixture;
    fixture.options.busyTime = 10ms;
    const auto opened = fixture.open();
    Database other;
    QVERIFY(!other.open(fixture.path(), Database::Access::ReadWrite, 1s));
    QVERIFY(!other.execute(u"BEGIN IMMEDIATE"_s));
    QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "1")), -1);
    const auto wait = opened.value()->tend(fixture.clock.wallTime());
    QVERIFY(wait > 0ms && wait <= 5s);
    QVERIFY(!other.execute(u"ROLLBACK"_s));
    fixture.clock.advance(wait);
    (void)opened.value()->tend(fixture.clock.wallTime());
    QVERIFY(!opened.value()->trouble());
}

// Writes until it fails, makes room, and expects everything that was stored, and no more.
static void fillUpAndRecover(StoreFixture &fixture, const std::function<void()> &makeRoom)
{
    const auto opened = fixture.open();
    QVERIFY(opened.hasValue());
    SqliteHistory &history = *opened.value();
    int stored = 0;
    while (stored < 100'000) {
        const int now = fill(history, u"lab"_s, 50);
        if (now == 0)
            break;
        stored += now;
    }
    QVERIFY(history.trouble().has_value());
    QVERIFY2(history.trouble()->kind == HistoryError::Kind::DiskFull ||
                 history.trouble()->kind == HistoryError::Kind::Io,
             qPrintable(history.trouble()->detail));
    QCOMPARE(readAll(history, u"lab"_s)->size(), stored);
    fixture.letTimePass();
    makeRoom();
    QCOMPARE(fill(history, u"lab"_s, 50), 50);
    QVERIFY(!history.trouble());
    const auto items = readAll(history, u"lab"_s);
    QCOMPARE(items->size(), stored + 50);
    for (const StoredItem &item : *items)
        QCOMPARE(item.body, bodyOf(item.offset));
    QVERIFY(fixture.filesSetAside().isEmpty());
}

void TestSqliteHistory::aLimitOnFileSizeIsSurvived()
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 400'000;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    StoreFixture fixture;
    fillUpAndRecover(fixture, [&before] { ::setrlimit(RLIMIT_FSIZE, &before); });
    ::setrlimit(RLIMIT_FSIZE, &before);
}

void TestSqliteHistory::aFullDiskIsSurvived()
{
    QTemporaryDir mountPoint;
    const QByteArray path = QFile::encodeName(mountPoint.path());
    if (::mount("tmpfs", path.constData(), "tmpfs", 0, "size=2m") != 0)
        QSKIP("mounting a small tmpfs is not allowed here");
    {
        StoreFixture fixture;
        fixture.options.folder = mountPoint.path() + u"/store"_s;
        QFile ballast(mountPoint.filePath(u"ballast"_s));
        QVERIFY(ballast.open(QIODevice::WriteOnly));
        ballast.write(QByteArray(1'000'000, 'x'));
        ballast.close();
        fillUpAndRecover(fixture, [&ballast] { ballast.remove(); });
    }
    QCOMPARE(::umount(path.constData()), 0);
}

void TestSqliteHistory::aReadOnlyFileIsSurvived()
{
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 5), 5);
    QVERIFY(QFile::setPermissions(fixture.path(), QFile::ReadOwner));
    const auto opened = fixture.open();
    QVERIFY2(opened.hasValue(), qPrintable(opened ? QString() : opened.error().detail));
    QCOMPARE(opened.value()->trouble()->kind, HistoryError::Kind::ReadOnly);
    QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "6")), -1);
    QVERIFY(QFile::setPermissions(fixture.path(), QFile::ReadOwner | QFile::WriteOwner));
    fixture.letTimePass();
    QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "6")), 6);
}

// Before there was a store in it, and afterwards.
void TestSqliteHistory::aReadOnlyFolderIsSurvived()
{
    constexpr QFile::Permissions mayRead = QFile::ReadOwner | QFile::ExeOwner;
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    for (int offset = 1; offset <= 2; ++offset) {
        fixture.notices.clear();
        QVERIFY(QFile::setPermissions(fixture.folder(), mayRead));
        const auto opened = fixture.open();
        QVERIFY2(opened.hasValue(), qPrintable(opened ? QString() : opened.error().detail));
        SqliteHistory &history = *opened.value();
        QCOMPARE(history.trouble()->kind, HistoryError::Kind::ReadOnly);
        QCOMPARE(fixture.count(StoreNotice::Kind::Unavailable), 1);
        QVERIFY(fixture.notices.constFirst().detail.contains(fixture.folder()));
        QVERIFY(!history.knowsPositions());
        QCOMPARE(put(history, itemOf(u"lab"_s, "x")), -1);
        QVERIFY(!history.newest(u"lab"_s, {10, 1000}).hasValue());
        QVERIFY(QFile::setPermissions(fixture.folder(), mayRead | QFile::WriteOwner));
        fixture.letTimePass();
        (void)history.tend(fixture.clock.wallTime()); // by itself
        QVERIFY(!history.trouble());
        QCOMPARE(fixture.count(StoreNotice::Kind::Available), 1);
        QCOMPARE(put(history, itemOf(u"lab"_s, "x")), offset);
        QVERIFY(!fixture.open().hasValue()); // it has the lock
    }
}

// Such as one that root left there: the folder itself may be written.
void TestSqliteHistory::aLockThatMayNotBeOpenedIsWaitedFor()
{
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    QFile lock(fixture.folder() + u"/lock"_s);
    QVERIFY(lock.open(QIODevice::WriteOnly));
    QVERIFY(lock.setPermissions(QFile::Permissions()));
    const auto opened = fixture.open();
    QVERIFY2(opened.hasValue(), qPrintable(opened ? QString() : opened.error().detail));
    QCOMPARE(opened.value()->trouble()->kind, HistoryError::Kind::Forbidden);
    const QString detail = opened.value()->trouble()->detail;
    QVERIFY2(detail.contains(lock.fileName() + u": Permission denied"_s), qPrintable(detail));
    QVERIFY(lock.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    fixture.letTimePass();
    QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "x")), 1);
}

void TestSqliteHistory::whatIsNoFolderIsRefused()
{
    StoreFixture fixture;
    QFile file(fixture.folder() + u"/file"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString &below : {u""_s, u"/below"_s}) {
        const QString folder = file.fileName() + below;
        fixture.options.folder = folder;
        const auto opened = fixture.open();
        QVERIFY(!opened.hasValue());
        QCOMPARE(opened.error().kind, HistoryError::Kind::NoFolder);
        QVERIFY(opened.error().detail.contains(folder));
    }
}

void TestSqliteHistory::whatCanBeNoLockIsRefused_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("a folder") << u"."_s;
    QTest::newRow("a link to itself") << u"lock"_s;
    QTest::newRow("a link to what has too long a name") << QString(300, u'x');
    QTest::newRow("a link into a folder that is not there") << u"nowhere/lock"_s;
}

// No waiting mends it.
void TestSqliteHistory::whatCanBeNoLockIsRefused()
{
    QFETCH(QString, target);
    StoreFixture fixture;
    const QString lock = fixture.folder() + u"/lock"_s;
    QVERIFY(::symlink(QFile::encodeName(target).constData(), QFile::encodeName(lock).constData()) ==
            0);
    const auto opened = fixture.open();
    QVERIFY(!opened.hasValue());
    QCOMPARE(opened.error().kind, HistoryError::Kind::NoFolder);
    QVERIFY2(opened.error().detail.contains(lock), qPrintable(opened.error().detail));
}

void TestSqliteHistory::aFolderTakenMeanwhileIsWaitedFor()
{
    constexpr QFile::Permissions mayRead = QFile::ReadOwner | QFile::ExeOwner;
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    QVERIFY(QFile::setPermissions(fixture.folder(), mayRead));
    const auto opened = fixture.open();
    QVERIFY(opened.hasValue());
    QVERIFY(QFile::setPermissions(fixture.folder(), mayRead | QFile::WriteOwner));
    {
        const auto other = fixture.open();
        QCOMPARE(put(*other.value(), itemOf(u"lab"_s, "1")), 1);
        fixture.letTimePass();
        QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "2")), -1);
        QCOMPARE(opened.value()->trouble()->kind, HistoryError::Kind::InUse);
    }
    fixture.letTimePass();
    QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "2")), 2);
}

void TestSqliteHistory::aFailingSyncAcknowledgesNothing()
{
    StoreFixture fixture;
    std::atomic<bool> isBroken{true};
    fixture.options.syncFile = [&isBroken](int descriptor) {
        if (!isBroken)
            return ::fdatasync(descriptor);
        errno = EIO;
        return -1;
    };
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    std::atomic<CommitNumber> synced{0};
    history.setSyncedHandler([&synced](CommitNumber commit) { synced = commit; });
    std::atomic<int> failures{0};
    history.setSyncFailedHandler([&failures] { ++failures; });
    QCOMPARE(put(history, itemOf(u"lab"_s, "1")), 1);
    history.hurry(1);
    // Told without anybody writing again.
    QTRY_COMPARE_WITH_TIMEOUT(failures.load(), 1, 30'000);
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::Io);
    QCOMPARE(put(history, itemOf(u"other"_s, "x")), -1);
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::Io);
    QCOMPARE(synced.load(), CommitNumber{0});
    // It is closed, and still knows what there is.
    QVERIFY(!history.newest(u"lab"_s, {10, 1000}).hasValue());
    QCOMPARE(history.position(u"lab"_s).last, 1);
    QCOMPARE(history.position(u"lab"_s).epoch, history.epoch());
    QCOMPARE(history.rooms().constFirst().name, u"lab"_s);
    QVERIFY(history.knowsPositions());

    isBroken = false;
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "2")), 2);
    QVERIFY(synced.load() > 0);
    QTRY_COMPARE_WITH_TIMEOUT(synced.load(), history.syncedCommit(), 30'000);
    QVERIFY(!history.trouble());
    QCOMPARE(readAll(history, u"lab"_s)->size(), 2);
}

// What was shown may be lost with the power then, whatever is written behind it.
void TestSqliteHistory::aFailingLastSyncIsNoCleanEnd()
{
    StoreFixture fixture;
    fixture.options.bootId = u"monday"_s;
    fixture.options.syncFile = [](int) {
        errno = EIO;
        return -1;
    };
    QCOMPARE(put(*fixture.open().value(), itemOf(u"lab"_s, "1")), 1);
    fixture.options.syncFile = ::fdatasync;
    fixture.options.bootId = u"tuesday"_s;
    QVERIFY(fixture.open().hasValue());
    QCOMPARE(fixture.count(StoreNotice::Kind::Skipped), 1);
}

// It cannot be copied then, and is not on the disk.
void TestSqliteHistory::whatCouldNotBeSyncedWaitsForReaders()
{
    StoreFixture fixture;
    fixture.options.busyTime = 10ms;
    std::atomic<bool> isBroken{true};
    fixture.options.syncFile = [&isBroken](int descriptor) {
        errno = EIO;
        return isBroken ? -1 : ::fdatasync(descriptor);
    };
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    std::atomic<CommitNumber> synced{0};
    history.setSyncedHandler([&synced](CommitNumber commit) { synced = commit; });
    Database reader;
    QVERIFY(!reader.open(fixture.path(), Database::Access::ReadOnly, 1s));
    QVERIFY(!reader.execute(u"BEGIN"_s));
    QVERIFY(reader.value(u"SELECT count(*) FROM items"_s).hasValue());
    QCOMPARE(put(history, itemOf(u"lab"_s, "1")), 1);
    QTRY_VERIFY_WITH_TIMEOUT(put(history, itemOf(u"other"_s, "x")) == -1, 30'000);
    isBroken = false;
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "2")), -1);
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::Locked);
    QCOMPARE(synced.load(), CommitNumber{0});
    QVERIFY(!reader.execute(u"COMMIT"_s));
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "2")), 2);
    QVERIFY(synced.load() > 0);
}

void TestSqliteHistory::aRemovedFileIsNoticed()
{
    StoreFixture fixture;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    std::atomic<CommitNumber> synced{0};
    history.setSyncedHandler([&synced](CommitNumber commit) { synced = commit; });
    QCOMPARE(put(history, itemOf(u"lab"_s, "1")), 1);
    QTRY_COMPARE_WITH_TIMEOUT(synced.load(), CommitNumber{1}, 30'000);
    const QString epoch = history.epoch();
    QVERIFY(QFile::remove(fixture.path()));
    QVERIFY(QFile::remove(fixture.path() + u"-wal"_s));
    QCOMPARE(put(history, itemOf(u"lab"_s, "2")), 2);
    QTRY_VERIFY_WITH_TIMEOUT(put(history, itemOf(u"lab"_s, "3")) == -1, 30'000);
    QCOMPARE(synced.load(), CommitNumber{1});
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "1")), 1);
    QVERIFY(history.epoch() != epoch);
}

void TestSqliteHistory::offsetsSkipAheadAfterAnUncleanEndOfTheMachine()
{
    StoreFixture fixture;
    const QString copy = fixture.folder() + u"/copy"_s;
    fixture.options.bootId = u"monday"_s;
    QString epoch;
    {
        const auto opened = fixture.open();
        epoch = opened.value()->epoch();
        QCOMPARE(fill(*opened.value(), u"lab"_s, 5), 5);
        // What a machine leaves that loses power now.
        QVERIFY(QDir().mkpath(copy));
        for (const QString &name : {u"/kodama.db"_s, u"/kodama.db-wal"_s})
            QVERIFY(QFile::copy(fixture.folder() + name, copy + name));
    }
    fixture.options.folder = copy;
    fixture.options.bootId = u"tuesday"_s;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(history.epoch(), epoch);
    QCOMPARE(fixture.count(StoreNotice::Kind::Skipped), 1);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 5);
    QCOMPARE(history.position(u"lab"_s).first, 1);
    QCOMPARE(put(history, itemOf(u"lab"_s, "x")), 5 + (1 << 20) + 1);
    QVERIFY(history.after(u"lab"_s, 5, {10, 1000}).value().isComplete);
    // A room may have been shown that did not reach the disk at all.
    QCOMPARE(put(history, itemOf(u"new.room"_s, "x")), (1 << 20) + 1);
}

void TestSqliteHistory::offsetsSkipAheadInACopy_data()
{
    QTest::addColumn<bool>("removesFirst");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("in its place") << true << false;
    QTest::newRow("written over it") << false << false;
    QTest::newRow("written over it, the whole folder") << false << true;
}

// After the copy was made others were given, and shown.
void TestSqliteHistory::offsetsSkipAheadInACopy()
{
    QFETCH(bool, removesFirst);
    QFETCH(bool, isWhole);
    const auto write = [](const QString &from, const QString &to) {
        QFile source(from);
        QFile target(to);
        return source.open(QIODevice::ReadOnly) && target.open(QIODevice::WriteOnly) &&
               target.write(source.readAll()) == source.size();
    };
    StoreFixture fixture;
    fixture.options.fileIdentity = StoreOptions::inFolder(fixture.folder()).fileIdentity;
    const QString backup = fixture.folder() + u"/backup.db"_s;
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 3), 3);
    const QString stamp = fixture.path() + u"-opened"_s;
    QVERIFY(QFile::copy(fixture.path(), backup));
    QVERIFY(QFile::copy(stamp, backup + u"-opened"_s));
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 3), 3);
    QVERIFY(!removesFirst || QFile::remove(fixture.path()));
    QVERIFY(write(backup, fixture.path()));
    QVERIFY(!isWhole || write(backup + u"-opened"_s, stamp));
    QCOMPARE(put(*fixture.open().value(), itemOf(u"lab"_s, "x")), 3 + (1 << 20) + 1);
    QCOMPARE(fixture.count(StoreNotice::Kind::Copied), 1);
    QCOMPARE(put(*fixture.open().value(), itemOf(u"lab"_s, "y")), 3 + (1 << 20) + 2);
    QCOMPARE(fixture.count(StoreNotice::Kind::Copied), 1);
}

void TestSqliteHistory::nothingIsSkippedWithoutNeed()
{
    StoreFixture fixture;
    fixture.options.bootId = u"monday"_s;
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 5), 5);
    fixture.options.bootId = u"tuesday"_s;
    QCOMPARE(put(*fixture.open().value(), itemOf(u"lab"_s, "x")), 6);
    QCOMPARE(fixture.count(StoreNotice::Kind::Skipped), 0);
}

void TestSqliteHistory::logsDoNotGrowWithoutEnd()
{
    StoreFixture fixture;
    const auto opened = fixture.open();
    const NewItem large = itemOf(u"lab"_s, QByteArray(500'000, 'x'));
    for (int i = 0; i < 200; ++i)
        QVERIFY(put(*opened.value(), large) > 0);
    QTRY_VERIFY_WITH_TIMEOUT(QFile(fixture.path() + u"-wal"_s).size() < 40'000'000, 30'000);
}

void TestSqliteHistory::theLogHasRoomToBeWrittenOver()
{
    constexpr qint64 roomBytes = qint64{4} * 1024 * 1024;
    StoreFixture fixture;
    if (QStorageInfo(fixture.folder()).bytesAvailable() < 100'000'000)
        QSKIP("there is too little on this disk");
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    CommitNumber commit = 0;
    const auto store = [&history, &commit] {
        NewItem item = itemOf(u"lab"_s, "x");
        item.retryId = QByteArray::number(++commit);
        QVERIFY(put(history, item) > 0);
        history.hurry(commit);
        QTRY_VERIFY_WITH_TIMEOUT(history.syncedCommit() >= commit, 30'000);
    };
    store();
    QFile log(fixture.path() + u"-wal"_s);
    QTRY_COMPARE_WITH_TIMEOUT(log.size(), roomBytes, 30'000);
    for (int i = 0; i < 20; ++i)
        store();
    QCOMPARE(log.size(), roomBytes);
    // As after a crash: the zeros behind the last commit are nothing.
    StoreFixture other;
    for (const QString &suffix : {QString(), u"-wal"_s})
        QVERIFY(QFile::copy(fixture.path() + suffix, other.path() + suffix));
    const auto again = other.open();
    QCOMPARE(again.value()->position(u"lab"_s).last, 21);
    QVERIFY(other.filesSetAside().isEmpty());
    QVERIFY(put(*again.value(), itemOf(u"lab"_s, "y")) == 22);
}

void TestSqliteHistory::offsetsOfALostBatchAreGivenAgain()
{
    StoreFixture fixture;
    fixture.options.busyTime = 10ms;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(fill(history, u"lab"_s, 3), 3);
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 1;
    std::signal(SIGXFSZ, SIG_IGN);
    QVERIFY(!history.begin());
    QCOMPARE(history.append(itemOf(u"lab"_s, "4")).value(), 4);
    QCOMPARE(history.append(itemOf(u"new"_s, "1")).value(), 1);
    ::setrlimit(RLIMIT_FSIZE, &none);
    const bool isCommitted = history.commit().hasValue();
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!isCommitted);
    QCOMPARE(history.position(u"lab"_s).last, 3);
    QCOMPARE(history.position(u"new"_s).last, 0);
    QCOMPARE(history.rooms().size(), 1);
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "4")), 4);
    QCOMPARE(put(history, itemOf(u"new"_s, "1")), 1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestSqliteHistory)
#include "tst_sqlitehistory.moc"
