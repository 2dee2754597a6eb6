// That connections follow it: see test_tls.py.
#include "app/core/trust.h"

#include <QFile>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestTrust final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void namesAFileThatCannotBeRead();
    void namesAFileWithoutACertificate();
};

void TestTrust::namesAFileThatCannotBeRead()
{
    const auto error = trustCertificatesIn(u"/nowhere/ca.pem"_s);
    QVERIFY(error.has_value());
    QCOMPARE(error->kind, CommandLineError::Kind::UnreadableFile);
    QCOMPARE(error->argument, u"/nowhere/ca.pem"_s);
    QVERIFY(errorText(*error).contains(u"/nowhere/ca.pem"_s));
    QVERIFY(!error->detail.isEmpty());
}

void TestTrust::namesAFileWithoutACertificate()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"ca.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const auto before = QSslConfiguration::defaultConfiguration().caCertificates();
    const auto error = trustCertificatesIn(file.fileName());
    QVERIFY(error.has_value());
    QCOMPARE(error->kind, CommandLineError::Kind::NoCertificate);
    QVERIFY(errorText(*error).contains(file.fileName()));
    QCOMPARE(QSslConfiguration::defaultConfiguration().caCertificates(), before);
}

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
