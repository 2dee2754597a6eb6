#include "server/log.h"
#include "server/qtmessages.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestQtMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void takesQtMessages();
};

void TestQtMessages::takesQtMessages()
{
    const ManualClock clock;
    QByteArrayList lines;
    Log log(clock, LogLevel::Info, [&lines](const QByteArray &line) { lines.append(line); });
    {
        const QtMessages qtMessages(log);
        qWarning("out of %s", "tea");
        qDebug("not at this level");
    }
    QCOMPARE(lines, QByteArrayList{"2025-12-14 10:00:05 - WARNING - out of tea\n"});
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestQtMessages)
#include "tst_qtmessages.moc"
