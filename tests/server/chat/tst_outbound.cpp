#include "server/chat/outbound.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestOutbound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void keepsOrderPerShard();
    void publishesWhereSomebodyListens();
};

void TestOutbound::keepsOrderPerShard()
{
    Outbound out(2);
    out.send(1, JoinRoom{7, 42});
    out.send(1, Reply{42, {"a"_ba}});
    const DeliveryBatch batch = out.take(1);
    QCOMPARE(batch.size(), std::size_t{2});
    QCOMPARE(std::get<JoinRoom>(batch[0]).room, RoomKey{7});
    QCOMPARE(std::get<Reply>(batch[1]).frame.bytes, "a"_ba);
    QVERIFY(out.take(0).empty());
    QVERIFY(out.take(1).empty());
}

void TestOutbound::publishesWhereSomebodyListens()
{
    Outbound out(3);
    Audience audience;
    audience.join(0);
    audience.join(2);
    audience.join(2);
    audience.leave(0);
    const QByteArray frame = "frame"_ba;
    out.publish(audience, {9, {frame}, 5});
    QVERIFY(out.take(0).empty());
    QVERIFY(out.take(1).empty());
    const DeliveryBatch batch = out.take(2);
    QCOMPARE(batch.size(), std::size_t{1});
    const auto &publication = std::get<Publish>(batch[0]);
    QCOMPARE(publication.except, ConnectionId{5});
    QVERIFY(publication.frame.bytes.isSharedWith(frame));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestOutbound)
#include "tst_outbound.moc"
