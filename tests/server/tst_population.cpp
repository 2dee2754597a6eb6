#include "server/population.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestPopulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void counts();
};

void TestPopulation::counts()
{
    Population population;
    QCOMPARE(population.add(), 1);
    QCOMPARE(population.add(), 2);
    QCOMPARE(population.remove(), 1);
    QCOMPARE(population.count(), 1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestPopulation)
#include "tst_population.moc"
