#include "fakechatserver.h"

#include "app/core/chat/chat.h"
#include "app/core/chat/historysearch.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestHistorySearch final : public QObject
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
        m_serverLog = std::make_unique<MessageLogModel>();
        m_search = std::make_unique<HistorySearch>(*m_chat, *m_serverLog);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_search.get());
    }

    void cleanup()
    {
        m_tester.reset();
        m_search.reset();
        m_serverLog.reset();
        m_chat.reset();
        m_client.reset();
        m_server.reset();
    }

    void findsWhatIsHereTheNewestFirst()
    {
        enter(0, {u"one apple"_s, u"pear"_s, u"two apples"_s});
        look(u"apple"_s);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(texts(), (QStringList{u"two apples"_s, u"one apple"_s}));
        QCOMPARE(m_search->index(0, 0).data(HistorySearch::RoomRole).toString(), u"lobby"_s);
        QCOMPARE(m_search->index(0, 0).data(HistorySearch::SenderRole).toString(), u"Jens"_s);
    }

    void pagesThroughTheServersPast()
    {
        enter(100, {u"apple now"_s});
        look(u"apple"_s);
        const HistoryRequest first = m_server->next<HistoryRequest>();
        QCOMPARE(first.before.value_or(0), 101);
        answer(first, 99, {u"nothing"_s, u"apple then"_s}, true);
        const HistoryRequest second = m_server->next<HistoryRequest>();
        QCOMPARE(second.before.value_or(0), 99);
        QCOMPARE(m_search->state(), HistorySearch::State::History);
        QCOMPARE(m_search->room(), u"lobby"_s);
        answer(second, 98, {u"first apple"_s}, false);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(texts(), (QStringList{u"apple now"_s, u"apple then"_s, u"first apple"_s}));
        const quint64 id = m_search->index(2, 0).data(HistorySearch::RowIdRole).toULongLong();
        const MessageLogModel &log = m_chat->rooms().find(u"lobby"_s)->log();
        QCOMPARE(log.entry(log.rowOfId(id)).text, u"first apple"_s);
    }

    void stopsWhenAsked()
    {
        enter(100, {u"apple"_s});
        look(u"apple"_s);
        const HistoryRequest request = m_server->next<HistoryRequest>();
        m_search->stop();
        QCOMPARE(m_search->state(), HistorySearch::State::Stopped);
        answer(request, 99, {u"x"_s, u"apple"_s}, true);
        // The next search finds what came meanwhile.
        WAIT_FOR_EQUAL(m_chat->rooms().find(u"lobby"_s)->log().rowCount(), 3);
        QCOMPARE(m_search->rowCount(), 1);
        look(u"apple"_s);
        WAIT_FOR_EQUAL(m_search->rowCount(), 2);
    }

    void looksIntoGaps()
    {
        enter(0, {u"apple 1"_s});
        m_server->cut();
        m_server->greet();
        m_server->answerJoin(90, false); // 2 to 90 are missing
        WAIT_FOR(m_chat->rooms().find(u"lobby"_s)->newestGap() > 0);
        look(u"apple"_s);
        const HistoryRequest newer = m_server->next<HistoryRequest>();
        QCOMPARE(newer.before.value_or(0), 91);
        answer(newer, 89, {u"apple 89"_s, u"x"_s}, true);
        const HistoryRequest older = m_server->next<HistoryRequest>();
        QCOMPARE(older.before.value_or(0), 89);
        answer(older, 1, {u"apple 1"_s, u"apple 2"_s}, false);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->rowCount(), 3);
    }

    void tellsWhereTheLogIsFull()
    {
        enter(100, {u"apple 1"_s, u"apple 2"_s});
        m_chat->rooms().find(u"lobby"_s)->log().setCapacityRows(3);
        look(u"apple"_s);
        answer(m_server->next<HistoryRequest>(), 99, {u"x"_s, u"apple"_s}, true);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->cutRoom(), u"lobby"_s);
        // With more room it goes on.
        m_chat->rooms().find(u"lobby"_s)->log().setCapacityRows(100);
        look(u"apple"_s);
        const HistoryRequest next = m_server->next<HistoryRequest>();
        QCOMPARE(next.before.value_or(0), 100);
        answer(next, 98, {u"apple"_s, u"x"_s}, false);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->cutRoom(), QString());
        QCOMPARE(m_search->rowCount(), 4);
    }

    void looksAgainForWhatHadNoPlace()
    {
        enter(0, {u"apple 1"_s, u"pear"_s, u"apple 2"_s});
        m_chat->rooms().find(u"lobby"_s)->log().setCapacityRows(1);
        m_chat->rooms().find(u"lobby"_s)->log().setCapacityRows(100);
        look(u"apple"_s);
        const HistoryRequest request = m_server->next<HistoryRequest>();
        QCOMPARE(request.before.value_or(0), 3);
        answer(request, 1, {u"apple 1"_s, u"pear"_s}, false);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->rowCount(), 2);
    }

    void goesOnWithTheConnection()
    {
        enter(100, {u"apple"_s});
        look(u"apple"_s);
        (void)m_server->next<HistoryRequest>();
        m_server->cut();
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Offline);
        QCOMPARE(m_search->rowCount(), 1);
        m_server->greet();
        m_server->answerJoin(101, true);
        answer(m_server->next<HistoryRequest>(), 100, {u"apple before"_s}, false);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->rowCount(), 2);
    }

    void goesOnBehindARefusal()
    {
        enter(100, {u"apple"_s});
        look(u"apple"_s);
        const HistoryRequest request = m_server->next<HistoryRequest>();
        ErrorMessage refusal;
        refusal.id = request.id;
        refusal.code = 1;
        m_server->send(refusal);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
    }

    void keepsToTheRoom()
    {
        enter(0, {u"apple"_s});
        look(u"apple in:dev"_s);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->rowCount(), 0);
        QVERIFY(m_search->isAboutNothing());
        look(u"apple in:#lobby"_s);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->rowCount(), 1);
    }

    void whatIsFoundGoesWithItsRoom()
    {
        enter(0, {u"apple"_s});
        QVERIFY(!m_chat->join(u"@Jens"_s));
        m_server->answerJoin(
            1, false,
            {FakeChatServer::item(FakeChatServer::message(u"dev"_s, 1, u"Jens"_s, u"an apple"_s))});
        WAIT_FOR_EQUAL(m_chat->rooms().find(u"@Jens"_s)->log().rowCount(), 1);
        look(u"apple"_s);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(m_search->rowCount(), 2);
        m_chat->rooms().rename(u"@Jens"_s, u"@Jens2"_s);
        QStringList rooms;
        for (int row = 0; row < 2; ++row)
            rooms.append(m_search->index(row, 0).data(HistorySearch::RoomRole).toString());
        rooms.sort();
        QCOMPARE(rooms, (QStringList{u"@Jens2"_s, u"lobby"_s}));
        m_chat->leave(u"@Jens2"_s);
        QCOMPARE(texts(), QStringList{u"apple"_s});
    }

    void whatIsFoundGoesWithItsServer()
    {
        enter(100, {u"apple"_s});
        look(u"apple"_s);
        (void)m_server->next<HistoryRequest>();
        QCOMPARE(m_search->rowCount(), 1);
        m_chat->load(QUrl(u"ws://elsewhere.invalid"_s));
        QCOMPARE(m_search->rowCount(), 0);
        QCOMPARE(m_search->state(), HistorySearch::State::Idle);
    }

    void isBounded()
    {
        std::vector<LogEntry> entries;
        for (int i = 0; i < 3'000; ++i) {
            LogEntry entry;
            entry.kind = LogEntry::Kind::Chat;
            entry.text = u"apple %1"_s.arg(i);
            entry.time = QDateTime::fromMSecsSinceEpoch(i);
            entries.push_back(std::move(entry));
        }
        m_serverLog->append(std::move(entries));
        look(u"apple"_s);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Full);
        QCOMPARE(m_search->rowCount(), int(HistorySearch::mostHits));
        QCOMPARE(texts().first(), u"apple 2999"_s);
    }

    // Room by room, the first ones would fill it with what is old.
    void keepsTheNewestOfAllRooms()
    {
        enter(0, {u"pear"_s});
        constexpr auto most = int(HistorySearch::mostHits);
        fillRoom(u"aaa"_s, QDate(2020, 1, 1), most + 10);
        fillRoom(u"zzz"_s, QDate(2024, 1, 1), 20);
        fillRoom(u"mmm"_s, QDate(2022, 1, 1), 30);
        look(u"apple"_s);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Full);
        QCOMPARE(m_search->rowCount(), most);
        QCOMPARE(roomOf(0), u"zzz"_s);
        QCOMPARE(roomOf(19), u"zzz"_s);
        QCOMPARE(roomOf(20), u"mmm"_s);
        QCOMPARE(roomOf(50), u"aaa"_s);
        QCOMPARE(texts().last(), u"apple 60"_s);
    }

    // It asks the server for what may be newer than what it has, and for nothing older.
    void pagesWhileThereMayBeNewerOnes()
    {
        enter(100, {u"apple now"_s}); // of 2025
        constexpr auto most = int(HistorySearch::mostHits);
        fillRoom(u"old"_s, QDate(2020, 1, 1), most);
        look(u"apple"_s);
        answer(m_server->next<HistoryRequest>(), 99, {u"apple"_s, u"apple then"_s}, true);
        const HistoryRequest next = m_server->next<HistoryRequest>();
        BroadcastMessage ancient = FakeChatServer::message(u"lobby"_s, 98, u"Jens"_s, u"apple"_s);
        ancient.ts = 1;
        m_server->answer(next, {FakeChatServer::item(ancient)}, true);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Full);
        QCOMPARE(m_search->rowCount(), most);
        QCOMPARE(texts().mid(0, 3), (QStringList{u"apple now"_s, u"apple then"_s, u"apple"_s}));
        QCOMPARE(texts().last(), u"apple 3"_s);
        QVERIFY(!m_server->has<HistoryRequest>());
    }

    // Programs say more than one thing in a millisecond.
    void whatCameAtTheSameTimeIsInTheOrderOfItsRoom()
    {
        enter(100, {u"apple 101"_s});
        look(u"apple"_s);
        m_server->answer(m_server->next<HistoryRequest>(), applesOfOneTime(97, 100), false);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Ended);
        QCOMPARE(texts(), (QStringList{u"apple 101"_s, u"apple 100"_s, u"apple 99"_s, u"apple 98"_s,
                                       u"apple 97"_s}));
    }

    void ofWhatCameAtTheSameTimeTheNewestIsKept()
    {
        constexpr auto most = int(HistorySearch::mostHits);
        enter(100, {u"pear"_s});
        fillRoom(u"dev"_s, QDate(2020, 1, 1), most - 2);
        look(u"apple"_s);
        m_server->answer(m_server->next<HistoryRequest>(), applesOfOneTime(97, 100), false);
        WAIT_FOR_EQUAL(m_search->state(), HistorySearch::State::Full);
        QCOMPARE(m_search->rowCount(), most);
        QCOMPARE(texts().mid(most - 2), (QStringList{u"apple 100"_s, u"apple 99"_s}));
    }

    void findsNothingForNothing()
    {
        look(u"in:dev"_s);
        QCOMPARE(m_search->state(), HistorySearch::State::Idle);
    }

