#include "server/transport/reactor.h"

#include <QAbstractEventDispatcher>
#include <QRegularExpression>
#include <QSocketNotifier>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <array>
#include <ctime>
#include <functional>
#include <memory>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Two ends of a stream, one of which is watched.
class Pair final : public Reactor::Handler
{
public:
    Pair() { isValid = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0; }
    ~Pair()
    {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    Q_DISABLE_COPY_MOVE(Pair)

    void onReady(quint32 found) override
    {
        ++calls;
        events = found;
        if (reaction)
            reaction();
    }
    void write() const { QCOMPARE(::write(ends[1], "x", 1), ssize_t{1}); }
    void read() const
    {
        char byte = 0;
        QCOMPARE(::read(ends[0], &byte, 1), ssize_t{1});
    }

    std::array<int, 2> ends{-1, -1};
    bool isValid = false;
    int calls = 0;
    quint32 events = 0;
    std::function<void()> reaction;
};

class Later final : public Reactor::NextTurnTask
{
public:
    void onNextTurn() override
    {
        ++calls;
        if (reaction)
            reaction();
    }

    int calls = 0;
    std::function<void()> reaction;
};

void waste(std::chrono::microseconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
    }
}

class Task final : public Reactor::TurnTask
{
public:
    void onTurnEnd() override
    {
        ++calls;
        if (reaction)
            reaction();
    }
    int calls = 0;
    std::function<void()> reaction;
};

} // namespace

class TestReactor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsWhatIsReady();
    void repeatsWhatWasNotDealtWith();
    void watchesForOtherEvents();
    void refusesABadDescriptor();
    void doesNotCallTheForgottenWithinATurn();
    void runsTasksAtTheEndOfTheTurn();
    void runsTasksScheduledOutsideATurn();
    void runsTasksOfTasks();
    void doesNotRunCancelledTasks();
    void tellsBeforeItWritesToMany();
    void goesOnInATurnOfItsOwn();
    void givesOthersTheirTurnBetweenThoseWhoGoOn();
    void doesNotGoOnWithTheCancelled();
    void letsTheKnownGoFirst();
    void letsNewcomersInWhoeverElseGoesOn();
    void letsSomeNewcomersInAtOnce();
    void tellsWhenATurnHasLastedLong();
    void costsNothingWhileIdle();
    void servesWhatFollowsCloselyWithoutQt();
    void goesOnWithoutQt();
    void givesQtItsTurnWhileBusy();
};

void TestReactor::tellsWhatIsReady()
{
    Reactor reactor;
    Pair pair;
    pair.reaction = [&] { pair.read(); };
    QVERIFY(pair.isValid && reactor.watch(pair.ends[0], EPOLLIN, pair));
    pair.write();
    QTRY_COMPARE(pair.calls, 1);
    QCOMPARE(pair.events, quint32(EPOLLIN));
    reactor.forget(pair.ends[0], pair);
}

void TestReactor::repeatsWhatWasNotDealtWith()
{
    Reactor reactor;
    Pair pair;
    QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
    pair.write();
    QTRY_VERIFY(pair.calls >= 3);
    reactor.forget(pair.ends[0], pair);
}

void TestReactor::watchesForOtherEvents()
{
    Reactor reactor;
    Pair pair;
    QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
    pair.reaction = [&] { reactor.rewatch(pair.ends[0], 0, pair); };
    reactor.rewatch(pair.ends[0], EPOLLOUT, pair);
    QTRY_COMPARE(pair.calls, 1);
    QCOMPARE(pair.events, quint32(EPOLLOUT));
    reactor.forget(pair.ends[0], pair);
}

void TestReactor::refusesABadDescriptor()
{
    Reactor reactor;
    Pair pair;
    QVERIFY(!reactor.watch(-1, EPOLLIN, pair));
    QCOMPARE(errno, EBADF);
}

