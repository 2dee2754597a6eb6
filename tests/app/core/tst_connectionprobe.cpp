#include "app/core/connectionprobe.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QWebSocketServer>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestConnectionProbe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void reachesAServer()
    {
        QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        ConnectionProbe probe(m_clock);
        QSignalSpy reached(&probe, &ConnectionProbe::reached);
        probe.start(urlOf(server.serverPort()));
        QVERIFY(reached.wait());
        QCOMPARE(reached.first().first().toUrl().port(), int(server.serverPort()));
    }

    void saysWhyNot()
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const quint16 port = gone.serverPort();
        gone.close();
        ConnectionProbe probe(m_clock);
        QSignalSpy notReached(&probe, &ConnectionProbe::notReached);
        probe.start(urlOf(port));
        QVERIFY(notReached.wait());
        QCOMPARE(notReached.first().first().value<ClientError>().kind, ClientError::Kind::Refused);
    }

    void anAbandonedProbeIsSilent()
    {
        QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        ConnectionProbe probe(m_clock);
        QSignalSpy reached(&probe, &ConnectionProbe::reached);
        QSignalSpy notReached(&probe, &ConnectionProbe::notReached);
        probe.start(QUrl(u"ws://127.0.0.1:1"_s));
        probe.abandon();
        probe.start(urlOf(server.serverPort())); // its answer proves that the first had its time
        QVERIFY(reached.wait());
        QCOMPARE(notReached.count(), 0);
        QCOMPARE(reached.count(), 1);
    }

private:
    static QUrl urlOf(quint16 port) { return QUrl(u"ws://127.0.0.1:%1"_s.arg(port)); }

    SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestConnectionProbe)
#include "tst_connectionprobe.moc"
