#include "server/history/schema.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_database.close(); }
    void anEmptyFileHasNoTables();
    void whatIsMadeIsCurrent();
    void keepsFacts();
    void somethingElseIsCorrupt();
    void twoVersionsAreCorrupt();

private:
    QTemporaryDir m_folder;
    Database m_database;
    int m_count = 0;
};

void TestSchema::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    const QString path = m_folder.filePath(QString::number(++m_count));
    QVERIFY(!m_database.open(path, Database::Access::ReadWrite, 1s));
}

void TestSchema::anEmptyFileHasNoTables()
{
    QCOMPARE(schema::inspect(m_database).value().state, schema::State::Empty);
}

void TestSchema::whatIsMadeIsCurrent()
{
    QVERIFY(!schema::create(m_database, u"abc"_s));
    const auto found = schema::inspect(m_database);
    QCOMPARE(found.value().state, schema::State::Current);
    QCOMPARE(found.value().version, schema::currentVersion);
    QCOMPARE(schema::fact(m_database, u"epoch"_s).value().toString(), u"abc"_s);
    QVERIFY(schema::create(m_database, u"abc"_s).has_value()); // all or nothing
}

void TestSchema::keepsFacts()
{
    QVERIFY(!schema::create(m_database, u"abc"_s));
    QVERIFY(schema::fact(m_database, u"nothing"_s).value().isNull());
    QVERIFY(!schema::setFact(m_database, u"floor"_s, 7));
    QVERIFY(!schema::setFact(m_database, u"floor"_s, 8));
    QCOMPARE(schema::fact(m_database, u"floor"_s).value().toInt(), 8);
}

void TestSchema::somethingElseIsCorrupt()
{
    QVERIFY(!m_database.execute(u"CREATE TABLE cookies (name TEXT)"_s));
    QCOMPARE(schema::inspect(m_database).error().kind, HistoryError::Kind::Corrupt);
}

void TestSchema::twoVersionsAreCorrupt()
{
    QVERIFY(!schema::create(m_database, u"abc"_s));
    QVERIFY(!m_database.execute(u"PRAGMA user_version = 268435457"_s));
    QCOMPARE(schema::inspect(m_database).error().kind, HistoryError::Kind::Corrupt);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestSchema)
#include "tst_schema.moc"
