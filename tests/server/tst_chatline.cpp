#include "server/chatline.h"

#include <QRegularExpression>
#include <QTest>

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

} // namespace

class TestChatLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void handsOverOncePerTurnBeforeAnythingIsWritten();
    void knowsWhatIsDone();

private:
    std::vector<ChatBatch> takeAll(ChatPort &chat)
    {
        std::vector<ChatBatch> batches;
        chat.inbox.drain([&](ChatBatch &batch) { batches.push_back(std::move(batch)); });
        return batches;
    }
};

void TestChatLine::handsOverOncePerTurnBeforeAnythingIsWritten()
{
    ShardPort here;
    ChatPort there;
    Reactor reactor;
    ChatLine line({3, here, there}, reactor);
    Write write(there);
    reactor.scheduleAtTurnEnd(write);
    const auto first = line.ask(1, Connected{u"a"_s});
    QCOMPARE(line.ask(1, Disconnected{}), first);
    QVERIFY(there.inbox.isEmpty());
    QTRY_VERIFY(!there.inbox.isEmpty());
    QVERIFY(!write.wasAhead);
    const auto batches = takeAll(there);
    QCOMPARE(batches.size(), std::size_t{1});
    QCOMPARE(batches[0].shard, 3);
    QCOMPARE(batches[0].turn, first);
    QCOMPARE(batches[0].requests.size(), std::size_t{2});
    QCOMPARE(batches[0].requests[0].connection, ConnectionId{1});
    QCOMPARE(batches[0].requests[0].shard, 3);
    QVERIFY(std::holds_alternative<Disconnected>(batches[0].requests[1].what));
    QVERIFY(line.ask(2, Disconnected{}) > first);
}

void TestChatLine::knowsWhatIsDone()
{
    ShardPort here;
    ChatPort there;
    Reactor reactor;
    ChatLine line({0, here, there}, reactor);
    QVERIFY(line.isDone(0));
    const auto ticket = line.ask(1, Disconnected{});
    QVERIFY(!line.isDone(ticket));
    here.handledTurn = ticket;
    here.inbox.put(DeliveryBatch{});
    QVERIFY(!line.isDone(ticket)); // what followed has not been carried out
    here.inbox.drain([](ShardInput &) {});
    QVERIFY(line.isDone(ticket));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestChatLine)
#include "tst_chatline.moc"
