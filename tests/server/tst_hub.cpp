#include "server/hub.h"
#include "tests/server/support/fakelink.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// Who gets what is delivered.
class TestHub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void publishesToTheRoomOnly();
    void sendsTheExceptedItsOwnCopyOrNothing();
    void forgetsWhoLeft();
    void whoIsAnnouncedHearsTheLobby();
    void whoIsRemovedLeavesEverything();
    void joiningTwiceIsJoiningOnce();
    void repliesToOneAndClosesOne();
    void saysWhatMayBeDropped();
    void ignoresWhoIsNotHere();
    void deliversNothingAfterClear();

private:
    static constexpr RoomKey tea = roomkey::firstRoom;
    static constexpr RoomKey garden = roomkey::firstRoom + 1;
    const SharedFrame m_frame{"frame"_ba};
};

void TestHub::publishesToTheRoomOnly()
{
    FakeLink inTea(1, u"a"_s);
    FakeLink elsewhere(2, u"b"_s);
    Hub hub;
    hub.add(inTea);
    hub.add(elsewhere);
    hub.carryOut(JoinRoom{tea, 1});
    hub.carryOut(JoinRoom{garden, 2});
    hub.carryOut(Publish{tea, m_frame});
    hub.carryOut(Publish{4711, m_frame});
    QCOMPARE(inTea.frames().size(), std::size_t{1});
    QCOMPARE(inTea.frames()[0].bytes, "frame"_ba);
    QVERIFY(elsewhere.frames().empty());
}

void TestHub::sendsTheExceptedItsOwnCopyOrNothing()
{
    FakeLink first(1, u"a"_s);
    FakeLink second(2, u"b"_s);
    Hub hub;
    for (FakeLink *const link : {&first, &second}) {
        hub.add(*link);
        hub.carryOut(JoinRoom{tea, link->id()});
    }
    hub.carryOut(Publish{tea, m_frame, 1});
    QVERIFY(first.frames().empty());
    QCOMPARE(second.frames().size(), std::size_t{1});
    hub.carryOut(Publish{tea, m_frame, 1, SharedFrame{"yours"_ba}});
    QCOMPARE(first.frames().back().bytes, "yours"_ba);
    QCOMPARE(second.frames().back().bytes, "frame"_ba);
}

void TestHub::forgetsWhoLeft()
{
    FakeLink links[] = {{1, u"a"_s}, {2, u"b"_s}, {3, u"c"_s}};
    Hub hub;
    for (FakeLink &link : links) {
        hub.add(link);
        hub.carryOut(JoinRoom{tea, link.id()});
    }
    hub.carryOut(LeaveRoom{tea, 1});
    hub.carryOut(LeaveRoom{tea, 1});
    hub.carryOut(LeaveRoom{garden, 2});
    hub.carryOut(LeaveRoom{tea, 3});
    hub.carryOut(Publish{tea, m_frame});
    QCOMPARE(links[0].frames().size(), std::size_t{0});
    QCOMPARE(links[1].frames().size(), std::size_t{1});
    QCOMPARE(links[2].frames().size(), std::size_t{0});
    hub.carryOut(LeaveRoom{tea, 2});
    QCOMPARE(hub.memberCount(tea), 0);
}

void TestHub::whoIsAnnouncedHearsTheLobby()
{
    class Observer final : public VersionObserver
    {
    public:
        void onAnnounced() override { isAnnounced = true; }
        void onHelloAnswered(int) override {}
        void onAnswered() override {}
        bool isAnnounced = false;
    };
    FakeLink link(1, u"a"_s);
    Observer observer;
    Hub hub;
    hub.add(link, &observer);
    hub.carryOut(Publish{roomkey::v1Lobby, m_frame});
    QVERIFY(link.frames().empty());
    hub.carryOut(Announced{1});
    hub.carryOut(Announced{2}); // gone already
    QVERIFY(observer.isAnnounced);
    hub.carryOut(Publish{roomkey::v1Lobby, m_frame});
    QCOMPARE(link.frames().size(), std::size_t{1});
}

void TestHub::whoIsRemovedLeavesEverything()
{
    FakeLink gone(1, u"a"_s);
    FakeLink other(2, u"b"_s);
    Hub hub;
    for (FakeLink *const link : {&gone, &other}) {
        hub.add(*link);
        hub.carryOut(JoinRoom{tea, link->id()});
        hub.carryOut(JoinRoom{garden, link->id()});
    }
    hub.remove(1);
    hub.remove(1);
    QCOMPARE(hub.find(1), nullptr);
    QCOMPARE(hub.memberCount(tea), 1);
    QCOMPARE(hub.memberCount(garden), 1);
    hub.carryOut(Publish{garden, m_frame});
    QVERIFY(gone.frames().empty());
    QCOMPARE(other.frames().size(), std::size_t{1});
}

void TestHub::joiningTwiceIsJoiningOnce()
{
    FakeLink link(1, u"a"_s);
    Hub hub;
    hub.add(link);
    hub.carryOut(JoinRoom{tea, 1});
    hub.carryOut(JoinRoom{tea, 1});
    QCOMPARE(hub.memberCount(tea), 1);
    hub.carryOut(Publish{tea, m_frame});
    QCOMPARE(link.frames().size(), std::size_t{1});
    hub.carryOut(LeaveRoom{tea, 1});
    QCOMPARE(hub.memberCount(tea), 0);
}

void TestHub::repliesToOneAndClosesOne()
{
    FakeLink first(1, u"a"_s);
    FakeLink second(2, u"b"_s);
    Hub hub;
    hub.add(first);
    hub.add(second);
    hub.carryOut(Reply{2, m_frame});
    QVERIFY(first.frames().empty());
    QCOMPARE(second.frames().size(), std::size_t{1});
    hub.carryOut(CloseLink{1, 4503, u"enough"_s});
    QVERIFY(first.closed());
    QCOMPARE(first.closed()->code, quint16{4503});
    QCOMPARE(first.closed()->reason, u"enough"_s);
    QVERIFY(!second.closed());
}

void TestHub::saysWhatMayBeDropped()
{
    FakeLink link(1, u"a"_s);
    Hub hub;
    hub.add(link);
    hub.carryOut(JoinRoom{tea, 1});
    hub.carryOut(Publish{tea, m_frame});
    hub.carryOut(Reply{1, m_frame});
    QCOMPARE(link.droppableCount(), 0);
    hub.carryOut(Publish{tea, m_frame, 0, {}, Urgency::Droppable});
    hub.carryOut(Reply{1, m_frame, Urgency::Droppable});
    QCOMPARE(link.droppableCount(), 2);
    QCOMPARE(link.frames().size(), std::size_t{4});
}

void TestHub::ignoresWhoIsNotHere()
{
    Hub hub;
    hub.carryOut(JoinRoom{tea, 9});
    QCOMPARE(hub.memberCount(tea), 0);
    hub.carryOut(Reply{9, m_frame});
    hub.carryOut(CloseLink{9, 4503, {}});
    hub.carryOut(LeaveRoom{tea, 9});
    hub.carryOut(HelloAnswered{9, 2});
}

void TestHub::deliversNothingAfterClear()
{
    FakeLink link(1, u"a"_s);
    Hub hub;
    hub.add(link);
    hub.carryOut(JoinRoom{tea, 1});
    hub.clear();
    hub.carryOut(Publish{tea, m_frame});
    hub.carryOut(Reply{1, m_frame});
    QVERIFY(link.frames().empty());
    hub.remove(1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestHub)
#include "tst_hub.moc"
