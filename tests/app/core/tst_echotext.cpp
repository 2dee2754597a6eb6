#include "app/core/echotext.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestEchoText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shows_data();
    void shows();
};

void TestEchoText::shows_data()
{
    QTest::addColumn<QByteArray>("original");
    QTest::addColumn<QString>("text");
    QTest::newRow("text") << QByteArray(R"({"type":"echo","text":"木霊"})") << u"木霊"_s;
    QTest::newRow("number") << QByteArray(R"({"type":"echo","text":1.0})") << u"1.0"_s;
    QTest::newRow("no text") << QByteArray(R"({"type":"echo","a":1})")
                             << uR"({"type":"echo","a":1})"_s;
    QTest::newRow("not an echo") << QByteArray(R"({"type":"x","text":"a"})")
                                 << uR"({"type":"x","text":"a"})"_s;
    QTest::newRow("no object") << QByteArray("[1]") << u"[1]"_s;
    QTest::newRow("text alone") << QByteArray(R"("a")") << u"a"_s;
}

void TestEchoText::shows()
{
    QFETCH(QByteArray, original);
    QTEST(echoedText(RawJson::fromValidText(original)), "text");
}

QTEST_GUILESS_MAIN(TestEchoText)
#include "tst_echotext.moc"
