#include "server/chat/audience.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestAudience : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void countsByShard();
};

void TestAudience::countsByShard()
{
    Audience audience;
    QCOMPARE(audience.count(3), 0);
    audience.join(2);
    audience.join(2);
    audience.join(0);
    QCOMPARE(audience.shardCount(), 3);
    QCOMPARE(audience.count(0), 1);
    QCOMPARE(audience.count(1), 0);
    QCOMPARE(audience.count(2), 2);
    QCOMPARE(audience.total(), 3);
    audience.leave(2);
    QCOMPARE(audience.count(2), 1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestAudience)
#include "tst_audience.moc"
