// What somebody writes to us while their conversation is not joined, or while we are away.
#include "fakechatserver.h"

#include "app/core/chat/chat.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

DirectMessage fromJens(const QString &epoch, qint64 offset, const QString &text)
{
    DirectMessage message;
    message.from = u"Jens"_s;
    message.to = u"Mika"_s;
    message.epoch = epoch;
    message.offset = offset;
    message.content = RawJson::fromString(text);
    return message;
}

} // namespace

class TestDirectMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_server = std::make_unique<FakeChatServer>();
        m_client = std::make_unique<ChatClient>(m_clock, ReconnectPolicy([] { return 0.0; }));
        m_chat = std::make_unique<Chat>(*m_client, m_clock, QString());
        QCOMPARE(m_chat->setNick(u"Mika"_s), std::nullopt);
        m_chat->connectTo(m_server->url());
    }
    void cleanup()
    {
        m_chat.reset();
        m_client.reset();
        m_server.reset();
    }

    void whatCameBeforeWeKnewOfItIsUnread()
    {
        greetWithDirect(u"e1"_s, 2);
        m_server->answerJoin(2, false, items(u"e1"_s, 2));
        WAIT_FOR(jens() && jens()->isJoined());
        QCOMPARE(jens()->log().rowCount(), 2);
        QCOMPARE(jens()->unread(), 2);
    }

    void whatAnotherPersonOfThatNameWroteIsUnread()
    {
        greetWithDirect(u"e1"_s, 1);
        m_server->answerJoin(1, false, items(u"e1"_s, 1));
        WAIT_FOR(jens() && jens()->isJoined());
        m_chat->setCurrent(u"@Jens"_s); // reads it
        m_chat->setCurrent(u"lobby"_s);
        QCOMPARE(jens()->unread(), 0);
        m_server->cut();
        greetWithDirect(u"e2"_s, 1);
        const Join join = m_server->next<Join>();
        QCOMPARE(join.room, u"@Jens"_s);
        JoinResponse response;
        response.id = join.id;
        response.room = join.room;
        response.epoch = u"e2"_s;
        response.offset = 1;
        m_server->send(response);
        HistoryResponse page;
        page.id = m_server->next<HistoryRequest>().id;
        page.room = join.room;
        page.epoch = u"e2"_s;
        page.items = items(u"e2"_s, 1);
        m_server->send(page);
        WAIT_FOR(jens()->unread() == 1);
    }

    void joinsAgainWhenSomebodyWritesWhereJoiningWasRefused()
    {
        greetWithDirect(u"e1"_s, 1);
        m_server->answerJoin(1, false, items(u"e1"_s, 1));
        WAIT_FOR(jens() && jens()->isJoined());
        m_server->cut();
        m_server->greet();
        m_server->answerJoin(0, true);
        ErrorMessage error{u"no"_s, qint64(ErrorCode::NoSuchUser), u"NO_SUCH_USER"_s};
        error.id = m_server->next<Join>().id;
        const QSignalSpy failed(m_chat.get(), &Chat::requestFailed);
        m_server->send(error);
        m_server->send(fromJens(u"e2"_s, 1, u"again"_s));
        QCOMPARE(m_server->next<Join>().room, u"@Jens"_s);
        QCOMPARE(failed.count(), 0); // nobody had asked for it
    }

private:
    [[nodiscard]] Conversation *jens() { return m_chat->rooms().find(u"@Jens"_s); }

    static QList<RawJson> items(const QString &epoch, qint64 count)
    {
        QList<RawJson> all;
        for (qint64 offset = 1; offset <= count; ++offset)
            all += FakeChatServer::item(fromJens(epoch, offset, QString::number(offset)));
        return all;
    }

    /// The server knows of this conversation; the lobby is joined, @Jens is not yet.
    void greetWithDirect(const QString &epoch, qint64 offset)
    {
        HelloResponse response = m_server->helloResponse(m_server->next<Hello>());
        response.directs = {{u"Jens"_s, epoch, offset}};
        m_server->send(response);
        QCOMPARE(m_server->answerJoin(0, true).room, u"lobby"_s);
    }

    ManualClock m_clock;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<Chat> m_chat;
};

QTEST_GUILESS_MAIN(TestDirectMessages)
#include "tst_directmessages.moc"
