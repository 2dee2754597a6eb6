#include "app/ui/timechart.h"
#include "tests/app/ui/uifixture.h"
#include "tests/support/manualclock.h"

using namespace kodama;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTimeChart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_chart = std::make_unique<TimeChart>(*m_theme, m_clock,
                                              [](double value) { return u"%1 ms"_s.arg(value); });
        m_chart->resize(300, 120);
    }

    void cleanup()
    {
        m_chart.reset();
        m_theme.reset();
    }

    void saysItsValuesToScreenReaders()
    {
        QVERIFY(!m_chart->accessibleDescription().isEmpty());
        QVERIFY(m_chart->summary().isEmpty());
        for (const double value : {4.0, 1.0, 2.0})
            m_chart->add(value);
        QCOMPARE(m_chart->summary(), u"now 2 ms · median 2 ms · highest 4 ms"_s);
        QCOMPARE(m_chart->accessibleDescription(), m_chart->summary());
        m_chart->clear();
        QVERIFY(m_chart->summary().isEmpty());
    }

    void paintsTheLineInTheAccent_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void paintsTheLineInTheAccent()
    {
        QFETCH(bool, isDark);
        m_theme->setMode(isDark ? ThemeMode::Dark : ThemeMode::Light);
        QCOMPARE(accentPixels(0, 300), 0);
        m_chart->add(1);
        m_clock.advance(60s);
        m_chart->add(1);
        m_clock.advance(60s);
        const int right = accentPixels(150, 300);
        QVERIFY(right > 50);
        QVERIFY(accentPixels(0, 90) == 0); // nothing is known of that time
    }

    void movesOnWithTime()
    {
        m_chart->add(1);
        QVERIFY(accentPixels(270, 300) > 0);
        m_clock.advance(150s);
        QCOMPARE(accentPixels(270, 300), 0);
        QVERIFY(accentPixels(130, 170) > 0);
    }

    void leavesGapsOpen()
    {
        m_chart->add(1);
        m_clock.advance(120s);
        m_chart->addGap();
        m_chart->add(1);
        m_clock.advance(30s);
        // Two dots, no line between them.
        QCOMPARE(accentPixels(170, 250), 0);
    }

private:
    int accentPixels(int left, int right)
    {
        const QImage image = m_chart->grab().toImage();
        const QRgb accent = m_theme->color(ThemeColor::Accent).rgb();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = left; x < right; ++x)
                count += image.pixel(x, y) == accent ? 1 : 0;
        }
        return count;
    }

    ManualClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<TimeChart> m_chart;
};

QTEST_MAIN(TestTimeChart)
#include "tst_timechart.moc"
