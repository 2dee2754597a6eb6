// What every History does, whatever keeps it.
#include "server/history/memoryhistory.h"
#include "server/history/sqlitehistory.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr PageLimits wholePage{1000, 1'000'000};
constexpr qint64 day = 24 * 3600 * 1000;
constexpr qint64 now = 1'800'000'000'000;

NewItem itemOf(const QString &stream, const QByteArray &body, qint64 ts = now)
{
    return {stream, body, ts, 1, 2, {}};
}

QByteArray bodies(const Page &page)
{
    QByteArrayList list;
    for (const StoredItem &item : page.items)
        list.append(item.body);
    return list.join(' ');
}

SessionRecord sessionOf(SessionId id, PersonId person, qint64 lastSeen = now)
{
    return {id, QByteArray::number(id), person, {u"lobby"_s, u"lab"_s}, lastSeen};
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();
    void countsFromOne();
    void anEmptyStreamHasAPosition();
    void seesItsOwnBatch();
    void acknowledgesABatchOnce();
    void keepsEverythingOfAnItem();
    void readsAfter();
    void readsNothingBehindTheEnd();
    void readsBefore();
    void readsTheNewest();
    void aPageKeepsItsLimits();
    void aPageHasAtLeastOneItem();
    void bytesSurvive();
    void streamsAreApart();
    void findsARetry();
    void keepsTopics();
    void listsRoomsWithItemsOrTopics();
    void prunesByCount();
    void prunesByBytes();
    void prunesByAge();
    void aClockGoingBackKeepsTheOrder();
    void retryIdsOutliveTheirItems();
    void keepsPeople();
    void aNickBelongsToOnePerson();
    void aNickThatIsGivenUpFindsItsLastOwner();
    void keepsSessions();
    void forgetsOldSessionsAndTheirPeople();
    void removesASession();
    void listsConversations();
    void listsConversationsOfWhichAllIsPruned();
    void aConversationTellsWhetherTheNickFindsTheOther();
    void aPersonGoneStillNamesConversations();

private:
    void open(HistoryLimits limits = {});
    qint64 put(const NewItem &item);
    void fill(const QString &stream, int count);

    void openFolder();
    void look();

    ManualClock m_clock;
    HistoryLimits m_limits;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<History> m_history;
};

void TestHistory::initTestCase_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("memory") << u"memory"_s;
    QTest::newRow("sqlite") << u"sqlite"_s;
    QTest::newRow("sqlite, opened again before each look") << u"reopened"_s;
}

void TestHistory::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    open();
}

void TestHistory::cleanup()
{
    m_history.reset();
}

void TestHistory::open(HistoryLimits limits)
{
    QFETCH_GLOBAL(const QString, kind);
    m_history.reset();
    m_limits = limits;
    if (kind == u"memory"_s) {
        m_history = std::make_unique<MemoryHistory>(u"e1"_s, limits);
        return;
    }
    m_folder = std::make_unique<QTemporaryDir>();
    openFolder();
}

void TestHistory::openFolder()
{
    StoreOptions options = StoreOptions::inFolder(m_folder->path());
    options.limits = m_limits;
    auto opened = SqliteHistory::open(options, m_clock, [](const StoreNotice &) {});
    QVERIFY(opened.hasValue());
    m_history = std::move(opened).value();
}

// What is there must be there after a restart as well.
void TestHistory::look()
{
    QFETCH_GLOBAL(const QString, kind);
    if (kind == u"reopened"_s) {
        m_history.reset();
        openFolder();
    }
}

qint64 TestHistory::put(const NewItem &item)
{
    if (m_history->begin())
        return -1;
    const auto offset = m_history->append(item);
    const auto commit = m_history->commit();
    return commit && offset ? offset.value() : -1;
}

void TestHistory::fill(const QString &stream, int count)
{
    QVERIFY(!m_history->begin());
    for (int i = 1; i <= count; ++i)
        QVERIFY(m_history->append(itemOf(stream, QByteArray::number(i))).hasValue());
    QVERIFY(m_history->commit().hasValue());
}

void TestHistory::countsFromOne()
{
    QCOMPARE(put(itemOf(u"lab"_s, "a")), 1);
    QCOMPARE(put(itemOf(u"lab"_s, "b")), 2);
    QCOMPARE(put(itemOf(u"other"_s, "a")), 1);
}

