#include "server/transport/frameparser.h"
#include "tests/server/transport/hostileframes.h"
#include "tests/server/transport/transportharness.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(kodama::FrameCase)

class TestFrameParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsFrames_data();
    void readsFrames();
    void hasEnoughHostileCases();
    void failsAtTheFirstBadByte();
    void refusesLongMessagesAtTheHeader();
    void refusesTooManyFragments();
    void storesNothingOfWholeMessages();
    void keepsTheCallersBuffer();
    void detachesFromSharedPayloads();
    void readsCompressedMessages_data();
    void readsCompressedMessages();
    void boundsCompressedMessages();
    void unpacksInPortions();
    void borrowsInflatersWhileInAMessage();
    void agreesWithItselfWhereverRandomInputIsCut();
};

namespace {

constexpr FrameLimits caseLimits{caseMessageBytes, 1000};

QByteArray describe(const FrameEvent &event)
{
    using Kind = FrameEvent::Kind;
    switch (event.kind) {
    case Kind::Text:
        return "text:" + event.payload;
    case Kind::Binary:
        return "binary:" + event.payload;
    case Kind::Ping:
        return "ping:" + event.payload;
    case Kind::Pong:
        return "pong:" + event.payload;
    case Kind::Close:
        return "close:" + QByteArray::number(event.code) + ':' + event.payload;
    case Kind::Error:
        return "error:" + QByteArray::number(event.code);
    }
    return {};
}

/// Feeds a copy, as the parser unmasks in place.
void feed(FrameParser &parser, QByteArray bytes, QList<QByteArray> &events)
{
    std::span<char> input(bytes.data(), static_cast<std::size_t>(bytes.size()));
    FrameEvent event;
    do {
        while (parser.next(input, event))
            events.append(describe(event));
    } while (!input.empty());
}

QList<QByteArray> parseInPieces(const QByteArray &bytes, qsizetype pieceBytes,
                                InflaterPool *inflaters = nullptr)
{
    FrameParser parser(caseLimits, inflaters);
    QList<QByteArray> events;
    for (qsizetype at = 0; at < bytes.size(); at += pieceBytes)
        feed(parser, bytes.sliced(at, std::min(pieceBytes, bytes.size() - at)), events);
    return events;
}

} // namespace

void TestFrameParser::readsFrames_data()
{
    QTest::addColumn<FrameCase>("frameCase");
    for (const FrameCase &row : frameCases())
        QTest::newRow(row.name.constData()) << row;
}

void TestFrameParser::readsFrames()
{
    QFETCH(FrameCase, frameCase);
    QCOMPARE(parseInPieces(frameCase.bytes, frameCase.bytes.size() + 1), frameCase.events);
    QCOMPARE(parseInPieces(frameCase.bytes, 1), frameCase.events);
    QCOMPARE(parseInPieces(frameCase.bytes, 3), frameCase.events);
    for (qsizetype cut = 0; cut <= frameCase.bytes.size(); ++cut) {
        FrameParser parser(caseLimits);
        QList<QByteArray> events;
        feed(parser, frameCase.bytes.first(cut), events);
        feed(parser, frameCase.bytes.sliced(cut), events);
        QCOMPARE(events, frameCase.events);
    }
}

void TestFrameParser::hasEnoughHostileCases()
{
    const QList<FrameCase> cases = frameCases();
    const auto hostile = std::count_if(cases.begin(), cases.end(), [](const FrameCase &row) {
        return row.events.last().startsWith("error");
    });
    QVERIFY2(hostile >= 200, qPrintable(QString::number(hostile)));
    QSet<QByteArray> names;
    for (const FrameCase &row : cases)
        names.insert(row.name);
    QCOMPARE(names.size(), cases.size());
}

void TestFrameParser::failsAtTheFirstBadByte()
{
    const QByteArray bytes = clientFrame(0x81, "ok\xFF never looked at");
    constexpr qsizetype headerBytes = 6;
    FrameParser parser(caseLimits);
    QList<QByteArray> events;
    feed(parser, bytes.first(headerBytes + 2), events);
    QCOMPARE(events, {});
    feed(parser, bytes.sliced(headerBytes + 2, 1), events);
    QCOMPARE(events, {"error:1007"});
}

void TestFrameParser::refusesLongMessagesAtTheHeader()
{
    FrameParser parser(caseLimits);
    QList<QByteArray> events;
    // Not even the mask's key is awaited.
    feed(parser, QByteArray::fromHex("82ff000000003b9aca00"), events);
    QCOMPARE(events, {"error:1009"});
    QCOMPARE(parser.bufferedBytes(), 0);
}

