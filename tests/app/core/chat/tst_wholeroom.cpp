#include "fakechatserver.h"

#include "app/core/chat/chat.h"
#include "app/core/chat/wholeroom.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;
using Outcome = WholeRoom::Outcome;

class TestWholeRoom final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_server = std::make_unique<FakeChatServer>();
        m_client =
            std::make_unique<ChatClient>(m_clock, ReconnectPolicy::withSystemRandom(), nullptr);
        m_chat = std::make_unique<Chat>(*m_client, m_clock, QString());
        m_whole = std::make_unique<WholeRoom>(*m_chat);
        m_outcomes.clear();
        connect(m_whole.get(), &WholeRoom::ended, this,
                [this](Outcome outcome) { m_outcomes.append(outcome); });
        m_chat->connectTo(m_server->url());
        m_server->greet();
        m_server->admit(30, items(30, 30), true);
        WAIT_FOR_EQUAL(lobby().log().rowCount(), 1);
    }

    void cleanup()
    {
        m_whole.reset();
        m_chat.reset();
        m_client.reset();
        m_server.reset();
    }

    void bringsPageByPage()
    {
        QVERIFY(m_whole->isIncomplete(lobby()));
        m_whole->bring(lobby());
        answer(30, 20, 29, true);
        QVERIFY(m_whole->isRunning());
        answer(20, 1, 19, false);
        WAIT_FOR_EQUAL(m_outcomes, QList<Outcome>{Outcome::Complete});
        QCOMPARE(lobby().log().rowCount(), 30);
        QVERIFY(!m_whole->isRunning());
        QVERIFY(!m_whole->isIncomplete(lobby()));
    }

    void endsWhereTheLogIsFull()
    {
        lobby().log().setCapacityRows(10);
        m_whole->bring(lobby());
        answer(30, 11, 29, true);
        WAIT_FOR_EQUAL(m_outcomes, QList<Outcome>{Outcome::Full});
        QCOMPARE(lobby().log().rowCount(), 10);
    }

    void endsWithTheConnection()
    {
        m_whole->bring(lobby());
        (void)m_server->next<HistoryRequest>();
        m_server->cut();
        WAIT_FOR_EQUAL(m_outcomes, QList<Outcome>{Outcome::Stopped});
        QVERIFY(!m_whole->isIncomplete(lobby())); // nobody could bring it
    }

    void stopsWhenAsked()
    {
        m_whole->bring(lobby());
        m_whole->stop();
        m_whole->stop();
        QCOMPARE(m_outcomes, QList<Outcome>{Outcome::Stopped});
        answer(30, 20, 29, true);
        WAIT_FOR_EQUAL(lobby().log().rowCount(), 11);
        QVERIFY2(!m_server->has<HistoryRequest>(), "it goes on asking");
    }

    void endsWithTheRoom()
    {
        m_whole->bring(lobby());
        m_chat->leave(u"lobby"_s);
        QCOMPARE(m_outcomes, QList<Outcome>{Outcome::Stopped});
    }

private:
    Conversation &lobby() { return *m_chat->rooms().find(u"lobby"_s); }

    static QList<RawJson> items(qint64 first, qint64 last)
    {
        QList<RawJson> items;
        for (qint64 offset = first; offset <= last; ++offset)
            items.append(FakeChatServer::item(
                FakeChatServer::message(u"lobby"_s, offset, u"Jens"_s, u"text"_s)));
        return items;
    }

    void answer(qint64 before, qint64 first, qint64 last, bool more)
    {
        const HistoryRequest request = m_server->next<HistoryRequest>();
        QCOMPARE(request.before.value_or(0), before);
        m_server->answer(request, items(first, last), more);
    }

    SystemClock m_clock;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<Chat> m_chat;
    std::unique_ptr<WholeRoom> m_whole;
    QList<Outcome> m_outcomes;
};

QTEST_GUILESS_MAIN(TestWholeRoom)
#include "tst_wholeroom.moc"
