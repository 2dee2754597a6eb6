#include "app/ui/serverpanel.h"
#include "app/ui/timechart.h"
#include "tests/app/ui/uifixture.h"

#include <QLabel>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestServerPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_panel = std::make_unique<ServerPanel>(*m_theme);
        m_panel->show();
    }

    void cleanup()
    {
        m_panel.reset();
        m_theme.reset();
    }

    void showsWhatEveryServerSays()
    {
        m_panel->setServer(u"localhost:8765"_s, u"mika"_s);
        m_panel->setClients(3);
        m_panel->setServerTime(u"2026-11-23T14:05:09"_s);
        QCOMPARE(text(u"clientsValue"_s), u"3"_s);
        QCOMPARE(text(u"serverTimeValue"_s), u"14:05:09"_s);
        QCOMPARE(text(u"addressValue"_s), u"localhost:8765"_s);
        QCOMPARE(text(u"identityValue"_s), u"mika"_s);
        for (const QString &name : {u"roomsValue"_s, u"messagesValue"_s, u"versionValue"_s,
                                    u"uptimeValue"_s, u"panelRates"_s})
            QVERIFY2(!m_panel->findChild<QWidget *>(name)->isVisible(), qPrintable(name));
    }

    void showsWhatOursSaysBesides()
    {
        m_panel->setFigures({u"0.1.0"_s, 3 * 86'400 + 4 * 3'600, 5, 12, 2'048});
        QCOMPARE(text(u"roomsValue"_s), u"5"_s);
        QCOMPARE(text(u"messagesValue"_s), u"12"_s);
        QCOMPARE(text(u"versionValue"_s), u"0.1.0"_s);
        QCOMPARE(text(u"uptimeValue"_s), u"3 d 4 h"_s);
        QVERIFY(text(u"trafficValue"_s).contains(u"2.0"_s));
        QVERIFY(m_panel->findChild<QWidget *>(u"uptimeValue"_s)->isVisible());
        QVERIFY(m_panel->findChild<QWidget *>(u"panelRates"_s)->isVisible());
    }

    void chartsRatesAndRoundTrips()
    {
        m_panel->setFigures({{}, {}, {}, 7, {}});
        m_panel->setFigures({{}, {}, {}, 9, {}});
        m_panel->setRoundTrip(420);
        QCOMPARE(chart(u"panelRates"_s).series().samples().size(), 2U);
        QVERIFY(chart(u"panelRates"_s).accessibleDescription().contains(u"9"_s));
        QVERIFY(chart(u"panelRoundTrips"_s).accessibleDescription().contains(u"0.42"_s));
    }

    void anotherServersPastIsNotShown()
    {
        m_panel->setServer(u"one:1"_s, {});
        m_panel->setRoundTrip(420);
        m_panel->clearValues();
        QCOMPARE(text(u"roundTripValue"_s), u"–"_s);
        QVERIFY(!chart(u"panelRoundTrips"_s).series().isEmpty()); // the same one may come back
        m_panel->setServer(u"two:1"_s, {});
        QVERIFY(chart(u"panelRoundTrips"_s).series().isEmpty());
    }

    void namesItsValues()
    {
        m_panel->setClients(3);
        for (const QString &name :
             {u"clientsValue"_s, u"roundTripValue"_s, u"serverTimeValue"_s, u"addressValue"_s})
            QVERIFY(!m_panel->findChild<QLabel *>(name)->accessibleName().isEmpty());
        QVERIFY(!m_panel->findChild<QWidget *>(u"serverPanelArea"_s)->accessibleName().isEmpty());
    }

private:
    [[nodiscard]] QString text(const QString &name) const
    {
        return m_panel->findChild<QLabel *>(name)->text();
    }
    [[nodiscard]] TimeChart &chart(const QString &name) const
    {
        return *m_panel->findChild<TimeChart *>(name);
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ServerPanel> m_panel;
};

QTEST_MAIN(TestServerPanel)
#include "tst_serverpanel.moc"
