#include "server/transport/deflate.h"

#include <QRegularExpression>
#include <QTest>

#include <zlib.h>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestDeflate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void comesBackFromEveryWindow_data();
    void comesBackFromEveryWindow();
    void needsNoContext();
    void givesNothingIfNotShorter();
    void readsTheExamplesOfTheStandard_data();
    void readsTheExamplesOfTheStandard();
    void readsStreamsThatWereFlushedBefore();
    void refusesWhatIsNoStream();
    void tellsWhereItWasCut();
    void readsBombsInPortions();
    void lendsInflaters();
};

namespace {

/// Repetitive enough to be worth it, with distances of all sizes.
QByteArray sample(int size, quint32 seed)
{
    QByteArray text;
    quint32 state = seed;
    while (text.size() < size) {
        state = state * 1664525U + 1013904223U;
        const qsizetype length = 3 + qsizetype(state >> 27U);
        const qsizetype back = 1 + qsizetype((state >> 8U) % 40000U);
        if ((state & 0x80U) != 0 && back >= length && back <= text.size())
            text += text.sliced(text.size() - back, length);
        else
            text += static_cast<char>(state >> 16U);
    }
    return text.first(size);
}

/// Decompresses with a window no larger than it has to be: a longer look back is an error.
QByteArray inflatedWithin(QByteArrayView compressed, int windowBits, qsizetype size)
{
    z_stream stream{};
    if (inflateInit2(&stream, -windowBits) != Z_OK)
        return {};
    QByteArray input = compressed.toByteArray() + QByteArray::fromHex("0000ffff");
    QByteArray output(size + 1, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    // In steps: zlib looks for nothing in its window that still stands in the output.
    int status = Z_OK;
    while (status == Z_OK && stream.total_out < static_cast<uLong>(size)) {
        stream.next_out = reinterpret_cast<Bytef *>(output.data()) + stream.total_out;
        stream.avail_out = 1;
        status = inflate(&stream, Z_SYNC_FLUSH);
    }
    output.resize(static_cast<qsizetype>(stream.total_out));
    inflateEnd(&stream);
    return status == Z_OK ? output : QByteArray();
}

/// The whole of a message, or nothing.
std::optional<QByteArray> inflated(Inflater &inflater, QByteArrayView compressed,
                                   std::size_t portion = 64)
{
    QByteArray result;
    std::vector<char> output(portion);
    const auto readAll = [&] {
        qsizetype size = 0;
        do {
            size = inflater.read(output);
            result.append(QByteArrayView(output.data(), std::max(size, qsizetype{0})));
        } while (size > 0);
        return size >= 0;
    };
    inflater.begin();
    inflater.setInput(std::span(compressed.data(), static_cast<std::size_t>(compressed.size())));
    if (!readAll())
        return std::nullopt;
    if (!inflater.isBetweenBlocks()) {
        inflater.setInputToEnd();
        if (!readAll() || !inflater.isBetweenBlocks())
            return std::nullopt;
    }
    return result;
}

} // namespace

void TestDeflate::comesBackFromEveryWindow_data()
{
    QTest::addColumn<int>("bits");
    for (int bits = 8; bits <= 15; ++bits)
        QTest::addRow("%d", bits) << bits;
}

void TestDeflate::comesBackFromEveryWindow()
{
    QFETCH(int, bits);
    Deflater deflater;
    Inflater inflater;
    for (const int size : {1024, 1025, 4000, 70'000}) {
        for (quint32 seed = 0; seed < 8; ++seed) {
            const QByteArray text = sample(size, seed * 77 + quint32(bits));
            const QByteArrayView compressed = deflater.compress(text, bits);
            if (compressed.isEmpty())
                continue;
            QCOMPARE(inflated(inflater, compressed), text);
            QCOMPARE(inflatedWithin(compressed, bits, text.size()), text);
        }
    }
    const QByteArray zeros(100'000, '0');
    QCOMPARE(inflatedWithin(deflater.compress(zeros, bits), bits, zeros.size()), zeros);
}

void TestDeflate::needsNoContext()
{
    Deflater deflater;
    const QByteArray text(2000, 'k');
    const QByteArray first = deflater.compress(text, 15).toByteArray();
    QVERIFY(!first.isEmpty());
    QCOMPARE(deflater.compress(text, 15).toByteArray(), first);
    Inflater inflater;
    QCOMPARE(inflated(inflater, first), text);
    QCOMPARE(inflated(inflater, first), text);
}

void TestDeflate::givesNothingIfNotShorter()
{
    Deflater deflater;
    QCOMPARE(deflater.compress("", 15).size(), 0);
    QCOMPARE(deflater.compress("a", 15).size(), 0);
    QByteArray noise;
    quint32 state = 5;
    while (noise.size() < 100'000) {
        state = state * 1664525U + 1013904223U;
        noise += static_cast<char>(state >> 24U);
    }
    QCOMPARE(deflater.compress(noise, 15).size(), 0);
    QVERIFY(!deflater.compress(QByteArray(100, 'a'), 15).isEmpty());
}

void TestDeflate::readsTheExamplesOfTheStandard_data()
{
    QTest::addColumn<QByteArray>("compressed");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *hex, const char *text) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << QByteArray(text);
    };
    row("7.2.3.1 one block", "f248cdc9c90700", "Hello");
    row("7.2.3.3 no compression", "000500faff48656c6c6f00", "Hello");
    row("7.2.3.4 a last block", "f348cdc9c9070000", "Hello");
    row("7.2.3.5 two blocks", "f248050000 00ffffcac9c90700", "Hello");
    row("7.2.3.6 an empty message", "00", "");
    row("nothing at all", "", "");
    row("a last block without more", "f348cdc9c90700", "Hello");
    row("two last blocks", "f348cdc9c90700f348cdc9c90700", "HelloHello");
}

void TestDeflate::readsTheExamplesOfTheStandard()
{
    QFETCH(QByteArray, compressed);
    QFETCH(QByteArray, text);
    Inflater inflater;
    QCOMPARE(inflated(inflater, compressed), text);
    QCOMPARE(inflated(inflater, compressed, 1), text);
}

void TestDeflate::readsStreamsThatWereFlushedBefore()
{
    // As Python's `websockets` ends a message that it sends in fragments.
    Inflater inflater;
    QCOMPARE(inflated(inflater, QByteArray::fromHex("f248cdc9c907000000ffff")), "Hello");
}

void TestDeflate::refusesWhatIsNoStream()
{
    Inflater inflater;
    QVERIFY(!inflated(inflater, QByteArray::fromHex("ffffffff")));
    QVERIFY(!inflated(inflater, QByteArray::fromHex("06")));             // block type 3
    QVERIFY(!inflated(inflater, QByteArray::fromHex("00050000004865"))); // lengths disagree
    QVERIFY(!inflated(inflater, QByteArray::fromHex("4b04c20000")));     // looks back too far
    QCOMPARE(inflated(inflater, QByteArray::fromHex("f248cdc9c90700")), "Hello");
}

void TestDeflate::tellsWhereItWasCut()
{
    Inflater inflater;
    const QByteArray whole = QByteArray::fromHex("f248cdc9c90700");
    for (qsizetype size = 1; size < whole.size() - 1; ++size)
        QVERIFY2(!inflated(inflater, whole.first(size)), qPrintable(QString::number(size)));
}

void TestDeflate::readsBombsInPortions()
{
    Deflater deflater;
    const QByteArray zeros(10'000'000, '\0');
    const QByteArray compressed = deflater.compress(zeros, 15).toByteArray();
    QVERIFY(compressed.size() < 50'000);
    Inflater inflater;
    inflater.begin();
    inflater.setInput(std::span(compressed.constData(), std::size_t(compressed.size())));
    std::array<char, 1000> output{};
    for (int i = 0; i < 100; ++i)
        QCOMPARE(inflater.read(output), qsizetype{1000});
    inflater.begin(); // whatever was left is forgotten
    QCOMPARE(inflated(inflater, QByteArray::fromHex("f248cdc9c90700")), "Hello");
}

void TestDeflate::lendsInflaters()
{
    InflaterPool pool;
    auto first = pool.take();
    const Inflater *const address = first.get();
    pool.give(std::move(first));
    auto again = pool.take();
    QCOMPARE(again.get(), address);
    std::vector<std::unique_ptr<Inflater>> many;
    for (std::size_t i = 0; i < 3 * InflaterPool::keptSpares; ++i)
        many.push_back(pool.take());
    for (auto &inflater : many)
        pool.give(std::move(inflater));
    QVERIFY(pool.scratch().size() >= 4096);
    QCOMPARE(pool.scratch().data(), pool.scratch().data());
}

QTEST_GUILESS_MAIN(TestDeflate)
#include "tst_deflate.moc"