void TestHistory::anEmptyStreamHasAPosition()
{
    look();
    const StreamPosition position = m_history->position(u"nobody.was.here"_s);
    QVERIFY(!position.epoch.isEmpty());
    QCOMPARE(position.epoch, m_history->epoch());
    QCOMPARE(position.last, 0);
    QCOMPARE(position.first, 1);
    const auto page = m_history->after(u"nobody.was.here"_s, 0, wholePage);
    QVERIFY(page.hasValue());
    QVERIFY(page.value().items.isEmpty());
    QVERIFY(page.value().isComplete);
    QVERIFY(!page.value().more);
}

void TestHistory::seesItsOwnBatch()
{
    QVERIFY(!m_history->begin());
    QCOMPARE(m_history->append(itemOf(u"lab"_s, "a")).value(), 1);
    QCOMPARE(m_history->position(u"lab"_s).last, 1);
    QCOMPARE(m_history->append(itemOf(u"lab"_s, "b")).value(), 2);
    QCOMPARE(bodies(m_history->newest(u"lab"_s, wholePage).value()), "a b"_ba);
    QVERIFY(m_history->commit().hasValue());
    QCOMPARE(m_history->position(u"lab"_s).last, 2);
}

void TestHistory::acknowledgesABatchOnce()
{
    QVERIFY(!m_history->begin());
    QCOMPARE(m_history->commit().value(), CommitNumber{0});
    QVERIFY(!m_history->begin());
    QVERIFY(m_history->append(itemOf(u"lab"_s, "a")).hasValue());
    const CommitNumber commit = m_history->commit().value();
    QVERIFY(commit > 0);
    QTRY_VERIFY(m_history->syncedCommit() >= commit);
}

void TestHistory::keepsEverythingOfAnItem()
{
    put({u"lab"_s, "{}"_ba, 42, 7, 8, "r1"_ba});
    look();
    const StoredItem item = m_history->newest(u"lab"_s, wholePage).value().items.constFirst();
    QCOMPARE(item.offset, 1);
    QCOMPARE(item.ts, 42);
    QCOMPARE(item.sender, 7);
    QCOMPARE(item.session, 8);
    QCOMPARE(item.retryId, "r1"_ba);
    QCOMPARE(item.body, "{}"_ba);
}

void TestHistory::readsAfter()
{
    fill(u"lab"_s, 10);
    look();
    const Page middle = m_history->after(u"lab"_s, 4, {3, 1000}).value();
    QCOMPARE(bodies(middle), "5 6 7"_ba);
    QVERIFY(middle.more);
    const Page end = m_history->after(u"lab"_s, 7, {3, 1000}).value();
    QCOMPARE(bodies(end), "8 9 10"_ba);
    QVERIFY(!end.more);
    QVERIFY(m_history->after(u"lab"_s, 10, wholePage).value().items.isEmpty());
    QVERIFY(m_history->after(u"lab"_s, 99, wholePage).value().items.isEmpty());
}

void TestHistory::readsNothingBehindTheEnd()
{
    fill(u"lab"_s, 10);
    look();
    for (const qint64 offset : {qint64{10}, qint64{11}, std::numeric_limits<qint64>::max()}) {
        const auto page = m_history->after(u"lab"_s, offset, {100, 1000});
        QVERIFY(page && page.value().items.isEmpty());
        QVERIFY(page.value().isComplete && !page.value().more);
    }
    const auto page = m_history->before(u"lab"_s, std::numeric_limits<qint64>::max(), {100, 1000});
    QCOMPARE(page.value().items.size(), 10);
}

void TestHistory::readsBefore()
{
    fill(u"lab"_s, 10);
    look();
    const Page middle = m_history->before(u"lab"_s, 7, {3, 1000}).value();
    QCOMPARE(bodies(middle), "4 5 6"_ba);
    QVERIFY(middle.more);
    const Page start = m_history->before(u"lab"_s, 4, {3, 1000}).value();
    QCOMPARE(bodies(start), "1 2 3"_ba);
    QVERIFY(!start.more);
    QVERIFY(m_history->before(u"lab"_s, 1, wholePage).value().items.isEmpty());
}

