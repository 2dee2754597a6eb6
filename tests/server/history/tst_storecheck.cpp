#include "server/history/storecheck.h"
#include "tests/server/history/storefixture.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestStoreCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void aWholeStoreIsCounted();
    void worksWhileAServerUsesIt();
    void findsWhatDoesNotFit();
    void findsADamagedItem_data();
    void findsADamagedItem();
    void readsWhereNothingMayBeWritten();
    void saysThatThereIsNothing();
    void exportsARoomInOrder();
    void exportsOneLineForEach();
    void namesNoSuchRoom();
};

void TestStoreCheck::aWholeStoreIsCounted()
{
    StoreFixture fixture;
    {
        const auto opened = fixture.open();
        QCOMPARE(fill(*opened.value(), u"lab"_s, 2500), 2500);
        QVERIFY(put(*opened.value(), itemOf(directStream(1, 2), "hello")) > 0);
        QVERIFY(!opened.value()->begin());
        QVERIFY(!opened.value()->savePerson({5, u"Mika"_s, u"mika"_s}));
        QVERIFY(!opened.value()->saveSession({3, "t"_ba, 5, {}, 1}));
        QVERIFY(opened.value()->commit().hasValue());
    }
    const auto report = checkStore(fixture.folder());
    QVERIFY(report.hasValue());
    QCOMPARE(report.value().problems, QStringList());
    QCOMPARE(report.value().rooms, 1);
    QCOMPARE(report.value().conversations, 1);
    QCOMPARE(report.value().items, 2501);
    QCOMPARE(report.value().people, 1);
    QCOMPARE(report.value().sessions, 1);
    QVERIFY(!report.value().epoch.isEmpty());
}

void TestStoreCheck::worksWhileAServerUsesIt()
{
    StoreFixture fixture;
    const auto opened = fixture.open();
    QCOMPARE(fill(*opened.value(), u"lab"_s, 10), 10);
    const auto report = checkStore(fixture.folder());
    QCOMPARE(report.value().items, 10);
    QCOMPARE(fill(*opened.value(), u"lab"_s, 10), 10);
}

void TestStoreCheck::findsWhatDoesNotFit()
{
    StoreFixture fixture;
    const auto opened = fixture.open();
    QCOMPARE(fill(*opened.value(), u"lab"_s, 10), 10);
    Database database;
    QVERIFY(!database.open(fixture.path(), Database::Access::ReadWrite, 1s));
    QVERIFY(!database.execute(u"UPDATE streams SET bytes = bytes + 1"_s));
    QVERIFY(!database.execute(u"INSERT INTO items VALUES (1, 1, 1, 1, NULL, x'61', NULL)"_s));
    const auto report = checkStore(fixture.folder());
    QCOMPARE(report.value().problems.size(), 2);
    QVERIFY(report.value().problems.at(0).startsWith(u"lab: 10 items"_s));
}

void TestStoreCheck::findsADamagedItem_data()
{
    QTest::addColumn<int>("offset");
    QTest::newRow("in the middle") << 3;
    QTest::newRow("the first") << 1;
    QTest::newRow("the last") << 10;
}

void TestStoreCheck::findsADamagedItem()
{
    QFETCH(int, offset);
    StoreFixture fixture;
    const auto opened = fixture.open();
    QCOMPARE(fill(*opened.value(), u"lab"_s, 10), 10);
    Database database;
    QVERIFY(!database.open(fixture.path(), Database::Access::ReadWrite, 1s));
    const QString nth = u"(SELECT id FROM items ORDER BY id LIMIT 1 OFFSET %1)"_s;
    QVERIFY(!database.execute(u"UPDATE items SET ts = ts + 1 WHERE id = "_s + nth.arg(offset - 1)));
    const auto report = checkStore(fixture.folder());
    QCOMPARE(report.value().problems.size(), 1);
    QCOMPARE(report.value().problems.at(0), u"lab: 1 damaged items"_s);
    QCOMPARE(report.value().items, 10);
    const auto exported = exportRoom(fixture.folder(), u"lab"_s, [](const QByteArray &) {});
    QCOMPARE(exported.value()->items, 9);
    QCOMPARE(exported.value()->damaged, 1);
}

// As a backup on a medium that is read-only: there, no lock can be made.
void TestStoreCheck::readsWhereNothingMayBeWritten()
{
    StoreFixture fixture;
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 10), 10);
    QVERIFY(!QFile::exists(fixture.path() + u"-shm"_s)); // closed as it should be
    const QByteArray folder = QFile::encodeName(fixture.folder());
    QCOMPARE(::chmod(QFile::encodeName(fixture.path()).constData(), 0444), 0);
    QCOMPARE(::chmod(folder.constData(), 0555), 0);
    const uid_t user = ::geteuid();
    if (user == 0)
        QCOMPARE(::seteuid(65534), 0); // root may write everywhere
    const auto report = checkStore(fixture.folder());
    QCOMPARE(::seteuid(user), 0);
    QCOMPARE(::chmod(folder.constData(), 0700), 0);
    QVERIFY(report.hasValue());
    QCOMPARE(report.value().items, 10);
    QVERIFY(report.value().problems.isEmpty());
}

void TestStoreCheck::saysThatThereIsNothing()
{
    StoreFixture fixture;
    QVERIFY(!checkStore(fixture.folder()).hasValue());
    QVERIFY(!checkStore(fixture.folder() + u"/none"_s).hasValue());
    QVERIFY(QDir(fixture.folder()).isEmpty()); // and makes nothing
    QFile file(fixture.path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QCOMPARE(checkStore(fixture.folder()).error().kind, HistoryError::Kind::Corrupt);
}

void TestStoreCheck::exportsARoomInOrder()
{
    StoreFixture fixture;
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 2500), 2500);
    qint64 count = 0;
    bool isInOrder = true;
    const auto exported = exportRoom(fixture.folder(), u"lab"_s, [&](const QByteArray &line) {
        isInOrder = isInOrder && line == bodyOf(++count);
    });
    QCOMPARE(exported.value()->items, 2500);
    QCOMPARE(count, 2500);
    QVERIFY(isInOrder);
}

void TestStoreCheck::exportsOneLineForEach()
{
    StoreFixture fixture;
    QCOMPARE(put(*fixture.open().value(), itemOf(u"lab"_s, "{\r\n\"a\": 1}")), 1);
    QByteArray out;
    QVERIFY(exportRoom(fixture.folder(), u"lab"_s, [&out](const QByteArray &line) {
                out += line;
            }).hasValue());
    QCOMPARE(out, "{  \"a\": 1}"_ba);
}

void TestStoreCheck::namesNoSuchRoom()
{
    StoreFixture fixture;
    QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 1), 1);
    const auto exported = exportRoom(fixture.folder(), u"bal"_s, [](const QByteArray &) {});
    QVERIFY(exported.hasValue());
    QVERIFY(!exported.value().has_value());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreCheck)
#include "tst_storecheck.moc"
