#include "server/shardinbox.h"
#include "server/threadlimits.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

class Fixture final : public ShardInbox::Owner
{
public:
    void carryOut(ShardInput &input) override
    {
        ++carriedOut;
        if (std::holds_alternative<Deliveries>(input))
            clock.advance(timeEach);
    }
    void onPortionDone() override { portions.push_back(carriedOut); }

    ManualClock clock;
    ShardPort port;
    ChatPort chat;
    Reactor reactor;
    int carriedOut = 0;
    std::vector<int> portions;
    std::chrono::milliseconds timeEach{0};
    ShardInbox inbox{{port, chat, reactor, clock}, *this};
};

} // namespace

class TestShardInbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void carriesOutWhatComesIn();
    void stopsAfterAPortion();
    void settlesAndWakesTheChat();
};

void TestShardInbox::carriesOutWhatComesIn()
{
    Fixture fixture;
    fixture.port.inbox.put(Deliveries{});
    fixture.port.inbox.put(CloseAll{});
    QVERIFY(!fixture.inbox.isEmpty());
    QTRY_VERIFY(fixture.inbox.isEmpty());
    QCOMPARE(fixture.carriedOut, 2);
    QCOMPARE(fixture.portions, std::vector({2}));
}

void TestShardInbox::stopsAfterAPortion()
{
    Fixture fixture;
    fixture.timeEach = std::chrono::ceil<std::chrono::milliseconds>(threadlimits::portionTime);
    for (int i = 0; i < 3; ++i)
        fixture.port.inbox.put(Deliveries{});
    QTRY_VERIFY(fixture.inbox.isEmpty());
    QCOMPARE(fixture.portions, std::vector({1, 2, 3}));
}

void TestShardInbox::settlesAndWakesTheChat()
{
    Fixture fixture;
    constexpr qsizetype half = threadlimits::deliveryBytes / 2;
    fixture.port.undelivered = 2 * half + 2;
    fixture.chat.isHeldBack = true;
    fixture.port.inbox.put(Deliveries{{}, half});
    QTRY_VERIFY(fixture.inbox.isEmpty());
    QCOMPARE(fixture.port.undelivered.load(), half + 2);
    QVERIFY(fixture.chat.isHeldBack);
    fixture.port.inbox.put(Deliveries{{}, 2});
    QTRY_VERIFY(!fixture.chat.isHeldBack);
    QCOMPARE(fixture.port.undelivered.load(), half);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestShardInbox)
#include "tst_shardinbox.moc"
