#include "app/core/textsearch.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestTextSearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void comparesAsPeopleMeanIt_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        const auto row = [](const char *name, const QString &wanted, const QString &text,
                            const QString &found) {
            QTest::newRow(name) << wanted << text << found;
        };
        row("case", u"hello"_s, u"Say HeLLo"_s, u"HeLLo"_s);
        row("full width", u"abc1"_s, u"（ＡＢＣ１）"_s, u"ＡＢＣ１"_s);
        row("half width in the search", u"ｶﾞｷﾞ"_s, u"次はがぎ"_s, u"がぎ"_s);
        row("half-width kana in the text", u"ぱそこん"_s, u"新しいﾊﾟｿｺﾝです"_s, u"ﾊﾟｿｺﾝ"_s);
        row("katakana for hiragana", u"さくら"_s, u"サクラの木"_s, u"サクラ"_s);
        row("hiragana for katakana", u"サクラ"_s, u"さくらの木"_s, u"さくら"_s);
        row("combining sound mark", u"が"_s, u"か\u3099く"_s, u"か\u3099"_s);
        row("long vowel stays", u"サーバー"_s, u"さーばーへ"_s, u"さーばー"_s);
        row("compatibility", u"株式会社"_s, u"㍿木霊"_s, u"㍿"_s);
        row("ligature", u"fi"_s, u"ﬁnd"_s, u"ﬁ"_s);
        row("sharp s", u"strasse"_s, u"Straße 5"_s, u"Straße"_s);
        row("accents differ", u"cafe"_s, u"café"_s, u""_s);
        row("composed and decomposed", u"café"_s, u"cafe\u0301!"_s, u"cafe\u0301"_s);
        row("blanks", u"a b"_s, u"x a\u3000b"_s, u"a\u3000b"_s);
        row("emoji", u"\U0001F389"_s, u"yes \U0001F389!"_s, u"\U0001F389"_s);
        row("iteration mark", u"いすゞ"_s, u"イスヾ"_s, u"イスヾ"_s);
        row("nothing", u"x"_s, u"abc"_s, u""_s);
        row("empty text", u"x"_s, u""_s, u""_s);
    }
    void comparesAsPeopleMeanIt()
    {
        QFETCH(QString, wanted);
        QFETCH(QString, text);
        QFETCH(QString, found);
        const TextSearch search(wanted);
        const QList<TextRange> ranges = search.findIn(text);
        QCOMPARE(ranges.isEmpty(), found.isEmpty());
        QCOMPARE(search.matches(text), !found.isEmpty());
        if (!found.isEmpty())
            QCOMPARE(text.mid(ranges.first().start, ranges.first().length), found);
    }

    void findsEveryPlaceOnce()
    {
        const TextSearch search(u"aa");
        const QList<TextRange> expected{{0, 2}, {2, 2}, {6, 2}};
        QCOMPARE(search.findIn(u"aaaa, aAa"), expected);
    }

    void positionsAreThoseOfTheText()
    {
        // Half-width kana take two characters each here, one in the form that is compared.
        const TextSearch search(u"木");
        const QList<TextRange> expected{{4, 1}};
        QCOMPARE(search.findIn(u"ｶﾞｷﾞ木"), expected);
    }

    void anEmptySearchFindsNothing()
    {
        QVERIFY(TextSearch().isEmpty());
        QVERIFY(TextSearch(u"").findIn(u"abc").isEmpty());
        QVERIFY(!TextSearch().matches(u"abc"));
    }

    void halfASurrogatePairDoesNotHurt()
    {
        const QString broken = u"a"_s + QChar(0xD83C) + u"b"_s;
        QCOMPARE(TextSearch(u"b").findIn(broken).size(), 1);
        QCOMPARE(TextSearch(QString(QChar(0xD83C))).findIn(broken).size(), 1);
        const QString reversed = QString(QChar(0xDF89)) + QChar(0xD83C);
        QVERIFY(!searchForm(reversed).isEmpty());
    }

    void theFormIsItsOwnForm()
    {
        const QString text = u"ＡＢＣ ﾊﾟｿｺﾝ サクラ ㍿ Straße か\u3099"_s;
        QCOMPARE(searchForm(searchForm(text)), searchForm(text));
    }
};

QTEST_GUILESS_MAIN(TestTextSearch)
#include "tst_textsearch.moc"
