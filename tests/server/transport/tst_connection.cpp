// A connection above a channel that is only played: what it sends, when it gives up, whom it tells.
// With real sockets: tst_transport.
#include "server/transport/connection.h"
#include "server/transport/frame.h"
#include "server/transport/transportcounters.h"
#include "tests/server/transport/transportharness.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

class FakeChannel final : public ByteChannel
{
public:
    void setObserver(ChannelObserver &observer) override { m_observer = &observer; }
    void send(const QByteArray &bytes) override
    {
        if (!isFinished)
            sent.append(bytes);
    }
    void flushEarly() override { ++earlyFlushes; }
    void setPaused(bool isNow) override { isPaused = isNow; }
    void finish() override { isFinished = true; }
    void abort() override
    {
        isAborted = true;
        m_observer->onEnded();
    }
    [[nodiscard]] qsizetype queuedCost() const override { return cost; }
    [[nodiscard]] double heldWeight(std::chrono::steady_clock::time_point) const override
    {
        return weight;
    }
    [[nodiscard]] quint64 sentBytes() const override { return bytesSent; }
    [[nodiscard]] bool isBlocked() const override { return cost > 0; }

    QList<QByteArray> sent;
    qsizetype cost = 0;
    double weight = 0;
    quint64 bytesSent = 0;
    int earlyFlushes = 0;
    bool isPaused = false;
    bool isFinished = false;
    bool isAborted = false;

private:
    ChannelObserver *m_observer = nullptr;
};

class Fixture final : public ConnectionHost
{
public:
    explicit Fixture(std::optional<DeflateParameters> deflate = std::nullopt)
        : deadlines(clock, counters.loopLag)
        , services{limits, deadlines, compression, event, counters, *this, reactor}
        , connection({7, u"127.0.0.1:1"_s, deflate}, services)
    {
        auto owned = std::make_unique<FakeChannel>();
        channel = owned.get();
        connection.setChannel(std::move(owned));
        connection.start(acceptor.accept(connection), {});
    }
    void onConnectionClosed(Connection &, const CloseInfo &info) override { closed = info; }
    void onConnectionEnded(Connection &) override { ++ends; }

    void receive(QByteArray bytes)
    {
        connection.onBytes({bytes.data(), static_cast<std::size_t>(bytes.size())});
    }
    void advance(std::chrono::seconds time)
    {
        for (auto passed = 0s; passed < time; passed += 1s) {
            clock.advance(1s);
            deadlines.runDue();
        }
    }
    /// Neither looks nor reads meanwhile.
    void standStill(std::chrono::seconds time)
    {
        clock.advance(time);
        deadlines.runDue();
    }
    [[nodiscard]] QList<QByteArray> texts() { return acceptor.last().texts; }
    [[nodiscard]] QByteArray lastSent() const
    {
        return channel->sent.value(channel->sent.size() - 1);
    }

    ManualClock clock;
    TransportLimits limits;
    TransportCounters counters;
    Deadlines deadlines;
    Reactor reactor;
    Compression compression;
    FrameEvent event;
    EchoAcceptor acceptor;
    std::optional<CloseInfo> closed;
    int ends = 0;
    FakeChannel *channel = nullptr;
    ConnectionServices services;
    Connection connection;
};

const QByteArray ping = encodePingFrame({}).bytes;

using Act = void (*)(Fixture &);
using Acts = QList<Act>;

} // namespace

Q_DECLARE_METATYPE(Acts)

class TestConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void passesMessagesOn();
    void answersPings();
    void refusesTooManyPings();
    void dropsWhatMayBeDropped();
    void pausesItsChannel();
    void handlesSoManyMessagesATurn();
    void countsALongMessageAsSeveral();
    void leavesLongMessagesForLaterInALongTurn();
    void handlesNothingWhilePaused();
    void closesAlsoWhilePaused();
    void handlesNoMoreWhileThePeerTakesNothing();
    void handlesWhatWasSaidBeforeTheEnd();
    void tellsTheSessionAtThePeersClose();
    void tellsTheSessionAtAnError();
    void waitsForTheAnswerToItsClose();
    void saysNothingWhileClosing();
    void closesWhenTooMuchWaits();
    void triesToSendBeforeItComplains();
    void compressesLongMessagesIfAgreed();
    void readsCompressedMessagesIfAgreed();
    void pingsAfterSilenceOnly();
    void spreadsPings();
    void givesUpAfterSilence();
    void blamesNobodyForAStandstillOfItsOwn();
    void takesWrittenBytesForLifeWhileBlocked();
    void givesUpWhoTakesNothing();
    void abortsAtTheDeadlineOnce();
    void lingersWhileThePeerTakesWhatWaits();
    void lingersForNobodyElse_data();
    void lingersForNobodyElse();
    void releasesLongBuffers();
    void tellsWhatItHolds();
    void givesUpWhatIsUnfinishedWhenItHasTo();
    void givesUpWhatNobodyTakesWhenItHasTo();
};