void TestHistory::readsTheNewest()
{
    fill(u"lab"_s, 10);
    look();
    const Page page = m_history->newest(u"lab"_s, {2, 1000}).value();
    QCOMPARE(bodies(page), "9 10"_ba);
    QVERIFY(page.more);
    const Page none = m_history->newest(u"lab"_s, {0, 1000}).value();
    QVERIFY(none.items.isEmpty());
    QVERIFY(none.more);
}

void TestHistory::aPageKeepsItsLimits()
{
    for (int i = 0; i < 10; ++i)
        put(itemOf(u"lab"_s, QByteArray(100, 'x')));
    const Page page = m_history->after(u"lab"_s, 0, {1000, 350}).value();
    QCOMPARE(page.items.size(), 3);
    QVERIFY(page.more);
    QCOMPARE(m_history->before(u"lab"_s, 11, {1000, 350}).value().items.size(), 3);
}

void TestHistory::aPageHasAtLeastOneItem()
{
    put(itemOf(u"lab"_s, QByteArray(1000, 'x')));
    QCOMPARE(m_history->newest(u"lab"_s, {10, 10}).value().items.size(), 1);
}

void TestHistory::bytesSurvive()
{
    QByteArray body;
    for (int i = 0; i < 256; ++i)
        body.append(char(i));
    body.append("木霊"_ba);
    const QByteArray large(1'000'000, 'x');
    put({u"木霊"_s, body, now, 1, 2, "再送\0x"_ba});
    put(itemOf(u"木霊"_s, large));
    put(itemOf(u"木霊"_s, {}));
    look();
    const Page page = m_history->newest(u"木霊"_s, {10, 2'000'000}).value();
    QCOMPARE(page.items.size(), 3);
    QCOMPARE(page.items.at(0).body, body);
    QCOMPARE(page.items.at(1).body, large);
    QCOMPARE(page.items.at(2).body, QByteArray());
}

void TestHistory::streamsAreApart()
{
    for (int i = 0; i < 5; ++i) {
        put(itemOf(u"a"_s, "a" + QByteArray::number(i)));
        put(itemOf(u"b"_s, "b" + QByteArray::number(i)));
    }
    look();
    QCOMPARE(bodies(m_history->newest(u"a"_s, wholePage).value()), "a0 a1 a2 a3 a4"_ba);
    QCOMPARE(bodies(m_history->after(u"b"_s, 3, wholePage).value()), "b3 b4"_ba);
}

void TestHistory::findsARetry()
{
    put({u"lab"_s, "a"_ba, 42, 7, 8, "r1"_ba});
    look();
    const auto found = m_history->findRetry(8, "r1"_ba);
    QVERIFY(found.hasValue());
    QVERIFY(found.value().has_value());
    QCOMPARE(found.value()->stream, u"lab"_s);
    QCOMPARE(found.value()->offset, 1);
    QCOMPARE(found.value()->ts, 42);
    QVERIFY(!m_history->findRetry(9, "r1"_ba).value());
    QVERIFY(!m_history->findRetry(8, "r2"_ba).value());
}

void TestHistory::keepsTopics()
{
    QCOMPARE(m_history->topic(u"lab"_s), QString());
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->setTopic(u"lab"_s, u"お知らせ"_s));
    QVERIFY(m_history->commit().hasValue());
    QCOMPARE(m_history->topic(u"lab"_s), u"お知らせ"_s);
}

void TestHistory::listsRoomsWithItemsOrTopics()
{
    put(itemOf(u"b"_s, "x"));
    put(itemOf(directStream(1, 2), "x"));
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->setTopic(u"a"_s, u"t"_s));
    QVERIFY(m_history->commit().hasValue());
    look();
    QList<RoomRecord> rooms = m_history->rooms();
    QCOMPARE(rooms.size(), 2);
    std::ranges::sort(rooms, {}, &RoomRecord::name);
    QCOMPARE(rooms.at(0).name, u"a"_s);
    QCOMPARE(rooms.at(0).topic, u"t"_s);
    QCOMPARE(rooms.at(0).items, 0);
    QCOMPARE(rooms.at(1).name, u"b"_s);
    QCOMPARE(rooms.at(1).position.last, 1);
    QCOMPARE(rooms.at(1).items, 1);
}

