#include "server/process.h"

#include <QRegularExpression>
#include <QTest>

#include <csignal>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void neitherReadingNorWritingIsASignal();
};

void TestProcess::neitherReadingNorWritingIsASignal()
{
    prepareServerProcess();
    for (const int number : {SIGPIPE, SIGXFSZ, SIGTTIN}) {
        struct sigaction now
        {};
        QCOMPARE(::sigaction(number, nullptr, &now), 0);
        QVERIFY2(now.sa_handler == SIG_IGN, qPrintable(QString::number(number)));
    }
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestProcess)
#include "tst_process.moc"
