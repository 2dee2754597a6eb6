// What the store makes of numbers in its file that cannot be true, or are not: nothing that is
// undefined, no loss of what was said, no end of the offsets, and nothing of one room in another.
#include "server/history/storecheck.h"
#include "tests/server/history/damage.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestStoreNumbers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void everyNumberOfAStream_data();
    void everyNumberOfAStream();
    void aStreamThatCannotBeIsSetAside_data();
    void aStreamThatCannotBeIsSetAside();
    void theFloor_data();
    void theFloor();
    void theNewestStream_data();
    void theNewestStream();
    void theNewestRetry_data();
    void theNewestRetry();
    void whatIsRepairedIsTold();
    void offsetsAreNotGivenTwice();
    void streamsComeBackToNumbersThatAreFree();
    void aDamagedCountRemovesNothing_data();
    void aDamagedCountRemovesNothing();
    void aLargeRoomIsCountedInPortions();
    void whatIsOverTheLimitsStillGoes();
    void aDamagedPlaceRemovesNoMore_data();
    void aDamagedPlaceRemovesNoMore();
    void aDamagedPlaceIsNotTheEnd();
    void nothingButDamagedItemsGoByNumber();
    void aTimeInTheFutureKeepsNothing();
};

namespace {

/// makeStore(), made once.
QString copyStore(StoreFixture &fixture)
{
    static QByteArray content;
    static QString epoch;
    if (content.isEmpty()) {
        StoreFixture original;
        epoch = makeStore(original);
        content = contentOf(original.path());
    }
    QFile copy(fixture.path());
    if (!copy.open(QIODevice::WriteOnly) || copy.write(content) != content.size())
        qFatal("no room for a store");
    return epoch;
}

void change(const StoreFixture &fixture, const QString &sql)
{
    Database other;
    QVERIFY(!other.open(fixture.path(), Database::Access::ReadWrite, 1s));
    const auto failure = other.execute(sql);
    QVERIFY2(!failure, failure ? qPrintable(failure->detail) : "");
    other.close();
}

/// Values that no number of ours has, as SQL spells them.
QStringList strangeValues()
{
    return {u"-1"_s,       u"0"_s,     u"1 << 40"_s, u"9223372036854775807"_s,
            u"-1 << 63"_s, u"1e300"_s, u"'text'"_s,  u"x'00ff'"_s};
}

void addStrangeValues()
{
    QTest::addColumn<QString>("value");
    for (const QString &value : strangeValues())
        QTest::newRow(qPrintable(value)) << value;
}

/// Until nothing is left to do.
void tendAll(History &history, std::chrono::milliseconds wallTime)
{
    for (int i = 0; i < 10'000; ++i) {
        if (history.tend(wallTime) > 0ms)
            return;
    }
    QFAIL("there is always more to do");
}

QList<qint64> offsetsIn(History &history, const QString &stream)
{
    QList<qint64> offsets;
    for (const StoredItem &item : readAll(history, stream).value_or(QList<StoredItem>()))
        offsets.append(item.offset);
    return offsets;
}

QList<qint64> offsetsBetween(qint64 first, qint64 last)
{
    QList<qint64> offsets;
    for (qint64 offset = first; offset <= last; ++offset)
        offsets.append(offset);
    return offsets;
}

/// Both rooms have what was said in them, and go on behind it.
void verifyNothingIsLost(StoreFixture &fixture)
{
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    tendAll(history, fixture.clock.wallTime());
    for (const auto &[room, count] :
         {std::pair(u"lab"_s, storedItems), std::pair(u"other"_s, 50)}) {
        QCOMPARE(offsetsIn(history, room).first(count), offsetsBetween(1, count));
        QVERIFY(isTrue(*readAll(history, room)));
        const qint64 last = history.position(room).last;
        QVERIFY(last >= count);
        QCOMPARE(fill(history, room, 3), 3);
        QCOMPARE(offsetsIn(history, room).last(), last + 3);
        QCOMPARE(history.newest(room, {1, 1000}).value().items.constFirst().offset, last + 3);
    }
    QVERIFY(fixture.filesSetAside().isEmpty());
}

} // namespace

void TestStoreNumbers::everyNumberOfAStream_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("value");
    for (const char *column : {"first", "last", "items", "bytes", "first_ts", "last_ts"}) {
        for (const QString &value : strangeValues())
            QTest::addRow("%s = %s", column, qPrintable(value))
                << QString::fromLatin1(column) << value;
    }
}

