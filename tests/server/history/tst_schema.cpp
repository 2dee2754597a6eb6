#include "common/protocol/names.h"
#include "server/history/nickkeys.h"
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
    void peopleOfOldAreFoundByTheirNames();
    void ofTwoWithOneNameOneHasIt_data();
    void ofTwoWithOneNameOneHasIt();
    void aStepThatFailsChangesNothing();

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
    // Rows of the table may be behind.
    const auto streams = rowsOf(old,
                                u"SELECT s.id, name, topic, min(i.id) - (s.id << 40),"
                                " max(i.id) - (s.id << 40), count(*) FROM streams s"
                                " JOIN items i ON i.id >> 40 = s.id GROUP BY s.id"_s,
                                6);
    const auto retries = rowsOf(old, u"SELECT session, retry, item FROM retries"_s, 3);
    const auto sessions = rowsOf(old, u"SELECT token_hash, person, rooms FROM sessions"_s, 3);
    const auto people = rowsOf(old, u"SELECT id, nick FROM people"_s, 2);
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
        QCOMPARE(found->rooms.join(u'\n'), session.at(2).toString());
    }
    for (const auto &person : people) {
        const auto found = history.findPerson(person.at(0).toLongLong()).value();
        QCOMPARE(found->nick, person.at(1).toString());
        const QString key = foldNick(found->nick);
        const auto owner = history.findPersonByNick(key).value();
        QVERIFY2(owner, qPrintable(key));
        QCOMPARE(owner->nickKey, key);
    }
    // And it goes on from there.
    const QString room = streams.constFirst().at(1).toString();
    QCOMPARE(put(history, itemOf(room, "new")), streams.constFirst().at(4).toLongLong() + 1);
    QCOMPARE(checkStore(fixture.folder()).value().problems, QStringList());
}

// Version 3 took fewer names for the same.
void TestSchema::peopleOfOldAreFoundByTheirNames()
{
    StoreFixture fixture;
    Database old;
    QVERIFY(!old.open(fixture.path(), Database::Access::ReadWrite, 1s));
    QVERIFY(makeOld(old, 3));
    QHash<QString, PersonId> owners; // by the nicks that they gave themselves
    const QString sql = u"SELECT nick, id FROM people WHERE substr(nick_key, -1) <> char(10)"_s;
    for (const auto &row : rowsOf(old, sql, 2))
        owners.insert(row.at(0).toString(), row.at(1).toLongLong());
    old.close();

    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    const QStringList own{u"mika"_s, u"O’Neill"_s, u"Jean‐Luc"_s, u"Пётр"_s, u"Ελένη"_s, u"Işil"_s};
    for (const QString &nick : own) {
        const auto owner = history.findPersonByNick(foldNick(nick)).value();
        QVERIFY2(owner, qPrintable(nick));
        QCOMPARE(owner->id, owners.value(nick));
    }
    // Whose key stays the same keeps it.
    QVERIFY(owners.contains(u"Işıl"_s));
    QCOMPARE(foldNick(u"Işıl"_s), foldNick(u"Işil"_s));

    QStringList found;
    const auto directs = history.directsOf(owners.value(u"mika"_s), 100);
    for (const DirectRecord &direct : directs.value()) {
        if (direct.nickKey == foldNick(direct.nick))
            found.append(direct.nick);
    }
    found.sort();
    QCOMPARE(found, QStringList({u"Işil"_s, u"Jean‐Luc"_s, u"O’Neill"_s, u"Ελένη"_s}));
}

void TestSchema::ofTwoWithOneNameOneHasIt_data()
{
    QTest::addColumn<QStringList>("nicks");
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    const auto row = [](const char *name, const QStringList &nicks, const QStringList &before,
                        const QStringList &after) {
        QTest::newRow(name) << nicks << before << after;
    };
    const QString none;
    const QStringList both{u"Mıka"_s, u"Mika"_s};
    row("nobody", {}, {}, {});
    row("alone", {u"Mıka"_s}, {u"mıka"_s}, {u"mika"_s});
    row("as it was", {u"Mika"_s}, {u"mika"_s}, {u"mika"_s});
    row("the key that stays", {u"Mika"_s, u"Mıka"_s}, {u"mika"_s, u"mıka"_s},
        {u"mika"_s, u"mika\n"_s});
    row("seen last", {u"Mıka"_s, u"ᴍɪᴋᴀ"_s}, {u"mıka"_s, u"ᴍɪᴋᴀ"_s}, {u"mika\n"_s, u"mika"_s});
    row("borrowed", {u"Mıka"_s, u"Mıka"_s}, {u"mıka\n"_s, u"mıka"_s}, {u"mika\n"_s, u"mika"_s});
    row("lent, and its borrower has another name", both, {u"mıka\n"_s, u"mika"_s},
        {u"mika\n"_s, u"mika"_s});
    row("both lent", both, {u"mıka\n"_s, u"mika\n"_s}, {none, u"mika\n"_s});
    row("lent, and a new owner", both, {u"mıka"_s, u"mika\n"_s}, {u"mika"_s, u"mika\n"_s});
    row("three", both + QStringList{u"mika"_s}, {u"mıka"_s, u"mika\n"_s, u"mika"_s},
        {none, u"mika\n"_s, u"mika"_s});
    row("one after the other", {u"a"_s, u"mıka"_s}, {u"mika"_s, u"a"_s}, {u"a"_s, u"mika"_s});
    row("had none", both, {none, u"mika"_s}, {none, u"mika"_s});
}

void TestSchema::ofTwoWithOneNameOneHasIt()
{
    QFETCH(QStringList, nicks);
    QFETCH(QStringList, before);
    QVERIFY(!schema::create(m_database, u"abc"_s));
    for (int i = 0; i < nicks.size(); ++i) {
        const QVariant key = before.at(i).isEmpty() ? QVariant() : before.at(i);
        QVERIFY(!Statement(m_database, u"INSERT INTO people VALUES (?, ?, ?)"_s)
                     .run({i + 1, nicks.at(i), key}));
        QVERIFY(!Statement(m_database, u"INSERT INTO sessions VALUES (?, ?, ?, '', ?)"_s)
                     .run({i + 1, QByteArray::number(i), i + 1, i}));
    }
    QVERIFY(!nickkeys::renew(m_database));
    QStringList after;
    for (const auto &row : rowsOf(m_database, u"SELECT nick_key FROM people ORDER BY id"_s, 1))
        after.append(row.constFirst().toString());
    QTEST(after, "after");
}

void TestSchema::aStepThatFailsChangesNothing()
{
    QVERIFY(makeOld(m_database, 3));
    const QString sql = u"SELECT nick_key FROM people"_s;
    const auto before = rowsOf(m_database, sql, 1);
    QVERIFY(!m_database.execute(u"CREATE TRIGGER full BEFORE UPDATE ON people"
                                " WHEN new.nick_key = 'o''neill'"
                                " BEGIN SELECT raise(ABORT, 'no'); END"_s));
    QVERIFY(schema::migrate(m_database, 3).has_value());
    QCOMPARE(rowsOf(m_database, sql, 1), before);
    QCOMPARE(schema::inspect(m_database).value().version, 3);
    QVERIFY(!m_database.execute(u"DROP TRIGGER full"_s));
    QVERIFY(!schema::migrate(m_database, 3));
    QCOMPARE(schema::inspect(m_database).value().state, schema::State::Current);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestSchema)
#include "tst_schema.moc"
