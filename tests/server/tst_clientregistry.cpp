#include "server/clientregistry.h"
#include "tests/server/support/fakelink.h"

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
    FakeLink late(9, u"127.0.0.1:9"_s);
    FakeLink early(2, u"127.0.0.1:2"_s);
    FakeLink namesake(10, u"127.0.0.1:2"_s);
    ClientRegistry registry;
    for (FakeLink *link : {&late, &early, &namesake})
        registry.add(*link);
    QCOMPARE(registry.clientIds(),
             QStringList({u"127.0.0.1:2"_s, u"127.0.0.1:9"_s, u"127.0.0.1:2"_s}));
    QCOMPARE(registry.find(u"127.0.0.1:2").size(), std::size_t{2});
    registry.remove(2);
    QCOMPARE(registry.find(u"127.0.0.1:2"), std::vector<ClientLink *>{&namesake});
    QVERIFY(registry.find(u"127.0.0.1").empty());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestClientRegistry)
#include "tst_clientregistry.moc"
