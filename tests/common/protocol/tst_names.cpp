#include "common/protocol/limits.h"
#include "common/protocol/names.h"

#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(kodama::NameError)

namespace {

constexpr auto noError = NameError(-1);

void addName(const char *row, const QString &text, const QString &normal)
{
    QTest::newRow(row) << text << normal << noError;
}

void addWrong(const char *row, const QString &text, NameError error)
{
    QTest::newRow(row) << text << QString() << error;
}

void addColumns()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("normal");
    QTest::addColumn<NameError>("error");
}

template <typename Normalize>
void compare(Normalize normalize)
{
    QFETCH(QString, text);
    QFETCH(QString, normal);
    QFETCH(NameError, error);
    const Result<QString, NameError> result = normalize(text);
    QCOMPARE(result ? noError : result.error(), error);
    if (!result)
        return;
    QCOMPARE(result.value(), normal);
    QCOMPARE(normalize(normal).value(), normal);
}

} // namespace

class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void normalizesNicks_data()
    {
        addColumns();
        addName("plain", u"Mika"_s, u"Mika"_s);
        addName("Japanese", u"山田 太郎"_s, u"山田 太郎"_s);
        addName("full width", u"Ｍｉｋａ２"_s, u"Mika2"_s);
        addName("half-width kana", u"ｱｷﾞﾗ"_s, u"アギラ"_s);
        addName("composed", u"Jose\u0301"_s, u"José"_s);
        addName("spaces", u"  a \u3000 b "_s, u"a b"_s);
        addName("emoji", u"🦊"_s, u"🦊"_s);
        addName("Cyrillic", u"Анна"_s, u"Анна"_s);
        addName("Greek", u"Ελένη"_s, u"Ελένη"_s);
        addName("Latin with Japanese", u"Mika美香"_s, u"Mika美香"_s);
        addName("Latin with kana and digits", u"Mikaみかミカ2"_s, u"Mikaみかミカ2"_s);
        addName("Latin with Hangul", u"Mina민아"_s, u"Mina민아"_s);
        addName("Cyrillic with Japanese", u"Аня花"_s, u"Аня花"_s);
        addName("l, I, 1, 0 and O", u"l1I0O|"_s, u"l1I0O|"_s);
        addName("Turkish", u"Işıl"_s, u"Işıl"_s);
        addName("Armenian", u"Հայկ"_s, u"Հայկ"_s);
        addName("Devanagari", u"हिन्दी"_s, u"हिन्दी"_s);
        addName("Burmese", u"မြွေကြွေး"_s, u"မြွေကြွေး"_s);
        addName("Khmer", u"ឫស្សី"_s, u"ឫស្សី"_s);
        addName("longest", QString(32, u'x'), QString(32, u'x'));
        addName("longest of two units each", u"🦊"_s.repeated(32), u"🦊"_s.repeated(32));
        addName("punctuation", u"o'neill-(x)_[y]"_s, u"o'neill-(x)_[y]"_s);
        addWrong("empty", u""_s, NameError::Empty);
        addWrong("only space", u" \u3000 "_s, NameError::Empty);
        addWrong("too long", QString(33, u'x'), NameError::TooLong);
        addWrong("grows too long", u"\ufdfa"_s.repeated(2), NameError::TooLong);
        for (const QChar c : u"@#/:,"_s)
            addWrong(qPrintable(u"reserved "_s + c), u"a"_s + c + u"b", NameError::BadCharacter);
        addWrong("full-width reserved", u"a＠b"_s, NameError::BadCharacter);
        addWrong("control", u"a\u0007b"_s, NameError::BadCharacter);
        addWrong("line break", u"a\nb"_s, NameError::BadCharacter);
        addWrong("tabulator at the end", u"a\t"_s, NameError::BadCharacter);
        addWrong("line separator", u"a\u2028b"_s, NameError::BadCharacter);
        addWrong("zero-width joiner", u"a\u200db"_s, NameError::BadCharacter);
        addWrong("right-to-left override", u"a\u202eb"_s, NameError::BadCharacter);
        addWrong("soft hyphen", u"a\u00adb"_s, NameError::BadCharacter);
        addWrong("Hangul filler", u"\u3164"_s, NameError::BadCharacter);
        addWrong("blank Braille", u"\u2800"_s, NameError::BadCharacter);
        addWrong("variation selector", u"a\ufe0f"_s, NameError::BadCharacter);
        addWrong("private use", u"\ue000"_s, NameError::BadCharacter);
        addWrong("unassigned", u"\U000e1234"_s, NameError::BadCharacter);
        addWrong("lone surrogate", u"a"_s + QChar(0xd800), NameError::BadCharacter);
        addWrong("mark without letter", u"\u0337a"_s, NameError::BadCharacter);
        addWrong("pile of marks", u"a"_s + u"\u0337"_s.repeated(5), NameError::BadCharacter);
        addWrong("Cyrillic a in Latin", u"mik\u0430"_s, NameError::MixedScripts);
        addWrong("Greek o in Latin", u"b\u03bfb"_s, NameError::MixedScripts);
        addWrong("Greek in Cyrillic", u"\u0430\u03bd"_s, NameError::MixedScripts);
        addWrong("Armenian o in Latin", u"b\u0585b"_s, NameError::MixedScripts);
        addWrong("Cherokee a in Latin", u"mik\u13aa"_s, NameError::MixedScripts);
        addWrong("small Cherokee d in Latin", u"\uab70an"_s, NameError::MixedScripts);
        addWrong("Coptic o in Latin", u"b\u2c9fb"_s, NameError::MixedScripts);
        addWrong("Lisu l in Latin", u"\ua4e1ena"_s, NameError::MixedScripts);
        addWrong("Canadian syllable in Latin", u"\u1473ob"_s, NameError::MixedScripts);
        addWrong("Deseret o in Latin", u"b\U0001042cb"_s, NameError::MixedScripts);
        addWrong("Armenian in Cyrillic", u"\u0430\u0585"_s, NameError::MixedScripts);
        addWrong("Coptic in Greek", u"\u03b1\u2c9f"_s, NameError::MixedScripts);
    }
    void normalizesNicks() { compare(normalizeNick); }

    void knowsNicksThatAreTheSame_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        const auto row = [](const QString &one, const QString &other, bool same) {
            QTest::addRow("%s %s", qPrintable(one), qPrintable(other)) << one << other << same;
        };
        row(u"Mika"_s, u"mIKA"_s, true);
        row(u"Straße"_s, u"STRASSE"_s, true);
        row(u"ΣΊΣΥΦΟΣ"_s, u"σίσυφος"_s, true);
        row(u"сора"_s, u"copa"_s, true);
        row(u"СОРА"_s, u"copa"_s, true);
        row(u"Ｍｉｋａ"_s, u"mika"_s, true);
        row(u"mıka"_s, u"mika"_s, true);
        row(u"mi\u0307ka"_s, u"mika"_s, true);
        row(u"İlker"_s, u"ilker"_s, true);
        row(u"ɡina"_s, u"gina"_s, true);
        row(u"Ɡina"_s, u"gina"_s, true);
        row(u"ɑlice"_s, u"Alice"_s, true);
        row(u"l\u0269sa"_s, u"lisa"_s, true);
        row(u"\u028fuki"_s, u"yuki"_s, true);
        row(u"ᴍɪᴋᴀ"_s, u"mika"_s, true);
        row(u"\ua4e1\ua4f2\ua4e2\ua4ee"_s, u"lisa"_s, true); // Lisu
        row(u"\u13da\u13aa\u13b7"_s, u"sam"_s, true);        // Cherokee
        row(u"\uabaa\uab7a\uab87"_s, u"sam"_s, true);        // and in lower case
        row(u"\u2ca7\u2c9f\u2c99"_s, u"tom"_s, true);        // Coptic
        for (const QChar hyphen : u"\u2010\u2011\u2012\u2013\u2212\u2043"_s)
            row(u"jean"_s + hyphen + u"luc", u"jean-luc"_s, true);
        for (const QChar apostrophe : u"\u2018\u2019\u02bc\uff07"_s)
            row(u"o"_s + apostrophe + u"neill", u"o'neill"_s, true);
        row(u"a\u2024b"_s, u"a.b"_s, true);
        // With marks, which belong to their letters.
        row(u"ре\u0301ре"_s, u"pépe"_s, true); // Cyrillic, as the next two
        row(u"СЁС"_s, u"cëc"_s, true);
        row(u"їс"_s, u"ïc"_s, true);
        row(u"άτα"_s, u"áta"_s, true); // Greek
        row(u"ΐ"_s, u"ḯ"_s, true);
        row(u"\u0131\u0301da"_s, u"ída"_s, true);
        row(u"ре\u0301ре"_s, u"pepe"_s, false);
        row(u"й"_s, u"и"_s, false);
        row(u"が"_s, u"か"_s, false);
        row(u"한"_s, u"하"_s, false);
        // As they are stored.
        row(u"lan"_s, u"Ian"_s, false);
        row(u"lan"_s, u"1an"_s, false);
        row(u"0tto"_s, u"Otto"_s, false);
        row(u"ジャン・ポール"_s, u"ジャン-ポール"_s, false);
        row(u"mika"_s, u"mika2"_s, false);
        row(u"Jose"_s, u"José"_s, false);
        row(u"анна"_s, u"ахха"_s, false);
        row(u"か"_s, u"カ"_s, false);
    }
    void knowsNicksThatAreTheSame()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QTEST(foldNick(one) == foldNick(other), "same");
    }

    void numbersANickWithinTheLimit()
    {
        QCOMPARE(numberedNick(u"mika"_s, 2), u"mika2"_s);
        QCOMPARE(numberedNick(QString(32, u'x'), 10), QString(30, u'x') + u"10");
        QCOMPARE(numberedNick(u"🦊"_s.repeated(32), 2), u"🦊"_s.repeated(31) + u"2");
        QCOMPARE(numberedNick(u"a"_s + QString(30, u' ') + u"b", 2), u"a2"_s);
    }

    void normalizesRoomNames_data()
    {
        addColumns();
        addName("plain", u"lobby"_s, u"lobby"_s);
        addName("case", u"Build.Status_3-A"_s, u"build.status_3-a"_s);
        addName("hash", u"#dev"_s, u"dev"_s);
        addName("full-width hash", u"＃Ｄｅｖ"_s, u"dev"_s);
        addName("Japanese", u"雑談"_s, u"雑談"_s);
        addName("half-width kana", u"ｻﾞﾂﾀﾞﾝ"_s, u"ザツダン"_s);
        addName("sharp s", u"Straße"_s, u"strasse"_s);
        addName("dotted I", u"İ"_s, u"i\u0307"_s);
        // What looks alike makes people the same, never rooms: they are stored by name.
        addName("Cyrillic that looks Latin", u"Сора"_s, u"сора"_s);
        addName("dotless i", u"ısı"_s, u"ısı"_s);
        addName("Thai", u"ที่นี่"_s, u"ที่นี่"_s);
        addName("circled number", u"①"_s, u"1"_s);
        addName("space around", u"  dev "_s, u"dev"_s);
        addName("longest", QString(64, u'x'), QString(64, u'x'));
        addWrong("empty", u""_s, NameError::Empty);
        addWrong("hash alone", u"#"_s, NameError::Empty);
        addWrong("too long", QString(65, u'x'), NameError::TooLong);
        addWrong("two hashes", u"##dev"_s, NameError::BadCharacter);
        addWrong("direct", u"@mika"_s, NameError::BadCharacter);
        addWrong("space", u"a b"_s, NameError::BadCharacter);
        addWrong("slash", u"a/b"_s, NameError::BadCharacter);
        addWrong("emoji", u"🦊"_s, NameError::BadCharacter);
        addWrong("control", u"a\u0001b"_s, NameError::BadCharacter);
        addWrong("zero-width space", u"a\u200bb"_s, NameError::BadCharacter);
        addWrong("Hangul filler", u"\u3164"_s, NameError::BadCharacter);
        addWrong("hyphen that is none", u"a\u2010b"_s, NameError::BadCharacter);
        addWrong("mixed", u"l\u043ebby"_s, NameError::MixedScripts);
        addWrong("mixed with Armenian", u"l\u0585bby"_s, NameError::MixedScripts);
        addWrong("mixed with Cherokee", u"lobb\u13bd"_s, NameError::MixedScripts);
        addWrong("mixed with Lisu", u"\ua4e1obby"_s, NameError::MixedScripts);
    }
    void normalizesRoomNames() { compare(normalizeRoomName); }

    void readsTargets()
    {
        QCOMPARE(normalizeTarget(u"#Dev"_s).value(), u"dev"_s);
        QCOMPARE(normalizeTarget(u"@Ｍｉｋａ"_s).value(), u"@Mika"_s);
        QCOMPARE(normalizeTarget(u"＠Mika"_s).value(), u"@Mika"_s);
        QCOMPARE(normalizeTarget(u"@"_s).error(), NameError::Empty);
        QCOMPARE(normalizeTarget(u"@a/b"_s).error(), NameError::BadCharacter);
        QCOMPARE(nickOfDirectRoom(u"@Mika"_s).value(), u"Mika"_s);
        QVERIFY(!nickOfDirectRoom(u"dev"_s));
        QCOMPARE(directRoomName(u"Mika"_s), u"@Mika"_s);
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
