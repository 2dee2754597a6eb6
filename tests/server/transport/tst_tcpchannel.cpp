// A channel on one end of a socket pair: what is written when, how it ends, when it stops reading.
#include "server/transport/tcpchannel.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <memory>
#include <optional>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

class Recorder final : public ChannelObserver
{
public:
    void onBytes(std::span<char> bytes) override
    {
        portions.append(qsizetype(bytes.size()));
        received.append(bytes.data(), qsizetype(bytes.size()));
    }
    void onInputEnded() override { ++inputEnds; }
    void onDrained() override { ++drains; }
    void onEnded() override { ++ends; }

    QByteArray received;
    QList<qsizetype> portions;
    int inputEnds = 0;
    int drains = 0;
    int ends = 0;
};

/// Datagram-like boundaries are kept by SOCK_SEQPACKET, which shows how many writes there were.
class Fixture final
{
public:
    explicit Fixture(int type = SOCK_STREAM)
    {
        std::array<int, 2> ends{-1, -1};
        if (::socketpair(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
            qFatal("no socket pair");
        peer = ends[1];
        channel = std::make_unique<TcpChannel>(ends[0], reactor, limits, recorder);
        if (!channel->open())
            qFatal("cannot be watched");
    }
    ~Fixture() { closePeer(); }
    Q_DISABLE_COPY_MOVE(Fixture)

    void closePeer()
    {
        if (peer >= 0)
            ::close(std::exchange(peer, -1));
    }
    [[nodiscard]] QByteArray readOnce() const
    {
        QByteArray bytes(1'000'000, Qt::Uninitialized);
        const ssize_t size = ::recv(peer, bytes.data(), std::size_t(bytes.size()), 0);
        return size > 0 ? bytes.first(size) : QByteArray();
    }
    /// Everything read so far with this function.
    [[nodiscard]] QByteArray readAll()
    {
        all += readOnce();
        return all;
    }
    [[nodiscard]] ssize_t write(const QByteArray &bytes) const
    {
        return ::send(peer, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL);
    }
    /// Fills the way to the peer, who takes nothing, until the channel is blocked.
    [[nodiscard]] bool block() const
    {
        for (int i = 0; i < 1000 && !channel->isBlocked(); ++i) {
            channel->send(QByteArray(10'000, 'b'));
            QCoreApplication::processEvents();
        }
        return channel->isBlocked();
    }

    Reactor reactor;
    TransportLimits limits;
    Recorder recorder;
    std::unique_ptr<TcpChannel> channel;
    int peer = -1;
    QByteArray all;
};

/// Makes a turn a long one before the channel has its part in it.
class LongTurn final : public Reactor::Handler, public Reactor::TurnTask
{
    Q_DISABLE_COPY_MOVE(LongTurn)

public:
    explicit LongTurn(Fixture &fixture)
        : m_fixture(fixture)
        , m_descriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
    {
        if (!m_fixture.reactor.watch(m_descriptor, EPOLLIN, *this))
            qFatal("cannot be watched");
    }
    ~LongTurn()
    {
        m_fixture.reactor.forget(m_descriptor, *this);
        ::close(m_descriptor);
    }

    /// What the channel has read by the end of a long turn in which it was ready.
    [[nodiscard]] qsizetype readIn(const QByteArray &bytes)
    {
        QCoreApplication::processEvents(); // or the channel's descriptor may still count as ready
        m_read = -1;
        (void)::eventfd_write(m_descriptor, 1);
        (void)m_fixture.write(bytes);
        (void)QTest::qWaitFor([this] { return m_read >= 0; }, 30'000);
        return m_read;
    }

    void onReady(quint32) override
    {
        eventfd_t count = 0;
        (void)::eventfd_read(m_descriptor, &count);
        m_before = m_fixture.recorder.received.size();
        while (!m_fixture.reactor.isLate()) {
        }
        m_fixture.reactor.scheduleAtTurnEnd(*this);
    }
    void onTurnEnd() override
    {
        m_read = m_fixture.recorder.received.size() - m_before;
        if (isFatal)
            m_fixture.channel->abort();
    }

    bool isFatal = false;

private:
    Fixture &m_fixture;
    int m_descriptor;
    qsizetype m_before = 0;
    qsizetype m_read = 0;
};

} // namespace

class TestTcpChannel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void writesOncePerTurn();
    void writesEarlyWhenAsked();
    void writesEarlyWhenMuchIsGathered();
    void handsOverBeforeItWritesEarly();
    void flushesEarlyAsManyPartsAsThePeerTakes();
    void readsBoundedPortions();
    void leavesMuchForLaterInALongTurn();
    void keepsOrderWhenBlocked();
    void stopsReadingWhileMuchWaits();
    void readsNothingWhilePaused();
    void readsLaterWhatWasSaidByWhoHasGone();
    void tellsWhenThePeerTakesAgain();
    void goesOnSendingAfterTheInputEnded();
    void finishesBehindTheQueueAndWaitsForThePeer();
    void throwsInputAwayWhenFinishing();
    void endsAtOnceWhenThePeerHasEnded();
    void abortsAtOnce();
    void endsWhenThePeerVanishes();
    void closesItsDescriptorWhenDestroyed();
};

void TestTcpChannel::writesOncePerTurn()
{
    Fixture pair(SOCK_SEQPACKET);
    pair.channel->send("one,");
    pair.channel->send("two,");
    pair.channel->send("three");
    QCOMPARE(pair.readOnce(), QByteArray());
    QTRY_COMPARE(pair.channel->sentBytes(), quint64{13});
    QCOMPARE(pair.readOnce(), QByteArray("one,two,three"));
    QCOMPARE(pair.channel->queuedCost(), 0);
}

void TestTcpChannel::writesEarlyWhenAsked()
{
    Fixture pair(SOCK_SEQPACKET);
    pair.channel->send("early");
    pair.channel->flushEarly();
    QCOMPARE(pair.readAll(), QByteArray("early"));
    pair.channel->send("late");
    QTRY_COMPARE(pair.readAll(), QByteArray("earlylate"));
}

// One call takes a bounded number of parts; more than that is not a slow peer's fault.
void TestTcpChannel::writesEarlyWhenMuchIsGathered()
{
    Fixture fixture(SOCK_SEQPACKET);
    fixture.channel->send("x"_ba);
    QCOMPARE(fixture.readOnce(), QByteArray()); // few wait for the end of the turn
    QByteArray written;
    for (int i = 1; i < 1000; ++i) {
        fixture.channel->send("x"_ba);
        written += fixture.readOnce();
    }
    QVERIFY2(written.size() >= 900, qPrintable(QString::number(written.size())));
    QTRY_COMPARE(written += fixture.readOnce(), QByteArray(1000, 'x'));
}

void TestTcpChannel::handsOverBeforeItWritesEarly()
{
    class HandOver final : public Reactor::TurnTask
    {
    public:
        explicit HandOver(const Fixture &fixture)
            : m_fixture(fixture)
        {}
        void onTurnEnd() override { readBefore = m_fixture.readOnce(); }
        std::optional<QByteArray> readBefore;

    private:
        const Fixture &m_fixture;
    };
    Fixture fixture;
    HandOver task(fixture);
    fixture.reactor.scheduleBeforeWrites(task);
    fixture.channel->send("answer"_ba);
    fixture.channel->flushEarly();
    QCOMPARE(task.readBefore, QByteArray());
    QCOMPARE(fixture.readOnce(), "answer"_ba);
}

void TestTcpChannel::flushesEarlyAsManyPartsAsThePeerTakes()
{
    Fixture pair;
    QByteArray expected;
    for (int round = 0; round < 3; ++round) {
        for (int part = 0; part < 1024; ++part) {
            pair.channel->send("x");
            expected += 'x';
        }
    }
    for (int round = 0; round < 3; ++round)
        pair.channel->flushEarly();
    QCOMPARE(pair.channel->queuedCost(), 0);
    QCOMPARE(pair.readAll(), expected);
}

void TestTcpChannel::readsBoundedPortions()
{
    Fixture pair;
    const QByteArray bytes(60'000, 'r');
    QCOMPARE(pair.write(bytes), ssize_t{60'000});
    QTRY_COMPARE(pair.recorder.received.size(), bytes.size());
    QCOMPARE(pair.recorder.received, bytes);
    for (const qsizetype portion : std::as_const(pair.recorder.portions))
        QVERIFY(portion <= pair.limits.readBytesPerTurn);
}

void TestTcpChannel::leavesMuchForLaterInALongTurn()
{
    Fixture f;
    LongTurn turn(f);
    const QByteArray portion(f.limits.readBytesPerTurn, 'p');
    QCOMPARE(turn.readIn("little"), 6);
    QCOMPARE(turn.readIn(portion), portion.size()); // nobody knew
    QCOMPARE(turn.readIn("more"), 0);
    QTRY_COMPARE(f.recorder.received, "little" + portion + "more");
    QCOMPARE(turn.readIn("little"), 6); // forgiven
    QCOMPARE(turn.readIn(portion), portion.size());
    turn.isFatal = true;
    QCOMPARE(turn.readIn("never"), 0);
    QCOMPARE(f.recorder.ends, 1);
    QCoreApplication::processEvents();
    QVERIFY(f.recorder.received.endsWith('p'));
}

void TestTcpChannel::keepsOrderWhenBlocked()
{
    Fixture pair;
    QByteArray expected;
    for (int i = 0; i < 100'000; ++i) {
        const QByteArray bytes = QByteArray::number(i) + '\n';
        expected += bytes;
        pair.channel->send(bytes);
    }
    QTRY_VERIFY(pair.channel->isBlocked());
    QByteArray received;
    QTRY_COMPARE((received += pair.readOnce()).size(), expected.size());
    QCOMPARE(received, expected);
    QVERIFY(!pair.channel->isBlocked());
}

void TestTcpChannel::stopsReadingWhileMuchWaits()
{
    Fixture pair;
    QVERIFY(pair.block());
    QCOMPARE(pair.write("heard"), ssize_t{5});
    QTRY_COMPARE(pair.recorder.received, QByteArray("heard"));
    const qint64 waited = pair.reactor.meters().queued.value();
    pair.channel->send(QByteArray(pair.limits.pauseReadingAtBytes, 'm'));
    QVERIFY(pair.reactor.meters().queued.value() >= waited + pair.limits.pauseReadingAtBytes);
    QCOMPARE(pair.write("unheard"), ssize_t{7});
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(pair.recorder.received, QByteArray("heard"));
    QTRY_VERIFY(!pair.readAll().isEmpty() && pair.recorder.received == "heardunheard");
}

void TestTcpChannel::readsNothingWhilePaused()
{
    Fixture fixture;
    fixture.channel->setPaused(true);
    QCOMPARE(fixture.write("later"), ssize_t{5});
    fixture.channel->send("out");
    QTRY_COMPARE(fixture.readAll(), "out"_ba);
    QVERIFY(fixture.recorder.received.isEmpty());
    fixture.channel->setPaused(false);
    QTRY_COMPARE(fixture.recorder.received, "later"_ba);
    fixture.channel->setPaused(true);
    fixture.closePeer();
    QTRY_COMPARE(fixture.recorder.ends, 1); // that is noticed all the same
    fixture.channel->setPaused(false);
}

void TestTcpChannel::readsLaterWhatWasSaidByWhoHasGone()
{
    Fixture f;
    f.channel->setPaused(true);
    QCOMPARE(::write(f.peer, "x", 1), ssize_t{1});
    f.closePeer(); // reported for as long as it is watched
    for (int turn = 0; turn < 3; ++turn)
        QCoreApplication::processEvents();
    QCOMPARE(f.recorder.received, ""_ba);
    QCOMPARE(f.recorder.ends, 0);
    f.channel->setPaused(false);
    QTRY_COMPARE(f.recorder.received, "x"_ba);
    QTRY_COMPARE(f.recorder.ends, 1);
}

void TestTcpChannel::tellsWhenThePeerTakesAgain()
{
    Fixture f;
    f.channel->send(QByteArray(4'000'000, 'x'));
    QTRY_VERIFY(f.channel->isBlocked());
    QCOMPARE(f.recorder.drains, 0);
    QTRY_COMPARE(f.readAll().size(), 4'000'000);
    QTRY_VERIFY(f.recorder.drains > 0);
}

void TestTcpChannel::goesOnSendingAfterTheInputEnded()
{
    Fixture pair;
    QCOMPARE(::shutdown(pair.peer, SHUT_WR), 0);
    QTRY_COMPARE(pair.recorder.inputEnds, 1);
    pair.channel->send("still here");
    QTRY_COMPARE(pair.readAll(), QByteArray("still here"));
    QCOMPARE(pair.recorder.inputEnds, 1);
    QCOMPARE(pair.recorder.ends, 0);
}

void TestTcpChannel::finishesBehindTheQueueAndWaitsForThePeer()
{
    Fixture pair;
    pair.channel->send("last words");
    pair.channel->finish();
    pair.channel->send("too late");
    QTRY_COMPARE(pair.readAll(), QByteArray("last words"));
    char byte = 0;
    QTRY_COMPARE(::recv(pair.peer, &byte, 1, 0), ssize_t{0});
    QCOMPARE(pair.recorder.ends, 0);
    pair.closePeer();
    QTRY_COMPARE(pair.recorder.ends, 1);
}

void TestTcpChannel::throwsInputAwayWhenFinishing()
{
    Fixture pair;
    QVERIFY(pair.block());
    pair.channel->send(QByteArray(pair.limits.pauseReadingAtBytes, 'm'));
    pair.channel->finish();
    QCOMPARE(pair.write("whatever"), ssize_t{8});
    QTRY_VERIFY(pair.readOnce().isEmpty() && pair.channel->queuedCost() == 0);
    QCOMPARE(pair.recorder.received, QByteArray());
    QCOMPARE(pair.recorder.ends, 0);
    pair.closePeer();
    QTRY_COMPARE(pair.recorder.ends, 1);
}

void TestTcpChannel::endsAtOnceWhenThePeerHasEnded()
{
    Fixture pair;
    QCOMPARE(::shutdown(pair.peer, SHUT_WR), 0);
    QTRY_COMPARE(pair.recorder.inputEnds, 1);
    pair.channel->send("bye");
    pair.channel->finish();
    QTRY_COMPARE(pair.recorder.ends, 1);
    QCOMPARE(pair.readOnce(), QByteArray("bye"));
}

void TestTcpChannel::abortsAtOnce()
{
    Fixture pair;
    pair.channel->send("never sent");
    pair.channel->abort();
    QCOMPARE(pair.recorder.ends, 1);
    pair.channel->abort();
    QCOMPARE(pair.recorder.ends, 1);
    QCoreApplication::processEvents();
    QCOMPARE(pair.readOnce(), QByteArray());
}

void TestTcpChannel::endsWhenThePeerVanishes()
{
    Fixture pair;
    QVERIFY(pair.block());
    pair.channel->send(QByteArray(pair.limits.pauseReadingAtBytes, 'm'));
    pair.closePeer();
    QTRY_VERIFY(pair.recorder.ends + pair.recorder.inputEnds > 0);
    pair.channel->finish(); // what an observer does at the end of the input
    QTRY_COMPARE(pair.recorder.ends, 1);
}

void TestTcpChannel::closesItsDescriptorWhenDestroyed()
{
    Fixture pair;
    pair.channel->send("scheduled");
    pair.channel.reset();
    char byte = 0;
    QCOMPARE(::recv(pair.peer, &byte, 1, 0), ssize_t{0});
    QCoreApplication::processEvents();
    QCOMPARE(pair.recorder.ends, 0);
}

QTEST_GUILESS_MAIN(TestTcpChannel)
#include "tst_tcpchannel.moc"
