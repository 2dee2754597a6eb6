#include "app/cli/pendinganswers.h"
#include "common/protocol/codec.h"
#include "common/protocol/errorcode.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestPendingAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_pending = PendingAnswers(); }

    void countsWhatIsAnswered_data();
    void countsWhatIsAnswered();
    void isSettledByTheAnswer_data();
    void isSettledByTheAnswer();
    void broadcastsOfOthersSettleNothing();
    void anErrorSettlesWhatWasWrong();
    void anUnexpectedErrorSettlesTheOldest();
    void unaskedAnswersDoNoHarm();
    void knowsWhatIsAnAnswer_data();
    void knowsWhatIsAnAnswer();

private:
    void receive(const QByteArray &frame, const QString &clientId = u"a:1"_s)
    {
        const auto message = decodeServerMessage(frame);
        QVERIFY(message.hasValue());
        m_pending.received(message.value(), clientId);
    }

    PendingAnswers m_pending;
};

void TestPendingAnswers::countsWhatIsAnswered_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("answers");
    QTest::newRow("echo") << QByteArray(R"({"type":"echo"})") << 1;
    QTest::newRow("broadcast") << QByteArray(R"({"type":"broadcast"})") << 1;
    QTest::newRow("command") << QByteArray(R"({"type":"command","command":"x"})") << 1;
    QTest::newRow("nonsense") << QByteArray("nonsense") << 1;
    QTest::newRow("array") << QByteArray("[]") << 1;
    QTest::newRow("custom") << QByteArray(R"({"type":"lab.temp"})") << 0;
    QTest::newRow("no type") << QByteArray("{}") << 0;
}

void TestPendingAnswers::countsWhatIsAnswered()
{
    QFETCH(QByteArray, frame);
    m_pending.sent(frame);
    QTEST(static_cast<int>(m_pending.count()), "answers");
}

void TestPendingAnswers::isSettledByTheAnswer_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("received");
    QTest::newRow("echo") << QByteArray(R"({"type":"echo"})")
                          << QByteArray(R"({"type":"echo_response","original":{}})");
    QTest::newRow("broadcast") << QByteArray(R"({"type":"broadcast"})")
                               << QByteArray(R"({"type":"broadcast_message","from":"a:1"})");
    QTest::newRow("command") << QByteArray(R"({"type":"command"})")
                             << QByteArray(R"({"type":"command_response","error":"x"})");
    QTest::newRow("nonsense") << QByteArray("nonsense") << QByteArray(R"({"type":"error"})");
}

void TestPendingAnswers::isSettledByTheAnswer()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, received);
    m_pending.sent(sent);
    receive(R"({"type":"server_heartbeat"})");
    QVERIFY(!m_pending.isEmpty());
    receive(received);
    QVERIFY(m_pending.isEmpty());
}

void TestPendingAnswers::broadcastsOfOthersSettleNothing()
{
    m_pending.sent(R"({"type":"broadcast"})");
    receive(R"({"type":"broadcast_message","from":"b:2"})");
    QVERIFY(!m_pending.isEmpty());
    receive(R"({"type":"broadcast_message","from":"b:2"})", {}); // a server without ids
    QVERIFY(m_pending.isEmpty());
}

void TestPendingAnswers::anErrorSettlesWhatWasWrong()
{
    m_pending.sent(R"({"type":"echo"})");
    m_pending.sent("nonsense");
    receive(R"({"type":"error"})");
    QCOMPARE(m_pending.count(), 1U);
    receive(R"({"type":"echo_response","original":{}})");
    QVERIFY(m_pending.isEmpty());
}

void TestPendingAnswers::anUnexpectedErrorSettlesTheOldest()
{
    m_pending.sent(R"({"type":"echo"})");
    receive(R"({"type":"error"})");
    QVERIFY(m_pending.isEmpty());
}

void TestPendingAnswers::unaskedAnswersDoNoHarm()
{
    receive(R"({"type":"echo_response","original":{}})");
    receive(R"({"type":"error"})");
    QVERIFY(m_pending.isEmpty());
}

void TestPendingAnswers::knowsWhatIsAnAnswer_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<bool>("isAnswer");
    const QByteArray echo(R"({"type":"echo"})");
    QTest::newRow("echo") << echo << QByteArray(R"({"type":"echo_response","original":{}})")
                          << true;
    QTest::newRow("unasked") << QByteArray(R"({"type":"broadcast"})")
                             << QByteArray(R"({"type":"echo_response","original":{}})") << false;
    QTest::newRow("others' words")
        << echo << QByteArray(R"({"type":"broadcast_message","from":"b:2","content":"x"})")
        << false;
    QTest::newRow("heartbeat") << echo << QByteArray(R"({"type":"server_heartbeat"})") << false;
    QTest::newRow("error") << echo << QByteArray(R"({"type":"error"})") << true;
    QTest::newRow("by id") << echo
                           << QByteArray(R"({"type":"ack","id":"1","room":"dev","epoch":"e",)"
                                         R"("offset":1,"ts":5,"duplicate":false})")
                           << true;
    QTest::newRow("no, by id") << echo << QByteArray(R"({"type":"error","id":"1","code":4})")
                               << true;
    const QByteArray later = R"({"type":"error","id":"1","code":)" +
                             QByteArray::number(qint64(ErrorCode::StoreUnavailable)) + '}';
    QTest::newRow("later, by id") << echo << later << false;
}

void TestPendingAnswers::knowsWhatIsAnAnswer()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, received);
    m_pending.sent(sent);
    const auto message = decodeServerMessage(received);
    QVERIFY(message.hasValue());
    QTEST(m_pending.received(message.value(), u"a:1"_s), "isAnswer");
}

QTEST_GUILESS_MAIN(TestPendingAnswers)
#include "tst_pendinganswers.moc"
