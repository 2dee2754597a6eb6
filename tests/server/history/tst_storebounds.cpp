// What a store keeps of items and retry ids, and how it comes back within its bounds.
#include "tests/server/history/storefixture.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestStoreBounds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void pruningComesInSmallPortions();
    void largeItemsGoInSmallPortions();
    void aBatchRemovesAsMuchAsItAdds();
    void retryIdsAreBounded();
    void aSessionKeepsItsNewestRetryIds();
    void retryIdsThatWereKeptGoWithTheirSession();
    void beyondTheSecondBoundTheOldestRetryIdsGo();
    void retryIdsAreBoundedAtOnceAfterAStart();
    void aDamagedNoteOfThePlaceCostsNoRetryIds();
};

void TestStoreBounds::pruningComesInSmallPortions()
{
    StoreFixture fixture;
    for (int i = 0; i < 10; ++i)
        QCOMPARE(fill(*fixture.open().value(), u"lab"_s, 500), 500);
    fixture.options.limits.items = 10;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    int portions = 0;
    qint64 first = 1;
    while (history.tend(fixture.clock.wallTime()) == 0ms) {
        const qint64 now = history.position(u"lab"_s).first;
        QVERIFY(now - first <= 1000);
        first = now;
        ++portions;
    }
    QVERIFY(portions > 5);
    QCOMPARE(history.position(u"lab"_s).first, 4'991);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 10);
}

// Each is read, and its checksum made, before it goes.
void TestStoreBounds::largeItemsGoInSmallPortions()
{
    constexpr int bodyBytes = 300'000;
    constexpr int items = 40;
    StoreFixture fixture;
    {
        const auto opened = fixture.open();
        for (int i = 0; i < items; ++i)
            QVERIFY(put(*opened.value(), itemOf(u"lab"_s, QByteArray(bodyBytes, 'x'))) > 0);
    }
    fixture.options.limits.bytes = 2 * bodyBytes;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    int portions = 0;
    qint64 first = 1;
    bool isMore = true;
    while (isMore) {
        isMore = history.tend(fixture.clock.wallTime()) == 0ms;
        const qint64 now = history.position(u"lab"_s).first;
        const qint64 bytes = (now - first) * bodyBytes;
        QVERIFY2(bytes < PruneBudget::portionBytes + bodyBytes, qPrintable(QString::number(bytes)));
        first = now;
        ++portions;
    }
    QVERIFY(portions >= (items - 2) * bodyBytes / (PruneBudget::portionBytes + bodyBytes));
    QCOMPARE(first, items - 1);
    QCOMPARE(readAll(history, u"lab"_s)->size(), 2);
}

// However large its items are: else more and more would be kept.
void TestStoreBounds::aBatchRemovesAsMuchAsItAdds()
{
    constexpr int bodyBytes = 1'000'000;
    constexpr int items = 8;
    StoreFixture fixture;
    fixture.options.limits.bytes = 2 * bodyBytes;
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    for (int batch = 1; batch <= 3; ++batch) {
        QVERIFY(!history.begin());
        for (int i = 0; i < items; ++i)
            QVERIFY(history.append(itemOf(u"lab"_s, QByteArray(bodyBytes, 'x'))).hasValue());
        QVERIFY(history.commit().hasValue());
        QVERIFY(readAll(history, u"lab"_s)->size() <= items);
    }
}

namespace {

/// Of a session: ids that begin with its number.
void say(History &history, SessionId session, int first, int last)
{
    QVERIFY(!history.begin());
    for (int i = first; i <= last; ++i) {
        NewItem item = itemOf(u"lab"_s, "x");
        item.session = session;
        item.retryId = QByteArray::number(session) + '-' + QByteArray::number(i);
        QVERIFY(history.append(item).hasValue());
    }
    QVERIFY(history.commit().hasValue());
}

/// How many of these ids are known.
int known(History &history, SessionId session, int first, int last)
{
    int count = 0;
    for (int i = first; i <= last; ++i) {
        const QByteArray id = QByteArray::number(session) + '-' + QByteArray::number(i);
        count += history.findRetry(session, id).value().has_value() ? 1 : 0;
    }
    return count;
}

int allKnown(const StoreFixture &fixture)
{
    Database database;
    if (database.open(fixture.path(), Database::Access::ReadOnly, 1s))
        return -1;
    const auto count = database.value(u"SELECT count(*) FROM retries"_s);
    return count ? count.value().toInt() : -1;
}

} // namespace

// However much others say, and though the store is opened again between.
void TestStoreBounds::aSessionKeepsItsNewestRetryIds()
{
    StoreFixture fixture;
    fixture.options.retries = {.all = 200, .ofSession = 20};
    const int most = 200 + 2 * (20 + 5);
    int said = 0;
    const auto flood = [&said](History &history) {
        for (int i = 0; i < 40; ++i, said += 25)
            say(history, 9, said + 1, said + 25);
    };
    {
        const auto opened = fixture.open();
        say(*opened.value(), 3, 1, 10); // then its client loses the connection
        flood(*opened.value());
        QCOMPARE(known(*opened.value(), 3, 1, 10), 10);
        QCOMPARE(known(*opened.value(), 9, said - 19, said), 20);
        QVERIFY(known(*opened.value(), 9, 1, said) <= most);
    }
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    flood(history);
    QCOMPARE(known(history, 3, 1, 10), 10);
    for (int i = 11; i <= 70; i += 5) { // and now and then it is back
        say(history, 3, i, i + 4);
        flood(history);
        QCOMPARE(known(history, 3, std::max(i - 15, 1), i + 4), std::min(i + 4, 20));
    }
    QVERIFY(known(history, 3, 1, 70) <= 25);
    QVERIFY(known(history, 9, 1, said) + known(history, 3, 1, 70) <= most);
    // Many sessions with as many as are kept of each.
    for (SessionId session = 10; session < 40; ++session)
        say(history, session, 1, 20);
    flood(history);
    for (SessionId session = 10; session < 40; ++session)
        QCOMPARE(known(history, session, 1, 20), 20);
    QVERIFY(known(history, 9, 1, said) <= 200 + 25);
}

void TestStoreBounds::retryIdsThatWereKeptGoWithTheirSession()
{
    StoreFixture fixture;
    fixture.options.retries = {.all = 100, .ofSession = 20};
    const auto opened = fixture.open();
    SqliteHistory &history = *opened.value();
    const qint64 now = fixture.clock.wallTime().count();
    QVERIFY(!history.begin());
    QVERIFY(!history.saveSession({3, "three"_ba, 1, {}, now}));
    QVERIFY(!history.saveSession({4, "four"_ba, 1, {}, now}));
    QVERIFY(history.commit().hasValue());
    say(history, 3, 1, 10);
    say(history, 4, 1, 10);
    for (int i = 0; i < 400; i += 25)
        say(history, 9, i + 1, i + 25);
    for (int i = 0; i < 3; ++i)
        (void)history.tend(fixture.clock.wallTime());
    QCOMPARE(known(history, 3, 1, 10), 10);
    QVERIFY(!history.begin());
    QVERIFY(!history.removeSession(3));
    QVERIFY(history.commit().hasValue());
    for (int i = 0; i < 3; ++i)
        (void)history.tend(fixture.clock.wallTime());
    QCOMPARE(known(history, 3, 1, 10), 0);
    QCOMPARE(known(history, 4, 1, 10), 10);
}

// Many sessions that nobody floods, also where the store is opened again between.
void TestStoreBounds::beyondTheSecondBoundTheOldestRetryIdsGo()
{
    StoreFixture fixture;
    fixture.options.retries = {.all = 100, .ofSession = 20, .most = 300};
    SessionId session = 10;
    for (int start = 0; start < 3; ++start) {
        const auto opened = fixture.open();
        for (int i = 0; i < 40; ++i, ++session) {
            say(*opened.value(), session, 1, 20);
            QVERIFY(allKnown(fixture) <= 300);
        }
        for (SessionId one = session - 15; one < session; ++one)
            QCOMPARE(known(*opened.value(), one, 1, 20), 20);
        QCOMPARE(known(*opened.value(), session - 16, 1, 20), 0);
    }
    // Whose ids went has the same right to what comes after.
    const auto opened = fixture.open();
    say(*opened.value(), 10, 21, 40);
    for (int i = 0; i < 1'000; i += 25)
        say(*opened.value(), 9, i + 1, i + 25);
    QCOMPARE(known(*opened.value(), 10, 21, 40), 20);
    QVERIFY(allKnown(fixture) <= 300);
}

// However many there are that were kept: they are not looked through once more before others are.
void TestStoreBounds::retryIdsAreBoundedAtOnceAfterAStart()
{
    StoreFixture fixture;
    fixture.options.retries = {.all = 100, .ofSession = 20};
    {
        const auto opened = fixture.open();
        for (SessionId session = 10; session < 210; ++session)
            say(*opened.value(), session, 1, 20);
        QCOMPARE(allKnown(fixture), 4'000);
    }
    const auto opened = fixture.open();
    for (int i = 0; i < 1'000; i += 25)
        say(*opened.value(), 9, i + 1, i + 25);
    QVERIFY(known(*opened.value(), 9, 1, 1'000) <= 125);
    QCOMPARE(known(*opened.value(), 10, 1, 20), 20);
    QVERIFY(allKnown(fixture) <= 4'125);
}

void TestStoreBounds::aDamagedNoteOfThePlaceCostsNoRetryIds()
{
    StoreFixture fixture;
    fixture.options.retries = {.all = 100, .ofSession = 20};
    say(*fixture.open().value(), 3, 1, 20);
    int said = 0;
    for (const QString &value : {u"'x'"_s, u"-5"_s, u"1000000000000000000"_s}) {
        {
            Database database;
            QVERIFY(!database.open(fixture.path(), Database::Access::ReadWrite, 1s));
            QVERIFY(!database.execute(u"INSERT OR REPLACE INTO facts VALUES ('retries_first', "_s +
                                      value + u')'));
        }
        const auto opened = fixture.open();
        for (int i = 0; i < 40; ++i, said += 25)
            say(*opened.value(), 9, said + 1, said + 25);
        QCOMPARE(known(*opened.value(), 3, 1, 20), 20);
        QCOMPARE(known(*opened.value(), 9, said - 19, said), 20);
        QVERIFY(allKnown(fixture) <= 250);
    }
}

void TestStoreBounds::retryIdsAreBounded()
{
    StoreFixture fixture;
    const auto opened = fixture.open();
    QCOMPARE(fill(*opened.value(), u"lab"_s, 100), 100);
    Database database;
    QVERIFY(!database.open(fixture.path(), Database::Access::ReadWrite, 1s));
    StreamTable streams(database);
    RetryTable retries(database, {.all = 30, .ofSession = 10});
    QVERIFY(!streams.load());
    QVERIFY(!retries.load());
    QCOMPARE(retries.prune(50).value(), 20);
    QCOMPARE(retries.prune(50).value(), 0);
    QVERIFY(!opened.value()->findRetry(2, "r70"_ba).value());
    QCOMPARE(opened.value()->findRetry(2, "r71"_ba).value()->offset, 71);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreBounds)
#include "tst_storebounds.moc"
