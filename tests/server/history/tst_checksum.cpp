#include "server/history/checksum.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestChecksum : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void isTheOneOfZip();
    void piecesGiveTheSame();
    void noticesEveryBit();
};

void TestChecksum::isTheOneOfZip()
{
    QCOMPARE(checksum("123456789"), 0xCBF43926U);
    QCOMPARE(checksum(""), 0U);
    QCOMPARE(checksum("a"), 0xE8B7BE43U);
}

void TestChecksum::piecesGiveTheSame()
{
    const QByteArray text = "the quick brown fox jumps over the lazy dog"_ba;
    for (qsizetype i = 0; i <= text.size(); ++i)
        QCOMPARE(checksum(text.sliced(i), checksum(text.first(i))), checksum(text));
}

void TestChecksum::noticesEveryBit()
{
    QByteArray text = "kodama 木霊"_ba;
    const quint32 before = checksum(text);
    for (qsizetype i = 0; i < text.size() * 8; ++i) {
        text[i / 8] = char(text.at(i / 8) ^ (1 << (i % 8)));
        QVERIFY(checksum(text) != before);
        text[i / 8] = char(text.at(i / 8) ^ (1 << (i % 8)));
    }
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestChecksum)
#include "tst_checksum.moc"
