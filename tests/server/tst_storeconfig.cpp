#include "server/storeconfig.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestStoreConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsAges();
    void readsByteCounts();
    void refusesNonsense_data();
    void refusesNonsense();
    void findsTheFolder();
    void namesRooms();
};

void TestStoreConfig::readsAges()
{
    QCOMPARE(parseAge(u"0"_s).value(), 0s);
    QCOMPARE(parseAge(u"3600"_s).value(), 1h);
    QCOMPARE(parseAge(u"90s"_s).value(), 90s);
    QCOMPARE(parseAge(u"15m"_s).value(), 15min);
    QCOMPARE(parseAge(u"12h"_s).value(), 12h);
    QCOMPARE(parseAge(u"30D"_s).value(), 30 * 24h);
    QVERIFY(!parseAge(u"1M"_s)); // a month, or a minute?
}

void TestStoreConfig::readsByteCounts()
{
    QCOMPARE(parseByteCount(u"0"_s).value(), 0);
    QCOMPARE(parseByteCount(u"1000000"_s).value(), 1'000'000);
    QCOMPARE(parseByteCount(u"500k"_s).value(), 512'000);
    QCOMPARE(parseByteCount(u"64M"_s).value(), 67'108'864);
    QCOMPARE(parseByteCount(u"2G"_s).value(), 2'147'483'648);
    QCOMPARE(parseByteCount(u"5000000000"_s).value(), 5'000'000'000);
    QCOMPARE(parseByteCount(u"931322G"_s).value(), 931'322 * (qint64{1} << 30));
    QVERIFY(!parseByteCount(u"931323G"_s)); // more than a petabyte
}

void TestStoreConfig::refusesNonsense_data()
{
    QTest::addColumn<QString>("text");
    for (const auto &text : {u""_s, u"-1"_s, u"1.5h"_s, u"h"_s, u"1w"_s, u"1 h"_s,
                             u"1000000000000001"_s, u"12hh"_s, u"٣h"_s, u"99999999999999999999"_s})
        QTest::newRow(qPrintable(u"'"_s + text + u"'"_s)) << text;
}

void TestStoreConfig::refusesNonsense()
{
    QFETCH(const QString, text);
    QVERIFY(!parseAge(text));
    QVERIFY(!parseByteCount(text));
}

void TestStoreConfig::findsTheFolder()
{
    qputenv("STATE_DIRECTORY", "/var/lib/kodama:/var/lib/other");
    qputenv("XDG_DATA_HOME", "/data");
    QCOMPARE(defaultStoreFolder(), u"/var/lib/kodama"_s);
    qunsetenv("STATE_DIRECTORY");
    QCOMPARE(defaultStoreFolder(), u"/data/kodama"_s);
    qputenv("XDG_DATA_HOME", "relative");
    QCOMPARE(defaultStoreFolder(), QDir::homePath() + u"/.local/share/kodama"_s);
    qunsetenv("HOME"); // as under cron
    QCOMPARE(defaultStoreFolder(),
             QFile::decodeName(::getpwuid(::geteuid())->pw_dir) + u"/.local/share/kodama"_s);
}

void TestStoreConfig::namesRooms()
{
    QCOMPARE(storedRoomName(u"#Lab"_s), u"lab"_s);
    QCOMPARE(storedRoomName(u"ＬＡＢ"_s), u"lab"_s);
    QCOMPARE(storedRoomName(u"木霊"_s), u"木霊"_s);
    QCOMPARE(storedRoomName(u"Straße"_s), u"strasse"_s);
    QCOMPARE(storedRoomName(u"＃Lab "_s), u"lab"_s);
    QCOMPARE(storedRoomName(u"@1:2"_s), u"@1:2"_s); // of two people
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreConfig)
#include "tst_storeconfig.moc"
