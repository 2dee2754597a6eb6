#include "server/transport/tlscontext.h"
#include "tests/server/transport/testcertificate.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;
using Kind = TlsLoadError::Kind;

Q_DECLARE_METATYPE(TlsLoadError::Kind)

class TestTlsContext final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void loadsACertificateAndTellsWhoseItIs();
    void namesTheSubjectWithoutADnsName();
    void takesChainAndKeyFromOneFile();
    void refuses_data();
    void refuses();
    void namesTheOtherFileOfAMismatch();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestTlsContext::loadsACertificateAndTellsWhoseItIs()
{
    const TestCertificate made = makeCertificate({"chat.example", "somebody", 7200});
    QVERIFY(writeFile(path(u"cert.pem"_s), made.certificate));
    QVERIFY(writeFile(path(u"key.pem"_s), made.key));
    const auto loaded = TlsContext::load({path(u"cert.pem"_s), path(u"key.pem"_s)});
    QVERIFY(loaded.hasValue());
    QVERIFY(loaded.value().handle() != nullptr);
    QCOMPARE(loaded.value().subject(), u"chat.example"_s);
    const qint64 left = QDateTime::currentDateTimeUtc().secsTo(loaded.value().validUntil());
    QVERIFY2(left > 3600 && left <= 7200, qPrintable(QString::number(left)));
}

void TestTlsContext::namesTheSubjectWithoutADnsName()
{
    const TestCertificate made = makeCertificate({"", "木霊", 7200});
    QVERIFY(writeFile(path(u"both.pem"_s), made.certificate + made.key));
    const auto loaded = TlsContext::load({path(u"both.pem"_s), path(u"both.pem"_s)});
    QVERIFY(loaded.hasValue());
    QVERIFY2(loaded.value().subject().startsWith(u"CN = "_s), qPrintable(loaded.value().subject()));
}

void TestTlsContext::takesChainAndKeyFromOneFile()
{
    const TestCertificate own = makeCertificate();
    const TestCertificate issuer = makeCertificate({"issuer.example", "issuer", 7200});
    QVERIFY(writeFile(path(u"all.pem"_s), own.key + own.certificate + issuer.certificate));
    const auto loaded = TlsContext::load({path(u"all.pem"_s), path(u"all.pem"_s)});
    QVERIFY(loaded.hasValue());
    STACK_OF(X509) *chain = nullptr;
    SSL_CTX_get0_chain_certs(loaded.value().handle(), &chain);
    QCOMPARE(sk_X509_num(chain), 1);
}

void TestTlsContext::refuses_data()
{
    const TestCertificate made = makeCertificate();
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("file");
    const auto row = [](const char *name, const QByteArray &certificate, const QByteArray &key,
                        Kind kind, const QString &file) {
        QTest::newRow(name) << certificate << key << kind << file;
    };
    const QString cert = u"cert.pem"_s;
    const QString keyFile = u"key.pem"_s;
    QByteArray broken = made.certificate;
    broken.replace(made.certificate.size() / 2, 8, "AAAAAAAA");
    QByteArray brokenKey = made.key;
    brokenKey.replace(40, 8, "////////");
    const QByteArray half = made.certificate.first(made.certificate.size() / 2);
    row("empty certificate", "", made.key, Kind::NoCertificate, cert);
    row("text for a certificate", "hello\n", made.key, Kind::NoCertificate, cert);
    row("key for a certificate", made.key, made.key, Kind::NoCertificate, cert);
    row("half a certificate", half, made.key, Kind::Refused, cert);
    row("certificate, then half of one", made.certificate + half, made.key, Kind::Refused, cert);
    row("empty key", made.certificate, "", Kind::NoKey, keyFile);
    row("certificate for a key", made.certificate, made.certificate, Kind::NoKey, keyFile);
    row("encrypted key", made.certificate, encryptedKey(made), Kind::EncryptedKey, keyFile);
    row("other key", made.certificate, makeCertificate().key, Kind::Mismatch, keyFile);
    row("no certificate file", {}, made.key, Kind::CannotRead, cert);
    row("no key file", made.certificate, {}, Kind::CannotRead, keyFile);
}

void TestTlsContext::refuses()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(Kind, kind);
    QFETCH(QString, file);
    const QTemporaryDir folder;
    if (!certificate.isNull())
        QVERIFY(writeFile(folder.filePath(u"cert.pem"_s), certificate));
    if (!key.isNull())
        QVERIFY(writeFile(folder.filePath(u"key.pem"_s), key));
    const auto loaded =
        TlsContext::load({folder.filePath(u"cert.pem"_s), folder.filePath(u"key.pem"_s)});
    QVERIFY(!loaded.hasValue());
    QVERIFY2(loaded.error().kind == kind, qPrintable(loaded.error().detail));
    QCOMPARE(loaded.error().file, folder.filePath(file));
    const bool hasReason = kind == Kind::CannotRead || kind == Kind::Refused;
    QVERIFY(!hasReason || !loaded.error().detail.isEmpty());
}

void TestTlsContext::namesTheOtherFileOfAMismatch()
{
    QVERIFY(writeFile(path(u"a.pem"_s), makeCertificate().certificate));
    QVERIFY(writeFile(path(u"b.pem"_s), makeCertificate().key));
    const auto loaded = TlsContext::load({path(u"a.pem"_s), path(u"b.pem"_s)});
    QVERIFY(!loaded.hasValue());
    QCOMPARE(loaded.error().detail, path(u"a.pem"_s));
}

QTEST_GUILESS_MAIN(TestTlsContext)
#include "tst_tlscontext.moc"
