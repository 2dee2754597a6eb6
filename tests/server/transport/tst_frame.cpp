#include "server/transport/frame.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestFrame final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void usesTheShortestLength_data();
    void usesTheShortestLength();
    void writesTheExamplesOfTheStandard();
    void writesCompressedFrames();
    void writesControlFrames();
    void cutsLongControlPayloads();
    void writesCloseFrames_data();
    void writesCloseFrames();
};

void TestFrame::usesTheShortestLength_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("header");
    const auto bytes = [](const char *hex) { return QByteArray::fromHex(hex); };
    QTest::newRow("0") << 0 << bytes("8100");
    QTest::newRow("1") << 1 << bytes("8101");
    QTest::newRow("125") << 125 << bytes("817d");
    QTest::newRow("126") << 126 << bytes("817e007e");
    QTest::newRow("127") << 127 << bytes("817e007f");
    QTest::newRow("255") << 255 << bytes("817e00ff");
    QTest::newRow("256") << 256 << bytes("817e0100");
    QTest::newRow("65535") << 65535 << bytes("817effff");
    QTest::newRow("65536") << 65536 << bytes("817f0000000000010000");
    QTest::newRow("1 MiB") << 1048576 << bytes("817f0000000000100000");
}

void TestFrame::usesTheShortestLength()
{
    QFETCH(int, size);
    QFETCH(QByteArray, header);
    const QByteArray payload(size, 'k');
    QCOMPARE(encodeTextFrame(payload).bytes, header + payload);
    header[0] = static_cast<char>(0x82);
    QCOMPARE(encodeBinaryFrame(payload).bytes, header + payload);
}

void TestFrame::writesTheExamplesOfTheStandard()
{
    QCOMPARE(encodeTextFrame("Hello").bytes, QByteArray::fromHex("810548656c6c6f"));
    QCOMPARE(encodePingFrame("Hello").bytes, QByteArray::fromHex("890548656c6c6f"));
}

void TestFrame::writesCompressedFrames()
{
    const QByteArray text = encodeTextFrame("anything").bytes;
    QCOMPARE(encodeCompressedFrame(text, "x"), QByteArray::fromHex("c10178"));
    const QByteArray binary = encodeBinaryFrame("anything").bytes;
    QCOMPARE(encodeCompressedFrame(binary, QByteArray(126, 'x')),
             QByteArray::fromHex("c27e007e") + QByteArray(126, 'x'));
    // Only messages, and only such as are worth it.
    QVERIFY(encodeTextFrame(QByteArray(compressAtBytes - 1, 'a')).twins == nullptr);
    QVERIFY(encodeTextFrame(QByteArray(compressAtBytes, 'a')).twins != nullptr);
    QVERIFY(encodeBinaryFrame(QByteArray(compressAtBytes, 'a')).twins != nullptr);
    QVERIFY(encodePingFrame("ping").twins == nullptr);
}

void TestFrame::writesControlFrames()
{
    QCOMPARE(encodePingFrame({}).bytes, QByteArray::fromHex("8900"));
    QCOMPARE(encodePongFrame({}).bytes, QByteArray::fromHex("8a00"));
    QCOMPARE(encodePongFrame(QByteArray(1, '\0')).bytes, QByteArray::fromHex("8a0100"));
}

void TestFrame::cutsLongControlPayloads()
{
    const QByteArray longest(125, 'x');
    const QByteArray longer(126, 'x');
    QCOMPARE(encodePingFrame(longer).bytes, QByteArray::fromHex("897d") + longest);
    QCOMPARE(encodePongFrame(longer).bytes, QByteArray::fromHex("8a7d") + longest);
}

void TestFrame::writesCloseFrames_data()
{
    QTest::addColumn<quint16>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QByteArray>("frame");
    const QByteArray kana = QString(41, u'あ').toUtf8(); // 123 bytes
    QTest::newRow("no code") << quint16{1005} << u"ignored"_s << QByteArray::fromHex("8800");
    QTest::newRow("code") << quint16{1000} << QString() << QByteArray::fromHex("880203e8");
    QTest::newRow("reason") << quint16{4503} << u"bye"_s << QByteArray::fromHex("88051197627965");
    QTest::newRow("longest") << quint16{1001} << QString(123, u'r')
                             << QByteArray::fromHex("887d03e9") + QByteArray(123, 'r');
    QTest::newRow("too long") << quint16{1001} << QString(124, u'r')
                              << QByteArray::fromHex("887d03e9") + QByteArray(123, 'r');
    QTest::newRow("just fits") << quint16{1001} << QString(42, u'あ')
                               << QByteArray::fromHex("887d03e9") + kana;
    QTest::newRow("cut before a character")
        << quint16{1001} << u"x"_s + QString(41, u'あ')
        << QByteArray::fromHex("887b03e9") + "x" + kana.first(120);
}

void TestFrame::writesCloseFrames()
{
    QFETCH(quint16, code);
    QFETCH(QString, reason);
    QFETCH(QByteArray, frame);
    QCOMPARE(encodeCloseFrame(code, reason).bytes, frame);
}

QTEST_GUILESS_MAIN(TestFrame)
#include "tst_frame.moc"
