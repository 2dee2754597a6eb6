#include "server/clientregistry.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestClientRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void findsByName();
};

void TestClientRegistry::findsByName()
{
    ClientRegistry registry;
    registry.add(u"127.0.0.1:9"_s, {9, 0});
    registry.add(u"127.0.0.1:2"_s, {2, 1});
    registry.add(u"127.0.0.1:2"_s, {10, 3});
    QCOMPARE(registry.clientIds(),
             QStringList({u"127.0.0.1:2"_s, u"127.0.0.1:9"_s, u"127.0.0.1:2"_s}));
    QCOMPARE(registry.find(u"127.0.0.1:2").size(), std::size_t{2});
    registry.remove(2);
    const auto found = registry.find(u"127.0.0.1:2");
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].connection, ConnectionId{10});
    QCOMPARE(found[0].shard, 3);
    QVERIFY(registry.find(u"127.0.0.1").empty());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestClientRegistry)
#include "tst_clientregistry.moc"
