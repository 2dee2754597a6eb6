#include "server/transport/tokenbucket.h"

#include <QTest>

namespace kodama {

using namespace std::chrono_literals;

class TestTokenBucket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesABurstAndThenTheRate();
    void fillsUpToTheBurst();
    void takesNothingWhenItRefuses();
    void letsTheGreatestThrough();
    void withoutARateThereIsNoLimit();
};

void TestTokenBucket::givesABurstAndThenTheRate()
{
    constexpr Rate rate{10, 3};
    TokenBucket bucket;
    const std::chrono::nanoseconds start = 1h;
    for (int i = 0; i < 3; ++i)
        QVERIFY(bucket.take(rate, 1, start) == 0ns);
    QVERIFY(bucket.take(rate, 1, start) == 100ms);
    QVERIFY(bucket.take(rate, 1, start + 99ms) == 1ms);
    QVERIFY(bucket.take(rate, 1, start + 100ms) == 0ns);
    QVERIFY(bucket.take(rate, 1, start + 100ms) == 100ms);
    QVERIFY(bucket.take(rate, 2, start + 100ms) == 200ms);
}

void TestTokenBucket::fillsUpToTheBurst()
{
    constexpr Rate rate{10, 3};
    TokenBucket bucket;
    QVERIFY(bucket.take(rate, 3, 1h) == 0ns);
    for (int i = 0; i < 3; ++i)
        QVERIFY(bucket.take(rate, 1, 2h) == 0ns);
    QVERIFY(bucket.take(rate, 1, 2h) > 0ns);
}

void TestTokenBucket::takesNothingWhenItRefuses()
{
    constexpr Rate rate{10, 4};
    TokenBucket bucket;
    QVERIFY(bucket.take(rate, 3, 1h) == 0ns);
    for (int i = 0; i < 10; ++i)
        QVERIFY(bucket.take(rate, 2, 1h) > 0ns);
    QVERIFY(bucket.take(rate, 1, 1h) == 0ns);
}

void TestTokenBucket::letsTheGreatestThrough()
{
    constexpr Rate rate{1000, 1000};
    TokenBucket bucket;
    QVERIFY(bucket.take(rate, 1'000'000, 1h) == 0ns);
    QVERIFY(bucket.take(rate, 1, 1h + 998s) == 1001ms); // it took what a thousand seconds bring
    QVERIFY(bucket.take(rate, 1'000'000, 1h + 999s) == 1s);
    QVERIFY(bucket.take(rate, 1'000'000, 1h + 1000s) == 0ns);
}

void TestTokenBucket::withoutARateThereIsNoLimit()
{
    TokenBucket bucket;
    for (int i = 0; i < 1000; ++i)
        QVERIFY(bucket.take({}, 1'000'000, 1h) == 0ns);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestTokenBucket)
#include "tst_tokenbucket.moc"
