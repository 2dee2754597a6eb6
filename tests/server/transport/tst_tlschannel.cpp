// A channel between a client in memory and a channel below that only remembers: no socket.
#include "server/transport/tlschannel.h"
#include "tests/server/transport/testcertificate.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

class Recorder final : public ChannelObserver
{
public:
    void onBytes(std::span<char> bytes) override
    {
        ++portions;
        received.append(bytes.data(), qsizetype(bytes.size()));
        if (onReceived)
            onReceived();
    }
    void onInputEnded() override { ++inputEnds; }
    void onDrained() override { ++drains; }
    void onEnded() override { ++ends; }

    std::function<void()> onReceived;
    QByteArray received;
    int portions = 0;
    int inputEnds = 0;
    int drains = 0;
    int ends = 0;
};

class ChannelBelow final : public ByteChannel
{
public:
    void setObserver(ChannelObserver &channelObserver) override { observer = &channelObserver; }
    void send(const QByteArray &bytes) override
    {
        ++writes;
        sent += bytes;
    }
    void flushEarly() override { ++flushes; }
    void setPaused(bool isNowPaused) override { isPaused = isNowPaused; }
    void finish() override { ++finishes; }
    void abort() override
    {
        ++aborts;
        observer->onEnded();
    }
    [[nodiscard]] qsizetype queuedCost() const override { return sent.size(); }
    [[nodiscard]] double heldWeight(std::chrono::steady_clock::time_point) const override
    {
        return 0;
    }
    [[nodiscard]] quint64 sentBytes() const override { return 4711; }
    [[nodiscard]] bool isBlocked() const override { return isStuck; }

    ChannelObserver *observer = nullptr;
    QByteArray sent;
    int writes = 0;
    int flushes = 0;
    int finishes = 0;
    int aborts = 0;
    bool isStuck = false;
    bool isPaused = false;
};

/// One certificate for all: making one takes its time.
const TlsContext &testContext()
{
    static const TlsContext context = [] {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"all.pem"_s);
        const TestCertificate made = makeCertificate();
        if (!writeFile(file, made.certificate + made.key))
            qFatal("cannot write");
        return TlsContext::load({file, file}).value();
    }();
    return context;
}

class Fixture final
{
public:
    explicit Fixture(int newestVersion = 0)
        : client(newestVersion)
    {
        auto owned = std::make_unique<ChannelBelow>();
        below = owned.get();
        channel = std::make_unique<TlsChannel>(std::move(owned), testContext(), reactor, limits,
                                               recorder);
    }
    Q_DISABLE_COPY_MOVE(Fixture)

    /// The client's bytes go to the channel, in portions if wanted; what it answers comes back.
    QByteArray exchange(qsizetype portion = 1'000'000)
    {
        QByteArray up = client.takeOutput();
        for (qsizetype at = 0; at < up.size(); at += portion) {
            const qsizetype size = std::min(portion, up.size() - at);
            channel->receive(std::span(up.data() + at, std::size_t(size)));
            QCoreApplication::processEvents(); // handshakes come in a turn of their own
        }
        return client.receive(std::exchange(below->sent, {}));
    }
    void shakeHands(qsizetype portion = 1'000'000)
    {
        for (int i = 0; i < 4 && !client.shakeHands(); ++i)
            exchange(portion);
        exchange(portion);
    }
    /// What was sent in this turn leaves in the end of it.
    QByteArray afterTurn()
    {
        QCoreApplication::processEvents();
        return client.receive(std::exchange(below->sent, {}));
    }
    /// The peer takes what waits below, and no more for now.
    QByteArray drain()
    {
        const QByteArray taken = client.receive(std::exchange(below->sent, {}));
        below->observer->onDrained();
        return taken;
    }

    Reactor reactor;
    TransportLimits limits;
    Recorder recorder;
    MemoryTlsClient client;
    std::unique_ptr<TlsChannel> channel;
    ChannelBelow *below = nullptr;
};

} // namespace

class TestTlsChannel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void speaks_data();
    void speaks();
    void refusesWhatIsOutdated();
    void shakesHandsInATurnOfItsOwn();
    void letsThoseInFirstWhomItHasAnswered();
    void takesInputInAnyPortions();
    void writesOncePerTurn();
    void sendsMuchInOrder();
    void writesEarlyWhenAsked();
    void countsWhatWaitsOnBothSides();
    void saysNothingBeforeTheHandshake();
    void goesOnWithAnotherObserverInBetween();
    void stopsReadingWhenFinished();
    void saysGoodbye();
    void hearsGoodbye();
    void toleratesAnEndWithoutGoodbye();
    void refusesAGreetingWithoutEnd();
    void failsOnGarbage_data();
    void failsOnGarbage();
    void abortsAtOnce();
    void passesTheStateBelowOn();
    void encryptsLittleMoreThanThePeerTakes();
    void stopsReadingWhileMuchWaits();
    void finishesBehindWhatWaits();
};

