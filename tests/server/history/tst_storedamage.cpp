// What the store makes of a file that was cut, changed, made by an older version, or left by a
// process that was killed.
#include "server/history/schema.h"
#include "tests/server/history/damage.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestStoreDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void aCutFileIsReadOrSetAside_data();
    void aCutFileIsReadOrSetAside();
    void aFileOfZerosIsSetAside();
    void aSmallFileOfAnotherKindIsSetAside();
    void changedBitsAreNeverShown();
    void damageWhileOpenIsSetAside();
    void aDamagedItemIsLeftOut();
    void aRowWithoutAChecksumIsLeftOut();
    void aDamagedTreeIsReadToItsEnd();
    void aDamagedTreeGivesNothingThatWasNotAskedFor();
    void aBrokenDiskIsNotFilledWithBrokenFiles();
    void aKilledProcessLosesNothingThatWasAcknowledged();
};

namespace {

/// Uses every part of the store; whatever happens, it must be an answer and no lie. True if all
/// that was stored is still there.
bool useAll(StoreFixture &fixture)
{
    const auto opened = fixture.open();
    if (!opened)
        return false;
    SqliteHistory &history = *opened.value();
    const auto items = readAll(history, u"lab"_s);
    if (items && !isTrue(*items))
        qFatal("the store told something that was never said");
    (void)history.findRetry(2, "r7"_ba);
    (void)history.directsOf(1, 10);
    (void)history.rooms();
    (void)history.tend(fixture.clock.wallTime());
    bool isStored = false;
    for (int i = 0; i < 3 && !isStored; ++i) {
        isStored = put(history, itemOf(u"fresh"_s, "x")) > 0;
        fixture.letTimePass();
    }
    if (!isStored)
        qFatal("the store did not work again: %s", qPrintable(history.trouble()->detail));
    return items && items->size() == storedItems;
}

} // namespace

void TestStoreDamage::aCutFileIsReadOrSetAside_data()
{
    QTest::addColumn<int>("percent");
    for (const int percent : {0, 1, 5, 20, 50, 75, 90, 99})
        QTest::addRow("%d%% left", percent) << percent;
}

void TestStoreDamage::aCutFileIsReadOrSetAside()
{
    QFETCH(const int, percent);
    StoreFixture fixture;
    const QString epoch = makeStore(fixture);
    QFile file(fixture.path());
    QVERIFY(file.resize(file.size() * percent / 100));
    const bool isWhole = useAll(fixture); // the end of the last page may be unused
    const bool isNew = fixture.open().value()->epoch() != epoch;
    QVERIFY(isWhole != isNew);
    QVERIFY(isNew || percent == 99);
    QCOMPARE(fixture.filesSetAside().size(), isNew ? 1 : 0);
}

void TestStoreDamage::aFileOfZerosIsSetAside()
{
    StoreFixture fixture;
    makeStore(fixture);
    const qint64 size = QFile(fixture.path()).size();
    overwrite(fixture.path(), 0, QByteArray(size, '\0'));
    QVERIFY(!useAll(fixture));
    QCOMPARE(fixture.filesSetAside().size(), 1);
    QCOMPARE(fixture.count(StoreNotice::Kind::SetAside), 1);
    QCOMPARE(QFile(fixture.folder() + u'/' + fixture.filesSetAside().constFirst()).size(), size);
}

