// What the table knows of its streams at any moment at which the program may be ended.
#include "server/history/storecheck.h"
#include "tests/server/history/storefixture.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestStreamTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatOnlyGrewIsCountedWhenItIsRead();
    void whatWasPrunedToNothingKeepsItsPlace();
    void whoseLastConversationMadePlaceIsForgotten();
    void growingIsWrittenDownNowAndThen();
    void topicsAreWrittenDownAtOnce();
    void aProgramThatIsEndedAtAnyMomentKnowsTheSame();
    void offsetsSkipAheadOfWhatWasNotCountedYet();
};

namespace {

/// What a program leaves behind that is killed now. The log first: should it be copied into the
/// database meanwhile, nothing is missing.
void copyStore(const QString &from, const QString &to)
{
    QVERIFY(QDir(to).removeRecursively());
    QVERIFY(QDir().mkpath(to));
    for (const QString &name : {u"/kodama.db-wal"_s, u"/kodama.db"_s})
        QVERIFY(QFile::copy(from + name, to + name));
}

qint64 rawNumber(const QString &folder, const QString &sql)
{
    Database database;
    if (database.open(storePath(folder), Database::Access::ReadOnly, 1s))
        return -1;
    return database.value(sql).value().toLongLong();
}

/// Everything that is known of the streams, as one text.
QString known(History &history, const QStringList &streams)
{
    QString text = history.epoch();
    for (const QString &stream : streams) {
        const StreamPosition position = history.position(stream);
        text += u"\n%1 %2..%3 %4:"_s.arg(stream)
                    .arg(position.first)
                    .arg(position.last)
                    .arg(history.topic(stream));
        for (const StoredItem &item : readAll(history, stream).value_or(QList<StoredItem>()))
            text += u" %1"_s.arg(item.offset);
    }
    for (const RoomRecord &room : history.rooms())
        text += u"\n%1: %2"_s.arg(room.name).arg(room.items);
    return text;
}

QStringList problems(const QString &folder)
{
    const auto report = checkStore(folder);
    return report ? report.value().problems : QStringList(report.error().detail);
}

} // namespace

void TestStreamTable::whatOnlyGrewIsCountedWhenItIsRead()
{
    StoreFixture fixture;
    const QString copy = fixture.folder() + u"/copy"_s;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(fill(history, u"lab"_s, 3), 3);
        QVERIFY(put(history, itemOf(u"tea"_s, "x")) > 0);
    }
    copyStore(fixture.folder(), copy);
    QCOMPARE(rawNumber(copy, u"SELECT max(last) FROM streams"_s), 0);
    QCOMPARE(problems(copy), QStringList());
    QCOMPARE(exportRoom(copy, u"lab"_s, [](const QByteArray &) {}).value()->items, 15);
    fixture.options.folder = copy;
    const auto again = fixture.open();
    QCOMPARE(known(*again.value(), {u"lab"_s, u"tea"_s, u"none"_s}),
             known(history, {u"lab"_s, u"tea"_s, u"none"_s}));
    QCOMPARE(put(*again.value(), itemOf(u"lab"_s, "16")), 16);
    QCOMPARE(put(*again.value(), itemOf(u"tea"_s, "6")), 6);
}

void TestStreamTable::whatWasPrunedToNothingKeepsItsPlace()
{
    StoreFixture fixture;
    fixture.options.limits.age = 1h;
    const QString copy = fixture.folder() + u"/copy"_s;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(fill(history, u"lab"_s, 7), 7);
    const auto later = std::chrono::milliseconds(1'800'000'000'000) + 3h;
    QVERIFY(history.tend(later) > 0ms);
    QCOMPARE(history.position(u"lab"_s).first, 8);
    copyStore(fixture.folder(), copy);
    fixture.options.folder = copy;
    {
        const auto empty = fixture.open();
        QCOMPARE(empty.value()->position(u"lab"_s).first, 8);
        QCOMPARE(empty.value()->position(u"lab"_s).last, 7);
        QCOMPARE(put(*empty.value(), itemOf(u"lab"_s, "8")), 8);
    }
    QCOMPARE(put(history, itemOf(u"lab"_s, "8")), 8);
    QCOMPARE(put(history, itemOf(u"lab"_s, "9")), 9);
    copyStore(fixture.folder(), copy);
    const auto again = fixture.open();
    QCOMPARE(known(*again.value(), {u"lab"_s}), known(history, {u"lab"_s}));
    QCOMPARE(again.value()->position(u"lab"_s).first, 8);
    QCOMPARE(problems(copy), QStringList());
}

