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
        addWrong("mixed", u"l\u043ebby"_s, NameError::MixedScripts);
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
