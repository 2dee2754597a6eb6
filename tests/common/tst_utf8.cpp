#include "common/utf8.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestUtf8 final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void acceptsAndRefuses_data();
    void acceptsAndRefuses();
    void acceptsEveryCharacter();
    void refusesEverySurrogate();
    void findsBadBytesBehindLongAsciiRuns();
    void readsLongTextsAsByteByByte();
    void forgetsOnReset();
};

namespace {

/// Where the first byte stands that cannot belong, or -1.
qsizetype firstBadByte(QByteArrayView bytes)
{
    Utf8Validator validator;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (!validator.feed(bytes.sliced(i, 1)))
            return i;
    }
    return -1;
}

QByteArray encode(char32_t character)
{
    return QString::fromUcs4(&character, 1).toUtf8();
}

} // namespace

void TestUtf8::acceptsAndRefuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("badAt");       // -1: none
    QTest::addColumn<bool>("isComplete"); // if there is no bad byte

    const auto good = [](const char *name, const QByteArray &bytes) {
        QTest::newRow(name) << bytes << -1 << true;
    };
    const auto open = [](const char *name, const QByteArray &bytes) {
        QTest::newRow(name) << bytes << -1 << false;
    };
    const auto bad = [](const char *name, const QByteArray &bytes, int at) {
        QTest::newRow(name) << bytes << at << false;
    };

    good("empty", "");
    good("ascii", "Hello");
    good("NUL", QByteArray(1, '\0'));
    good("U+007F", "\x7F");
    good("U+0080", "\xC2\x80");
    good("U+07FF", "\xDF\xBF");
    good("U+0800", "\xE0\xA0\x80");
    good("U+FFFF", "\xEF\xBF\xBF");
    good("U+10000", "\xF0\x90\x80\x80");
    good("U+10FFFF", "\xF4\x8F\xBF\xBF");
    good("U+D7FF", "\xED\x9F\xBF");
    good("U+E000", "\xEE\x80\x80");
    good("U+FEFF at the start", "\xEF\xBB\xBFx");
    good("U+FFFE", "\xEF\xBF\xBE");
    good("Japanese", "こんにちは、木霊");
    good("Greek", "κόσμε");
    good("emoji with joiners", "👩‍👩‍👧‍👦");

    open("C2", "\xC2");
    open("E0 A0", "\xE0\xA0");
    open("F0 90 80", "\xF0\x90\x80");
    open("F4", "\xF4");
    open("ascii, then E6", "abc\xE6");

    bad("lone continuation 80", "\x80", 0);
    bad("lone continuation BF", "\xBF", 0);
    bad("continuation behind a character", "\xC3\xA9\x80", 2);
    bad("C0", "\xC0", 0);
    bad("C1", "\xC1", 0);
    bad("F5", "\xF5", 0);
    bad("F8", "\xF8", 0);
    bad("FC", "\xFC", 0);
    bad("FE", "\xFE", 0);
    bad("FF", "\xFF", 0);
    bad("overlong slash in 2", "\xC0\xAF", 0);
    bad("overlong slash in 3", "\xE0\x80\xAF", 1);
    bad("overlong slash in 4", "\xF0\x80\x80\xAF", 1);
    bad("overlong U+07FF in 3", "\xE0\x9F\xBF", 1);
    bad("overlong U+FFFF in 4", "\xF0\x8F\xBF\xBF", 1);
    bad("surrogate D800", "\xED\xA0\x80", 1);
    bad("surrogate DFFF", "\xED\xBF\xBF", 1);
    bad("surrogate pair", "\xED\xA0\xBD\xED\xB8\x80", 1);
    bad("U+110000", "\xF4\x90\x80\x80", 1);
    bad("missing last of 2", "\xC3(", 1);
    bad("missing last of 3", "\xE2\x82(", 2);
    bad("missing last of 4", "\xF0\x9F\x98(", 3);
    bad("lead within a character", "\xE2\xC3\xA9", 1);
    bad("Latin-1", "caf\xE9 ", 4);
    bad("the Autobahn's valid beginning, then a surrogate",
        "\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xED\xA0\x80 edited", 12);
}

