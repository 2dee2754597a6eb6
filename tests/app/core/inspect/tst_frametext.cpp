#include "app/core/inspect/frametext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

Frame make(Frame::Kind kind, const QByteArray &payload)
{
    return {Frame::Direction::Sent, kind, payload, std::chrono::milliseconds(1'765'674'005'250)};
}

QJsonObject written(const Frame &frame)
{
    const QByteArray line = jsonLineOf(frame);
    if (line.count('\n') != 1 || !line.endsWith('\n'))
        return {};
    return QJsonDocument::fromJson(line).object();
}

} // namespace

class TestFrameText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void previewsOneLine()
    {
        QCOMPARE(framePreview(make(Frame::Kind::Text, "a\nb\x01"
                                                      "c")),
                 u"a b c"_s);
        QCOMPARE(framePreview(make(Frame::Kind::Text, "あいうえお"), 3), u"あいう…"_s);
        QCOMPARE(framePreview(make(Frame::Kind::Text, QByteArray(1'000'000, 'x'))).size(), 201);
        QCOMPARE(framePreview(make(Frame::Kind::Binary, QByteArray("\x00\xff", 2))), u"00 ff"_s);
        QCOMPARE(framePreview(make(Frame::Kind::Close, closePayload(1001, u"bye\n"_s))),
                 u"1001 bye "_s);
        QCOMPARE(framePreview(make(Frame::Kind::Close, {})), QString());
        QCOMPARE(framePreview(make(Frame::Kind::Ping, "hello")), u"hello"_s);
        QCOMPARE(framePreview(make(Frame::Kind::Pong, "\xfe\x01t")), u"fe 01 74"_s);
    }

    void findsWhatPeopleMean()
    {
        QCOMPARE(frameSearchText(make(Frame::Kind::Text, "\"\\u3042\\u0069\"")), u"\"あi\""_s);
        QCOMPARE(frameSearchText(make(Frame::Kind::Text, "\\u12x \\u")), u"\\u12x \\u"_s);
        const QString bytes = frameSearchText(make(Frame::Kind::Binary, "hi\xff"));
        QVERIFY(bytes.contains(u"hi"_s) && bytes.contains(u"68 69 ff"_s));
    }

    void dumpsBytes()
    {
        const QString dump = hexDump("0123456789abcdefg\n", 1024);
        const QStringList lines = dump.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(u"00000000  30 31 32 33 34 35 36 37  38"_s));
        QVERIFY(lines[0].endsWith(u"0123456789abcdef"_s));
        QVERIFY(lines[1].startsWith(u"00000010  67 0a"_s));
        QVERIFY(lines[1].endsWith(u"g."_s));
        QCOMPARE(lines[0].indexOf(u"0123456789abcdef"_s), lines[1].indexOf(u"g."_s));
        QCOMPARE(hexDump(QByteArray(1000, 'x'), 32).count(u'\n'), 2);
    }

    void readsHex()
    {
        QCOMPARE(bytesFromHex(u"68 65\n6C6c"_s), QByteArray("hell"));
        QCOMPARE(bytesFromHex(QString()), QByteArray());
        QVERIFY(!bytesFromHex(u"6"_s));
        QVERIFY(!bytesFromHex(u"zz"_s));
        QVERIFY(!bytesFromHex(u"あ"_s));
        QCOMPARE(bytesFromHex(hexOf("\x01\xfe")), QByteArray("\x01\xfe"));
    }

    void readsCloseFrames()
    {
        const QByteArray payload = closePayload(4503, u"さようなら"_s);
        QCOMPARE(int(closeCodeOf(payload)), 4503);
        QCOMPARE(closeReasonOf(payload), u"さようなら"_s);
        QCOMPARE(int(closeCodeOf("x")), 0);
        QCOMPARE(closePayload(0, u"x"_s), QByteArray());
    }

    void writesJsonLines()
    {
        QJsonObject line = written(make(Frame::Kind::Text, R"({"n":1.0})"));
        QCOMPARE(line[u"kind"].toString(), u"text"_s);
        QCOMPARE(line[u"direction"].toString(), u"sent"_s);
        QCOMPARE(line[u"size"].toInt(), 9);
        QVERIFY(line[u"json"].isObject());
        QVERIFY(QDateTime::fromString(line[u"time"].toString(), Qt::ISODateWithMs).isValid());
        QVERIFY(jsonLineOf(make(Frame::Kind::Text, R"({"n":1.0})")).contains("1.0"));
        QCOMPARE(written(make(Frame::Kind::Text, "[\n1]"))[u"data"].toString(), u"[\n1]"_s);
        QCOMPARE(written(make(Frame::Kind::Text, "no \"json\""))[u"data"].toString(),
                 u"no \"json\""_s);
        QCOMPARE(written(make(Frame::Kind::Binary, "\xff\x00"))[u"data"].toString(),
                 u"base64:/w=="_s);
        line = written(make(Frame::Kind::Close, closePayload(1000, u"end"_s)));
        QCOMPARE(line[u"code"].toInt(), 1000);
        QCOMPARE(line[u"reason"].toString(), u"end"_s);
    }
};

QTEST_GUILESS_MAIN(TestFrameText)
#include "tst_frametext.moc"