void TestReactor::doesNotCallTheForgottenWithinATurn()
{
    // Both are ready in the same turn; whichever is called first takes the other away.
    Reactor reactor;
    std::array<std::unique_ptr<Pair>, 2> pairs{std::make_unique<Pair>(), std::make_unique<Pair>()};
    int calls = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        QVERIFY(reactor.watch(pairs[i]->ends[0], EPOLLIN, *pairs[i]));
        pairs[i]->write();
        pairs[i]->reaction = [&, i] {
            ++calls;
            reactor.forget(pairs[i]->ends[0], *pairs[i]);
            if (auto &other = pairs[1 - i]) {
                reactor.forget(other->ends[0], *other);
                other.reset();
            }
        };
    }
    QTRY_COMPARE(calls, 1);
    QCoreApplication::processEvents();
    QCOMPARE(calls, 1);
}

void TestReactor::runsTasksAtTheEndOfTheTurn()
{
    Reactor reactor;
    std::array<Pair, 3> pairs;
    Task task;
    int handled = 0;
    int handledAtEnd = 0;
    task.reaction = [&] { handledAtEnd = handled; };
    for (Pair &pair : pairs) {
        QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
        pair.write();
        pair.reaction = [&] {
            pair.read();
            if (handled++ == 0)
                reactor.scheduleAtTurnEnd(task);
        };
    }
    QTRY_COMPARE(task.calls, 1);
    QCOMPARE(handledAtEnd, 3);
    for (Pair &pair : pairs)
        reactor.forget(pair.ends[0], pair);
}

void TestReactor::runsTasksScheduledOutsideATurn()
{
    Reactor reactor;
    Task first;
    Task second;
    reactor.scheduleAtTurnEnd(first);
    reactor.scheduleAtTurnEnd(second);
    QCOMPARE(first.calls, 0);
    QTRY_COMPARE(second.calls, 1);
    QCOMPARE(first.calls, 1);
}

void TestReactor::runsTasksOfTasks()
{
    Reactor reactor;
    Task inner;
    Task outer;
    outer.reaction = [&] { reactor.scheduleAtTurnEnd(inner); };
    reactor.scheduleAtTurnEnd(outer);
    QTRY_COMPARE(inner.calls, 1);
}

void TestReactor::doesNotRunCancelledTasks()
{
    Reactor reactor;
    Task cancelled;
    Task last;
    Task first;
    first.reaction = [&] { reactor.cancelAtTurnEnd(cancelled); };
    reactor.scheduleAtTurnEnd(first);
    reactor.scheduleAtTurnEnd(cancelled);
    reactor.scheduleAtTurnEnd(last);
    QTRY_COMPARE(last.calls, 1);
    QCOMPARE(cancelled.calls, 0);
}

void TestReactor::tellsBeforeItWritesToMany()
{
    Reactor reactor;
    std::array<Task, 32> writes;
    Task late;
    Task before;
    int writtenBefore = -1;
    before.reaction = [&] {
        writtenBefore = writes[0].calls;
        reactor.scheduleAtTurnEnd(late);
    };
    reactor.setBeforeManyWrites(&before);
    for (std::size_t i = 1; i < writes.size(); ++i)
        reactor.scheduleAtTurnEnd(writes[i]);
    QTRY_COMPARE(writes.back().calls, 1);
    QCOMPARE(before.calls, 0);

    for (Task &write : writes)
        reactor.scheduleAtTurnEnd(write);
    QTRY_COMPARE(late.calls, 1);
    QCOMPARE(before.calls, 1);
    QCOMPARE(writtenBefore, 0);
    QCOMPARE(writes[0].calls, 1);
}

void TestReactor::goesOnInATurnOfItsOwn()
{
    Reactor reactor;
    Later first;
    Later second;
    Task end;
    second.reaction = [&] { reactor.scheduleAtTurnEnd(end); };
    reactor.scheduleNextTurn(first);
    reactor.scheduleNextTurn(second);
    QCOMPARE(first.calls, 0);
    QTRY_COMPARE(end.calls, 1);
    QCOMPARE(first.calls, 1);
    QCOMPARE(second.calls, 1);
}

