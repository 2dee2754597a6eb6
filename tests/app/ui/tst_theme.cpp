#include "app/ui/icons.h"
#include "app/ui/scaledstyle.h"
#include "app/ui/theme.h"
#include "tests/app/ui/uifixture.h"

#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QStyle>
#include <QToolButton>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestTheme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everyPairThatIsReadHasContrast_data()
    {
        QTest::addColumn<ThemeColor>("text");
        QTest::addColumn<ThemeColor>("ground");
        QTest::addColumn<double>("ratio");
        using C = ThemeColor;
        const auto row = [](const char *name, C text, C ground, double ratio = 4.5) {
            QTest::newRow(name) << text << ground << ratio;
        };
        row("text on window", C::Text, C::Window);
        row("text on messages", C::Text, C::Surface);
        row("text on panels", C::Text, C::Raised);
        row("text in fields", C::Text, C::Field);
        row("text in others' bubbles", C::Text, C::BubbleOther);
        row("text in the server's bubbles", C::Text, C::BubbleEcho);
        row("text in own bubbles", C::TextOwn, C::BubbleOwn);
        row("text on hovered things", C::Text, C::AccentSoft);
        row("text on a warning", C::Text, C::WarningSoft);
        row("text on a failure", C::Text, C::DangerSoft);
        row("text on the neutral banner", C::Text, C::Pill);
        row("captions on window", C::TextMuted, C::Window);
        row("captions on panels", C::TextMuted, C::Raised);
        row("notices", C::TextMuted, C::Surface);
        row("notices when selected", C::TextMuted, C::SelectedRow);
        row("times in bubbles", C::TextMuted, C::BubbleOther);
        row("times in the server's bubbles", C::TextMuted, C::BubbleEcho);
        row("times in own bubbles", C::MutedOwn, C::BubbleOwn);
        row("days", C::TextPill, C::Pill);
        row("filled buttons", C::TextOnAccent, C::Accent);
        row("filled buttons under the mouse", C::TextOnAccent, C::AccentHover);
        row("links in others' bubbles", C::Link, C::BubbleOther);
        row("links in own bubbles", C::Link, C::BubbleOwn);
        row("links in notices", C::Link, C::Surface);
        row("problems in the log", C::Danger, C::DangerSoft);
        row("failed messages", C::Danger, C::BubbleOwn);
        row("the unread line", C::Accent, C::Surface);
        row("captions on hovered things", C::TextMuted, C::AccentSoft);
        row("gaps", C::TextMuted, C::Pill);
        row("links in gaps", C::Link, C::Pill);
        row("found text", C::TextHit, C::Hit);
        row("the found text looked at", C::TextHit, C::HitCurrent);
        row("problems in dialogs", C::Danger, C::Window);
        row("edges of fields", C::FieldBorder, C::Window, 3.0);
        row("icon: connected", C::Success, C::Window, 3.0);
        row("icon: waiting", C::Warning, C::WarningSoft, 3.0);
        row("focus in the log", C::Accent, C::Surface, 3.0);
    }

    void everyPairThatIsReadHasContrast()
    {
        QFETCH(ThemeColor, text);
        QFETCH(ThemeColor, ground);
        QFETCH(double, ratio);
        Theme theme(QApplication::font());
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            theme.setMode(mode);
            const double found = Theme::contrast(theme.color(text), theme.color(ground));
            QVERIFY2(found >= ratio, qPrintable(u"%1 %2"_s.arg(theme.isDark()).arg(found)));
        }
    }

    void senderColoursAreReadable()
    {
        Theme theme(QApplication::font());
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            theme.setMode(mode);
            for (int slot = 0; slot < Theme::senderColorCount; ++slot) {
                const QColor color = theme.senderColorAt(slot);
                QVERIFY2(Theme::contrast(color, theme.color(ThemeColor::BubbleOther)) >= 4.5,
                         qPrintable(color.name()));
                QVERIFY2(Theme::contrast(color, theme.color(ThemeColor::Surface)) >= 4.5,
                         qPrintable(color.name()));
                QVERIFY2(Theme::contrast(color, theme.avatarInk()) >= 4.5,
                         qPrintable(color.name()));
            }
        }
    }

    void whoIsAwayIsPaleAndReadable()
    {
        Theme theme(QApplication::font());
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            theme.setMode(mode);
            const QColor window = theme.color(ThemeColor::Window);
            for (int slot = 0; slot < Theme::senderColorCount; ++slot) {
                const QColor pale = theme.paleSenderColorAt(slot);
                QVERIFY2(Theme::contrast(theme.color(ThemeColor::Text), pale) >= 4.5,
                         qPrintable(pale.name()));
                const double seen = Theme::contrast(pale, window);
                QVERIFY2(seen >= 1.5 && seen < Theme::contrast(theme.senderColorAt(slot), window),
                         qPrintable(pale.name()));
            }
        }
        QCOMPARE(theme.paleSenderColor(u"127.0.0.1:54321"_s), theme.paleSenderColorAt(4));
    }

    void aSenderKeepsTheColour()
    {
        Theme theme(QApplication::font());
        theme.setMode(ThemeMode::Light);
        // Written down, so that a new version does not colour everybody anew.
        QCOMPARE(theme.senderColor(u"127.0.0.1:54321"_s), theme.senderColorAt(4));
        QCOMPARE(theme.senderColor(u"木霊"_s), theme.senderColor(u"木霊"_s));
    }

    void followsTheSystemOnlyWhenAsked()
    {
        Theme theme(QApplication::font(), true);
        QVERIFY(theme.isDark());
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(ThemeMode::Light);
        QVERIFY(!theme.isDark());
        theme.setMode(ThemeMode::System);
        QVERIFY(theme.isDark());
        theme.setSystemIsDark(false);
        QVERIFY(!theme.isDark());
        QCOMPARE(changed.count(), 3);
    }

    // Qt's own is black in the dark, too.
    void theButtonThatEmptiesAFieldIsSeen()
    {
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            Theme theme(QApplication::font());
            theme.setMode(mode);
            QLineEdit field;
            icons::dressSearchField(theme, field);
            field.setText(u"x"_s);
            const auto buttons = field.findChildren<QToolButton *>();
            QCOMPARE(buttons.size(), 2);
            QCOMPARE(buttons.first()->defaultAction(),
                     field.findChild<QAction *>(u"_q_qlineeditclearaction"_s));
            const QImage picture = buttons.first()->icon().pixmap(48).toImage();
            QColor darkest(Qt::transparent);
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x) {
                    const QColor here = picture.pixelColor(x, y);
                    darkest = here.alpha() > darkest.alpha() ? here : darkest;
                }
            }
            QCOMPARE(darkest.name(), theme.color(ThemeColor::TextMuted).name());
        }
    }

    void styleSheetHasNoOpenNames()
    {
        Theme theme(QApplication::font());
        const QString sheet = theme.styleSheet();
        QVERIFY(sheet.contains("QPushButton"_L1));
        QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@'), 40)));
    }

    void distancesFollowTheFont()
    {
        QFont font = QApplication::font();
        font.setPointSizeF(9);
        const Theme small(font);
        font.setPointSizeF(18);
        const Theme large(font);
        QVERIFY(large.space(4) >= 2 * small.space(4) - 8);
        QVERIFY(large.font(TextSize::Small).pointSizeF() < 18);
    }

    // Those in menus and fields, which the style makes and no style sheet.
    void smallPicturesGrowWithTheLetters()
    {
        QApplication::setStyle(new ScaledStyle);
        test::application().setStyleSheet(Theme(QApplication::font()).styleSheet());
        QLineEdit field;
        field.addAction(QIcon(QPixmap(16, 16)), QLineEdit::LeadingPosition);
        QMenu menu;
        QFont font = field.font();
        const auto sizes = [&] {
            const auto *style = QApplication::style();
            return std::pair(style->pixelMetric(QStyle::PM_LineEditIconSize, nullptr, &field),
                             style->pixelMetric(QStyle::PM_SmallIconSize, nullptr, &menu));
        };
        const auto usual = sizes();
        font.setPointSizeF(font.pointSizeF() * 3);
        field.setFont(font);
        menu.setFont(font);
        const auto large = sizes();
        QVERIFY(usual.first >= 16 && usual.second >= 16);
        QVERIFY(large.first > 2 * usual.first);
        QVERIFY(large.second > 2 * usual.second);
        test::application().setStyleSheet({});
    }

    // What says that something is on, and what a submenu has: drawn by the style sheet.
    void marksOfMenusGrowWithTheLetters()
    {
        QApplication::setStyle(new ScaledStyle);
        QFont font = QApplication::font();
        QList<int> ticks;
        QList<int> arrows;
        for (const qreal scale : {1.0, 3.0}) {
            font.setPointSizeF(QApplication::font().pointSizeF() * scale);
            test::application().setStyleSheet(Theme(font).styleSheet());
            QMenu menu;
            menu.setFont(font);
            QAction *choice = menu.addAction(u"x"_s);
            choice->setCheckable(true);
            QAction *deeper = menu.addAction(u"x"_s);
            const QImage without = pictureOf(menu);
            choice->setChecked(true);
            ticks.append(changedWidth(without, pictureOf(menu)));
            choice->setChecked(false);
            const auto more = std::make_unique<QMenu>();
            const QSize size = menu.size();
            deeper->setMenu(more.get());
            menu.resize(size);
            arrows.append(changedWidth(without, pictureOf(menu)));
        }
        test::application().setStyleSheet({});
        QVERIFY2(ticks[0] > 4 && ticks[1] > 2 * ticks[0],
                 qPrintable(u"%1 %2"_s.arg(ticks[0]).arg(ticks[1])));
        QVERIFY2(arrows[0] > 2 && arrows[1] > 2 * arrows[0],
                 qPrintable(u"%1 %2"_s.arg(arrows[0]).arg(arrows[1])));
    }

    void everyIconDrawsSomething()
    {
        Theme theme(QApplication::font());
        const QStringList names = icons::names();
        QVERIFY(names.size() >= 20);
        for (const QString &name : names) {
            const QIcon icon = icons::icon(theme, name);
            QVERIFY2(!icon.isNull(), qPrintable(name));
            QVERIFY2(inkOf(icon) > 10, qPrintable(name));
        }
        QVERIFY(!icons::appIcon().isNull());
        QVERIFY(inkOf(icons::appIcon()) > 100);
    }

    void iconsFollowTheTheme()
    {
        Theme theme(QApplication::font());
        theme.setMode(ThemeMode::Light);
        const QIcon icon = icons::icon(theme, u"ping"_s);
        const QImage light = icon.pixmap(24).toImage();
        theme.setMode(ThemeMode::Dark);
        QVERIFY(light != icon.pixmap(24).toImage());
        QVERIFY(icon.pixmap(24, QIcon::Disabled).toImage() != icon.pixmap(24).toImage());
    }

private:
    static QImage pictureOf(QMenu &menu)
    {
        menu.ensurePolished();
        menu.resize(QFontMetrics(menu.font()).height() * 10, menu.sizeHint().height());
        return menu.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }

    /// Of all columns that are not the same, from the first to the last.
    static int changedWidth(const QImage &before, const QImage &after)
    {
        int first = before.width();
        int last = -1;
        for (int y = 0; y < std::min(before.height(), after.height()); ++y) {
            for (int x = 0; x < before.width(); ++x) {
                if (before.pixel(x, y) == after.pixel(x, y))
                    continue;
                first = std::min(first, x);
                last = std::max(last, x);
            }
        }
        return last - first + 1;
    }

    static int inkOf(const QIcon &icon)
    {
        const QImage image = icon.pixmap(24).toImage().convertToFormat(QImage::Format_ARGB32);
        int ink = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                ink += qAlpha(image.pixel(x, y)) > 60 ? 1 : 0;
        }
        return ink;
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
