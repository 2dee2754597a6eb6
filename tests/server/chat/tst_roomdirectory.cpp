#include "server/chat/roomdirectory.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestRoomDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void alwaysHasALobby();
    void usesNumbersAgain();
};

void TestRoomDirectory::alwaysHasALobby()
{
    RoomDirectory rooms;
    QCOMPARE(rooms.find(u"lobby"_s), &rooms.lobby());
    rooms.closeIfEmpty(rooms.lobby());
    QCOMPARE(rooms.find(u"lobby"_s), &rooms.lobby());
    QVERIFY(rooms.lobby().key >= roomkey::firstRoom);
}

void TestRoomDirectory::usesNumbersAgain()
{
    RoomDirectory rooms;
    Room *tea = rooms.open(u"tea"_s);
    QCOMPARE(rooms.open(u"tea"_s), tea);
    QCOMPARE(rooms.find(u"tea"_s), tea);
    const RoomKey key = tea->key;
    QVERIFY(key != rooms.lobby().key);
    ChatSession session;
    tea->members.insert(&session);
    rooms.closeIfEmpty(*tea);
    QCOMPARE(rooms.count(), 2);
    tea->members.clear();
    rooms.closeIfEmpty(*tea);
    QCOMPARE(rooms.count(), 1);
    QCOMPARE(rooms.find(u"tea"_s), nullptr);
    QCOMPARE(rooms.open(u"coffee"_s)->key, key);
    QVERIFY(rooms.open(u"water"_s)->key != key);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestRoomDirectory)
#include "tst_roomdirectory.moc"
