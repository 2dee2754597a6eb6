#include "server/heaptrimmer.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <memory>
#include <unistd.h>
#include <vector>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestHeapTrimmer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void trimsOnceWhenManyHaveCome();
    void trimsWhenManyHaveGone();
    void waitsUntilNobodyComesAnyMore();
    void givesBackWhatLiesBetween();
};

namespace {

struct Fixture
{
    Population population;
    int trims = 0;
    HeapTrimmer trimmer{population, [this] { ++trims; }, 1ms};

    void come(int count)
    {
        for (int i = 0; i < count; ++i) {
            trimmer.onClient();
            population.add();
        }
    }
    void go(int count)
    {
        for (int i = 0; i < count; ++i)
            population.remove();
    }
};

qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly)
               ? file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE)
               : 0;
}

} // namespace

void TestHeapTrimmer::trimsOnceWhenManyHaveCome()
{
    Fixture fixture;
    fixture.come(1000);
    QTRY_COMPARE(fixture.trims, 1);
    fixture.come(300);
    QTRY_COMPARE(fixture.trims, 2);
}

void TestHeapTrimmer::trimsWhenManyHaveGone()
{
    Fixture fixture;
    fixture.come(1000);
    QTRY_COMPARE(fixture.trims, 1);
    fixture.go(1000);
    QTRY_COMPARE(fixture.trims, 2);
    // It has stopped looking by now, and begins again.
    fixture.come(1000);
    QTRY_COMPARE(fixture.trims, 3);
}

void TestHeapTrimmer::waitsUntilNobodyComesAnyMore()
{
    Fixture fixture;
    QTimer arrivals;
    qint64 atTrim = 0;
    HeapTrimmer trimmer(
        fixture.population, [&] { atTrim = fixture.population.count(); }, 10ms);
    connect(&arrivals, &QTimer::timeout, this, [&] {
        for (int i = 0; i < 1000; ++i) {
            trimmer.onClient();
            fixture.population.add();
        }
        if (fixture.population.count() >= 20'000)
            arrivals.stop();
    });
    arrivals.start(1ms);
    QTRY_VERIFY(atTrim > 0);
    QCOMPARE(atTrim, 20'000);
}

void TestHeapTrimmer::givesBackWhatLiesBetween()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a sanitizer's own allocator is not trimmed");
#endif
    constexpr int pieces = 64 * 1024;
    constexpr std::size_t pieceBytes = 1024;
    std::vector<std::unique_ptr<char[]>> held;
    for (int i = 0; i < pieces; ++i)
        held.push_back(std::make_unique<char[]>(pieceBytes)); // written to: zeroed
    for (int i = 0; i < pieces; ++i) {
        if (i % 64 != 0)
            held[std::size_t(i)].reset();
    }
    const qint64 before = residentBytes();
    HeapTrimmer::trimHeap();
    QVERIFY(residentBytes() < before - qint64{pieces} * qint64{pieceBytes} / 2);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestHeapTrimmer)
#include "tst_heaptrimmer.moc"
