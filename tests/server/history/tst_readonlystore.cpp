// A file that may not be written when the server starts: what is in it can be read all the same.
#include "server/history/storecheck.h"
#include "tests/server/history/damage.h"
#include "tests/server/history/unprivileged.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr QFile::Permissions mayRead = QFile::ReadOwner;
constexpr QFile::Permissions mayWrite = QFile::ReadOwner | QFile::WriteOwner;

/// Somebody in a room, and what was said there; returns the epoch.
QString makeStoreWithPeople(StoreFixture &fixture)
{
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    if (history.begin() || history.savePerson({5, u"Mika"_s, u"mika"_s}) ||
        history.saveSession({2, "hash"_ba, 5, {u"lab"_s}, 1'800'000'000'000}) ||
        history.setTopic(u"lab"_s, u"tea"_s) || !history.commit() ||
        fill(history, u"lab"_s, 5) != 5)
        return {};
    return history.epoch();
}

} // namespace

class TestReadOnlyStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatIsInItIsRead();
    void itIsWrittenOnceItMayBe();
    void whatIsOnlyInTheLogIsRead();
    void damageIsNotSetAsideBefore_data();
    void damageIsNotSetAsideBefore();
    void anOlderOneIsNotReadBefore();
    void aCopyIsNotReadBefore();
    void checkingItLeavesNothingInTheWay();
};

void TestReadOnlyStore::whatIsInItIsRead()
{
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    const QString epoch = makeStoreWithPeople(fixture);
    QVERIFY(QFile::setPermissions(fixture.path(), mayRead));
    const auto opened = fixture.open();
    QVERIFY2(opened.hasValue(), qPrintable(opened ? QString() : opened.error().detail));
    SqliteHistory &history = *opened.value();
    for (int attempt = 1; attempt <= 3; ++attempt) {
        QCOMPARE(history.trouble()->kind, HistoryError::Kind::ReadOnly);
        QCOMPARE(put(history, itemOf(u"lab"_s, "6")), -1);
        QVERIFY(history.knowsPositions());
        QCOMPARE(history.epoch(), epoch);
        QCOMPARE(history.position(u"lab"_s).last, 5);
        QCOMPARE(readAll(history, u"lab"_s)->size(), 5);
        QVERIFY(isTrue(*readAll(history, u"lab"_s)));
        QCOMPARE(history.rooms().constFirst().topic, u"tea"_s);
        QCOMPARE(history.findSession("hash"_ba).value()->person, 5);
        QCOMPARE(history.findPersonByNick(u"mika"_s).value()->nick, u"Mika"_s);
        // That would be acknowledged, and may not be on the disk yet.
        QCOMPARE(history.findRetry(2, "r1"_ba).error().kind, HistoryError::Kind::ReadOnly);
        fixture.letTimePass();
        QVERIFY(history.tend(fixture.clock.wallTime()) > 0ms);
    }
    QCOMPARE(fixture.count(StoreNotice::Kind::Unavailable), 1);
}

void TestReadOnlyStore::itIsWrittenOnceItMayBe()
{
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    const QString epoch = makeStoreWithPeople(fixture);
    QVERIFY(QFile::setPermissions(fixture.path(), mayRead));
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(readAll(history, u"lab"_s)->size(), 5);
    QVERIFY(QFile::setPermissions(fixture.path(), mayWrite));
    fixture.letTimePass();
    (void)history.tend(fixture.clock.wallTime()); // by itself
    QVERIFY(!history.trouble());
    QCOMPARE(history.epoch(), epoch);
    QCOMPARE(history.findRetry(2, "r1"_ba).value()->offset, 1);
    QCOMPARE(put(history, itemOf(u"lab"_s, "6")), 6);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 6);
    QCOMPARE(fixture.count(StoreNotice::Kind::Available), 1);
    QVERIFY(fixture.filesSetAside().isEmpty());
}

