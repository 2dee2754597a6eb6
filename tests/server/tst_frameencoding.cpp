#include "server/frameencoding.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestFrameEncoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void putsTheJsonIntoATextFrame();
};

void TestFrameEncoding::putsTheJsonIntoATextFrame()
{
    const QByteArray json = R"({"type":"server_notification","message":"茶","timestamp":"t"})";
    const SharedFrame frame = encodeFrame(ServerNotification{u"茶"_s, u"t"_s});
    QCOMPARE(frame.bytes, "\x81" + QByteArray(1, char(json.size())) + json);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestFrameEncoding)
#include "tst_frameencoding.moc"