void TestConnection::passesMessagesOn()
{
    Fixture f;
    f.receive(clientFrame(0x81, "text") + clientFrame(0x82, "binary"));
    QCOMPARE(f.acceptor.last().texts, QList<QByteArray>{"text"});
    QCOMPARE(f.acceptor.last().binaries, QList<QByteArray>{"binary"});
    QCOMPARE(f.counters.messagesIn, quint64{2});
    QCOMPARE(f.channel->sent.size(), 2);
}

void TestConnection::answersPings()
{
    Fixture f;
    f.receive(clientFrame(0x89, "p") + clientFrame(0x8A, "unasked"));
    QCOMPARE(f.channel->sent, QList<QByteArray>{encodePongFrame("p").bytes});
}

void TestConnection::refusesTooManyPings()
{
    Fixture f;
    f.limits.controlFrames = {2, 3};
    for (int i = 0; i < 2; ++i) {
        f.receive(clientFrame(0x89, "p").repeated(2) + clientFrame(0x8A, {}));
        f.clock.advance(1500ms);
    }
    QCOMPARE(f.channel->sent.size(), 4);
    QVERIFY(!f.closed);
    f.receive(clientFrame(0x89, "p").repeated(4));
    QCOMPARE(f.channel->sent.size(), 8);
    QVERIFY(f.closed);
    QCOMPARE(f.closed->code, quint16{1008});
    QCOMPARE(f.counters.tooManyPings, quint64{1});
}

void TestConnection::dropsWhatMayBeDropped()
{
    Fixture f;
    const SharedFrame frame = encodeTextFrame("typing");
    f.channel->cost = f.limits.queuedBytes / 2;
    f.connection.sendDroppable(frame);
    QCOMPARE(f.channel->sent.size(), 1);
    f.channel->cost = f.limits.queuedBytes / 2 + 1;
    f.connection.sendDroppable(frame);
    QCOMPARE(f.channel->earlyFlushes, 1); // tried before it gave up
    QCOMPARE(f.channel->sent.size(), 1);
    QCOMPARE(f.counters.framesDropped, quint64{1});
    f.connection.send(frame);
    QCOMPARE(f.channel->sent.size(), 2);
}

void TestConnection::pausesItsChannel()
{
    Fixture f;
    const auto set = [&f](ClientLink::Reading reading, ClientLink::Pause pause) {
        f.connection.setReading(reading, pause);
        return f.channel->isPaused;
    };
    using enum ClientLink::Reading;
    using enum ClientLink::Pause;
    QVERIFY(set(Paused, ForChat));
    QVERIFY(set(Paused, ForAnswer));
    QVERIFY(set(On, ForChat)); // the other reason is left
    QVERIFY(!set(On, ForAnswer));
}

void TestConnection::handlesSoManyMessagesATurn()
{
    Fixture f;
    f.limits.messagesPerTurn = 10;
    f.acceptor.isEchoing = false;
    QByteArray input;
    for (int i = 0; i < 25; ++i)
        input += clientFrame(0x81, QByteArray::number(i));
    f.receive(input);
    QCOMPARE(f.texts().size(), 10);
    QVERIFY(f.channel->isPaused); // or more and more would be read
    f.receive(clientFrame(0x81, "last"));
    QCOMPARE(f.texts().size(), 10);
    QCoreApplication::processEvents();
    QCOMPARE(f.texts().size(), 20);
    QCoreApplication::processEvents();
    QCOMPARE(f.texts().size(), 26);
    QVERIFY(!f.channel->isPaused);
    for (int i = 0; i < 25; ++i)
        QCOMPARE(f.texts()[i], QByteArray::number(i));
    QCOMPARE(f.texts().last(), "last"_ba);
}