void TestHistory::prunesByCount()
{
    open({.items = 100, .bytes = 0});
    for (int i = 0; i < 10; ++i)
        fill(u"lab"_s, 50);
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now)) > 0ms);
    const StreamPosition position = m_history->position(u"lab"_s);
    QCOMPARE(position.last, 500);
    QCOMPARE(position.first, 401);
    const Page all = m_history->after(u"lab"_s, 0, wholePage).value();
    QCOMPARE(all.items.size(), 100);
    QVERIFY(!all.isComplete);
    QVERIFY(!m_history->after(u"lab"_s, 399, wholePage).value().isComplete);
    QVERIFY(m_history->after(u"lab"_s, 400, wholePage).value().isComplete);
}

void TestHistory::prunesByBytes()
{
    open({.items = 0, .bytes = 20'000});
    for (int i = 0; i < 100; ++i)
        put(itemOf(u"lab"_s, QByteArray(1000, 'x')));
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now)) > 0ms);
    const qsizetype kept = m_history->newest(u"lab"_s, wholePage).value().items.size();
    QVERIFY2(kept >= 15 && kept <= 20, qPrintable(QString::number(kept)));
    // One that is larger than all stays all the same: it has just been said.
    put(itemOf(u"lab"_s, QByteArray(50'000, 'x')));
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now)) > 0ms);
    QCOMPARE(m_history->newest(u"lab"_s, wholePage).value().items.size(), 1);
}

void TestHistory::prunesByAge()
{
    open({.items = 0, .age = 24h, .bytes = 0});
    for (int i = 0; i < 5; ++i)
        put(itemOf(u"lab"_s, QByteArray::number(i), now + i * day));
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now + 4 * day + 1)) > 0ms);
    QCOMPARE(bodies(m_history->newest(u"lab"_s, wholePage).value()), "4"_ba);
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now + 9 * day)) > 0ms);
    look();
    QVERIFY(m_history->newest(u"lab"_s, wholePage).value().items.isEmpty());
    QCOMPARE(m_history->position(u"lab"_s).last, 5);
    QCOMPARE(m_history->position(u"lab"_s).first, 6);
    QCOMPARE(put(itemOf(u"lab"_s, "after")), 6);
}

void TestHistory::aClockGoingBackKeepsTheOrder()
{
    open({.items = 0, .age = 24h, .bytes = 0});
    put(itemOf(u"lab"_s, "1", now + 2 * day));
    put(itemOf(u"lab"_s, "2", now));
    put(itemOf(u"lab"_s, "3", now + 1));
    QCOMPARE(bodies(m_history->after(u"lab"_s, 0, wholePage).value()), "1 2 3"_ba);
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now + 2)) > 0ms);
    look();
    QCOMPARE(bodies(m_history->after(u"lab"_s, 0, wholePage).value()), "1 2 3"_ba);
    QCOMPARE(put(itemOf(u"lab"_s, "4", now - 365 * day)), 4);
}

void TestHistory::retryIdsOutliveTheirItems()
{
    open({.items = 1, .bytes = 0});
    put({u"lab"_s, "a"_ba, 42, 7, 8, "r1"_ba});
    fill(u"lab"_s, 100);
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now)) > 0ms);
    look();
    QCOMPARE(m_history->position(u"lab"_s).first, 101);
    QCOMPARE(m_history->findRetry(8, "r1"_ba).value()->offset, 1);
}

void TestHistory::keepsPeople()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({5, u"Mika"_s, u"mika"_s}));
    QVERIFY(m_history->commit().hasValue());
    QCOMPARE(m_history->findPerson(5).value()->nick, u"Mika"_s);
    QCOMPARE(m_history->findPersonByNick(u"mika"_s).value()->id, 5);
    QVERIFY(!m_history->findPersonByNick(u"Mika"_s).value());
    QVERIFY(!m_history->findPerson(6).value());

    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({5, u"Rin"_s, u"rin"_s}));
    QVERIFY(m_history->commit().hasValue());
    QVERIFY(!m_history->findPersonByNick(u"mika"_s).value());
    QCOMPARE(m_history->findPersonByNick(u"rin"_s).value()->id, 5);
}

void TestHistory::aNickBelongsToOnePerson()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({5, u"Mika"_s, u"mika"_s}));
    QVERIFY(!m_history->savePerson({6, u"MIKA"_s, u"mika"_s}));
    QVERIFY(m_history->commit().hasValue());
    look();
    QCOMPARE(m_history->findPersonByNick(u"mika"_s).value()->id, 6);
    QCOMPARE(m_history->findPerson(5).value()->nick, u"Mika"_s);
}