void TestStoreDamage::aSmallFileOfAnotherKindIsSetAside()
{
    StoreFixture fixture;
    QFile file(fixture.path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is not a database\n");
    file.close();
    QVERIFY(!useAll(fixture));
    QCOMPARE(fixture.filesSetAside().size(), 1);
}

void TestStoreDamage::changedBitsAreNeverShown()
{
    StoreFixture original;
    makeStore(original);
    QFile file(original.path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray good = file.readAll();
    QRandomGenerator random(20'261'128); // the same places each time
    int whole = 0;
    int setAside = 0;
    for (int i = 0; i < 150; ++i) {
        QByteArray bad = good;
        // The first pages say how everything else is to be read.
        const qsizetype range = i < 50 ? 8192 : bad.size();
        const qsizetype at = qsizetype(random.bounded(quint32(range)));
        bad[at] = char(bad.at(at) ^ (1 << random.bounded(8)));
        StoreFixture fixture;
        QFile copy(fixture.path());
        QVERIFY(copy.open(QIODevice::WriteOnly));
        copy.write(bad);
        copy.close();
        whole += useAll(fixture);
        setAside += int(fixture.filesSetAside().size());
    }
    qInfo("150 changed bits: %d harmless, %d files set aside", whole, setAside);
    QVERIFY(whole > 0);
    QVERIFY(setAside > 0);
}

void TestStoreDamage::damageWhileOpenIsSetAside()
{
    StoreFixture fixture;
    makeStore(fixture);
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    const QString epoch = history.epoch();
    const qint64 size = QFile(fixture.path()).size();
    for (qint64 page = 4096; page + 4096 <= size; page += 4096)
        overwrite(fixture.path(), page, QByteArray(64, '\xff'));
    QCOMPARE(history.newest(u"lab"_s, {300, 1'000'000}).error().kind, HistoryError::Kind::Corrupt);
    QCOMPARE(fixture.filesSetAside().size(), 1);
    QCOMPARE(put(history, itemOf(u"lab"_s, "x")), 1);
    QVERIFY(history.epoch() != epoch);
    QVERIFY(!history.trouble());
    QCOMPARE(fixture.count(StoreNotice::Kind::SetAside), 1);
}

void TestStoreDamage::aDamagedItemIsLeftOut()
{
    StoreFixture fixture;
    const QString epoch = makeStore(fixture);
    QFile file(fixture.path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 at = file.readAll().indexOf("message 200 ");
    QVERIFY(at > 0);
    overwrite(fixture.path(), at, "Message");
    const auto opened = fixture.open();
    const Page page = opened.value()->after(u"lab"_s, 198, {3, 100'000}).value();
    QCOMPARE(page.items.size(), 2);
    QCOMPARE(page.items.at(0).offset, 199);
    QCOMPARE(page.items.at(1).offset, 201);
    QCOMPARE(page.damaged, 1);
    QVERIFY(!page.isComplete);
    const Page one = opened.value()->after(u"lab"_s, 199, {1, 100'000}).value();
    QCOMPARE(one.items.constFirst().offset, 201);
    QCOMPARE(opened.value()->before(u"lab"_s, 201, {1, 100'000}).value().items.at(0).offset, 199);
    QCOMPARE(opened.value()->epoch(), epoch);
}

// As from a row whose head is damaged: SQLite takes the columns that it does not find for NULL.
void TestStoreDamage::aRowWithoutAChecksumIsLeftOut()
{
    StoreFixture fixture;
    makeStore(fixture);
    Database other;
    QVERIFY(!other.open(fixture.path(), Database::Access::ReadWrite, 1s));
    const QString change = u"UPDATE items SET crc = NULL, body = x'' WHERE id = (1 << 40) + 200"_s;
    QVERIFY(!other.execute(change));
    other.close();
    const Page page = fixture.open().value()->after(u"lab"_s, 198, {3, 100'000}).value();
    QCOMPARE(page.items.size(), 2);
    QCOMPARE(page.damaged, 1);
}

// An item in the wrong place, and nothing near it that could be shown: whoever reads on from what
// he saw last comes back to it for ever.
void TestStoreDamage::aDamagedTreeIsReadToItsEnd()
{
    StoreFixture fixture;
    makeStore(fixture);
    const QByteArray file = contentOf(fixture.path());
    for (qint64 offset = 151; offset < 215; ++offset)
        overwrite(fixture.path(), wordsOf(file, offset), "M");
    const qsizetype place = placeOf(file, 151);
    QVERIFY(place > 0);
    overwrite(fixture.path(), place, spelledId(215));
    const auto opened = fixture.open();
    const Page page = opened.value()->before(u"lab"_s, 215, {32, 100'000}).value();
    QCOMPARE(page.items.size(), 32);
    QCOMPARE(page.items.constLast().offset, 150);
    QVERIFY(page.damaged >= 63);
    QVERIFY(isTrue(opened.value()->after(u"lab"_s, 100, {100, 100'000}).value().items));
}

void TestStoreDamage::aDamagedTreeGivesNothingThatWasNotAskedFor()
{
    StoreFixture fixture;
    makeStore(fixture);
    const QByteArray file = contentOf(fixture.path());
    qint64 moved = 0; // the last one of a page, as the page above says
    for (qint64 offset = 100; offset < 200 && moved == 0; ++offset) {
        const qsizetype above = file.indexOf(spelledId(offset));
        if (above >= 0 && above != placeOf(file, offset))
            moved = offset;
        if (moved > 0)
            overwrite(fixture.path(), above, spelledId(offset + 100));
    }
    QVERIFY(moved > 0);
    const auto opened = fixture.open();
    for (qint64 offset = 1; offset < storedItems; ++offset) {
        const Page newer = opened.value()->after(u"lab"_s, offset, {3, 100'000}).value();
        const Page older = opened.value()->before(u"lab"_s, offset, {3, 100'000}).value();
        for (const StoredItem &item : newer.items)
            QVERIFY2(item.offset > offset, qPrintable(QString::number(item.offset)));
        for (const StoredItem &item : older.items)
            QVERIFY2(item.offset < offset, qPrintable(QString::number(item.offset)));
    }
}

void TestStoreDamage::aBrokenDiskIsNotFilledWithBrokenFiles()
{
    StoreFixture fixture;
    const auto opened = fixture.open();
    for (int i = 0; i < 20; ++i) {
        (void)fill(*opened.value(), u"lab"_s, storedItems);
        // Into the database, so that the damage is not hidden by the log.
        Database other;
        if (!other.open(fixture.path(), Database::Access::ReadWrite, 10ms))
            (void)other.value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
        other.close();
        for (qint64 page = 4096; page + 4096 <= QFile(fixture.path()).size(); page += 4096)
            overwrite(fixture.path(), page, QByteArray(64, '\xff'));
        (void)readAll(*opened.value(), u"lab"_s);
        fixture.clock.advance(1s);
    }
    QVERIFY2(fixture.filesSetAside().size() <= 2, qPrintable(fixture.filesSetAside().join(u' ')));
    for (int i = 0; i < 3; ++i) {
        fixture.letTimePass();
        (void)opened.value()->tend(fixture.clock.wallTime());
    }
    QVERIFY(put(*opened.value(), itemOf(u"lab"_s, "x")) > 0);
}

// The child: appends without end, and prints every offset that is on the disk.
static int appendUntilKilled(const QString &folder)
{
    const SystemClock clock;
    const auto opened =
        SqliteHistory::open(StoreOptions::inFolder(folder), clock, [](const StoreNotice &) {});
    if (!opened)
        return 1;
    std::mutex mutex;
    std::condition_variable wake;
    CommitNumber synced = 0;
    opened.value()->setSyncedHandler([&](CommitNumber commit) {
        const std::lock_guard lock(mutex);
        synced = commit;
        wake.notify_one();
    });
    for (int batch = 1;; ++batch) {
        const qint64 first = opened.value()->position(u"lab"_s).last + 1;
        if (fill(*opened.value(), u"lab"_s, batch % 7 + 1) == 0)
            return 1;
        opened.value()->hurry(CommitNumber(batch));
        const qint64 last = opened.value()->position(u"lab"_s).last;
        std::unique_lock lock(mutex);
        wake.wait(lock, [&synced, batch] { return synced >= CommitNumber(batch); });
        for (qint64 offset = first; offset <= last; ++offset)
            std::printf("%lld\n", offset);
        std::fflush(stdout);
    }
}

void TestStoreDamage::aKilledProcessLosesNothingThatWasAcknowledged()
{
    StoreFixture fixture;
    fixture.options = StoreOptions::inFolder(fixture.folder()); // as the other process
    qint64 acknowledged = 0;
    for (int round = 0; round < 10; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {u"--append"_s, fixture.folder()});
        QVERIFY(child.waitForStarted(30'000));
        const qint64 enough = acknowledged + 20 + round * 13;
        while (acknowledged < enough) {
            QVERIFY(child.canReadLine() || child.waitForReadyRead(30'000));
            while (child.canReadLine())
                acknowledged = child.readLine().trimmed().toLongLong();
        }
        child.kill();
        QVERIFY(child.waitForFinished(30'000));
        while (child.canReadLine()) {
            const QByteArray line = child.readLine();
            if (line.endsWith('\n'))
                acknowledged = line.trimmed().toLongLong();
        }
        const auto items = readAll(*fixture.open().value(), u"lab"_s);
        QVERIFY(items.has_value());
        QVERIFY2(items->size() >= acknowledged, qPrintable(QString::number(acknowledged)));
        qint64 expected = 0;
        for (const StoredItem &item : *items) {
            QCOMPARE(item.offset, ++expected);
            QCOMPARE(item.body, bodyOf(item.offset));
        }
    }
    QVERIFY(fixture.filesSetAside().isEmpty());
    QCOMPARE(fixture.count(StoreNotice::Kind::Skipped), 0);
}

} // namespace kodama

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == QLatin1StringView("--append"))
        return kodama::appendUntilKilled(arguments.at(2));
    kodama::TestStoreDamage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_storedamage.moc"
