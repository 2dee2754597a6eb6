#include "server/history/database.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void runsStatements();
    void emptyIsNotNull();
    void saysWhatIsWrong();
    void aFileThatIsNoDatabaseIsCorrupt();
    void aMissingFolderIsAnError();
    void namesSqlitesCodes_data();
    void namesSqlitesCodes();
};

void TestDatabase::runsStatements()
{
    QTemporaryDir folder;
    Database database;
    QVERIFY(!database.open(folder.filePath(u"a"_s), Database::Access::ReadWrite, 1s));
    QVERIFY(!database.execute(u"CREATE TABLE t (a INTEGER, b BLOB)"_s));
    Statement insert(database, u"INSERT INTO t VALUES (?, ?)"_s);
    for (int i = 1; i <= 3; ++i)
        QVERIFY(!insert.run({i, QByteArray(i, 'x')}));
    QCOMPARE(insert.affected(), 1);
    Statement select(database, u"SELECT a, b FROM t WHERE a > ? ORDER BY a"_s);
    QVERIFY(!select.run({1}));
    QVERIFY(select.next());
    QCOMPARE(select.number(0), 2);
    QCOMPARE(select.bytes(1), "xx"_ba);
    QVERIFY(select.next());
    QVERIFY(!select.next());
    QVERIFY(!select.failure());
    QCOMPARE(database.value(u"SELECT count(*) FROM t"_s).value().toInt(), 3);
    QVERIFY(!database.value(u"SELECT a FROM t WHERE a = 9"_s).value().isValid());
}

void TestDatabase::emptyIsNotNull()
{
    QTemporaryDir folder;
    Database database;
    QVERIFY(!database.open(folder.filePath(u"a"_s), Database::Access::ReadWrite, 1s));
    QVERIFY(!database.execute(u"CREATE TABLE t (a BLOB NOT NULL, b TEXT NOT NULL, c BLOB)"_s));
    Statement insert(database, u"INSERT INTO t VALUES (?, ?, ?)"_s);
    QVERIFY(!insert.run({QByteArray(), QString(), QVariant()}));
    QVERIFY(database.value(u"SELECT c FROM t"_s).value().isNull());
}

void TestDatabase::saysWhatIsWrong()
{
    QTemporaryDir folder;
    Database database;
    QVERIFY(!database.open(folder.filePath(u"a"_s), Database::Access::ReadWrite, 1s));
    const auto failure = database.execute(u"SELECT nonsense"_s);
    QVERIFY(failure.has_value());
    QVERIFY2(failure->detail.contains(u"nonsense"_s), qPrintable(failure->detail));
    QCOMPARE(Statement(database, u"SELECT a FROM missing"_s).run({})->kind,
             HistoryError::Kind::Corrupt);
}

void TestDatabase::aFileThatIsNoDatabaseIsCorrupt()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"a"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(10'000, 'x'));
    file.close();
    Database database;
    QVERIFY(!database.open(file.fileName(), Database::Access::ReadWrite, 1s));
    QCOMPARE(database.value(u"SELECT count(*) FROM sqlite_schema"_s).error().kind,
             HistoryError::Kind::Corrupt);
}

void TestDatabase::aMissingFolderIsAnError()
{
    QTemporaryDir folder;
    Database database;
    const auto failure =
        database.open(folder.filePath(u"none/a"_s), Database::Access::ReadWrite, 1s);
    QVERIFY(failure.has_value());
    QVERIFY(!database.isOpen());
}

void TestDatabase::namesSqlitesCodes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<HistoryError::Kind>("kind");
    QTest::newRow("busy") << 5 << HistoryError::Kind::Locked;
    QTest::newRow("busy, recovery") << 261 << HistoryError::Kind::Locked;
    QTest::newRow("read-only") << 8 << HistoryError::Kind::ReadOnly;
    QTest::newRow("corrupt, index") << 779 << HistoryError::Kind::Corrupt;
    QTest::newRow("not a database") << 26 << HistoryError::Kind::Corrupt;
    QTest::newRow("full") << 13 << HistoryError::Kind::DiskFull;
    QTest::newRow("short read") << 522 << HistoryError::Kind::Io;
    QTest::newRow("cannot open") << 14 << HistoryError::Kind::Io;
}

void TestDatabase::namesSqlitesCodes()
{
    QFETCH(const int, code);
    QFETCH(const HistoryError::Kind, kind);
    QCOMPARE(kindOfSqliteCode(code), kind);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestDatabase)
#include "tst_database.moc"