void TestUtf8::acceptsAndRefuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, badAt);
    QFETCH(bool, isComplete);

    QCOMPARE(firstBadByte(bytes), badAt);
    QCOMPARE(isValidUtf8(bytes), badAt < 0 && isComplete);
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        Utf8Validator validator;
        const bool first = validator.feed(QByteArrayView(bytes).first(cut));
        QCOMPARE(first, badAt < 0 || cut <= badAt);
        if (!first)
            continue;
        QCOMPARE(validator.feed(QByteArrayView(bytes).sliced(cut)), badAt < 0);
        if (badAt < 0)
            QCOMPARE(validator.isComplete(), isComplete);
    }
}

void TestUtf8::acceptsEveryCharacter()
{
    for (char32_t character = 0; character <= 0x10FFFF; ++character) {
        if (character >= 0xD800 && character <= 0xDFFF)
            continue;
        if (!isValidUtf8(encode(character)))
            QFAIL(qPrintable(QString::number(character, 16)));
    }
}

void TestUtf8::refusesEverySurrogate()
{
    for (int code = 0xD800; code <= 0xDFFF; ++code) {
        const char bytes[] = {static_cast<char>(0xE0 | (code >> 12)),
                              static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
                              static_cast<char>(0x80 | (code & 0x3F))};
        QVERIFY(!isValidUtf8(QByteArrayView(bytes, sizeof bytes)));
    }
}

void TestUtf8::findsBadBytesBehindLongAsciiRuns()
{
    // Around the width of the words that plain text is skipped by.
    for (qsizetype run = 0; run <= 40; ++run) {
        const QByteArray text(run, 'x');
        QVERIFY(isValidUtf8(QByteArray(text + "é" + text)));
        QVERIFY(!isValidUtf8(QByteArray(text + "\xFF" + text)));
        QVERIFY(!isValidUtf8(QByteArray(text + "\xC3" + text + "x")));
    }
}

void TestUtf8::readsLongTextsAsByteByByte()
{
    // Long texts are checked many bytes at a time, up to a character that is not whole yet.
    const QList<QByteArray> ends{"",         "a",        "\xC3",         "\xC3\xA9", "\xE3",
                                 "\xE3\x81", "\xE0\x80", "\xF0\x9F\x98", "\xF4\x90", "\xED\xA0",
                                 "\x80",     "\xFF",     "\xC3\xC3",     "\xE3\x81x"};
    for (qsizetype run = 0; run < 140; ++run) {
        const QByteArray japanese = QByteArray("木霊").repeated(40).left(run * 3);
        for (const QByteArray &begin : {QByteArray(run, 'x'), japanese}) {
            for (const QByteArray &end : ends) {
                const QByteArray text = begin + end;
                const bool isGood = firstBadByte(text) < 0;
                Utf8Validator whole;
                QCOMPARE(whole.feed(text), isGood);
                const QByteArray more = text + begin;
                QCOMPARE(Utf8Validator().feed(more), firstBadByte(more) < 0);
                if (!isGood)
                    continue;
                Utf8Validator cut;
                QVERIFY(cut.feed(QByteArrayView(text).first(text.size() / 2)));
                QVERIFY(cut.feed(QByteArrayView(text).sliced(text.size() / 2)));
                QCOMPARE(cut.isComplete(), whole.isComplete());
            }
        }
    }
}

void TestUtf8::forgetsOnReset()
{
    Utf8Validator validator;
    QVERIFY(validator.feed("\xE3\x81"));
    QVERIFY(!validator.isComplete());
    validator.reset();
    QVERIFY(validator.isComplete());
    QVERIFY(validator.feed("a"));
}

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
