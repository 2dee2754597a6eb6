#include "server/chatline.h"
#include "server/threadlimits.h"
#include "tests/server/support/fakelink.h"

#include <QRegularExpression>
#include <QTest>

#include <thread>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Notes how many batches had been handed over when the turn's writes began.
class Write final : public Reactor::TurnTask
{
public:
    explicit Write(ChatPort &chat)
        : m_chat(chat)
    {}
    void onTurnEnd() override { wasAhead = m_chat.inbox.isEmpty(); }

    bool wasAhead = true;

private:
    ChatPort &m_chat;
};

/// A line with nobody at the other end but the test.
class Fixture final : public ShardInbox::Owner
{
public:
    void carryOut(ShardInput &) override { ++carriedOut; }
    void onPortionDone() override { line.resume(); }

    std::vector<ChatBatch> takeAll()
    {
        std::vector<ChatBatch> batches;
        there.inbox.drain([&](ChatBatch &batch) { batches.push_back(std::move(batch)); });
        return batches;
    }

    int carriedOut = 0;
    SystemClock clock;
    ShardPort here;
    ChatPort there;
    Reactor reactor;
    Hub hub;
    ShardInbox inbox{{here, there, reactor, clock}, *this};
    ChatLine line{{3, here, there, inbox, hub, reactor, clock}};
};

} // namespace

class TestChatLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void handsOverOncePerTurnBeforeAnythingIsWritten();
    void knowsWhatIsDone();
    void gathersWhatIsThere();
    void gathersWhatTheChatIsAt();
    void pausesWhoAsksTooMuch();
};

void TestChatLine::handsOverOncePerTurnBeforeAnythingIsWritten()
{
    Fixture fixture;
    Write write(fixture.there);
    fixture.reactor.scheduleAtTurnEnd(write);
    const auto first = fixture.line.ask(1, Connected{u"a"_s});
    QCOMPARE(fixture.line.ask(1, Disconnected{}), first);
    QVERIFY(fixture.there.inbox.isEmpty());
    QTRY_VERIFY(!fixture.there.inbox.isEmpty());
    QVERIFY(!write.wasAhead);
    const auto batches = fixture.takeAll();
    QCOMPARE(batches.size(), std::size_t{1});
    QCOMPARE(batches[0].shard, 3);
    QCOMPARE(batches[0].turn, first);
    QCOMPARE(batches[0].requests.size(), std::size_t{2});
    QCOMPARE(batches[0].requests[0].connection, ConnectionId{1});
    QCOMPARE(batches[0].requests[0].shard, 3);
    QVERIFY(std::holds_alternative<Disconnected>(batches[0].requests[1].what));
    QVERIFY(fixture.line.ask(2, Disconnected{}) > first);
}

void TestChatLine::knowsWhatIsDone()
{
    Fixture fixture;
    QVERIFY(fixture.line.isDone(0));
    const auto ticket = fixture.line.ask(1, Disconnected{});
    QVERIFY(!fixture.line.isDone(ticket));
    fixture.here.inbox.put(Deliveries{});
    fixture.here.handledTurn = ticket;
    QVERIFY(!fixture.line.isDone(ticket)); // what followed has not been carried out
    QTRY_VERIFY(fixture.inbox.isEmpty());
    QVERIFY(fixture.line.isDone(ticket));
}

void TestChatLine::gathersWhatIsThere()
{
    Fixture fixture;
    fixture.line.gather(); // nothing under way, and nothing in
    QVERIFY(!fixture.here.wantsWake);
    fixture.here.inbox.put(Deliveries{});
    fixture.line.gather();
    QCOMPARE(fixture.carriedOut, 1);
    QVERIFY(fixture.inbox.isEmpty());
}

void TestChatLine::gathersWhatTheChatIsAt()
{
    Fixture fixture;
    fixture.line.ask(1, Disconnected{});
    QTRY_VERIFY(!fixture.there.inbox.isEmpty());
    fixture.line.gather(); // nobody answers: not for ever
    QVERIFY(fixture.here.wantsWake);
    QCOMPARE(fixture.carriedOut, 0);

    // It waits only a moment, which a busy machine may miss: again until it was in time.
    const std::jthread chat([&](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            if (fixture.here.wantsWake.exchange(false))
                fixture.here.inbox.put(Deliveries{});
        }
    });
    fixture.here.wantsWake = false;
    QTRY_VERIFY((fixture.line.gather(), fixture.carriedOut > 0));
}

void TestChatLine::pausesWhoAsksTooMuch()
{
    Fixture fixture;
    FakeLink greedy(1, u"a"_s);
    FakeLink modest(2, u"b"_s);
    fixture.hub.add(greedy);
    fixture.hub.add(modest);
    Custom large;
    large.source = QByteArray(int(threadlimits::requestBytes / 4), 'x');
    fixture.line.ask(2, large);
    for (int i = 0; i < 3; ++i)
        fixture.line.ask(1, large);
    QVERIFY(greedy.isPaused());
    QVERIFY(!modest.isPaused());
    // Many who ask a little are paused before each of them has.
    for (ConnectionId other = 3; other < 8; ++other)
        fixture.line.ask(other, large);
    QVERIFY(modest.isPaused());
    QTRY_VERIFY(!fixture.there.inbox.isEmpty());
    QVERIFY(fixture.here.wantsWake);

    // Handled without anything to deliver: only the wake-up tells.
    fixture.here.handledTurn = fixture.takeAll().back().turn;
    fixture.here.wakeup.wake();
    QTRY_VERIFY(!greedy.isPaused());
    QVERIFY(!modest.isPaused());
    QVERIFY(!fixture.here.wantsWake);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestChatLine)
#include "tst_chatline.moc"
