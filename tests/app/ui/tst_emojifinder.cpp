#include "app/ui/emojifinder.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(QList<kodama::TextRange>)

class TestEmojiFinder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void findsThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<TextRange>>("runs");
        QTest::addColumn<int>("emoji");
        QTest::addColumn<bool>("areAll");
        using Runs = QList<TextRange>;
        QTest::newRow("none") << u"41.5 °C ☎ ©"_s << Runs{} << 0 << false;
        QTest::newRow("empty") << QString() << Runs{} << 0 << false;
        QTest::newRow("one among letters") << u"a 🎉 b"_s << Runs{{2, 2}} << 1 << false;
        QTest::newRow("side by side") << u"🎉🎉!"_s << Runs{{0, 4}} << 2 << false;
        QTest::newRow("alone") << u" 👍 "_s << Runs{{1, 2}} << 1 << true;
        QTest::newRow("a family is one") << u"👨‍👩‍👧"_s << Runs{{0, 8}} << 1 << true;
        QTest::newRow("with a skin") << u"👍🏽"_s << Runs{{0, 4}} << 1 << true;
        QTest::newRow("a flag") << u"🇯🇵"_s << Runs{{0, 4}} << 1 << true;
        QTest::newRow("a heart, as a picture") << u"❤️"_s << Runs{{0, 2}} << 1 << true;
        QTest::newRow("a key") << u"1️⃣"_s << Runs{{0, 3}} << 1 << true;
        QTest::newRow("letters beyond the first plane") << u"𠮷𝒜"_s << Runs{} << 0 << false;
        QTest::newRow("cut in two") << QString(QChar(0xD83C)) << Runs{} << 0 << false;
    }

    void findsThem()
    {
        QFETCH(QString, text);
        const EmojiRuns found = findEmoji(text);
        QTEST(found.runs, "runs");
        QTEST(found.emoji, "emoji");
        QTEST(found.areAll, "areAll");
    }
};

QTEST_GUILESS_MAIN(TestEmojiFinder)
#include "tst_emojifinder.moc"