void TestHistory::aNickThatIsGivenUpFindsItsLastOwner()
{
    const auto save = [this](const PersonRecord &person) {
        QVERIFY(!m_history->begin());
        QVERIFY(!m_history->savePerson(person));
        QVERIFY(!m_history->saveSession(sessionOf(person.id, person.id)));
        QVERIFY(m_history->commit().hasValue());
        look();
    };
    const auto found = [this] {
        const auto person = m_history->findPersonByNick(u"mika"_s).value();
        return person && person->nickKey == u"mika"_s ? person->id : 0;
    };
    save({5, u"Mika"_s, u"mika"_s});
    save({6, u"MIKA"_s, u"mika"_s});
    save({6, u"MIKA"_s, u"mika"_s}); // again
    QCOMPARE(found(), 6);
    save({6, u"Rin"_s, u"rin"_s});
    QCOMPARE(found(), 5);
    save({7, u"mika"_s, u"mika"_s});
    save({8, u"mika"_s, u"mika"_s});
    QCOMPARE(found(), 8);
    save({8, u"Sora"_s, u"sora"_s});
    QCOMPARE(found(), 7); // it was the last
    save({5, u"Mika"_s, u"mika"_s});
    QCOMPARE(found(), 5);
    save({7, u"mika"_s, u"mika"_s});
    save({5, u"Mika2"_s, u"mika2"_s});
    save({7, u"Yuki"_s, u"yuki"_s});
    QCOMPARE(found(), 0); // called otherwise by now
}

void TestHistory::keepsSessions()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->saveSession(sessionOf(3, 5)));
    QVERIFY(m_history->commit().hasValue());
    look();
    const auto found = m_history->findSession("3"_ba).value();
    QVERIFY(found.has_value());
    QCOMPARE(found->id, 3);
    QCOMPARE(found->person, 5);
    QCOMPARE(found->rooms, QStringList({u"lobby"_s, u"lab"_s}));
    QCOMPARE(found->lastSeen, now);
    QVERIFY(!m_history->findSession("4"_ba).value());
}

void TestHistory::forgetsOldSessionsAndTheirPeople()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({5, u"Mika"_s, u"mika"_s}));
    QVERIFY(!m_history->saveSession(sessionOf(3, 5, now)));
    QVERIFY(!m_history->saveSession(sessionOf(4, 5, now + 3 * day)));
    QVERIFY(m_history->commit().hasValue());
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now + 7 * day - 1)) > 0ms);
    QVERIFY(m_history->findSession("3"_ba).value());
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now + 7 * day + 1)) > 0ms);
    QVERIFY(!m_history->findSession("3"_ba).value());
    QVERIFY(m_history->findSession("4"_ba).value());
    QVERIFY(m_history->findPersonByNick(u"mika"_s).value());
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now + 20 * day)) > 0ms);
    QVERIFY(!m_history->findSession("4"_ba).value());
    QVERIFY(!m_history->findPersonByNick(u"mika"_s).value());
}

void TestHistory::removesASession()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->saveSession(sessionOf(3, 5)));
    QVERIFY(!m_history->removeSession(3));
    QVERIFY(!m_history->removeSession(99));
    QVERIFY(m_history->commit().hasValue());
    look();
    QVERIFY(!m_history->findSession("3"_ba).value());
}