void TestFrameParser::refusesTooManyFragments()
{
    FrameParser parser({caseMessageBytes, 3});
    QList<QByteArray> events;
    feed(parser, clientFrame(0x01, "") + clientFrame(0x00, "") + clientFrame(0x80, "x"), events);
    QCOMPARE(events, {"text:x"});
    feed(parser,
         clientFrame(0x01, "") + clientFrame(0x00, "") + clientFrame(0x00, "") +
             clientFrame(0x80, "x"),
         events);
    QCOMPARE(events, QList<QByteArray>({"text:x", "error:1008"}));
}

void TestFrameParser::storesNothingOfWholeMessages()
{
    FrameParser parser(caseLimits);
    QList<QByteArray> events;
    feed(parser, clientFrame(0x81, "whole"), events);
    QCOMPARE(parser.bufferedBytes(), 0);
    feed(parser, clientFrame(0x01, "begun"), events);
    QCOMPARE(parser.bufferedBytes(), 5);
    feed(parser, clientFrame(0x80, ""), events);
    QCOMPARE(parser.bufferedBytes(), 0);
}

void TestFrameParser::keepsTheCallersBuffer()
{
    FrameParser parser(caseLimits);
    FrameEvent event;
    QByteArray bytes = clientFrame(0x81, QByteArray(500, 'a')) + clientFrame(0x81, "short");
    std::span<char> input(bytes.data(), static_cast<std::size_t>(bytes.size()));
    QVERIFY(parser.next(input, event));
    const char *const memory = event.payload.constData();
    QVERIFY(parser.next(input, event));
    QCOMPARE(event.payload, QByteArray("short"));
    QCOMPARE(event.payload.constData(), memory);
}

void TestFrameParser::detachesFromSharedPayloads()
{
    FrameParser parser(caseLimits);
    FrameEvent event;
    QByteArray bytes = clientFrame(0x81, "first") + clientFrame(0x81, "other");
    std::span<char> input(bytes.data(), static_cast<std::size_t>(bytes.size()));
    QVERIFY(parser.next(input, event));
    const QByteArray kept = event.payload;
    QVERIFY(parser.next(input, event));
    QCOMPARE(kept, QByteArray("first"));
    QCOMPARE(event.payload, QByteArray("other"));
}

void TestFrameParser::readsCompressedMessages_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QByteArray>>("events");
    const auto row = [](const char *name, const QByteArray &bytes, QList<QByteArray> events) {
        QTest::newRow(name) << bytes << std::move(events);
    };
    const QByteArray hello = QByteArray::fromHex("f248cdc9c90700");
    row("text", clientFrame(0xC1, hello), {"text:Hello"});
    row("binary", clientFrame(0xC2, hello), {"binary:Hello"});
    row("empty", clientFrame(0xC1, QByteArray::fromHex("00")), {"text:"});
    row("two, and a plain one",
        clientFrame(0xC1, hello) + clientFrame(0x81, "plain") + clientFrame(0xC1, hello),
        {"text:Hello", "text:plain", "text:Hello"});
    row("fragments", clientFrame(0x41, hello.first(3)) + clientFrame(0x80, hello.sliced(3)),
        {"text:Hello"});
    row("empty fragments", clientFrame(0x41, "") + clientFrame(0x00, hello) + clientFrame(0x80, ""),
        {"text:Hello"});
    row("ping between fragments",
        clientFrame(0x41, hello.first(3)) + clientFrame(0x89, "p") +
            clientFrame(0x80, hello.sliced(3)),
        {"ping:p", "text:Hello"});
    row("RSV1 on a continuation", clientFrame(0x41, hello.first(3)) + clientFrame(0xC0, "x"),
        {"error:1002"});
    row("RSV1 on a ping", clientFrame(0xC9, ""), {"error:1002"});
    row("RSV1 on a pong", clientFrame(0xCA, ""), {"error:1002"});
    row("RSV1 on a close", clientFrame(0xC8, ""), {"error:1002"});
    row("RSV2", clientFrame(0xA1, hello), {"error:1002"});
    row("RSV1 and RSV3", clientFrame(0xD1, hello), {"error:1002"});
    row("not compressed", clientFrame(0xC1, "\xFF\xFF\xFF\xFF"), {"error:1007"});
    row("cut", clientFrame(0xC1, hello.first(4)), {"error:1007"});
    row("not UTF-8", clientFrame(0xC1, QByteArray::fromHex("000200fdff61ff00")), {"error:1007"});
    row("ends within a character", clientFrame(0xC1, QByteArray::fromHex("000200fdff e38100")),
        {"error:1007"});
    row("the same in binary", clientFrame(0xC2, QByteArray::fromHex("000200fdff e38100")),
        {"binary:\xE3\x81"});
}

