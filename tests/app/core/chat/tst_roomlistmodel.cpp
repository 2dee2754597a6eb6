#include "app/core/chat/chatentries.h"
#include "app/core/chat/roomlistmodel.h"
#include "app/core/chat/roomnames.h"
#include "app/core/lognames.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

QStringList namesOf(const RoomListModel &rooms)
{
    QStringList names;
    for (int row = 0; row < rooms.rowCount(); ++row)
        names += rooms.conversation(row).name();
    return names;
}

QStringList nicksOf(const MemberListModel &members)
{
    QStringList nicks;
    for (int row = 0; row < members.rowCount(); ++row)
        nicks += members.member(row).nick;
    return nicks;
}

QVariant fact(const RoomListModel &rooms, const QString &name, int role)
{
    return rooms.data(rooms.index(rooms.rowOf(name)), role);
}

} // namespace

class TestRoomListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sortsTheLobbyThenRoomsThenPeople()
    {
        RoomListModel rooms;
        const QAbstractItemModelTester tester(&rooms);
        for (const char16_t *name : {u"zoo", u"@mika", u"lobby", u"雑談", u"@Jens", u"dev"})
            rooms.open(QString::fromUtf16(name));
        QCOMPARE(namesOf(rooms),
                 QStringList({u"lobby"_s, u"dev"_s, u"zoo"_s, u"雑談"_s, u"@Jens"_s, u"@mika"_s}));
        Conversation *dev = rooms.find(u"dev"_s);
        QCOMPARE(&rooms.open(u"dev"_s), dev);
        QCOMPARE(rooms.find(u"@MIKA"_s), rooms.find(u"@mika"_s));
        QVERIFY(!rooms.find(u"de"_s));
        QVERIFY(!rooms.find(QString()));
    }

    void tellsWhatChanged()
    {
        RoomListModel rooms;
        const QAbstractItemModelTester tester(&rooms);
        Conversation &direct = rooms.open(u"@Jens"_s);
        rooms.open(u"lobby"_s);
        QSignalSpy changes(&rooms, &QAbstractItemModel::dataChanged);
        QSignalSpy news(&rooms, &RoomListModel::unreadReceived);
        LogEntry entry = entryOfWords(u"Jens"_s, RawJson::fromString(u"hi"), u"Mika"_s);
        entry.offset = 1;
        direct.receive(entry);
        QVERIFY(!changes.isEmpty());
        QCOMPARE(news.count(), 1);
        QCOMPARE(fact(rooms, u"@Jens"_s, RoomListModel::UnreadRole), 1);
        QCOMPARE(fact(rooms, u"@Jens"_s, RoomListModel::MentionsRole), 1);
        QCOMPARE(fact(rooms, u"@Jens"_s, Qt::DisplayRole), u"Jens"_s);
        QCOMPARE(fact(rooms, u"@Jens"_s, RoomListModel::DirectRole), true);
        rooms.setCurrent(u"@Jens"_s);
        QCOMPARE(fact(rooms, u"@Jens"_s, RoomListModel::CurrentRole), true);
        QCOMPARE(fact(rooms, u"lobby"_s, RoomListModel::CurrentRole), false);
        direct.setTopic(u"x"_s);
        QCOMPARE(fact(rooms, u"@Jens"_s, RoomListModel::TopicRole), u"x"_s);
        QCOMPARE(fact(rooms, u"@Jens"_s, RoomListModel::JoinedRole), false);
    }

    void removesAndRenames()
    {
        RoomListModel rooms;
        const QAbstractItemModelTester tester(&rooms);
        for (const char16_t *name : {u"lobby", u"@anna", u"@jens", u"@mika"})
            rooms.open(QString::fromUtf16(name));
        rooms.setCurrent(u"@anna"_s);
        rooms.rename(u"@anna"_s, u"@zoe"_s);
        QCOMPARE(namesOf(rooms), QStringList({u"lobby"_s, u"@jens"_s, u"@mika"_s, u"@zoe"_s}));
        QCOMPARE(rooms.current(), rooms.find(u"@zoe"_s));
        rooms.rename(u"@zoe"_s, u"@jens"_s);
        QCOMPARE(rooms.rowCount(), 4);
        rooms.rename(u"@mika"_s, u"@Mika"_s);
        QCOMPARE(rooms.find(u"@mika"_s)->name(), u"@Mika"_s);
        QSignalSpy removed(&rooms, &RoomListModel::aboutToRemove);
        rooms.remove(u"@zoe"_s);
        QCOMPARE(removed.count(), 1);
        QVERIFY(!rooms.current());
        rooms.clear();
        QCOMPARE(rooms.rowCount(), 0);
    }

    void aRenamedRoomStaysTheCurrentOne()
    {
        RoomListModel rooms;
        const QAbstractItemModelTester tester(&rooms);
        for (const char16_t *name : {u"lobby", u"@anna", u"@jens"})
            rooms.open(QString::fromUtf16(name));
        rooms.setCurrent(u"@anna"_s);
        QSignalSpy removed(&rooms, &QAbstractItemModel::rowsRemoved);
        QSignalSpy renamed(&rooms, &RoomListModel::renamed);
        rooms.rename(u"@anna"_s, u"@zoe"_s);
        QCOMPARE(removed.count(), 0);
        QCOMPARE(renamed.count(), 1);
        QCOMPARE(renamed.first().first().toString(), u"@anna"_s);
        rooms.rename(u"@zoe"_s, u"@abe"_s);
        QCOMPARE(namesOf(rooms), QStringList({u"lobby"_s, u"@abe"_s, u"@jens"_s}));
        QCOMPARE(rooms.current(), rooms.find(u"@abe"_s));
    }

    void sortsPeopleByName()
    {
        MemberListModel members;
        const QAbstractItemModelTester tester(&members);
        members.setMembers(
            {{u"zoe"_s, {}}, {u"Anna"_s, u"lunch"_s}, {u"anna"_s, {}}, {u"mika"_s, {}}});
        QCOMPARE(nicksOf(members), QStringList({u"Anna"_s, u"mika"_s, u"zoe"_s}));
        members.add({u"Bea"_s, {}});
        members.add({u"MIKA"_s, u""_s});
        QCOMPARE(nicksOf(members), QStringList({u"Anna"_s, u"Bea"_s, u"MIKA"_s, u"zoe"_s}));
        members.rename(u"anna"_s, u"Yuki"_s);
        members.remove(u"nobody"_s);
        members.remove(u"bea"_s);
        QCOMPARE(nicksOf(members), QStringList({u"MIKA"_s, u"Yuki"_s, u"zoe"_s}));
        QVERIFY(members.contains(u"mika"_s));
        QCOMPARE(members.nicksWithPrefix(u"m"_s), QStringList{u"MIKA"_s});
        QCOMPARE(members.nicksWithPrefix(u""_s).size(), 3);
        QVERIFY(members.nicksWithPrefix(u"x"_s).isEmpty());
    }

    void knowsNamesForCompletion()
    {
        RoomListModel rooms;
        const MessageLogModel log;
        const LogNames otherwise(log);
        const RoomNames names(rooms, otherwise);
        QVERIFY(names.nicks().isEmpty());
        Conversation &dev = rooms.open(u"dev"_s);
        rooms.open(u"@mika"_s);
        rooms.setCurrent(u"dev"_s);
        dev.members().setMembers({{u"Anna"_s, {}}, {u"Zoe"_s, {}}});
        LogEntry entry;
        entry.kind = LogEntry::Kind::Chat;
        entry.sender = u"Zoe"_s;
        dev.log().append(entry);
        QCOMPARE(names.nicks(), (QStringList{u"Zoe"_s, u"Anna"_s}));
        QCOMPARE(names.rooms(), QStringList{u"dev"_s});
    }

    void knowsTheRoomsThatTheServerListedToo()
    {
        RoomListModel rooms;
        const MessageLogModel log;
        const LogNames otherwise(log);
        RoomNames names(rooms, otherwise);
        rooms.open(u"dev"_s);
        names.setListed({u"abc"_s, u"dev"_s, u"tea"_s});
        QCOMPARE(names.rooms(), (QStringList{u"dev"_s, u"abc"_s, u"tea"_s}));
        rooms.open(u"tea"_s);
        QCOMPARE(names.rooms(), (QStringList{u"dev"_s, u"tea"_s, u"abc"_s}));
    }

    void knowsHowManyAreNotListed()
    {
        MemberListModel members;
        const QAbstractItemModelTester tester(&members);
        QSignalSpy changes(&members, &MemberListModel::unlistedChanged);
        members.setMembers({{u"Anna"_s, {}}, {u"Zoe"_s, {}}}, 4);
        QCOMPARE(members.unlisted(), 2);
        members.add({u"Bea"_s, {}}); // a newcomer
        QCOMPARE(members.unlisted(), 2);
        members.remove(u"Anna"_s);
        QCOMPARE(members.unlisted(), 2);
        QCOMPARE(changes.count(), 0);
        for (const qint64 left : {1, 0, 0}) {
            members.remove(u"nobody of the list"_s);
            QCOMPARE(members.unlisted(), left);
        }
        QCOMPARE(changes.count(), 2);
        members.setMembers({{u"Anna"_s, {}}}, 2);
        members.setMembers({{u"Anna"_s, {}}});
        QCOMPARE(members.unlisted(), 0);
    }

    void tellsWhoIsAway()
    {
        MemberListModel members;
        const QAbstractItemModelTester tester(&members);
        members.setMembers({{u"Anna"_s, {}}});
        QSignalSpy changes(&members, &QAbstractItemModel::dataChanged);
        members.setAway(u"anna"_s, u"lunch"_s);
        QCOMPARE(changes.count(), 1);
        const QModelIndex anna = members.index(0);
        QCOMPARE(members.data(anna, MemberListModel::AwayRole), true);
        QCOMPARE(members.data(anna, MemberListModel::AwayReasonRole), u"lunch"_s);
        QCOMPARE(members.data(anna, MemberListModel::NickRole), u"Anna"_s);
        QCOMPARE(members.find(u"anna"_s)->away, u"lunch"_s);
        QVERIFY(!members.find(u"ann"_s));
        members.setAway(u"anna"_s, std::nullopt);
        QCOMPARE(members.data(anna, MemberListModel::AwayRole), false);
    }

    void tellsWhetherTheOtherPersonIsAway()
    {
        RoomListModel rooms;
        const QAbstractItemModelTester tester(&rooms);
        rooms.open(u"lobby"_s).members().setMembers({{u"Anna"_s, u"lunch"_s}});
        MemberListModel &members = rooms.open(u"@anna"_s).members();
        members.setMembers({{u"Anna"_s, {}}, {u"Mika"_s, {}}});
        QVERIFY(!fact(rooms, u"@anna"_s, RoomListModel::AwayRole).isValid());
        const QSignalSpy changes(&rooms, &QAbstractItemModel::dataChanged);
        members.setAway(u"Anna"_s, u""_s); // without a reason
        QCOMPARE(changes.count(), 1);
        QVERIFY(fact(rooms, u"@anna"_s, RoomListModel::AwayRole).isValid());
        members.setAway(u"Anna"_s, u"lunch"_s);
        QCOMPARE(fact(rooms, u"@anna"_s, RoomListModel::AwayRole), u"lunch"_s);
        members.setAway(u"Anna"_s, std::nullopt);
        QVERIFY(!fact(rooms, u"@anna"_s, RoomListModel::AwayRole).isValid());
        members.setAway(u"Mika"_s, u"lunch"_s); // that is us
        QVERIFY(!fact(rooms, u"@anna"_s, RoomListModel::AwayRole).isValid());
        QVERIFY(!fact(rooms, u"lobby"_s, RoomListModel::AwayRole).isValid());
    }
};

QTEST_GUILESS_MAIN(TestRoomListModel)
#include "tst_roomlistmodel.moc"