void TestStoreNumbers::everyNumberOfAStream()
{
    QFETCH(const QString, column);
    QFETCH(const QString, value);
    StoreFixture fixture;
    copyStore(fixture);
    change(fixture, u"UPDATE streams SET %1 = %2 WHERE name = 'lab'"_s.arg(column, value));
    verifyNothingIsLost(fixture);
    verifyNothingIsLost(fixture); // also of what was written then
}

void TestStoreNumbers::aStreamThatCannotBeIsSetAside_data()
{
    QTest::addColumn<QString>("id");
    for (const char *id : {"0", "-1", "(1 << 23) - 1", "9223372036854775807", "-1 << 63"})
        QTest::newRow(id) << QString::fromLatin1(id);
}

void TestStoreNumbers::aStreamThatCannotBeIsSetAside()
{
    QFETCH(const QString, id);
    StoreFixture fixture;
    const QString epoch = copyStore(fixture);
    change(fixture, u"UPDATE streams SET id = %1 WHERE name = 'lab'"_s.arg(id));
    const auto opened = fixture.open();
    QVERIFY(opened.value()->epoch() != epoch);
    QCOMPARE(fixture.filesSetAside().size(), 1);
    QCOMPARE(put(*opened.value(), itemOf(u"lab"_s, "x")), 1);
}

void TestStoreNumbers::theFloor_data()
{
    addStrangeValues();
}

void TestStoreNumbers::theFloor()
{
    QFETCH(const QString, value);
    StoreFixture fixture;
    copyStore(fixture);
    change(fixture, u"UPDATE facts SET value = %1 WHERE key = 'floor'"_s.arg(value));
    verifyNothingIsLost(fixture);
    const auto opened = fixture.open();
    const qint64 offset = opened.value()->position(u"new"_s).last;
    QVERIFY(offset >= 0);
    QCOMPARE(put(*opened.value(), itemOf(u"new"_s, "x")), offset + 1);
    QCOMPARE(offsetsIn(*opened.value(), u"new"_s), QList<qint64>{offset + 1});
}

void TestStoreNumbers::theNewestStream_data()
{
    addStrangeValues();
}

void TestStoreNumbers::theNewestStream()
{
    QFETCH(const QString, value);
    StoreFixture fixture;
    copyStore(fixture);
    change(fixture, u"UPDATE sqlite_sequence SET seq = %1"_s.arg(value));
    for (int i = 0; i < 2; ++i) {
        const auto opened = fixture.open();
        for (const QString &room : {u"new%1"_s.arg(i), u"newer%1"_s.arg(i)}) {
            QCOMPARE(put(*opened.value(), itemOf(room, room.toUtf8())), 1);
            const auto items = readAll(*opened.value(), room);
            QCOMPARE(items->size(), 1);
            QCOMPARE(items->constFirst().body, room.toUtf8());
        }
    }
    verifyNothingIsLost(fixture);
}

void TestStoreNumbers::theNewestRetry_data()
{
    QTest::addColumn<QString>("value");
    for (const char *value : {"-1", "0", "1 << 40", "9223372036854775807", "-1 << 63"})
        QTest::newRow(value) << QString::fromLatin1(value);
}

void TestStoreNumbers::theNewestRetry()
{
    QFETCH(const QString, value);
    StoreFixture fixture;
    copyStore(fixture);
    change(fixture,
           u"UPDATE retries SET seq = %1 WHERE seq = (SELECT max(seq) FROM retries)"_s.arg(value));
    verifyNothingIsLost(fixture);
    const auto opened = fixture.open();
    QCOMPARE(opened.value()->findRetry(2, "r401"_ba).value()->offset, 401);
    QCOMPARE(opened.value()->findRetry(2, "r300"_ba).value()->offset, 300);
}

void TestStoreNumbers::whatIsRepairedIsTold()
{
    StoreFixture fixture;
    copyStore(fixture);
    change(fixture, u"UPDATE streams SET first = -7 WHERE name = 'lab'"_s);
    const StoreReport report = checkStore(fixture.folder()).value();
    QCOMPARE(report.problems, QStringList{u"lab: the numbers noted of it cannot be true"_s});
    QCOMPARE(report.items, storedItems + 50);
}

