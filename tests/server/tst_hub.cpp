#include "server/hub.h"
#include "tests/server/support/fakelink.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// Who gets what is published.
class TestHub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void deliversToTheRoomOnly();
    void leavesOutWhoIsExcepted();
    void forgetsWhoLeft();
    void joiningTwiceIsJoiningOnce();
    void deliversNothingAfterClear();

private:
    const SharedFrame m_frame{"frame"_ba};
};

void TestHub::deliversToTheRoomOnly()
{
    FakeLink inLobby(1, u"a"_s);
    FakeLink elsewhere(2, u"b"_s);
    Hub hub;
    hub.join(lobby, inLobby);
    hub.join(u"tea"_s, elsewhere);
    hub.broadcast({lobby, m_frame});
    hub.broadcast({u"nobody's"_s, m_frame});
    QCOMPARE(inLobby.frames().size(), std::size_t{1});
    QCOMPARE(inLobby.frames()[0].bytes, "frame"_ba);
    QVERIFY(elsewhere.frames().empty());
}

void TestHub::leavesOutWhoIsExcepted()
{
    FakeLink first(1, u"a"_s);
    FakeLink second(2, u"b"_s);
    Hub hub;
    hub.join(lobby, first);
    hub.join(lobby, second);
    hub.broadcast({lobby, m_frame, 1});
    QVERIFY(first.frames().empty());
    QCOMPARE(second.frames().size(), std::size_t{1});
}

void TestHub::forgetsWhoLeft()
{
    FakeLink links[] = {{1, u"a"_s}, {2, u"b"_s}, {3, u"c"_s}};
    Hub hub;
    for (FakeLink &link : links)
        hub.join(lobby, link);
    hub.leave(lobby, 1);
    hub.leave(lobby, 1);
    hub.leave(u"tea"_s, 2);
    hub.leave(lobby, 3);
    hub.broadcast({lobby, m_frame});
    QCOMPARE(links[0].frames().size(), std::size_t{0});
    QCOMPARE(links[1].frames().size(), std::size_t{1});
    QCOMPARE(links[2].frames().size(), std::size_t{0});
    hub.leave(lobby, 2);
    QCOMPARE(hub.memberCount(lobby), 0);
}

void TestHub::joiningTwiceIsJoiningOnce()
{
    FakeLink link(1, u"a"_s);
    Hub hub;
    hub.join(lobby, link);
    hub.join(lobby, link);
    QCOMPARE(hub.memberCount(lobby), 1);
    hub.broadcast({lobby, m_frame});
    QCOMPARE(link.frames().size(), std::size_t{1});
}

void TestHub::deliversNothingAfterClear()
{
    FakeLink link(1, u"a"_s);
    Hub hub;
    hub.join(lobby, link);
    hub.clear();
    hub.broadcast({lobby, m_frame});
    QVERIFY(link.frames().empty());
    hub.leave(lobby, 1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestHub)
#include "tst_hub.moc"
