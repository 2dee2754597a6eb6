#include "server/history/memoryretries.h"

#include <QRegularExpression>
#include <QTest>

#include <malloc.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestMemoryRetries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void findsWhatWasAdded();
    void whoSaysMostLosesTheOldest();
    void amongEqualsWhoWasSilentForLongest();
    void aSessionWithOneIdIsSmall();
};

void TestMemoryRetries::findsWhatWasAdded()
{
    MemoryRetries retries(10);
    retries.add(3, "a"_ba, {u"lab"_s, 5, 42});
    retries.add(3, "a"_ba, {u"lab"_s, 6, 43}); // it was the first that was stored
    const auto found = retries.find(3, "a"_ba);
    QVERIFY(found.has_value());
    QCOMPARE(found->offset, 5);
    QCOMPARE(found->ts, 42);
    QVERIFY(!retries.find(4, "a"_ba));
    QVERIFY(!retries.find(3, "b"_ba));
}

void TestMemoryRetries::whoSaysMostLosesTheOldest()
{
    MemoryRetries retries(50);
    for (int i = 1; i <= 20; ++i)
        retries.add(3, QByteArray::number(i), {u"lab"_s, i, 0});
    for (int i = 1; i <= 1000; ++i)
        retries.add(9, QByteArray::number(i), {u"lab"_s, i, 0});
    for (int i = 1; i <= 20; ++i)
        QVERIFY(retries.find(3, QByteArray::number(i)).has_value());
    QVERIFY(!retries.find(9, "970"_ba));
    for (int i = 971; i <= 1000; ++i)
        QVERIFY(retries.find(9, QByteArray::number(i)).has_value());
}

void TestMemoryRetries::amongEqualsWhoWasSilentForLongest()
{
    MemoryRetries retries(50);
    for (SessionId session = 1; session <= 100; ++session)
        retries.add(session, "a"_ba, {u"lab"_s, session, 0});
    QVERIFY(!retries.find(50, "a"_ba));
    QVERIFY(retries.find(51, "a"_ba).has_value());
    QVERIFY(retries.find(100, "a"_ba).has_value());
}

void TestMemoryRetries::aSessionWithOneIdIsSmall()
{
    constexpr int sessions = 10'000;
    constexpr std::size_t enough = 600;
    const QByteArray id(10, 'x');
    const QString stream = u"lab"_s;
    const std::size_t before = ::mallinfo2().uordblks;
    MemoryRetries retries(sessions);
    for (SessionId session = 1; session <= sessions; ++session)
        retries.add(session, id, {stream, session, 0});
    const std::size_t bytes = (::mallinfo2().uordblks - before) / sessions;
    QVERIFY2(bytes < enough, qPrintable(QString::number(bytes)));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestMemoryRetries)
#include "tst_memoryretries.moc"