// Nobody knows any more how far the room had come.
void TestStoreNumbers::offsetsAreNotGivenTwice()
{
    StoreFixture fixture;
    copyStore(fixture);
    change(fixture, u"DELETE FROM items WHERE id > (1 << 40) + 300 AND id < 2 << 40"_s);
    change(fixture, u"UPDATE streams SET last = -1 << 63 WHERE name = 'lab'"_s);
    const auto opened = fixture.open();
    QVERIFY(put(*opened.value(), itemOf(u"lab"_s, "x")) > storedItems);
    QCOMPARE(offsetsIn(*opened.value(), u"lab"_s).size(), 301);
}

void TestStoreNumbers::streamsComeBackToNumbersThatAreFree()
{
    StoreFixture fixture;
    copyStore(fixture);
    const QString last = QString::number(limits::largestStreamId);
    change(fixture, u"UPDATE sqlite_sequence SET seq = %1 - 1"_s.arg(last));
    const auto opened = fixture.open();
    for (int i = 0; i < 3; ++i) {
        const QString room = u"new%1"_s.arg(i);
        QCOMPARE(fill(*opened.value(), room, 5), 5);
        QCOMPARE(offsetsIn(*opened.value(), room), offsetsBetween(1, 5));
    }
    const auto id = [&fixture](const QString &room) {
        Database database;
        if (database.open(fixture.path(), Database::Access::ReadOnly, 1s))
            return qint64{-1};
        return database.value(u"SELECT id FROM streams WHERE name = '%1'"_s.arg(room))
            .value()
            .toLongLong();
    };
    QCOMPARE(id(u"new0"_s), limits::largestStreamId);
    QCOMPARE(id(u"new1"_s), 3);
    QCOMPARE(id(u"new2"_s), 4);
}

void TestStoreNumbers::aDamagedCountRemovesNothing_data()
{
    QTest::addColumn<QString>("numbers");
    QTest::newRow("bytes") << u"bytes = bytes + (1 << 40)"_s;
    QTest::newRow("items") << u"items = items + (1 << 18), last = last + (1 << 19)"_s;
}

void TestStoreNumbers::aDamagedCountRemovesNothing()
{
    QFETCH(const QString, numbers);
    for (const bool isTended : {true, false}) {
        StoreFixture fixture;
        copyStore(fixture);
        change(fixture, u"UPDATE streams SET %1 WHERE name = 'lab'"_s.arg(numbers));
        {
            const auto opened = fixture.open();
            if (isTended)
                tendAll(*opened.value(), fixture.clock.wallTime());
            QCOMPARE(fill(*opened.value(), u"lab"_s, 100), 100);
            QCOMPARE(fill(*opened.value(), u"lab"_s, 100), 100);
            QCOMPARE(offsetsIn(*opened.value(), u"lab"_s).size(), storedItems + 200);
        }
        QCOMPARE(checkStore(fixture.folder()).value().problems, QStringList());
    }
}

void TestStoreNumbers::aLargeRoomIsCountedInPortions()
{
    StoreFixture fixture;
    constexpr int many = 20'000;
    fill(*fixture.open().value(), u"lab"_s, many);
    change(fixture, u"UPDATE streams SET bytes = bytes + (1 << 40)"_s);
    const auto opened = fixture.open();
    QCOMPARE(fill(*opened.value(), u"lab"_s, 5), 5);
    int portions = 1;
    while (opened.value()->tend(fixture.clock.wallTime()) == 0ms)
        ++portions;
    QVERIFY2(portions > 1 && portions < 10, qPrintable(QString::number(portions)));
    QCOMPARE(opened.value()->rooms().constFirst().items, many + 5);
    QCOMPARE(opened.value()->position(u"lab"_s).first, 1);
}

void TestStoreNumbers::whatIsOverTheLimitsStillGoes()
{
    StoreFixture fixture;
    copyStore(fixture);
    fixture.options.limits.items = 100;
    {
        const auto opened = fixture.open();
        tendAll(*opened.value(), fixture.clock.wallTime());
        QCOMPARE(offsetsIn(*opened.value(), u"lab"_s), offsetsBetween(301, storedItems));
        QCOMPARE(fill(*opened.value(), u"lab"_s, 300), 300);
        tendAll(*opened.value(), fixture.clock.wallTime());
        QCOMPARE(offsetsIn(*opened.value(), u"lab"_s), offsetsBetween(601, 700));
    }
    QCOMPARE(checkStore(fixture.folder()).value().problems, QStringList());
}