void TestHistory::listsConversations()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({5, u"Mika"_s, u"mika"_s}));
    QVERIFY(!m_history->savePerson({6, u"Rin"_s, u"rin"_s}));
    QVERIFY(!m_history->savePerson({7, u"Sora"_s, u"sora"_s}));
    QVERIFY(m_history->append(itemOf(directStream(5, 6), "a", now)).hasValue());
    QVERIFY(m_history->append(itemOf(directStream(7, 5), "b", now + 1)).hasValue());
    QVERIFY(m_history->append(itemOf(directStream(6, 7), "c", now + 2)).hasValue());
    QVERIFY(m_history->commit().hasValue());
    look();
    const QList<DirectRecord> mikas = m_history->directsOf(5, 10).value();
    QCOMPARE(mikas.size(), 2);
    QCOMPARE(mikas.at(0).nick, u"Sora"_s);
    QCOMPARE(mikas.at(0).other, 7);
    QCOMPARE(mikas.at(0).position.last, 1);
    QCOMPARE(mikas.at(1).nick, u"Rin"_s);
    QCOMPARE(mikas.at(1).nickKey, u"rin"_s);
    QCOMPARE(m_history->streamCount(), 3);
    QCOMPARE(m_history->directsOf(5, 1).value().size(), 1);
    QCOMPARE(m_history->directsOf(5, 1).value().constFirst().nick, u"Sora"_s);
    QCOMPARE(m_history->correspondentsOf(5, 10).value(), QList<PersonId>({7, 6}));
    QCOMPARE(m_history->correspondentsOf(5, 1).value(), QList<PersonId>({7}));
    QVERIFY(m_history->directsOf(8, 10).value().isEmpty());
}

void TestHistory::listsConversationsOfWhichAllIsPruned()
{
    open({.items = 0, .age = 24h, .bytes = 0});
    QVERIFY(!m_history->begin());
    for (const PersonId person : {PersonId{5}, PersonId{6}, PersonId{7}, PersonId{8}}) {
        const QString nick = QString::number(person);
        QVERIFY(!m_history->savePerson({person, nick, nick}));
        QVERIFY(!m_history->saveSession(sessionOf(person, person)));
    }
    QVERIFY(m_history->append(itemOf(directStream(5, 6), "a", now)).hasValue());
    QVERIFY(m_history->append(itemOf(directStream(5, 7), "b", now + 1)).hasValue());
    QVERIFY(m_history->append(itemOf(directStream(5, 8), "c", now + 2 * day)).hasValue());
    QVERIFY(m_history->commit().hasValue());
    QTRY_VERIFY(m_history->tend(std::chrono::milliseconds(now + 2 * day)) > 0ms);
    look();
    const QList<DirectRecord> found = m_history->directsOf(5, 10).value();
    QStringList nicks;
    for (const DirectRecord &direct : found)
        nicks.append(direct.nick);
    QCOMPARE(nicks, QStringList({u"8"_s, u"7"_s, u"6"_s})); // newest first
    QVERIFY(found.at(0).position.first <= found.at(0).position.last);
    QVERIFY(found.at(1).position.first > found.at(1).position.last);
}

void TestHistory::aConversationTellsWhetherTheNickFindsTheOther()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({5, u"Mika"_s, u"mika"_s}));
    QVERIFY(!m_history->savePerson({6, u"Rin"_s, u"rin"_s}));
    QVERIFY(m_history->append(itemOf(directStream(5, 6), "a", now)).hasValue());
    QVERIFY(!m_history->savePerson({7, u"rin"_s, u"rin"_s})); // another one
    QVERIFY(m_history->commit().hasValue());
    look();
    const DirectRecord direct = m_history->directsOf(5, 10).value().constFirst();
    QCOMPARE(direct.other, 6);
    QCOMPARE(direct.nick, u"Rin"_s);
    QVERIFY(direct.nickKey.isEmpty());
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({7, u"sora"_s, u"sora"_s}));
    QVERIFY(m_history->commit().hasValue());
    look();
    QCOMPARE(m_history->directsOf(5, 10).value().constFirst().nickKey, u"rin"_s);
}

void TestHistory::aPersonGoneStillNamesConversations()
{
    QVERIFY(!m_history->begin());
    QVERIFY(!m_history->savePerson({5, u"Mika"_s, u"mika"_s}));
    QVERIFY(!m_history->savePerson({6, u"Rin"_s, u"rin"_s}));
    QVERIFY(!m_history->saveSession(sessionOf(1, 5)));
    QVERIFY(!m_history->saveSession(sessionOf(2, 6)));
    QVERIFY(m_history->append(itemOf(directStream(5, 6), "a", now)).hasValue());
    QVERIFY(!m_history->removeSession(1));
    QVERIFY(m_history->commit().hasValue());
    look();
    QVERIFY(!m_history->findPersonByNick(u"mika"_s).value());
    QCOMPARE(m_history->directsOf(6, 10).value().constFirst().nick, u"Mika"_s);
    QVERIFY(m_history->directsOf(6, 10).value().constFirst().nickKey.isEmpty());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestHistory)
#include "tst_history.moc"