void TestFrameParser::readsCompressedMessages()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<QByteArray>, events);
    InflaterPool inflaters;
    for (const qsizetype piece : {bytes.size() + 1, qsizetype{1}, qsizetype{3}})
        QCOMPARE(parseInPieces(bytes, piece, &inflaters), events);
    QCOMPARE(parseInPieces(bytes, 1).last(), "error:1002"); // never agreed to
}

void TestFrameParser::boundsCompressedMessages()
{
    InflaterPool inflaters;
    Deflater deflater;
    const auto compressed = [&](qsizetype size) {
        return deflater.compress(QByteArray(size, 'b'), 15).toByteArray();
    };
    QCOMPARE(parseInPieces(clientFrame(0xC2, compressed(caseMessageBytes)), 1, &inflaters),
             QList<QByteArray>{"binary:" + QByteArray(caseMessageBytes, 'b')});
    QCOMPARE(parseInPieces(clientFrame(0xC2, compressed(caseMessageBytes + 1)), 1, &inflaters),
             QList<QByteArray>{"error:1009"});
    // A bomb, all of which is not even looked at.
    QCOMPARE(parseInPieces(clientFrame(0xC2, compressed(10'000'000)), 1 << 20, &inflaters),
             QList<QByteArray>{"error:1009"});
    // What announces more than could fit is refused at the header.
    FrameParser parser(caseLimits, &inflaters);
    QList<QByteArray> events;
    feed(parser, QByteArray::fromHex("c2ff000000003b9aca00"), events);
    QCOMPARE(events, {"error:1009"});
    // Empty blocks decompress to nothing, but have no end.
    QCOMPARE(parseInPieces(clientFrame(0x42, "") +
                               clientFrame(0x00, QByteArray::fromHex("000000ffff")).repeated(900),
                           1 << 20, &inflaters),
             QList<QByteArray>{"error:1009"});
}

void TestFrameParser::unpacksInPortions()
{
    constexpr qsizetype messageBytes = 1'000'000;
    constexpr qsizetype mostInOneCall = 256 * 1024;
    InflaterPool inflaters;
    FrameParser parser({messageBytes, 1000}, &inflaters);
    Deflater deflater;
    QByteArray bytes =
        clientFrame(0xC1, deflater.compress(QByteArray(messageBytes, 'b'), 15).toByteArray());
    std::span<char> input(bytes.data(), std::size_t(bytes.size()));
    FrameEvent event;
    int calls = 1;
    for (; !parser.next(input, event); ++calls) {
        QVERIFY(!input.empty());
        QVERIFY(parser.unpackedBytes() > 0 && parser.unpackedBytes() < mostInOneCall);
    }
    QVERIFY(parser.unpackedBytes() < mostInOneCall);
    QVERIFY(calls > messageBytes / mostInOneCall);
    QCOMPARE(event.payload, QByteArray(messageBytes, 'b'));
    QVERIFY(input.empty());
}

void TestFrameParser::borrowsInflatersWhileInAMessage()
{
    InflaterPool inflaters;
    FrameParser parser(caseLimits, &inflaters);
    QList<QByteArray> events;
    const QByteArray bytes = clientFrame(0xC1, QByteArray::fromHex("f248cdc9c90700"));
    feed(parser, bytes, events);
    const auto spare = inflaters.take();
    const Inflater *const address = spare.get();
    feed(parser, bytes.first(9), events); // has to take another one
    feed(parser, bytes.sliced(9), events);
    QCOMPARE(events, QList<QByteArray>({"text:Hello", "text:Hello"}));
    QVERIFY(inflaters.take().get() != address);
}

void TestFrameParser::agreesWithItselfWhereverRandomInputIsCut()
{
    quint32 state = 12345; // the same in every run
    const auto random = [&state] {
        state = state * 1664525U + 1013904223U;
        return state >> 8U;
    };
    for (int round = 0; round < 3000; ++round) {
        QByteArray bytes;
        for (quint32 frames = random() % 5; frames > 0; --frames)
            bytes += clientFrame(static_cast<quint8>(random() & 0x8FU),
                                 QByteArray(qsizetype(random() % 20), 'x'));
        for (quint32 flips = random() % 3; flips > 0 && !bytes.isEmpty(); --flips)
            bytes[qsizetype(random()) % bytes.size()] = static_cast<char>(random());
        const QList<QByteArray> whole = parseInPieces(bytes, bytes.size() + 1);
        QCOMPARE(parseInPieces(bytes, 1), whole);
        QCOMPARE(parseInPieces(bytes, 1 + qsizetype(random() % 7)), whole);
    }
}

QTEST_GUILESS_MAIN(TestFrameParser)
#include "tst_frameparser.moc"
