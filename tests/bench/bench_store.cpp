// What the store costs: durable appends in batches beside SQLite's own C interface, opening a store
// of a million messages, joining a room, reading a page. Prints one line a case; with --plain PAUSE
// only what SQLite does by itself, as JSON: its best rate, and what a commit takes, back to back
// and with so many microseconds between two; with --append COUNT BATCH ids|none only that many
// appends, for tools that count instructions or system calls.
#include "server/history/sqlitehistory.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <poll.h>
#include <sqlite3.h>
#include <vector>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

using Steady = std::chrono::steady_clock;

constexpr auto caseTime = std::chrono::seconds(2);

// What a line of chat is as JSON.
const QByteArray body(200, 'x');

double secondsSince(Steady::time_point start)
{
    return std::chrono::duration<double>(Steady::now() - start).count();
}

class Store final
{
public:
    explicit Store(const QString &folder)
    {
        auto opened = SqliteHistory::open(StoreOptions::inFolder(folder), m_clock,
                                          [](const StoreNotice &) {});
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail));
        history = std::move(opened).value();
        history->setSyncedHandler([this](CommitNumber commit) {
            const std::lock_guard lock(m_mutex);
            m_synced = commit;
            m_wake.notify_one();
        });
    }

    CommitNumber append(const QString &room, int count, bool haveIds = true)
    {
        if (history->begin())
            qFatal("begin");
        for (int i = 0; i < count; ++i) {
            ++m_count;
            const QByteArray retry = haveIds ? "id-" + QByteArray::number(m_count) : QByteArray();
            if (!history->append({room, body, 1'800'000'000'000 + m_count, 1, 2, retry}))
                qFatal("append");
        }
        const CommitNumber commit = history->commit().value();
        history->hurry(commit);
        return commit;
    }

    void waitFor(CommitNumber commit)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this, commit] { return m_synced >= commit; });
    }

    std::unique_ptr<SqliteHistory> history;

private:
    SystemClock m_clock;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    CommitNumber m_synced = 0;
    qint64 m_count = 0;
};

// Each batch waits until the one so many before it is on the disk.
double appendRate(int batch, int inFlight)
{
    QTemporaryDir folder;
    Store store(folder.path());
    std::vector<CommitNumber> commits;
    qint64 count = 0;
    const auto start = Steady::now();
    while (Steady::now() - start < caseTime) {
        commits.push_back(store.append(u"lab"_s, batch));
        count += batch;
        if (int(commits.size()) >= inFlight)
            store.waitFor(commits[commits.size() - size_t(inFlight)]);
    }
    store.waitFor(commits.back());
    return double(count) / secondsSince(start);
}

void run(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s: %s", sql, sqlite3_errmsg(database));
}

double medianOf(std::vector<double> results)
{
    std::sort(results.begin(), results.end());
    return results[results.size() / 2];
}

struct Plain
{
    double perSecond = 0;
    double commitUs = 0; ///< median
};

// The least that can be done: one table, one index for retries, nothing else.
Plain plain(int batch, std::chrono::microseconds pause = {})
{
    QTemporaryDir folder;
    sqlite3 *database = nullptr;
    sqlite3_open(folder.filePath(u"plain.db"_s).toUtf8().constData(), &database);
    run(database, "PRAGMA journal_mode = WAL");
    run(database, "PRAGMA synchronous = FULL");
    run(database, "CREATE TABLE items (id INTEGER PRIMARY KEY, ts INTEGER, sender INTEGER, session "
                  "INTEGER, retry BLOB, body BLOB)");
    run(database, "CREATE UNIQUE INDEX retries ON items (session, retry)");
    sqlite3_stmt *insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO items VALUES (?, ?, 1, 2, ?, ?)", -1, &insert,
                       nullptr);
    qint64 count = 0;
    std::vector<double> commits;
    const auto start = Steady::now();
    while (Steady::now() - start < caseTime) {
        const auto begin = Steady::now();
        run(database, "BEGIN IMMEDIATE");
        for (int i = 0; i < batch; ++i) {
            const QByteArray retry = "id-" + QByteArray::number(++count);
            sqlite3_bind_int64(insert, 1, count);
            sqlite3_bind_int64(insert, 2, 1'800'000'000'000 + count);
            sqlite3_bind_blob(insert, 3, retry.constData(), int(retry.size()), nullptr);
            sqlite3_bind_blob(insert, 4, body.constData(), int(body.size()), nullptr);
            if (sqlite3_step(insert) != SQLITE_DONE)
                qFatal("%s", sqlite3_errmsg(database));
            sqlite3_reset(insert);
        }
        run(database, "COMMIT");
        commits.push_back(secondsSince(begin) * 1e6);
        if (pause > std::chrono::microseconds::zero()) {
            const timespec time{0, std::chrono::nanoseconds(pause).count()};
            ::ppoll(nullptr, 0, &time, nullptr); // as a publisher waits for its socket
        }
    }
    const double rate = double(count) / secondsSince(start);
    sqlite3_finalize(insert);
    sqlite3_close(database);
    return {rate, medianOf(std::move(commits))};
}

