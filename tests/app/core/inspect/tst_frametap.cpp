// What a connection tells of the frames that pass, control frames included.
#include "../rawserver.h"

#include "app/core/chatclient.h"
#include "app/core/inspect/frametext.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

class Record final : public FrameTap
{
public:
    void onFrame(const Frame &frame) override
    {
        const QString direction = frame.direction == Frame::Direction::Sent ? u">"_s : u"<"_s;
        const char *const kinds[] = {"text", "binary", "ping", "pong", "close"};
        lines.append(direction + QLatin1StringView(kinds[int(frame.kind)]) + u' ' +
                     framePreview(frame));
    }

    QStringList lines;
};

} // namespace

class TestFrameTap final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_record = std::make_unique<Record>();
        m_server = std::make_unique<RawServer>();
        m_client =
            std::make_unique<ChatClient>(m_clock, ReconnectPolicy::withSystemRandom(), nullptr);
        m_client->setFrameTap(m_record.get());
        m_client->open(m_server->url());
        QTRY_VERIFY_WITH_TIMEOUT(m_client->isConnected(), 30'000);
    }

    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void seesMessagesOfBothSides()
    {
        m_client->sendText("{\"a\":1}");
        m_client->sendBinary("\x01\x02");
        m_server->writeText("hello");
        m_server->writeFrame(2, "\xff");
        const QStringList expected{u">text {\"a\":1}"_s, u">binary 01 02"_s, u"<text hello"_s,
                                   u"<binary ff"_s};
        QTRY_COMPARE_WITH_TIMEOUT(m_record->lines, expected, 30'000);
    }

    void seesPingsAndPongsOfBothSides()
    {
        m_client->sendPing();
        m_server->writeFrame(10, "1");
        m_server->writeFrame(9, "are you there");
        m_server->writeText("end");
        const QStringList expected{u">ping 1"_s, u"<pong 1"_s, u"<ping are you there"_s,
                                   u">pong are you there"_s, u"<text end"_s};
        QTRY_COMPARE_WITH_TIMEOUT(m_record->lines, expected, 30'000);
    }

    void seesTheServersClose()
    {
        m_server->writeClose(4503, "out");
        QTRY_COMPARE_WITH_TIMEOUT(m_client->state(), ConnectionState::Failed, 30'000);
        QCOMPARE(m_record->lines, (QStringList{u"<close 4503 out"_s, u">close 4503 out"_s}));
    }

    void seesACloseWithoutACode()
    {
        m_server->writeFrame(8, {});
        QTRY_VERIFY_WITH_TIMEOUT(!m_client->isConnected(), 30'000);
        QCOMPARE(m_record->lines.value(0).left(6), u"<close"_s);
    }

    void seesOurOwnClose()
    {
        m_client->close();
        QCOMPARE(m_record->lines, QStringList{u">close 1000"_s});
    }

    void seesTheCloseThatQtSends()
    {
        m_server->writeFrame(3, "no such opcode");
        QTRY_VERIFY_WITH_TIMEOUT(!m_client->isConnected(), 30'000);
        QCOMPARE(m_record->lines.size(), 1);
        QVERIFY2(m_record->lines[0].startsWith(u">close 1002"_s), qPrintable(m_record->lines[0]));
    }

    void knowsTheFacts()
    {
        const ConnectionFacts facts = m_client->connectionFacts();
        QCOMPARE(facts.url, m_server->url());
        QCOMPARE(facts.peer, u"127.0.0.1:%1"_s.arg(m_server->url().port()));
        QVERIFY(facts.local.startsWith(u"127.0.0.1:"_s));
        QVERIFY(facts.tlsVersion.isEmpty());
        QVERIFY(facts.subprotocol.isEmpty());
        m_client->close();
        QCOMPARE(m_client->connectionFacts(), ConnectionFacts());
    }

private:
    SystemClock m_clock;
    std::unique_ptr<Record> m_record;
    std::unique_ptr<RawServer> m_server;
    std::unique_ptr<ChatClient> m_client;
};

QTEST_GUILESS_MAIN(TestFrameTap)
#include "tst_frametap.moc"
