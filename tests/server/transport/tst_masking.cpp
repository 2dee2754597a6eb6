#include "server/transport/masking.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestMasking final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void masksTheExampleOfTheStandard();
    void unmasksWhatItMasked();
    void masksPiecesLikeTheWhole();
    void masksNothing();
};

namespace {

std::span<char> spanOf(QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

void TestMasking::masksTheExampleOfTheStandard()
{
    QByteArray bytes("Hello");
    applyMask(spanOf(bytes), {0x37, 0xFA, 0x21, 0x3D}, 0);
    QCOMPARE(bytes, QByteArray::fromHex("7f9f4d5158"));
}

void TestMasking::unmasksWhatItMasked()
{
    const QByteArray text("木霊 answers from the other side of the valley");
    QByteArray bytes = text;
    applyMask(spanOf(bytes), {0xDE, 0xAD, 0xBE, 0xEF}, 0);
    QVERIFY(bytes != text);
    applyMask(spanOf(bytes), {0xDE, 0xAD, 0xBE, 0xEF}, 0);
    QCOMPARE(bytes, text);
}

void TestMasking::masksPiecesLikeTheWhole()
{
    const MaskKey key{0x01, 0x23, 0x45, 0x67};
    QByteArray plain(67, '\0');
    for (qsizetype i = 0; i < plain.size(); ++i)
        plain[i] = static_cast<char>(i * 7);
    QByteArray expected = plain;
    for (qsizetype i = 0; i < plain.size(); ++i)
        expected[i] = static_cast<char>(plain[i] ^ static_cast<char>(key[std::size_t(i) % 4]));

    for (std::size_t cut = 0; cut <= std::size_t(plain.size()); ++cut) {
        QByteArray masked = plain;
        applyMask(spanOf(masked).first(cut), key, 0);
        applyMask(spanOf(masked).subspan(cut), key, cut);
        QCOMPARE(masked, expected);
    }
    QByteArray far = plain;
    applyMask(spanOf(far), key, quint64{1} << 40U);
    QCOMPARE(far, expected);
}

void TestMasking::masksNothing()
{
    applyMask({}, {1, 2, 3, 4}, 3);
}

QTEST_GUILESS_MAIN(TestMasking)
#include "tst_masking.moc"
