#include "server/serverconfig.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestServerConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void normalizesHosts_data();
    void normalizesHosts();
};

void TestServerConfig::normalizesHosts_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("normalized");
    const auto row = [](const QString &host, const QString &normalized) {
        QTest::newRow(qPrintable(host)) << host << normalized;
    };
    row(u"localhost"_s, u"localhost"_s);
    row(u"LocalHost"_s, u"localhost"_s);
    row(u"0.0.0.0"_s, u"0.0.0.0"_s);
    row(u"[::1]"_s, u"::1"_s);
    row(u"::ffff:127.0.0.1"_s, u"127.0.0.1"_s);
    row(u"::ffff:1"_s, u"::ffff:1"_s);
    row(u"fe80::1%lo"_s, u"fe80::1%lo"_s);
    row(u"my_host.local"_s, u"my_host.local"_s);
    row(u"bücher.example"_s, u"xn--bcher-kva.example"_s);
    row(u"[localhost]"_s, {});
    row(u"localhost:80"_s, {});
    row(u"-a"_s, {});
    row(u"1.2.3"_s, {});
    row(u"1234"_s, {});
}

void TestServerConfig::normalizesHosts()
{
    QFETCH(QString, host);
    QFETCH(QString, normalized);
    QCOMPARE(normalizedHost(host).value_or(QString()), normalized);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestServerConfig)
#include "tst_serverconfig.moc"