template <typename Work>
double medianMilliseconds(int times, const Work &work)
{
    std::vector<double> results;
    for (int i = 0; i < times; ++i) {
        const auto start = Steady::now();
        work();
        results.push_back(secondsSince(start) * 1000);
    }
    return medianOf(std::move(results));
}

void report(const char *what, double value, const char *unit)
{
    std::printf("| %s | %.*f %s |\n", what, value < 100 ? 2 : 0, value, unit);
    std::fflush(stdout);
}

void measureRates()
{
    for (const int batch : {1, 100, 1000}) {
        std::printf("| durable appends, batches of %d, one at a time | %.0f/s; sqlite3 alone "
                    "%.0f/s |\n",
                    batch, appendRate(batch, 1), plain(batch).perSecond);
        std::fflush(stdout);
    }
    report("durable appends, batches of 100, 8 on their way", appendRate(100, 8), "/s");
}

void appendOnly(int count, int batch, bool haveIds)
{
    QTemporaryDir folder;
    Store store(folder.path());
    for (int i = 0; i < count; i += batch)
        (void)store.append(u"lab"_s, batch, haveIds);
}

// What scripts/bench compares the whole server with.
void measurePlain(std::chrono::microseconds pause)
{
    const double best = std::max(plain(100).perSecond, plain(1000).perSecond);
    std::printf("{\"commit_us\":%.0f,\"paced_commit_us\":%.0f,\"best_per_second\":%.0f}\n",
                plain(1).commitUs, plain(1, pause).commitUs, best);
}

void measureReading(Store &store)
{
    const auto newest = [&store](int items) {
        const auto page = store.history->newest(u"room0"_s, {items, 1 << 20});
        if (!page || page.value().items.size() != items)
            qFatal("a page is short");
    };
    report("join a room of 100,000 with the last 50",
           medianMilliseconds(101,
                              [&] {
                                  (void)store.history->position(u"room0"_s);
                                  newest(50);
                              }),
           "ms");
    report("page of 300 items", medianMilliseconds(101, [&] { newest(300); }), "ms");
    qint64 offset = 300;
    report("page of 300 items, from elsewhere each time",
           medianMilliseconds(101,
                              [&] {
                                  offset = (offset + 17'389) % 99'000;
                                  if (!store.history->after(u"room0"_s, offset, {300, 1 << 20}))
                                      qFatal("after");
                              }),
           "ms");
    qint64 id = 0;
    report(
        "find a retry id",
        medianMilliseconds(1001,
                           [&] {
                               id = (id + 7919) % 900'000;
                               if (!store.history->findRetry(2, "id-" + QByteArray::number(id + 1)))
                                   qFatal("retry");
                           }),
        "ms");
}

void measureLargeStore()
{
    QTemporaryDir folder;
    {
        Store store(folder.path());
        for (int i = 0; i < 1000; ++i)
            (void)store.append(u"room%1"_s.arg(i % 10), 1000);
        store.waitFor(store.append(u"room0"_s, 1));
    }
    report("open a store of 1,000,000 messages",
           medianMilliseconds(5, [&folder] { const Store store(folder.path()); }), "ms");
    Store store(folder.path());
    measureReading(store);
}

} // namespace

} // namespace kodama

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc > 2 && QByteArray(argv[1]) == "--plain") {
        kodama::measurePlain(std::chrono::microseconds(std::atoi(argv[2])));
        return 0;
    }
    if (argc > 4 && QByteArray(argv[1]) == "--append") {
        kodama::appendOnly(std::atoi(argv[2]), std::atoi(argv[3]), QByteArray(argv[4]) == "ids");
        return 0;
    }
    kodama::measureRates();
    kodama::measureLargeStore();
    return 0;
}