void TestStoreNumbers::aDamagedPlaceRemovesNoMore_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("claimed");
    for (const int offset : {1, 50, 100, 101, 200}) {
        for (const int claimed : {3, 98, 300, 8000}) {
            if (claimed != offset)
                QTest::addRow("%d says %d", offset, claimed) << offset << claimed;
        }
    }
}

// 100 items are over the limits; one item says that it is another one.
void TestStoreNumbers::aDamagedPlaceRemovesNoMore()
{
    QFETCH(const int, offset);
    QFETCH(const int, claimed);
    StoreFixture fixture;
    copyStore(fixture);
    const qsizetype place = placeOf(contentOf(fixture.path()), offset);
    QVERIFY(place > 0);
    overwrite(fixture.path(), place, spelledId(claimed));
    fixture.options.limits.items = storedItems - 100;
    for (int i = 0; i < 2; ++i) {
        const auto opened = fixture.open();
        tendAll(*opened.value(), fixture.clock.wallTime());
        Database database;
        QVERIFY(!database.open(fixture.path(), Database::Access::ReadOnly, 1s));
        Statement kept(database, u"SELECT body FROM items WHERE id < 2 << 40"_s);
        QVERIFY(!kept.run({}));
        QSet<QByteArray> bodies;
        while (kept.next())
            bodies.insert(kept.bytes(0));
        QVERIFY2(bodies.size() >= storedItems - 100, qPrintable(QString::number(bodies.size())));
        for (qint64 one = 101; one <= storedItems; ++one)
            QVERIFY2(bodies.contains(bodyOf(one)), qPrintable(QString::number(one)));
        QVERIFY(opened.value()->position(u"lab"_s).first <= 102);
        QVERIFY(isTrue(*readAll(*opened.value(), u"lab"_s)));
    }
}

// The item claims a place behind all others, or before them: whoever comes to it is not to think
// that this is the end.
void TestStoreNumbers::aDamagedPlaceIsNotTheEnd()
{
    for (const qint64 claimed : {8000, 0}) {
        StoreFixture fixture;
        copyStore(fixture);
        const QByteArray file = contentOf(fixture.path());
        overwrite(fixture.path(), placeOf(file, 200), spelledId(claimed));
        overwrite(fixture.path(), placeOf(file, 201), spelledId(claimed));
        const auto opened = fixture.open();
        const PageLimits limits{50, 1'000'000};
        for (const qint64 place : {195, 198, 199, 200, 201, 202, 206}) {
            const Page newer = opened.value()->after(u"lab"_s, place, limits).value();
            QVERIFY(newer.more || !newer.isComplete);
            QVERIFY(!newer.items.isEmpty());
            const Page older = opened.value()->before(u"lab"_s, place, limits).value();
            QVERIFY(older.more || !older.isComplete);
            QVERIFY(!older.items.isEmpty());
        }
    }
}

void TestStoreNumbers::nothingButDamagedItemsGoByNumber()
{
    StoreFixture fixture;
    copyStore(fixture);
    const QByteArray file = contentOf(fixture.path());
    for (qint64 offset = 1; offset <= 300; ++offset)
        overwrite(fixture.path(), wordsOf(file, offset), "M");
    fixture.options.limits.items = 50;
    const auto opened = fixture.open();
    tendAll(*opened.value(), fixture.clock.wallTime());
    QCOMPARE(offsetsIn(*opened.value(), u"lab"_s), offsetsBetween(351, storedItems));
    QCOMPARE(opened.value()->rooms().constFirst().items, 50);
}

void TestStoreNumbers::aTimeInTheFutureKeepsNothing()
{
    StoreFixture fixture;
    copyStore(fixture);
    change(fixture, u"UPDATE streams SET first_ts = first_ts + (1 << 50)"_s);
    fixture.options.limits.age = 1h;
    const auto opened = fixture.open();
    tendAll(*opened.value(), 1'800'000'000'000ms + 2h);
    QCOMPARE(offsetsIn(*opened.value(), u"lab"_s), QList<qint64>());
    QCOMPARE(opened.value()->position(u"lab"_s).first, storedItems + 1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreNumbers)
#include "tst_storenumbers.moc"
