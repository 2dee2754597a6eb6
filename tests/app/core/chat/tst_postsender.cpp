// How many posts are under way at once.
#include "fakechatserver.h"

#include "app/core/chat/chat.h"
#include "app/core/chat/postsender.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestPostSender : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void goesOnWhenWhatWasTakenBackIsAnswered_data();
    void goesOnWhenWhatWasTakenBackIsAnswered();
    void aDelayEndsWithTheServer();
};

void TestPostSender::goesOnWhenWhatWasTakenBackIsAnswered_data()
{
    QTest::addColumn<bool>("isStored");
    QTest::newRow("stored") << true;
    QTest::newRow("refused") << false;
}

void TestPostSender::goesOnWhenWhatWasTakenBackIsAnswered()
{
    QFETCH(bool, isStored);
    const ManualClock clock;
    FakeChatServer server;
    ChatClient client(clock, ReconnectPolicy([] { return 0.0; }));
    Chat chat(client, clock, {});
    chat.connectTo(server.url());
    server.greet();
    server.answerJoin(0, false);
    WAIT_FOR(chat.isReady());
    for (std::size_t i = 0; i < PostSender::window; ++i)
        QCOMPARE(chat.post(u"lobby"_s, u"early"_s), PostResult::Posted);
    QCOMPARE(chat.post(u"lobby"_s, u"late"_s), PostResult::Posted);
    const Broadcast first = server.next<Broadcast>();
    chat.discard(*first.id);
    if (isStored) {
        server.send(Ack{*first.id, u"lobby"_s, u"e1"_s, 1, 1765674010000, false});
    } else {
        ErrorMessage error{u"no"_s, qint64(ErrorCode::BadRequest), u"BAD_REQUEST"_s};
        error.id = first.id;
        server.send(error);
    }
    for (std::size_t i = 1; i < PostSender::window; ++i)
        QCOMPARE(server.next<Broadcast>().content.displayText(), u"early"_s);
    QCOMPARE(server.next<Broadcast>().content.displayText(), u"late"_s);
}

void TestPostSender::aDelayEndsWithTheServer()
{
    const ManualClock clock;
    FakeChatServer server;
    ChatClient client(clock, ReconnectPolicy([] { return 0.0; }));
    Chat chat(client, clock, {});
    chat.connectTo(server.url());
    server.greet();
    server.answerJoin(0, false);
    WAIT_FOR(chat.isReady());
    QSignalSpy delayed(&chat, &Chat::postsDelayed);
    QCOMPARE(chat.post(u"lobby"_s, u"early"_s), PostResult::Posted);
    ErrorMessage error{u"not now"_s, qint64(ErrorCode::StoreUnavailable), {}};
    error.retryAfterMs = PostSender::longestRetryAfter.count();
    error.id = server.next<Broadcast>().id;
    server.send(error);
    WAIT_FOR_EQUAL(delayed.count(), 1);
    const FakeChatServer other;
    chat.load(other.url());
    QCOMPARE(delayed.count(), 2);
    QCOMPARE(delayed.last().first().toBool(), false);
}

QTEST_GUILESS_MAIN(TestPostSender)
#include "tst_postsender.moc"
