#include "server/transport/tlsidentity.h"
#include "tests/server/transport/testcertificate.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestTlsIdentity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void hasNothingBeforeItIsLoaded();
    void replacesTheCertificate();
    void keepsTheOldOneWhenTheNewOneIsBad();
    void knowsWhatIsSpokenWhere();
};

void TestTlsIdentity::hasNothingBeforeItIsLoaded()
{
    TlsIdentity identity({u"/nowhere/cert.pem"_s, u"/nowhere/key.pem"_s});
    QVERIFY(!identity.context());
    QVERIFY(identity.load());
    QVERIFY(!identity.context());
}

void TestTlsIdentity::replacesTheCertificate()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"all.pem"_s);
    const TestCertificate first = makeCertificate({"first.example", "x", 7200});
    QVERIFY(writeFile(file, first.certificate + first.key));
    TlsIdentity identity({file, file});
    QVERIFY(!identity.load());
    const auto before = identity.context();
    const TestCertificate second = makeCertificate({"second.example", "x", 7200});
    QVERIFY(writeFile(file, second.certificate + second.key));
    QCOMPARE(identity.context()->subject(), u"first.example"_s);
    QVERIFY(!identity.load());
    QCOMPARE(identity.context()->subject(), u"second.example"_s);
    QCOMPARE(before->subject(), u"first.example"_s);
}

void TestTlsIdentity::keepsTheOldOneWhenTheNewOneIsBad()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"all.pem"_s);
    const TestCertificate made = makeCertificate();
    QVERIFY(writeFile(file, made.certificate + made.key));
    TlsIdentity identity({file, file});
    QVERIFY(!identity.load());
    QVERIFY(writeFile(file, made.certificate));
    const auto error = identity.load();
    QVERIFY(error.has_value());
    QCOMPARE(error->file, file);
    QVERIFY(identity.context().has_value());
}

void TestTlsIdentity::knowsWhatIsSpokenWhere()
{
    TlsIdentity identity({});
    identity.setPorts(std::nullopt, 8765);
    QCOMPARE(identity.encryptionOn(8765), Encryption::Tls);
    QCOMPARE(identity.encryptionOn(0), Encryption::Plain);
    identity.setPorts(8766, 8765);
    QCOMPARE(identity.encryptionOn(8765), Encryption::Plain);
    QCOMPARE(identity.encryptionOn(8766), Encryption::Tls);
    identity.setPorts(8765, 8765);
    QCOMPARE(identity.encryptionOn(8765), Encryption::Either);
}

QTEST_GUILESS_MAIN(TestTlsIdentity)
#include "tst_tlsidentity.moc"
