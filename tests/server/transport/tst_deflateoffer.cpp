#include "server/transport/deflateoffer.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestDeflateOffer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void agrees_data();
    void agrees();
    void declines_data();
    void declines();
    void knowsTheFormOfTheHeader_data();
    void knowsTheFormOfTheHeader();
    void answers();
};

void TestDeflateOffer::agrees_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("windowBits");
    QTest::addColumn<bool>("isWindowAsked");
    const auto row = [](const char *header, int bits = 15, bool isAsked = false) {
        QTest::newRow(header) << QByteArray(header) << bits << isAsked;
    };
    row("permessage-deflate");
    row("Permessage-Deflate");
    row("permessage-deflate; server_no_context_takeover");
    row("permessage-deflate; client_no_context_takeover");
    row("permessage-deflate;client_no_context_takeover;server_no_context_takeover");
    row("permessage-deflate; client_max_window_bits");
    row("permessage-deflate; client_max_window_bits=8");
    row("permessage-deflate; client_max_window_bits=15");
    row("permessage-deflate; client_max_window_bits = \"10\"");
    row("permessage-deflate; server_max_window_bits=8", 8, true);
    row("permessage-deflate; server_max_window_bits=9", 9, true);
    row("permessage-deflate; server_max_window_bits=\"12\"", 12, true);
    row("permessage-deflate; server_max_window_bits=\"\\1\\2\"", 12, true);
    row("permessage-deflate; server_max_window_bits=15", 15, true);
    row("permessage-deflate; SERVER_max_window_bits=11", 11, true);
    // Of several offers the first that can be agreed to.
    row("permessage-bzip2, permessage-deflate");
    row("permessage-deflate; unheard_of, permessage-deflate; server_max_window_bits=10", 10, true);
    row("permessage-deflate; server_max_window_bits=10, permessage-deflate", 10, true);
    row("permessage-deflate; server_max_window_bits=16, permessage-deflate");
    row(" , ,permessage-deflate ,\t");
}

void TestDeflateOffer::agrees()
{
    QFETCH(QByteArray, header);
    QFETCH(int, windowBits);
    QFETCH(bool, isWindowAsked);
    QVERIFY(isExtensionList(header));
    const auto agreed = agreeToDeflate(header);
    QVERIFY(agreed);
    QCOMPARE(int{agreed->windowBits}, windowBits);
    QCOMPARE(agreed->isWindowAsked, isWindowAsked);
}

void TestDeflateOffer::declines_data()
{
    QTest::addColumn<QByteArray>("header");
    const auto row = [](const QByteArray &header) { QTest::newRow(header.constData()) << header; };
    row("");
    row("permessage");
    row("permessage-deflate2");
    row("deflate-frame, permessage-bzip2; client_max_window_bits");
    row("permessage-deflate; unheard_of");
    row("permessage-deflate; unheard_of=1");
    row("permessage-deflate; server_no_context_takeover=1");
    row("permessage-deflate; client_no_context_takeover=\"true\"");
    row("permessage-deflate; server_no_context_takeover; server_no_context_takeover");
    row("permessage-deflate; client_no_context_takeover; client_no_context_takeover");
    row("permessage-deflate; server_max_window_bits=10; server_max_window_bits=10");
    row("permessage-deflate; client_max_window_bits; client_max_window_bits");
    row("permessage-deflate; client_max_window_bits; client_max_window_bits=9");
    row("permessage-deflate; server_max_window_bits");
    for (const char *value : {"0", "1", "7", "16", "99", "100", "08", "015", "+9", "-9", "9.0",
                              "0x9", "ten", "1e1", "\"7\""}) {
        const QByteArray text(value);
        row("permessage-deflate; server_max_window_bits=" + text);
        row("permessage-deflate; client_max_window_bits=" + text);
    }
}

void TestDeflateOffer::declines()
{
    QFETCH(QByteArray, header);
    QVERIFY(isExtensionList(header));
    QVERIFY(!agreeToDeflate(header));
}

void TestDeflateOffer::knowsTheFormOfTheHeader_data()
{
    QTest::addColumn<QByteArray>("header");
    const auto row = [](const char *header) { QTest::newRow(header) << QByteArray(header); };
    row(";");
    row("=");
    row("\"permessage-deflate\"");
    row("permessage-deflate;");
    row("permessage-deflate; ;client_max_window_bits");
    row("permessage-deflate; client_max_window_bits=");
    row("permessage-deflate; client_max_window_bits=,x");
    row("permessage-deflate; client_max_window_bits=\"10");
    row("permessage-deflate; client_max_window_bits=\"\"");
    row("permessage-deflate; client_max_window_bits=\"1 0\"");
    row("permessage-deflate; client_max_window_bits=\"10\\");
    row("permessage-deflate; client_max_window_bits=\"1\\\"0\"");
    row("permessage-deflate; client_max_window_bits=10 11");
    row("permessage-deflate client_max_window_bits");
    row("permessage-deflate; =10");
    row("permessage-deflate=10");
    row("permessage deflate");
    row("(permessage-deflate)");
    row("permessage-deflate; \xE3\x81\x82");
    row("permessage-deflate, x;");
}

void TestDeflateOffer::knowsTheFormOfTheHeader()
{
    QFETCH(QByteArray, header);
    QVERIFY(!isExtensionList(header));
    QVERIFY(!agreeToDeflate(header));
}

void TestDeflateOffer::answers()
{
    QCOMPARE(encodeAgreement({}),
             "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    QCOMPARE(encodeAgreement({8, true}),
             "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
             "server_max_window_bits=8");
    QCOMPARE(encodeAgreement({15, true}),
             "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
             "server_max_window_bits=15");
}

QTEST_GUILESS_MAIN(TestDeflateOffer)
#include "tst_deflateoffer.moc"