void TestTlsChannel::speaks_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("1.2") << TLS1_2_VERSION;
    QTest::newRow("1.3") << TLS1_3_VERSION;
}

void TestTlsChannel::speaks()
{
    QFETCH(int, version);
    Fixture pair(version);
    pair.shakeHands();
    QCOMPARE(pair.client.version(), version);
    pair.client.send("question");
    pair.exchange();
    QCOMPARE(pair.recorder.received, QByteArray("question"));
    pair.channel->send("answer");
    QCOMPARE(pair.afterTurn(), QByteArray("answer"));
}

void TestTlsChannel::refusesWhatIsOutdated()
{
    Fixture pair(TLS1_1_VERSION);
    pair.shakeHands();
    QVERIFY2(pair.client.failure().contains("protocol version"), pair.client.failure().constData());
    QCOMPARE(pair.recorder.inputEnds, 1);
    QCOMPARE(pair.below->finishes, 1);
}

// It costs as much as hundreds of messages, so that those who are ready come first.
void TestTlsChannel::shakesHandsInATurnOfItsOwn()
{
    Fixture pair;
    pair.client.shakeHands();
    QByteArray hello = pair.client.takeOutput();
    pair.channel->receive(std::span(hello.data(), std::size_t(hello.size())));
    QVERIFY(pair.below->sent.isEmpty());
    QVERIFY(pair.below->isPaused);
    QVERIFY(pair.reactor.held().count() >= hello.size());
    QCoreApplication::processEvents();
    QVERIFY(!pair.below->sent.isEmpty());
    QVERIFY(!pair.below->isPaused);

    Fixture gone;
    gone.client.shakeHands();
    hello = gone.client.takeOutput();
    gone.channel->receive(std::span(hello.data(), std::size_t(hello.size())));
    gone.below->observer->onEnded();
    QCoreApplication::processEvents();
    QVERIFY(gone.below->sent.isEmpty());
    QCOMPARE(gone.recorder.ends, 1);
    QCOMPARE(gone.reactor.held().count(), qsizetype{0});

    Fixture left;
    left.client.shakeHands();
    hello = left.client.takeOutput();
    left.channel->receive(std::span(hello.data(), std::size_t(hello.size())));
    left.channel.reset();
    QCoreApplication::processEvents();
}

// With more to greet than can be served in their time, nobody would be let in else.
void TestTlsChannel::letsThoseInFirstWhomItHasAnswered()
{
    class Newcomer final : public Reactor::NextTurnTask
    {
    public:
        void onNextTurn() override { wasFirst = below->isPaused; }
        ChannelBelow *below = nullptr;
        bool wasFirst = false;
    };
    for (const bool isAnswered : {false, true}) {
        Fixture pair;
        pair.client.shakeHands();
        if (isAnswered) {
            pair.exchange();
            pair.client.shakeHands();
        }
        Newcomer newcomer;
        newcomer.below = pair.below;
        pair.reactor.scheduleNextTurn(newcomer, Reactor::Rank::Newcomer);
        QByteArray part = pair.client.takeOutput();
        QVERIFY(!part.isEmpty());
        pair.channel->receive(std::span(part.data(), std::size_t(part.size())));
        QVERIFY(pair.below->isPaused);
        QCoreApplication::processEvents();
        QVERIFY(!pair.below->isPaused);
        QCOMPARE(newcomer.wasFirst, !isAnswered);
    }
}

