#include "app/ui/linkfinder.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestLinkFinder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void findsLinks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("links");
        QTest::newRow("none") << u"no link here"_s << QStringList{};
        QTest::newRow("http") << u"see http://a.example/b?c=d#e now"_s
                              << QStringList{u"http://a.example/b?c=d#e"_s};
        QTest::newRow("all schemes")
            << u"https://a.b ws://c.d:8765 wss://e.f"_s
            << QStringList{u"https://a.b"_s, u"ws://c.d:8765"_s, u"wss://e.f"_s};
        QTest::newRow("capitals") << u"HTTPS://A.B/C"_s << QStringList{u"HTTPS://A.B/C"_s};
        QTest::newRow("full stop") << u"It is http://a.b/c."_s << QStringList{u"http://a.b/c"_s};
        QTest::newRow("brackets") << u"(http://a.b/c)"_s << QStringList{u"http://a.b/c"_s};
        QTest::newRow("brackets inside")
            << u"http://a.b/c_(d) e"_s << QStringList{u"http://a.b/c_(d)"_s};
        QTest::newRow("Japanese goes on")
            << u"資料はhttps://a.example/xにあります"_s << QStringList{u"https://a.example/x"_s};
        QTest::newRow("Japanese full stop")
            << u"https://a.example。次"_s << QStringList{u"https://a.example"_s};
        QTest::newRow("accents belong to it")
            << u"http://a.b/caf\u00e9 x"_s << QStringList{u"http://a.b/caf\u00e9"_s};
        QTest::newRow("other schemes")
            << u"javascript://x file:///etc/passwd ftp://a.b"_s << QStringList{};
        QTest::newRow("inside a word") << u"xhttp://a.b"_s << QStringList{};
        QTest::newRow("no host") << u"http:// and https://"_s << QStringList{};
        QTest::newRow("markup is text")
            << u"<a href=\"http://a.b\">x</a>"_s << QStringList{u"http://a.b"_s};
        QTest::newRow("IPv6") << u"ws://[::1]:8765/"_s << QStringList{u"ws://[::1]:8765/"_s};
    }

    void findsLinks()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, links);
        QStringList found;
        for (const TextLink &link : findLinks(text)) {
            found.append(text.sliced(link.start, link.length));
            QVERIFY(link.target.isValid());
        }
        QCOMPARE(found, links);
    }

    void aMegabyteOfBeginningsIsFast()
    {
        const QString text = u"http://"_s.repeated(150'000);
        QBENCHMARK_ONCE
        {
            QVERIFY(findLinks(text).size() <= 150'000);
        }
    }
};

QTEST_GUILESS_MAIN(TestLinkFinder)
#include "tst_linkfinder.moc"
