#include "app/core/isolation.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestIsolation final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsWrittenToTheLeftIsSetApart_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isSetApart");
        QTest::newRow("Latin") << u"mika"_s << false;
        QTest::newRow("Japanese") << u"木霊"_s << false;
        QTest::newRow("address") << u"127.0.0.1:5"_s << false;
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("Hebrew") << u"\u05d0\u05d1\u05d2"_s << true;
        QTest::newRow("Arabic") << u"\u0646\u0639\u0645"_s << true;
        QTest::newRow("room") << u"#\u05d0\u05d1"_s << true;
        QTest::newRow("both") << u"mika\u05d0"_s << true;
        QTest::newRow("beyond 16 bits") << u"\U0001E900"_s << true; // Adlam
    }

    void onlyWhatIsWrittenToTheLeftIsSetApart()
    {
        QFETCH(QString, name);
        QFETCH(bool, isSetApart);
        QCOMPARE(isolated(name), isSetApart ? u'\u2068' + name + u'\u2069' : name);
        QCOMPARE(withoutIsolates(isolated(name)), name);
        QCOMPARE(setApart(name), u'\u2068' + name + u'\u2069');
        QCOMPARE(withoutIsolates(setApart(name)), name);
    }
};

QTEST_GUILESS_MAIN(TestIsolation)
#include "tst_isolation.moc"
