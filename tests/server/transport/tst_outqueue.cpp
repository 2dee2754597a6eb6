#include "server/transport/outqueue.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <cstdlib>
#include <new>

// Counts what containers ask for; the bytes of a QByteArray come from elsewhere.
static std::size_t allocations = 0;

void *operator new(std::size_t size)
{
    ++allocations;
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestOutQueue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void startsEmpty();
    void gathersInOrderWithoutCopying();
    void gathersNoMoreThanThereIsRoomFor();
    void goesOnWithinAnEntry();
    void countsBytesAndEntries();
    void releasesWhatWasSent();
    void survivesLongUse();
    void asksForLittleMemoryInABusyTurn();
    void sendsEveryByteOnceHoweverItIsAdvanced();
};

namespace {

QByteArray gathered(const OutQueue &queue)
{
    std::array<iovec, 1024> parts{};
    QByteArray all;
    for (std::size_t i = 0, count = queue.gather(parts); i < count; ++i)
        all.append(static_cast<const char *>(parts[i].iov_base), qsizetype(parts[i].iov_len));
    return all;
}

} // namespace

void TestOutQueue::startsEmpty()
{
    OutQueue queue;
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.cost(), 0);
    queue.push({});
    QVERIFY(queue.isEmpty());
}

void TestOutQueue::gathersInOrderWithoutCopying()
{
    const QByteArray first("first");
    const QByteArray second("second");
    OutQueue queue;
    queue.push(first);
    queue.push(second);
    std::array<iovec, 4> parts{};
    QCOMPARE(queue.gather(parts), std::size_t{2});
    QCOMPARE(parts[0].iov_base, static_cast<const void *>(first.constData()));
    QCOMPARE(parts[1].iov_base, static_cast<const void *>(second.constData()));
    QCOMPARE(parts[1].iov_len, std::size_t{6});
}

void TestOutQueue::gathersNoMoreThanThereIsRoomFor()
{
    OutQueue queue;
    for (int i = 0; i < 5; ++i)
        queue.push(QByteArray::number(i));
    std::array<iovec, 3> parts{};
    QCOMPARE(queue.gather(parts), std::size_t{3});
}

void TestOutQueue::goesOnWithinAnEntry()
{
    OutQueue queue;
    queue.push("hello");
    queue.push("world");
    queue.advance(3);
    QCOMPARE(gathered(queue), QByteArray("loworld"));
    queue.advance(2);
    QCOMPARE(gathered(queue), QByteArray("world"));
    queue.advance(4);
    QCOMPARE(gathered(queue), QByteArray("d"));
    queue.advance(1);
    QVERIFY(queue.isEmpty());
}

void TestOutQueue::countsBytesAndEntries()
{
    OutQueue queue;
    queue.push("hello");
    queue.push("ab");
    QCOMPARE(queue.cost(), 7 + 2 * OutQueue::entryOverheadBytes);
    queue.advance(1);
    QCOMPARE(queue.cost(), 6 + 2 * OutQueue::entryOverheadBytes);
    queue.advance(4);
    QCOMPARE(queue.cost(), 2 + OutQueue::entryOverheadBytes);
    queue.clear();
    QCOMPARE(queue.cost(), 0);
}

void TestOutQueue::releasesWhatWasSent()
{
    QByteArray shared("payload");
    shared.detach();
    OutQueue queue;
    queue.push(shared);
    queue.push("more");
    QVERIFY(!shared.isDetached());
    queue.advance(7);
    QVERIFY(shared.isDetached());
}

void TestOutQueue::survivesLongUse()
{
    // Never empty, so the front must be given back on the way.
    OutQueue queue;
    queue.push("x");
    for (int i = 0; i < 100'000; ++i) {
        queue.push("x");
        queue.advance(1);
    }
    QCOMPARE(gathered(queue), QByteArray("x"));
    QCOMPARE(queue.cost(), 1 + OutQueue::entryOverheadBytes);
}

void TestOutQueue::asksForLittleMemoryInABusyTurn()
{
    const QByteArray frame("shared by all receivers");
    OutQueue queue;
    const auto takeTurn = [&](int count) {
        for (int i = 0; i < count; ++i)
            queue.push(frame);
        queue.advance(count * frame.size());
    };
    takeTurn(8);
    const std::size_t before = allocations;
    for (int turn = 0; turn < 10; ++turn)
        takeTurn(8);
    QVERIFY(queue.isEmpty());
    QCOMPARE(allocations, before);
    for (int turn = 0; turn < 10; ++turn)
        takeTurn(OutQueue::turnEntries);
    QCOMPARE(allocations, before + 20); // the larger one, and the smaller one again
}

void TestOutQueue::sendsEveryByteOnceHoweverItIsAdvanced()
{
    for (const qsizetype step : {1, 2, 3, 7, 64, 1000}) {
        OutQueue queue;
        QByteArray expected;
        for (int i = 0; i < 200; ++i) {
            const QByteArray entry = QByteArray::number(i * i);
            queue.push(entry);
            expected += entry;
        }
        QByteArray sent;
        while (!queue.isEmpty()) {
            const QByteArray part = gathered(queue).first(std::min(step, gathered(queue).size()));
            sent += part;
            queue.advance(part.size());
        }
        QCOMPARE(sent, expected);
        QCOMPARE(queue.cost(), 0);
    }
}

QTEST_GUILESS_MAIN(TestOutQueue)
#include "tst_outqueue.moc"
