#include "server/transport/compressedtwins.h"
#include "server/transport/frame.h"

#include <QRegularExpression>
#include <QTest>

#include <thread>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestCompressedTwins final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void areMadeOncePerWindow();
    void areThePlainFrameIfNotShorter();
    void canBeAskedForInManyThreads();
};

void TestCompressedTwins::areMadeOncePerWindow()
{
    Deflater deflater;
    const SharedFrame frame = encodeTextFrame(QByteArray(5000, 'a'));
    for (int bits = 8; bits <= 15; ++bits) {
        const QByteArray &twin = frame.twins->frameFor(frame.bytes, bits, deflater);
        QVERIFY(twin.size() < 100);
        QCOMPARE(static_cast<quint8>(twin[0]), quint8{0xC1});
        Deflater another;
        QCOMPARE(&frame.twins->frameFor(frame.bytes, bits, another), &twin);
    }
    QVERIFY(&frame.twins->frameFor(frame.bytes, 9, deflater) !=
            &frame.twins->frameFor(frame.bytes, 10, deflater));
}

void TestCompressedTwins::areThePlainFrameIfNotShorter()
{
    QByteArray noise(2000, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : noise) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24U);
    }
    Deflater deflater;
    const SharedFrame frame = encodeBinaryFrame(noise);
    const QByteArray &twin = frame.twins->frameFor(frame.bytes, 15, deflater);
    QCOMPARE(twin.constData(), frame.bytes.constData());
}

void TestCompressedTwins::canBeAskedForInManyThreads()
{
    for (int round = 0; round < 50; ++round) {
        const SharedFrame frame = encodeTextFrame(QByteArray(3000, 'a' + char(round % 26)));
        std::array<const char *, 4> seen{};
        std::vector<std::thread> threads;
        for (const char *&mine : seen) {
            threads.emplace_back([frame, &mine] {
                Deflater deflater;
                mine = frame.twins->frameFor(frame.bytes, 15, deflater).constData();
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        for (const char *const one : seen)
            QCOMPARE(one, seen[0]);
    }
}

QTEST_GUILESS_MAIN(TestCompressedTwins)
#include "tst_compressedtwins.moc"