void TestConnection::countsALongMessageAsSeveral()
{
    Fixture f;
    f.limits.messagesPerTurn = 10;
    f.acceptor.isEchoing = false;
    f.receive(clientFrame(0x81, QByteArray(100'000, 'x')) + clientFrame(0x81, "x"));
    QCOMPARE(f.texts().size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(f.texts().size(), 2);
}

void TestConnection::leavesLongMessagesForLaterInALongTurn()
{
    class LongTurn final : public Reactor::NextTurnTask
    {
    public:
        void onNextTurn() override
        {
            while (!reactor->isLate()) {
            }
            run();
        }
        Reactor *reactor = nullptr;
        std::function<void()> run;
    };
    Fixture f;
    LongTurn turn;
    turn.reactor = &f.reactor;
    const QByteArray text(10'000, 'x');
    qsizetype handled = -1;
    turn.run = [&] {
        f.receive(clientFrame(0x81, "short"));
        f.receive(clientFrame(0x81, text).first(9'000));
        f.receive(clientFrame(0x81, text).sliced(9'000));
        handled = f.texts().size();
    };
    f.reactor.scheduleNextTurn(turn);
    QTRY_COMPARE(handled, 1);
    QTRY_COMPARE(f.texts().size(), 2);
    QCOMPARE(f.texts().constLast(), text);
    QTRY_VERIFY(!f.channel->isPaused);

    // With time enough at once.
    f.receive(clientFrame(0x81, text));
    QCOMPARE(f.texts().size(), 3);

    // Who has gone has said it.
    turn.run = [&] {
        f.receive(clientFrame(0x81, text));
        handled = f.texts().size();
        f.connection.abort();
    };
    f.reactor.scheduleNextTurn(turn);
    QTRY_COMPARE(f.ends, 1);
    QCOMPARE(handled, 3);
}

void TestConnection::handlesNothingWhilePaused()
{
    Fixture f;
    f.acceptor.isEchoing = false;
    f.connection.setReading(ClientLink::Reading::Paused, ClientLink::Pause::ForAnswer);
    f.receive(clientFrame(0x81, "x") + clientFrame(0x88, closeBody(1000, "")));
    QCoreApplication::processEvents();
    QCOMPARE(f.texts().size(), 0);
    f.advance(50s); // it is not the peer who is silent
    QVERIFY(!f.closed);
    f.connection.setReading(ClientLink::Reading::On, ClientLink::Pause::ForAnswer);
    QCOMPARE(f.texts().size(), 0); // never from within
    QCoreApplication::processEvents();
    QCOMPARE(f.texts().size(), 1);
    QCOMPARE(f.closed->code, quint16{1000});
}

void TestConnection::closesAlsoWhilePaused()
{
    Fixture f;
    f.connection.setReading(ClientLink::Reading::Paused, ClientLink::Pause::ForAnswer);
    f.receive(clientFrame(0x81, "x"));
    f.connection.close(4000, {});
    QCoreApplication::processEvents();
    QVERIFY(!f.channel->isPaused);
    QCOMPARE(f.texts().size(), 0); // it crossed our close frame
    f.receive(clientFrame(0x88, closeBody(4000, "")));
    QCOMPARE(f.closed->code, quint16{4000});
}

void TestConnection::handlesNoMoreWhileThePeerTakesNothing()
{
    Fixture f;
    f.limits.messagesPerTurn = 1;
    f.acceptor.isEchoing = false;
    f.channel->cost = f.limits.pauseReadingAtBytes + 1;
    f.receive(clientFrame(0x81, "x") + clientFrame(0x81, "y"));
    QCoreApplication::processEvents();
    QCOMPARE(f.texts().size(), 1);
    f.channel->cost = 0;
    f.connection.onDrained();
    QCoreApplication::processEvents();
    QCOMPARE(f.texts().size(), 2);
}

void TestConnection::handlesWhatWasSaidBeforeTheEnd()
{
    Fixture ended;
    ended.limits.messagesPerTurn = 1;
    ended.acceptor.isEchoing = false;
    ended.receive(clientFrame(0x81, "x") + clientFrame(0x81, "y") + clientFrame(0x81, "z"));
    ended.connection.onInputEnded();
    QVERIFY(!ended.closed);
    for (int i = 0; i < 3; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(ended.texts().size(), 3);
    QVERIFY(ended.closed);

    Fixture reset;
    reset.limits.messagesPerTurn = 1;
    reset.acceptor.isEchoing = false;
    reset.receive(clientFrame(0x81, "x") + clientFrame(0x81, "y") + clientFrame(0x81, "z"));
    reset.connection.onEnded();
    QCOMPARE(reset.texts().size(), 3);
    QCOMPARE(reset.ends, 1);
}

void TestConnection::tellsTheSessionAtThePeersClose()
{
    Fixture f;
    f.receive(clientFrame(0x88, closeBody(1001, "gone")) + clientFrame(0x81, "x"));
    QCOMPARE(f.lastSent(), encodeCloseFrame(1001, {}).bytes);
    QVERIFY(f.channel->isFinished);
    QCOMPARE(f.closed->code, quint16{1001});
    QCOMPARE(f.acceptor.last().closed->reason, u"gone"_s);
    QCOMPARE(f.acceptor.last().texts, {});
    QCOMPARE(f.ends, 0);
    f.connection.onEnded();
    QCOMPARE(f.ends, 1);
    QCOMPARE(f.acceptor.last().closeCalls, 1);
}

void TestConnection::tellsTheSessionAtAnError()
{
    Fixture f;
    f.receive(QByteArray::fromHex("ffff"));
    QVERIFY(f.lastSent().startsWith(QByteArray::fromHex("88")));
    QVERIFY(f.channel->isFinished);
    QCOMPARE(f.closed->code, quint16{1002});
}

void TestConnection::waitsForTheAnswerToItsClose()
{
    Fixture f;
    f.connection.close(4503, u"out"_s);
    QVERIFY(!f.channel->isFinished);
    QVERIFY(!f.closed);
    f.receive(clientFrame(0x88, closeBody(1000)));
    QVERIFY(f.channel->isFinished);
    QCOMPARE(f.closed->code, quint16{4503});
    QCOMPARE(f.channel->sent.size(), 1);
}

void TestConnection::saysNothingWhileClosing()
{
    Fixture f;
    f.connection.close(1000, {});
    f.connection.send(encodeTextFrame("late"));
    f.receive(clientFrame(0x81, "crossing") + clientFrame(0x89, "ping"));
    QCOMPARE(f.channel->sent.size(), 1);
    QCOMPARE(f.acceptor.last().texts, {});
}

void TestConnection::closesWhenTooMuchWaits()
{
    Fixture f;
    f.channel->cost = f.limits.queuedBytes;
    f.connection.send(encodeTextFrame("fits"));
    QCOMPARE(f.lastSent(), encodeTextFrame("fits").bytes);
    f.channel->cost = f.limits.queuedBytes + 1;
    f.connection.send(encodeTextFrame("does not"));
    QCOMPARE(f.lastSent(), encodeCloseFrame(4001, u"too slow"_s).bytes);
    QCOMPARE(f.counters.tooSlow, quint64{1});
    QVERIFY(!f.closed);
    f.advance(6s);
    QVERIFY(f.channel->isAborted);
    QCOMPARE(f.closed->code, quint16{4001});
}

void TestConnection::triesToSendBeforeItComplains()
{
    Fixture f;
    f.channel->cost = f.limits.queuedBytes;
    f.connection.send(encodeTextFrame("a"));
    QCOMPARE(f.channel->earlyFlushes, 0);
    f.channel->cost += 1;
    f.connection.send(encodeTextFrame("b"));
    QCOMPARE(f.channel->earlyFlushes, 1);
}

void TestConnection::compressesLongMessagesIfAgreed()
{
    const SharedFrame shortFrame = encodeTextFrame(QByteArray(compressAtBytes - 1, 'a'));
    const SharedFrame longFrame = encodeTextFrame(QByteArray(compressAtBytes, 'a'));
    Fixture plain;
    plain.connection.send(longFrame);
    QCOMPARE(plain.lastSent(), longFrame.bytes);

    Fixture f(DeflateParameters{});
    f.connection.send(shortFrame);
    QCOMPARE(f.lastSent(), shortFrame.bytes);
    f.connection.send(longFrame);
    QCOMPARE(static_cast<quint8>(f.lastSent()[0]), quint8{0xC1});
    QVERIFY(f.lastSent().size() < 100);

    // Whoever has agreed to the same shares the very bytes.
    Fixture another(DeflateParameters{});
    another.connection.send(longFrame);
    QCOMPARE(another.lastSent().constData(), f.lastSent().constData());
    // Control frames are never compressed.
    f.receive(clientFrame(0x89, QByteArray(125, 'p')));
    QCOMPARE(f.lastSent(), encodePongFrame(QByteArray(125, 'p')).bytes);
}

void TestConnection::readsCompressedMessagesIfAgreed()
{
    const QByteArray hello = clientFrame(0xC1, QByteArray::fromHex("f248cdc9c90700"));
    Fixture f(DeflateParameters{});
    f.receive(hello);
    QCOMPARE(f.acceptor.last().texts, QList<QByteArray>{"Hello"});
    Fixture plain;
    plain.receive(hello);
    QCOMPARE(plain.closed->code, quint16{1002});
}

void TestConnection::pingsAfterSilenceOnly()
{
    Fixture f;
    f.advance(19s);
    QVERIFY(f.channel->sent.isEmpty());
    f.receive(clientFrame(0x8A, {}));
    f.advance(19s);
    QVERIFY(f.channel->sent.isEmpty());
    f.advance(7s);
    QCOMPARE(f.channel->sent, QList<QByteArray>{ping});
}

void TestConnection::spreadsPings()
{
    ManualClock clock;
    TransportCounters counters;
    Deadlines deadlines(clock, counters.loopLag);
    TransportLimits limits;
    Compression compression;
    FrameEvent event;
    Fixture host;
    const ConnectionServices services{limits,   deadlines, compression, event,
                                      counters, host,      host.reactor};
    std::vector<std::unique_ptr<Connection>> connections;
    std::vector<FakeChannel *> channels;
    for (ConnectionId id = 1; id <= 64; ++id) {
        auto channel = std::make_unique<FakeChannel>();
        channels.push_back(channel.get());
        connections.push_back(
            std::make_unique<Connection>(Connection::Identity{id, {}, std::nullopt}, services));
        connections.back()->setChannel(std::move(channel));
    }
    const auto pinged = [&] {
        return std::count_if(channels.begin(), channels.end(),
                             [](const FakeChannel *channel) { return !channel->sent.isEmpty(); });
    };
    clock.advance(19'900ms);
    deadlines.runDue();
    QCOMPARE(pinged(), 0);
    clock.advance(2'500ms);
    deadlines.runDue();
    QVERIFY2(pinged() > 20 && pinged() < 44, qPrintable(QString::number(pinged())));
    clock.advance(2'800ms);
    deadlines.runDue();
    QCOMPARE(pinged(), 64);
}

void TestConnection::givesUpAfterSilence()
{
    Fixture f;
    f.advance(44s);
    QVERIFY(!f.closed);
    f.advance(2s);
    QCOMPARE(f.closed->code, quint16{4002});
    QVERIFY(f.channel->isFinished);
    QCOMPARE(f.counters.noPong, quint64{1});
    f.advance(6s);
    QVERIFY(f.channel->isAborted);
    QCOMPARE(f.ends, 1);
}

void TestConnection::blamesNobodyForAStandstillOfItsOwn()
{
    Fixture f;
    f.standStill(10min);
    QVERIFY(!f.closed);
    QCOMPARE(f.lastSent(), encodePingFrame({}).bytes);
    f.advance(46s);
    QCOMPARE(f.closed->code, quint16{4002});
}

void TestConnection::takesWrittenBytesForLifeWhileBlocked()
{
    Fixture f;
    f.channel->cost = 300'000;
    for (int i = 0; i < 10; ++i) {
        f.channel->bytesSent += 1000;
        f.advance(20s);
        QVERIFY(!f.closed);
    }
}

void TestConnection::givesUpWhoTakesNothing()
{
    Fixture f;
    f.channel->cost = 300'000;
    f.advance(46s);
    QCOMPARE(f.closed->code, quint16{4002});
}

void TestConnection::abortsAtTheDeadlineOnce()
{
    Fixture f;
    f.connection.close(1000, {});
    f.advance(60s);
    QVERIFY(f.channel->isAborted);
    QCOMPARE(f.ends, 1);
    QCOMPARE(f.acceptor.last().closeCalls, 1);
}

void TestConnection::lingersWhileThePeerTakesWhatWaits()
{
    for (const bool isProper : {true, false}) {
        Fixture f;
        if (isProper)
            f.receive(clientFrame(0x88, closeBody(1000)));
        else
            f.connection.onInputEnded(); // no more than the end of its stream
        for (auto passed = 0s; passed < 56s; passed += 4s) {
            f.channel->bytesSent += 1;
            f.advance(4s);
            QVERIFY(!f.channel->isAborted);
        }
        f.channel->bytesSent += 1;
        f.advance(5s); // a minute is enough
        QVERIFY(f.channel->isAborted);
        QCOMPARE(f.ends, 1);
    }
}

void TestConnection::lingersForNobodyElse_data()
{
    const Act closeProperly = [](Fixture &f) { f.receive(clientFrame(0x88, closeBody(1000))); };
    const Act takeNothing = [](Fixture &f) { f.advance(6s); };
    const Act take = [](Fixture &f) {
        f.channel->bytesSent += 1;
        f.advance(6s);
    };
    const Act breakTheRules = [](Fixture &f) { f.receive(QByteArray::fromHex("ffff")); };
    const Act closeIt = [](Fixture &f) { f.connection.close(1001, {}); };
    QTest::addColumn<Acts>("acts");
    QTest::newRow("takes nothing") << Acts{closeProperly, takeNothing};
    QTest::newRow("takes nothing any more") << Acts{closeProperly, take, takeNothing};
    QTest::newRow("broke the rules") << Acts{breakTheRules, take};
    QTest::newRow("was closed") << Acts{closeIt, take};
    QTest::newRow("was closed, and answered") << Acts{closeIt, closeProperly, take};
    QTest::newRow("we stop") << Acts{closeProperly, take, closeIt, take};
}

void TestConnection::lingersForNobodyElse()
{
    QFETCH(Acts, acts);
    Fixture f;
    for (const Act act : acts) {
        QVERIFY(!f.channel->isAborted);
        act(f);
    }
    QVERIFY(f.channel->isAborted);
}

void TestConnection::releasesLongBuffers()
{
    Fixture f;
    f.acceptor.isEchoing = false;
    f.receive(clientFrame(0x81, QByteArray(500'000, 'x')));
    QCOMPARE(f.acceptor.last().texts.size(), 1);
    QVERIFY(f.event.payload.capacity() < 100'000);
}

void TestConnection::tellsWhatItHolds()
{
    Fixture f(DeflateParameters{});
    const HeldBytes &held = f.reactor.held();
    f.receive(clientFrame(0x81, "whole"));
    QCOMPARE(held.count(), 0);
    f.receive(clientFrame(0x01, QByteArray(50'000, 'x')));
    QVERIFY(held.count() >= 50'000);
    QVERIFY(f.connection.heldWeight(std::chrono::steady_clock::now()) > 0);
    f.receive(clientFrame(0x80, "end"));
    QCOMPARE(held.count(), 0);
    f.receive(clientFrame(0x41, QByteArray::fromHex("f248"))); // compressed, and not the last
    QVERIFY(held.count() >= Inflater::heldBytes);
    f.receive(clientFrame(0x80, QByteArray::fromHex("cdc9c90700"))); // "Hello"
    QCOMPARE(f.texts().constLast(), "Hello");
    QCOMPARE(held.count(), 0);

    // What waits for its turn counts, too.
    f.connection.setReading(ClientLink::Reading::Paused, ClientLink::Pause::ForAnswer);
    f.receive(clientFrame(0x81, QByteArray(10'000, 'x')));
    QVERIFY(held.count() >= 10'000);
    f.connection.setReading(ClientLink::Reading::On, ClientLink::Pause::ForAnswer);
    QTRY_COMPARE(held.count(), 0);
}

void TestConnection::givesUpWhatIsUnfinishedWhenItHasTo()
{
    Fixture f;
    f.receive(clientFrame(0x01, QByteArray(50'000, 'x')));
    f.connection.shed();
    QCOMPARE(f.reactor.held().count(), 0);
    QCOMPARE(f.lastSent(), encodeCloseFrame(1013, u"too much is unfinished"_s).bytes);
    QCOMPARE(f.closed->code, quint16{1013});
    QVERIFY(f.channel->isFinished);
    f.receive(clientFrame(0x00, QByteArray(50'000, 'x'))); // goes nowhere
    QCOMPARE(f.reactor.held().count(), 0);
    f.connection.shed(); // what waits for it still
    QVERIFY(f.channel->isAborted);
    QCOMPARE(f.ends, 1);
}

void TestConnection::givesUpWhatNobodyTakesWhenItHasTo()
{
    Fixture f;
    f.channel->weight = 1e6;
    f.receive(clientFrame(0x01, "unfinished, too, but little"));
    f.connection.shed();
    QVERIFY(f.channel->isAborted);
    QCOMPARE(f.closed->code, quint16{4001});
    QCOMPARE(f.reactor.held().count(), 0);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