// OpenSSL would gather a greeting of any length.
void TestTlsChannel::refusesAGreetingWithoutEnd()
{
    Fixture pair;
    // One handshake message of 100,000 bytes in records of 16 KiB.
    QByteArray record = QByteArray::fromHex("1603014000") + QByteArray(16'384, 'x');
    record.replace(5, 4, QByteArray::fromHex("010186a0"));
    for (int i = 0; i < 4 && pair.below->finishes == 0; ++i) {
        pair.channel->receive(std::span(record.data(), std::size_t(record.size())));
        QCoreApplication::processEvents();
        record.replace(5, 4, "xxxx");
    }
    QCOMPARE(pair.below->finishes, 1);
    QCOMPARE(pair.recorder.inputEnds, 1);
}

void TestTlsChannel::takesInputInAnyPortions()
{
    for (const qsizetype portion : {1, 2, 3, 7, 100}) {
        Fixture pair;
        pair.shakeHands(portion);
        pair.client.send(QByteArray(1000, 'a'));
        pair.client.send("b");
        pair.exchange(portion);
        QCOMPARE(pair.recorder.received, QByteArray(1000, 'a') + 'b');
    }
}

void TestTlsChannel::writesOncePerTurn()
{
    Fixture pair;
    pair.shakeHands();
    pair.below->writes = 0;
    for (int i = 0; i < 1000; ++i)
        pair.channel->send("0123456789");
    QCOMPARE(pair.below->writes, 0);
    QCoreApplication::processEvents();
    QCOMPARE(pair.below->writes, 1);
    // In few records: each would cost 22 bytes.
    QVERIFY2(pair.below->sent.size() < 10'200,
             qPrintable(QString::number(pair.below->sent.size())));
    QCOMPARE(pair.afterTurn().size(), 10'000);
}

void TestTlsChannel::sendsMuchInOrder()
{
    Fixture pair;
    pair.shakeHands();
    QByteArray expected;
    for (const qsizetype size : {1, 16'383, 16'384, 16'385, 50'000, 3, 100'000, 0, 20}) {
        const QByteArray part(size, char('a' + expected.size() % 26));
        pair.channel->send(part);
        expected += part;
    }
    QCOMPARE(pair.afterTurn(), expected);
    QCOMPARE(pair.channel->queuedCost(), 0);
}

void TestTlsChannel::writesEarlyWhenAsked()
{
    Fixture pair;
    pair.shakeHands();
    pair.channel->send("early");
    pair.channel->flushEarly();
    QCOMPARE(pair.below->flushes, 1);
    QCOMPARE(pair.client.receive(std::exchange(pair.below->sent, {})), QByteArray("early"));
}

void TestTlsChannel::countsWhatWaitsOnBothSides()
{
    Fixture pair;
    pair.shakeHands();
    pair.channel->send(QByteArray(1000, 'x'));
    QVERIFY(pair.channel->queuedCost() >= 1000);
    QCoreApplication::processEvents();
    QVERIFY(pair.channel->queuedCost() > 1000); // ciphertext, below
    pair.channel->send(QByteArray(1000, 'x'));
    QVERIFY(pair.channel->queuedCost() > 2000);
}

void TestTlsChannel::saysNothingBeforeTheHandshake()
{
    Fixture pair;
    pair.channel->send("too early");
    QCoreApplication::processEvents();
    QCOMPARE(pair.below->sent, QByteArray());
    pair.channel->finish();
    QCOMPARE(pair.below->sent, QByteArray());
    QCOMPARE(pair.below->finishes, 1);
}

// As when the opening request, in one record with the first message, makes a connection.
void TestTlsChannel::goesOnWithAnotherObserverInBetween()
{
    Fixture pair;
    Recorder second;
    pair.recorder.onReceived = [&] { pair.channel->setObserver(second); };
    pair.shakeHands();
    pair.client.send("first");
    pair.client.send("second");
    pair.exchange();
    QCOMPARE(pair.recorder.received, QByteArray("first"));
    QCOMPARE(second.received, QByteArray("second"));
}

void TestTlsChannel::stopsReadingWhenFinished()
{
    Fixture pair;
    pair.shakeHands();
    pair.recorder.onReceived = [&] { pair.channel->finish(); };
    pair.client.send("first");
    pair.client.send("second");
    pair.exchange();
    QCOMPARE(pair.recorder.received, QByteArray("first"));
    QCOMPARE(pair.recorder.portions, 1);
}

void TestTlsChannel::saysGoodbye()
{
    Fixture pair;
    pair.shakeHands();
    pair.channel->send("last words");
    pair.channel->finish();
    QCOMPARE(pair.client.receive(std::exchange(pair.below->sent, {})), QByteArray("last words"));
    QVERIFY(pair.client.hasHeardGoodbye());
    QCOMPARE(pair.below->finishes, 1);
    pair.channel->send("too late");
    QCOMPARE(pair.afterTurn(), QByteArray());
}

void TestTlsChannel::hearsGoodbye()
{
    Fixture pair;
    pair.shakeHands();
    pair.client.send("last words");
    pair.client.sayGoodbye();
    pair.exchange();
    QCOMPARE(pair.recorder.received, QByteArray("last words"));
    QCOMPARE(pair.recorder.inputEnds, 1);
    pair.below->observer->onInputEnded();
    QCOMPARE(pair.recorder.inputEnds, 1);
    pair.channel->send("still listening?");
    QCOMPARE(pair.afterTurn(), QByteArray("still listening?"));
}

void TestTlsChannel::toleratesAnEndWithoutGoodbye()
{
    Fixture pair;
    pair.shakeHands();
    pair.below->observer->onInputEnded();
    QCOMPARE(pair.recorder.inputEnds, 1);
    pair.channel->finish();
    QCOMPARE(pair.below->finishes, 1);
}

void TestTlsChannel::failsOnGarbage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing like it") << QByteArray("\x16\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8);
    QTest::newRow("a record too long")
        << QByteArray("\x16\x03\x01\xFF\xFF", 5) + QByteArray(70'000, 'x');
    QTest::newRow("an empty greeting") << QByteArray("\x16\x03\x01\x00\x04\x01\x00\x00\x00", 9);
    QTest::newRow("data before the greeting") << QByteArray("\x17\x03\x03\x00\x01x", 6);
    QTest::newRow("many empty records") << QByteArray("\x16\x03\x01\x00\x00", 5).repeated(10'000);
}

void TestTlsChannel::failsOnGarbage()
{
    QFETCH(QByteArray, bytes);
    Fixture pair;
    pair.channel->receive(std::span(bytes.data(), std::size_t(bytes.size())));
    QCoreApplication::processEvents();
    QCOMPARE(pair.recorder.inputEnds, 1);
    QCOMPARE(pair.recorder.received, QByteArray());
    QCOMPARE(pair.below->finishes, 1);
    pair.channel->receive(std::span(bytes.data(), std::size_t(bytes.size())));
    QCoreApplication::processEvents();
    QCOMPARE(pair.recorder.inputEnds, 1);
}

void TestTlsChannel::abortsAtOnce()
{
    Fixture pair;
    pair.shakeHands();
    pair.channel->send("never");
    pair.channel->abort();
    QCOMPARE(pair.recorder.ends, 1);
    QCOMPARE(pair.afterTurn(), QByteArray());
}

void TestTlsChannel::passesTheStateBelowOn()
{
    Fixture pair;
    QCOMPARE(pair.channel->sentBytes(), quint64{4711});
    QVERIFY(!pair.channel->isBlocked());
    pair.below->isStuck = true;
    QVERIFY(pair.channel->isBlocked());
}

void TestTlsChannel::encryptsLittleMoreThanThePeerTakes()
{
    constexpr qsizetype messageBytes = 4096;
    constexpr int messages = 200;
    Fixture pair;
    pair.shakeHands();
    pair.below->isStuck = true;
    for (int i = 0; i < messages; ++i)
        pair.channel->send(QByteArray(messageBytes, char('a' + i % 26)));
    pair.channel->flushEarly();
    QVERIFY(!pair.below->sent.isEmpty());
    const qsizetype most = 96 * 1024;
    QVERIFY(pair.below->sent.size() < most);
    QVERIFY(pair.channel->queuedCost() > messages * messageBytes);
    const qint64 plain = pair.reactor.meters().queued.value();
    QVERIFY(plain > messages * messageBytes - most);
    QByteArray received;
    for (int turns = 0; received.size() < messages * messageBytes && turns < messages; ++turns) {
        received += pair.drain();
        QVERIFY(pair.below->sent.size() < most);
    }
    QCOMPARE(received.size(), messages * messageBytes);
    for (int i = 0; i < messages; ++i)
        QCOMPARE(received[i * messageBytes], char('a' + i % 26));
    QCOMPARE(pair.channel->queuedCost(), 0);
    QCOMPARE(pair.reactor.meters().queued.value(), qint64{0});
}

void TestTlsChannel::stopsReadingWhileMuchWaits()
{
    Fixture pair;
    pair.shakeHands();
    pair.below->isStuck = true;
    pair.channel->send(QByteArray(pair.limits.pauseReadingAtBytes, 'm'));
    QVERIFY(pair.below->isPaused);
    QCOMPARE(pair.recorder.drains, 0);
    while (pair.channel->queuedCost() > pair.limits.pauseReadingAtBytes)
        (void)pair.drain();
    QVERIFY(!pair.below->isPaused);
    QVERIFY(pair.recorder.drains > 0);
    pair.channel->setPaused(true);
    (void)pair.drain();
    QVERIFY(pair.below->isPaused); // for another reason
}

void TestTlsChannel::finishesBehindWhatWaits()
{
    constexpr qsizetype bytes = 200'000;
    Fixture pair;
    pair.shakeHands();
    pair.below->isStuck = true;
    pair.channel->send(QByteArray(bytes, 'x'));
    pair.channel->setPaused(true);
    pair.channel->finish();
    QCOMPARE(pair.below->finishes, 0);
    QVERIFY(!pair.below->isPaused); // what still comes is thrown away
    pair.channel->send("too late");
    pair.client.send("unheard");
    QByteArray received = pair.exchange();
    QCOMPARE(pair.recorder.received, QByteArray());
    while (pair.below->finishes == 0)
        received += pair.drain();
    received += pair.drain();
    QCOMPARE(received, QByteArray(bytes, 'x'));
    QVERIFY(pair.client.hasHeardGoodbye());
    QCOMPARE(pair.below->finishes, 1);
}

QTEST_GUILESS_MAIN(TestTlsChannel)
#include "tst_tlschannel.moc"
