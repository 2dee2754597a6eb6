#include "common/result.h"

#include <QtTest>

#include <memory>

using kodama::Result;

namespace {

enum class Failure { TooCold };

} // namespace

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void holdsAValue()
    {
        const Result<QString, Failure> result(QStringLiteral("warm"));
        QVERIFY(result.hasValue());
        QVERIFY(static_cast<bool>(result));
        QCOMPARE(result.value(), QStringLiteral("warm"));
    }

    void holdsAnError()
    {
        const Result<QString, Failure> result(Failure::TooCold);
        QVERIFY(!result);
        QCOMPARE(result.error(), Failure::TooCold);
    }

    void tellsValueAndErrorOfOneTypeFromAnother()
    {
        const Result<int, long> value(1);
        const Result<int, long> error(1L);
        QVERIFY(value.hasValue());
        QVERIFY(!error.hasValue());
    }

    void givesItsValueAway()
    {
        Result<std::unique_ptr<int>, Failure> result(std::make_unique<int>(7));
        const std::unique_ptr<int> taken = std::move(result).value();
        QCOMPARE(*taken, 7);
    }

    void throwsWhenTheWrongSideIsRead()
    {
        const Result<int, Failure> result(Failure::TooCold);
        QVERIFY_THROWS_EXCEPTION(std::bad_variant_access, static_cast<void>(result.value()));
    }
};

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
