#include "server/history/schema.h"
#include "server/history/storecheck.h"
#include "tests/server/history/storefixture.h"

#include <QRegularExpression>
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
    void everyOlderVersionBecomesTodays_data();
    void everyOlderVersionBecomesTodays();

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

namespace {

/// What an old server left behind; its statements end with their lines.
bool makeOld(Database &database, int version)
{
    QFile file(u"%1/version%2.sql"_s.arg(QStringLiteral(STORE_DATA_DIR)).arg(version));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (!line.startsWith("--"_L1) && database.execute(line))
            return false;
    }
    return true;
}

QList<QList<QVariant>> rowsOf(Database &database, const QString &sql, int columns)
{
    QList<QList<QVariant>> rows;
    Statement select(database, sql);
    if (select.run({}))
        return rows;
    while (select.next()) {
        QList<QVariant> row;
        for (int column = 0; column < columns; ++column)
            row.append(select.value(column));
        rows.append(row);
    }
    return rows;
}

} // namespace

// Whoever makes a new version adds what the last one left behind: without it this fails.
void TestSchema::everyOlderVersionBecomesTodays_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version < schema::currentVersion; ++version)
        QTest::addRow("version %d", version) << version;
}

void TestSchema::everyOlderVersionBecomesTodays()
{
    QFETCH(int, version);
    StoreFixture fixture;
    Database old;
    QVERIFY(!old.open(fixture.path(), Database::Access::ReadWrite, 1s));
    QVERIFY2(makeOld(old, version), "tests/data/store/version*.sql");
    QCOMPARE(schema::inspect(old).value().version, version);
    const QString epoch = schema::fact(old, u"epoch"_s).value().toString();
    const auto streams =
        rowsOf(old, u"SELECT id, name, topic, first, last, items FROM streams"_s, 6);
    const auto retries = rowsOf(old, u"SELECT session, retry, item FROM retries"_s, 3);
    const auto sessions = rowsOf(old, u"SELECT token_hash, person, rooms FROM sessions"_s, 3);
    const auto people = rowsOf(old, u"SELECT nick_key, id, nick FROM people"_s, 3);
    QVERIFY(!streams.isEmpty() && !retries.isEmpty() && !sessions.isEmpty() && !people.isEmpty());
    QHash<QString, QList<QVariant>> bodies;
    for (const auto &stream : streams) {
        const QString sql = u"SELECT body FROM items WHERE id >> 40 = %1 ORDER BY id"_s;
        for (const auto &row : rowsOf(old, sql.arg(stream.at(0).toLongLong()), 1))
            bodies[stream.at(1).toString()].append(row.constFirst());
    }
    old.close();

    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    QCOMPARE(fixture.count(StoreNotice::Kind::Migrated), 1);
    QCOMPARE(fixture.count(StoreNotice::Kind::SetAside), 0);
    QCOMPARE(history.epoch(), epoch);
    for (const auto &stream : streams) {
        const QString name = stream.at(1).toString();
        QCOMPARE(history.topic(name), stream.at(2).toString());
        QCOMPARE(history.position(name).first, stream.at(3).toLongLong());
        QCOMPARE(history.position(name).last, stream.at(4).toLongLong());
        const auto items = readAll(history, name);
        QList<QVariant> read;
        for (const StoredItem &item : *items)
            read.append(item.body);
        QCOMPARE(read, bodies.value(name));
        QCOMPARE(read.size(), stream.at(5).toLongLong());
    }
    for (const auto &retry : retries) {
        const auto found =
            history.findRetry(retry.at(0).toLongLong(), retry.at(1).toByteArray()).value();
        QCOMPARE(found->offset, offsetOf(retry.at(2).toLongLong()));
    }
    for (const auto &session : sessions) {
        const auto found = history.findSession(session.at(0).toByteArray()).value();
        QCOMPARE(found->person, session.at(1).toLongLong());
        QCOMPARE(found->rooms, session.at(2).toString().split(u'\n'));
    }
    for (const auto &person : people) {
        const auto found = history.findPersonByNick(person.at(0).toString()).value();
        QCOMPARE(found->id, person.at(1).toLongLong());
        QCOMPARE(found->nick, person.at(2).toString());
    }
    // And it goes on from there.
    const QString room = streams.constFirst().at(1).toString();
    QCOMPARE(put(history, itemOf(room, "new")), streams.constFirst().at(4).toLongLong() + 1);
    QCOMPARE(checkStore(fixture.folder()).value().problems, QStringList());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestSchema)
#include "tst_schema.moc"