// As a killed server leaves it: nothing of that is in the database itself.
void TestReadOnlyStore::whatIsOnlyInTheLogIsRead()
{
    StoreFixture original;
    StoreFixture fixture;
    const Unprivileged unprivileged(original.folder());
    const auto before = original.open();
    Database reader; // until it is done the log is not copied
    QVERIFY(!reader.open(original.path(), Database::Access::ReadOnly, 1s));
    QVERIFY(!reader.execute(u"BEGIN"_s));
    QVERIFY(reader.value(u"SELECT count(*) FROM items"_s).hasValue());
    QCOMPARE(fill(*before.value(), u"lab"_s, 5), 5);
    fixture.options.folder = original.folder() + u"/copy"_s;
    QVERIFY(QDir().mkpath(fixture.options.folder));
    QVERIFY(QFile::copy(original.path(), fixture.path()));
    QVERIFY(QFile::copy(original.path() + u"-wal"_s, fixture.path() + u"-wal"_s));
    QVERIFY(!contentOf(fixture.path()).contains("message 5 "));
    QVERIFY(QFile::setPermissions(fixture.path(), mayRead));
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::ReadOnly);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 5);
    QVERIFY(QFile::setPermissions(fixture.path(), mayWrite));
    fixture.letTimePass();
    QCOMPARE(put(history, itemOf(u"lab"_s, "6")), 6);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 6);
}

void TestReadOnlyStore::damageIsNotSetAsideBefore_data()
{
    QTest::addColumn<bool>("isReadable");
    QTest::newRow("of some messages") << true;
    QTest::newRow("of everything") << false;
}

void TestReadOnlyStore::damageIsNotSetAsideBefore()
{
    QFETCH(bool, isReadable);
    constexpr qsizetype page = 4096;
    constexpr qsizetype header = 100;
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    makeStore(fixture);
    const qsizetype some = wordsOf(contentOf(fixture.path()), 200) / page * page;
    overwrite(fixture.path(), isReadable ? some : header, QByteArray(page - header, '\xff'));
    QVERIFY(QFile::setPermissions(fixture.path(), mayRead));
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(history.knowsPositions(), isReadable);
    QVERIFY(!readAll(history, u"lab"_s));
    QCOMPARE(readAll(history, u"other"_s).has_value(), isReadable);
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::ReadOnly);
    QVERIFY(fixture.filesSetAside().isEmpty());
    QVERIFY(QFile::setPermissions(fixture.path(), mayWrite));
    fixture.letTimePass();
    (void)history.tend(fixture.clock.wallTime());
    (void)readAll(history, u"lab"_s);
    QVERIFY(!fixture.filesSetAside().isEmpty());
}

void TestReadOnlyStore::anOlderOneIsNotReadBefore()
{
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    QVERIFY(!makeStoreWithPeople(fixture).isEmpty());
    Database database;
    QVERIFY(!database.open(fixture.path(), Database::Access::ReadWrite, 1s));
    QVERIFY(!database.execute(u"UPDATE facts SET value = 3 WHERE key = 'version'"_s));
    QVERIFY(!database.execute(u"PRAGMA user_version = 3"_s));
    database.close();
    QVERIFY(QFile::setPermissions(fixture.path(), mayRead));
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::ReadOnly);
    QVERIFY(!history.knowsPositions());
    QVERIFY(!readAll(history, u"lab"_s));
    QVERIFY(QFile::setPermissions(fixture.path(), mayWrite));
    fixture.letTimePass();
    (void)history.tend(fixture.clock.wallTime());
    QCOMPARE(fixture.count(StoreNotice::Kind::Migrated), 1);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 5);
}

// Who knows more than a copy would be told that it has been lost.
void TestReadOnlyStore::aCopyIsNotReadBefore()
{
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    const QString epoch = makeStoreWithPeople(fixture);
    QVERIFY(!epoch.isEmpty());
    fixture.options.fileIdentity = [](const QString &) { return u"another"_s; };
    QVERIFY(QFile::setPermissions(fixture.path(), mayRead));
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(history.trouble()->kind, HistoryError::Kind::ReadOnly);
    QVERIFY(!history.knowsPositions());
    QVERIFY(!readAll(history, u"lab"_s));
    QVERIFY(QFile::setPermissions(fixture.path(), mayWrite));
    fixture.letTimePass();
    (void)history.tend(fixture.clock.wallTime());
    QCOMPARE(history.epoch(), epoch);
    QVERIFY(history.position(u"lab"_s).last > 5);
}

// SQLite makes its log and its locks as read-only as the database is then.
void TestReadOnlyStore::checkingItLeavesNothingInTheWay()
{
    StoreFixture fixture;
    const Unprivileged unprivileged(fixture.folder());
    QVERIFY(!makeStoreWithPeople(fixture).isEmpty());
    QVERIFY(QFile::setPermissions(fixture.path(), mayRead));
    QVERIFY(checkStore(fixture.folder()).hasValue());
    QVERIFY(QFile::setPermissions(fixture.path(), mayWrite));
    const auto opened = fixture.open();
    QVERIFY(!opened.value()->trouble());
    QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "6")), 6);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestReadOnlyStore)
#include "tst_readonlystore.moc"