void TestReactor::givesOthersTheirTurnBetweenThoseWhoGoOn()
{
    Reactor reactor;
    Pair pair;
    Later endless;
    Later slow;
    Later other;
    endless.reaction = [&] { reactor.scheduleNextTurn(endless); };
    slow.reaction = [&] { waste(2ms); };
    int othersBefore = -1;
    pair.reaction = [&] {
        pair.read();
        othersBefore = other.calls;
    };
    QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
    reactor.scheduleNextTurn(endless);
    reactor.scheduleNextTurn(slow);
    reactor.scheduleNextTurn(other);
    pair.write();
    QTRY_COMPARE(other.calls, 1);
    QCOMPARE(pair.calls, 1);
    QCOMPARE(othersBefore, 0); // the slow one had used up the time
    QVERIFY(endless.calls >= 1);
    reactor.cancelNextTurn(endless);
    reactor.forget(pair.ends[0], pair);
}

void TestReactor::doesNotGoOnWithTheCancelled()
{
    Reactor reactor;
    Later first;
    Later cancelled;
    Later last;
    first.reaction = [&] { reactor.cancelNextTurn(cancelled); };
    reactor.scheduleNextTurn(first);
    reactor.scheduleNextTurn(cancelled);
    reactor.scheduleNextTurn(last);
    QTRY_COMPARE(last.calls, 1);
    QCOMPARE(cancelled.calls, 0);
}

void TestReactor::letsTheKnownGoFirst()
{
    Reactor reactor;
    std::array<Later, 3> newcomers;
    Later known;
    int newcomersBefore = -1;
    known.reaction = [&] { newcomersBefore = newcomers[0].calls; };
    for (Later &newcomer : newcomers)
        reactor.scheduleNextTurn(newcomer, Reactor::Rank::Newcomer);
    reactor.scheduleNextTurn(known);
    QTRY_COMPARE(newcomers.back().calls, 1);
    QCOMPARE(known.calls, 1);
    QCOMPARE(newcomersBefore, 0);
}

// Somebody is always ready, others always go on, and each takes more than its time.
void TestReactor::letsNewcomersInWhoeverElseGoesOn()
{
    Reactor reactor;
    Pair ready;
    ready.reaction = [] { waste(1ms); };
    QVERIFY(ready.isValid && reactor.watch(ready.ends[0], EPOLLIN, ready));
    ready.write(); // and never read
    std::array<Later, 3> known;
    for (Later &one : known) {
        one.reaction = [&] {
            waste(1ms);
            reactor.scheduleNextTurn(one);
        };
        reactor.scheduleNextTurn(one);
    }
    std::array<Later, 20> newcomers;
    for (Later &newcomer : newcomers) {
        newcomer.reaction = [] { waste(1ms); };
        reactor.scheduleNextTurn(newcomer, Reactor::Rank::Stranger);
    }
    QTRY_COMPARE(newcomers.back().calls, 1);
    // Nor do they keep the others away.
    QVERIFY(known[0].calls + known[1].calls + known[2].calls >= 20);
    QVERIFY(ready.calls >= 18);
    for (Later &one : known)
        reactor.cancelNextTurn(one);
    reactor.forget(ready.ends[0], ready);
}

// Those who come in one turn are announced at once.
void TestReactor::letsSomeNewcomersInAtOnce()
{
    Reactor reactor;
    Pair ready;
    ready.reaction = [] { waste(1ms); };
    QVERIFY(ready.isValid && reactor.watch(ready.ends[0], EPOLLIN, ready));
    ready.write(); // and never read
    std::array<Later, 20> newcomers;
    for (Later &newcomer : newcomers) {
        newcomer.reaction = [] { waste(100us); }; // what an upgrade takes, about
        reactor.scheduleNextTurn(newcomer, Reactor::Rank::Newcomer);
    }
    int turns = 0;
    newcomers.back().reaction = [&] { turns = ready.calls; };
    QTRY_COMPARE(newcomers.back().calls, 1);
    QVERIFY2(turns < 20, "one in each turn");
    reactor.forget(ready.ends[0], ready);
}

