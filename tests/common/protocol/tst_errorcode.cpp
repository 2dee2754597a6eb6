#include "common/protocol/errorcode.h"

#include <QtTest>

using namespace kodama;

class TestErrorCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    // Programs compare both: a number or a name that changes breaks them.
    void keepsNumbersAndNames_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("name");
        const QStringList names{QStringLiteral("BAD_JSON"),     QStringLiteral("BAD_REQUEST"),
                                QStringLiteral("UNAUTHORIZED"), QStringLiteral("UNKNOWN_ROOM"),
                                QStringLiteral("NICK_IN_USE"),  QStringLiteral("BAD_NICK"),
                                QStringLiteral("NO_SUCH_USER"), QStringLiteral("TOO_LARGE"),
                                QStringLiteral("RATE_LIMITED"), QStringLiteral("STORE_UNAVAILABLE"),
                                QStringLiteral("INTERNAL")};
        for (qsizetype i = 0; i < names.size(); ++i)
            QTest::addRow("%s", qPrintable(names[i])) << static_cast<int>(i + 1) << names[i];
    }
    void keepsNumbersAndNames()
    {
        QFETCH(int, number);
        QFETCH(QString, name);
        QCOMPARE(QString(errorName(static_cast<ErrorCode>(number))), name);
    }
};

QTEST_GUILESS_MAIN(TestErrorCode)
#include "tst_errorcode.moc"