private:
    void look(const QString &text) { m_search->start(parseSearchQuery(text)); }

    [[nodiscard]] QStringList texts() const
    {
        QStringList texts;
        for (int row = 0; row < m_search->rowCount(); ++row)
            texts.append(m_search->index(row, 0).data(HistorySearch::TextRole).toString());
        return texts;
    }

    static QList<RawJson> items(qint64 first, const QStringList &texts)
    {
        QList<RawJson> items;
        for (const QString &text : texts)
            items.append(FakeChatServer::item(
                FakeChatServer::message(u"lobby"_s, first++, u"Jens"_s, text)));
        return items;
    }

    /// Into the lobby, of which the server has `older` messages before these.
    void enter(qint64 older, const QStringList &texts)
    {
        m_chat->connectTo(m_server->url());
        m_server->greet();
        m_server->admit(older + texts.size(), items(older + 1, texts), older > 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_chat->rooms().find(u"lobby"_s)->log().rowCount(),
                                  int(texts.size()), FakeChatServer::longestWaitMs);
    }

    /// With "apple 0" and so on, one a second, all of them here.
    void fillRoom(const QString &name, const QDate &day, int count)
    {
        std::vector<LogEntry> entries;
        for (int i = 0; i < count; ++i) {
            LogEntry entry;
            entry.kind = LogEntry::Kind::Chat;
            entry.text = u"apple %1"_s.arg(i);
            entry.time = QDateTime(day, QTime(8, 0)).addSecs(i);
            entry.offset = i + 1;
            entries.push_back(std::move(entry));
        }
        QVERIFY(!m_chat->join(name));
        m_server->admit(0, {}, false);
        WAIT_FOR(m_chat->rooms().find(name)->isJoined());
        m_chat->rooms().find(name)->log().append(std::move(entries));
    }

    /// Of the lobby, long ago.
    static QList<RawJson> applesOfOneTime(qint64 first, qint64 last)
    {
        QList<RawJson> items;
        for (qint64 offset = first; offset <= last; ++offset) {
            BroadcastMessage apple =
                FakeChatServer::message(u"lobby"_s, offset, u"Jens"_s, u"apple %1"_s.arg(offset));
            apple.ts = 1;
            items.append(FakeChatServer::item(apple));
        }
        return items;
    }

    [[nodiscard]] QString roomOf(int row) const
    {
        return m_search->index(row, 0).data(HistorySearch::RoomRole).toString();
    }

    void answer(const HistoryRequest &request, qint64 first, const QStringList &texts, bool more)
    {
        m_server->answer(request, items(first, texts), more);
    }

    SystemClock m_clock;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<Chat> m_chat;
    std::unique_ptr<MessageLogModel> m_serverLog;
    std::unique_ptr<HistorySearch> m_search;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestHistorySearch)
#include "tst_historysearch.moc"