void TestReactor::tellsWhenATurnHasLastedLong()
{
    Reactor reactor;
    Later later;
    int lateTurns = 0;
    Pair pair;
    QVERIFY(pair.isValid && reactor.watch(pair.ends[0], EPOLLIN, pair));
    const auto turn = [&] {
        waste(1ms);
        lateTurns += reactor.isLate() ? 1 : 0;
    };
    later.reaction = turn;
    pair.reaction = [&] {
        pair.read();
        turn();
        reactor.scheduleNextTurn(later);
    };
    QVERIFY(!reactor.isLate());
    pair.write();
    QTRY_COMPARE(later.calls, 1);
    QCOMPARE(lateTurns, 2);
    QVERIFY(!reactor.isLate());
    reactor.forget(pair.ends[0], pair);
}

void TestReactor::costsNothingWhileIdle()
{
    Reactor reactor;
    std::array<Pair, 50> pairs;
    for (Pair &pair : pairs)
        QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
    const auto used = [] {
        timespec time{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    };
    bool isOver = false;
    QTimer::singleShot(300ms, this, [&isOver] { isOver = true; });
    const auto before = used();
    while (!isOver)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QVERIFY(used() - before < 50ms);
    for (Pair &pair : pairs) {
        QCOMPARE(pair.calls, 0);
        reactor.forget(pair.ends[0], pair);
    }
}

void TestReactor::servesWhatFollowsCloselyWithoutQt()
{
    Reactor reactor;
    Pair pair;
    QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
    // Each turn makes the next one ready, and Qt's loop counts how often it comes round.
    pair.reaction = [&] {
        pair.read();
        pair.write();
    };
    int rounds = 0;
    const auto *const dispatcher = QThread::currentThread()->eventDispatcher();
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, [&rounds] { ++rounds; });
    pair.write();
    QTRY_VERIFY(pair.calls >= 10'000);
    QVERIFY2(rounds < pair.calls / 2, qPrintable(QString::number(rounds)));
    disconnect(dispatcher, nullptr, this, nullptr);
    reactor.forget(pair.ends[0], pair);
}

void TestReactor::goesOnWithoutQt()
{
    Reactor reactor;
    Pair pair;
    QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
    Later later;
    later.reaction = [&] {
        if (later.calls % 100 != 0)
            reactor.scheduleNextTurn(later);
    };
    pair.reaction = [&] {
        pair.read();
        reactor.scheduleNextTurn(later);
    };
    int rounds = 0;
    const auto *const dispatcher = QThread::currentThread()->eventDispatcher();
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, [&rounds] { ++rounds; });
    for (int i = 1; i <= 10; ++i) {
        pair.write();
        QTRY_COMPARE(later.calls, 100 * i);
    }
    QVERIFY2(rounds < 500, qPrintable(QString::number(rounds)));
    disconnect(dispatcher, nullptr, this, nullptr);
    reactor.forget(pair.ends[0], pair);
}

void TestReactor::givesQtItsTurnWhileBusy()
{
    Reactor reactor;
    Pair pair;
    QVERIFY(reactor.watch(pair.ends[0], EPOLLIN, pair));
    pair.write(); // and never read: always ready
    int timeouts = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&timeouts] { ++timeouts; });
    timer.start(1ms);
    QTRY_VERIFY(pair.calls > 0 && timeouts >= 10);
    reactor.forget(pair.ends[0], pair);
}

QTEST_GUILESS_MAIN(TestReactor)
#include "tst_reactor.moc"