void TestStreamTable::whoseLastConversationMadePlaceIsForgotten()
{
    StoreFixture fixture;
    fixture.options.limits.age = 1h;
    {
        const auto opened = fixture.open();
        SqliteHistory &history = *opened.value();
        QVERIFY(!history.begin());
        for (const PersonId person : {PersonId{1}, PersonId{2}})
            QVERIFY(!history.savePerson({person, u"p"_s, QString::number(person)}));
        QVERIFY(!history.saveSession({5, "hash", 2, {}, 1'800'000'000'000}));
        QVERIFY(history.append(itemOf(directStream(1, 2), "psst")).hasValue());
        QVERIFY(history.commit().hasValue());
        QVERIFY(history.tend(std::chrono::milliseconds(1'800'000'000'000) + 3h) > 0ms);
    }
    {
        Database database;
        QVERIFY(!database.open(fixture.path(), Database::Access::ReadWrite, 1s));
        QVERIFY(!database.execute(
            u"WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
            " INSERT INTO streams SELECT i, i, '', 1, 0, 0, 0, 0, 1800000000001 FROM n"_s.arg(
                limits::streams)));
    }
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QVERIFY(history.findPerson(1).value());
    QVERIFY(!history.begin());
    const auto offset = history.append(itemOf(u"one.more"_s, "x"));
    QVERIFY2(offset.hasValue(), qPrintable(offset ? QString() : offset.error().detail));
    QVERIFY(history.commit().hasValue());
    QVERIFY(!history.findPerson(1).value());
    QVERIFY(history.findPerson(2).value());
}

void TestStreamTable::growingIsWrittenDownNowAndThen()
{
    StoreFixture fixture;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    constexpr int appended = 2000;
    for (int i = 0; i < appended; ++i)
        QVERIFY(put(history, itemOf(u"lab"_s, "x")) > 0);
    const qint64 last = rawNumber(fixture.folder(), u"SELECT last FROM streams"_s);
    QVERIFY2(last > appended - 300 && last < appended, qPrintable(QString::number(last)));
    // And when there is time for it.
    QVERIFY(history.tend(fixture.clock.wallTime()) > 0ms);
    QCOMPARE(rawNumber(fixture.folder(), u"SELECT last FROM streams"_s), appended);
    QCOMPARE(rawNumber(fixture.folder(), u"SELECT items FROM streams"_s), appended);
    QCOMPARE(problems(fixture.folder()), QStringList());
}

void TestStreamTable::topicsAreWrittenDownAtOnce()
{
    StoreFixture fixture;
    const QString copy = fixture.folder() + u"/copy"_s;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(fill(history, u"lab"_s, 3), 3);
    for (const QString &room : {u"lab"_s, u"new"_s}) {
        QVERIFY(!history.begin());
        QVERIFY(!history.setTopic(room, u"topic of "_s + room));
        QVERIFY(history.commit().hasValue());
    }
    copyStore(fixture.folder(), copy);
    fixture.options.folder = copy;
    const auto again = fixture.open();
    QCOMPARE(again.value()->topic(u"lab"_s), u"topic of lab"_s);
    QCOMPARE(again.value()->topic(u"new"_s), u"topic of new"_s);
    QCOMPARE(again.value()->position(u"lab"_s).last, 3);
}

void TestStreamTable::aProgramThatIsEndedAtAnyMomentKnowsTheSame()
{
    const QStringList streams{u"lab"_s, u"tea"_s, directStream(1, 2), u"quiet"_s};
    StoreFixture fixture;
    fixture.options.limits.items = 60;
    fixture.options.limits.age = 1h;
    const QString copy = fixture.folder() + u"/copy"_s;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    StoreFixture other;
    other.options.folder = copy;
    QRandomGenerator chance(7);
    auto now = std::chrono::milliseconds(1'800'000'000'000);
    for (int step = 0; step < 120; ++step) {
        const int what = chance.bounded(20);
        if (what == 0) {
            now += std::chrono::minutes(chance.bounded(40));
            (void)history.tend(now);
        } else {
            QVERIFY(!history.begin());
            for (int i = chance.bounded(what == 1 ? 400 : 8); i >= 0; --i) {
                NewItem item = itemOf(streams.at(chance.bounded(what < 15 ? 3 : 4)), "body");
                item.ts = now.count();
                QVERIFY(history.append(item).hasValue());
            }
            if (what == 2)
                QVERIFY(!history.setTopic(streams.at(chance.bounded(2)), QString::number(step)));
            QVERIFY(history.commit().hasValue());
        }
        if (step % 5 != 0)
            continue;
        copyStore(fixture.folder(), copy);
        QCOMPARE(problems(copy), QStringList());
        const auto again = other.open();
        QCOMPARE(known(*again.value(), streams), known(history, streams));
    }
}

void TestStreamTable::offsetsSkipAheadOfWhatWasNotCountedYet()
{
    StoreFixture fixture;
    const QString copy = fixture.folder() + u"/copy"_s;
    fixture.options.bootId = u"monday"_s;
    const auto opened = fixture.open();
    QCOMPARE(fill(*opened.value(), u"lab"_s, 5), 5);
    copyStore(fixture.folder(), copy);
    fixture.options.folder = copy;
    fixture.options.bootId = u"tuesday"_s;
    const auto again = fixture.open();
    QCOMPARE(again.value()->position(u"lab"_s).last, 5 + (1 << 20));
    QCOMPARE(again.value()->rooms().constFirst().items, 5);
    QCOMPARE(problems(copy), QStringList());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStreamTable)
#include "tst_streamtable.moc"
