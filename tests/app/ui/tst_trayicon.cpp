#include "app/ui/actionlist.h"
#include "app/ui/trayicon.h"
#include "tests/app/ui/uifixture.h"

#include <QPushButton>
#include <QStyleOptionButton>

using namespace kodama;
using namespace Qt::StringLiterals;

// As Qt's own window for what a tray says calls itself, which nobody else can make.
class QBalloonTip final : public QWidget
{
    Q_OBJECT
};

class TestTrayIcon final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_actions = std::make_unique<ActionList>(*m_theme, &m_parent);
        m_tray = std::make_unique<TrayIcon>(*m_theme, *m_actions);
    }

    void cleanup()
    {
        m_tray.reset();
        m_actions.reset();
        m_theme.reset();
    }

    void saysWhatIsUnread()
    {
        QCOMPARE(m_tray->toolTip(), u"Kodama"_s);
        m_tray->showUnread(3, false);
        QVERIFY(m_tray->toolTip().contains(u'3'));
        m_tray->showUnread(0, false);
        QCOMPARE(m_tray->toolTip(), u"Kodama"_s);
    }

    void saysThatItIsQuietWhateverIsUnread()
    {
        m_tray->showUnread(3, true);
        m_tray->showQuiet(true);
        QCOMPARE(m_tray->toolTip(), u"Kodama: do not disturb"_s);
        m_tray->showQuiet(false);
        QVERIFY(m_tray->toolTip().contains(u'3'));
    }

    void withoutATrayNothingIsShown()
    {
        m_tray->showMessage(u"lobby"_s, u"t"_s, u"b"_s);
        QVERIFY(!m_tray->hasAppeared()); // on a real one: integration/test_tray.py
    }

    // Who sees no colours sees the difference, too.
    void everyStateHasAFormOfItsOwn()
    {
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            m_theme->setMode(mode);
            const QList<QImage> all{form(0, false, false), form(1, false, false),
                                    form(1, true, false), form(1, true, true)};
            for (qsizetype i = 0; i < all.size(); ++i) {
                for (qsizetype j = i + 1; j < all.size(); ++j)
                    QVERIFY2(all[i] != all[j], qPrintable(u"%1 and %2"_s.arg(i).arg(j)));
            }
            // Do not disturb hides that there are more of them.
            QCOMPARE(form(1, false, true), form(9, true, true));
        }
    }

    void theButtonOfATraysMessageStaysAsSmallAsQtMadeIt()
    {
        test::application().setStyleSheet(m_theme->styleSheet());
        QBalloonTip tip;
        auto *close = new QPushButton(&tip);
        constexpr int side = 18;
        close->setFixedSize(side, side);
        tip.resize(200, 80);
        tip.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tip));
        QCOMPARE(close->size(), QSize(side, side));
        // Nothing of it is taken away by an edge of ours.
        QStyleOptionButton option;
        option.initFrom(close);
        QCOMPARE(
            close->style()->subElementRect(QStyle::SE_PushButtonContents, &option, close).size(),
            QSize(side, side));
        test::application().setStyleSheet({});
    }

private:
    [[nodiscard]] QImage form(int count, bool hasMention, bool isQuiet) const
    {
        return TrayIcon::picture(*m_theme, count, hasMention, isQuiet)
            .pixmap(64, 64)
            .toImage()
            .convertToFormat(QImage::Format_Grayscale8);
    }

    QObject m_parent;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ActionList> m_actions;
    std::unique_ptr<TrayIcon> m_tray;
};

QTEST_MAIN(TestTrayIcon)
#include "tst_trayicon.moc"
