#include "app/core/attention.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestAttention final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRoomsChoiceDecides_data()
    {
        QTest::addColumn<Attention>("attention");
        QTest::addColumn<bool>("plain");
        QTest::addColumn<bool>("mention");
        QTest::newRow("all") << Attention::All << true << true;
        QTest::newRow("mentions") << Attention::Mentions << false << true;
        QTest::newRow("nothing") << Attention::Nothing << false << false;
    }

    void theRoomsChoiceDecides()
    {
        QFETCH(Attention, attention);
        Preferences preferences;
        preferences.roomAttention = withRoomAttention({}, u"lab"_s, attention);
        IncomingMessage message{u"lab"_s, u"ana"_s, u"x"_s};
        QTEST(countsAsUnread(preferences, message), "plain");
        message.isMention = true;
        QTEST(countsAsUnread(preferences, message), "mention");
        message.isMention = false;
        message.isDirect = true;
        QTEST(countsAsUnread(preferences, message), "mention");
    }

    void countsByRoom()
    {
        UnreadCounts unread;
        unread.add({u"a"_s, u"x"_s, u"1"_s});
        unread.add({u"a"_s, u"x"_s, u"2"_s});
        unread.add({u"b"_s, u"x"_s, u"3"_s, true});
        QCOMPARE(unread.total(), 3);
        QCOMPARE(unread.of(u"a"_s), 2);
        QVERIFY(unread.hasMention());
        unread.clear(u"b"_s);
        QCOMPARE(unread.total(), 2);
        QVERIFY(!unread.hasMention());
        unread.clear(u"a"_s);
        QCOMPARE(unread.total(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAttention)
#include "tst_attention.moc"
