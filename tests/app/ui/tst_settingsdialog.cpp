// The settings as a person uses them: the real window, its dialog, and what is left on the disk.
#include "app/application.h"
#include "app/core/chat/chatcommand.h"
#include "app/core/commandparser.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/helpdialog.h"
#include "app/ui/keyspage.h"
#include "app/ui/messageview.h"
#include "app/ui/settingsdialog.h"
#include "tests/app/ui/uifixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTreeWidget>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestSettingsDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, std::nullopt);
        m_application->window().show();
        m_application->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_application->window()));
    }

    void cleanup()
    {
        m_application.reset();
        m_settings.reset();
        QLocale::setDefault(QLocale::c());
        QApplication::setFont(m_usualFont); // or the next one would zoom what is zoomed
    }

    void theKeyOpensItAndOnlyOnce()
    {
        open();
        window().action(ActionId::Settings).trigger();
        QCOMPARE(window().findChildren<SettingsDialog *>().size(), 1);
    }

    void oneCanTypeAtOnceWhatOneLooksFor()
    {
        open();
        const auto *dialog = window().findChild<SettingsDialog *>();
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::focusWidget(),
                                  dialog->findChild<QWidget *>(u"settingsSearch"_s), 30'000);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), dialog->findChild<QWidget *>(u"settingsPages"_s));
    }

    void tabGoesThroughThePageToTheButtons()
    {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->isActiveWindow(), 30'000);
        dialog()->findChild<QWidget *>(u"settingsPages"_s)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"themeBox"_s);
        QStringList seen;
        do {
            seen.append(QApplication::focusWidget()->objectName());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        } while (seen.last() != u"settingsSearch"_s && seen.size() < 100);
        QVERIFY(seen.indexOf(u"defaultsButton"_s) > seen.indexOf(u"zoomBox"_s));
        QCOMPARE(seen.at(seen.size() - 3), u"defaultsButton"_s);
    }

    void theFocusStaysWhenTheLanguageChanges()
    {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->isActiveWindow(), 30'000);
        dialog()->showPage(1);
        get<QComboBox>(u"languageBox"_s)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTRY_COMPARE(dialog()->windowTitle(), u"設定"_s);
        QCOMPARE(QApplication::focusWidget(), get<QComboBox>(u"languageBox"_s));
    }

    void changesAreInForceAndStoredAtOnce()
    {
        open();
        const qreal usual = QApplication::font().pointSizeF();
        choose(u"themeBox"_s, int(ThemeMode::Dark));
        QVERIFY(Theme::looksDark(QApplication::palette()));
        get<QSpinBox>(u"zoomBox"_s)->setValue(200);
        QCOMPARE(QApplication::font().pointSizeF(), usual * 2);
        const int comfortable = paneHeight();
        choose(u"densityBox"_s, int(Density::Compact));
        QVERIFY(paneHeight() < comfortable);
        get<QCheckBox>(u"motionSwitch"_s)->click();
        QCOMPARE(QApplication::cursorFlashTime(), 0);
        choose(u"sendKeyBox"_s, int(SendKey::ControlEnter));
        get<QSpinBox>(u"scrollbackBox"_s)->setValue(250);
        QCOMPARE(m_application->log().capacityRows(), 250);
        QVERIFY(m_settings->save());
        const Settings reread(m_folder->filePath(u"k.ini"_s));
        const Preferences stored = readPreferences(reread);
        QCOMPARE(stored.theme, ThemeMode::Dark);
        QCOMPARE(stored.zoomPercent, 200);
        QCOMPARE(stored.density, Density::Compact);
        QVERIFY(stored.reducedMotion);
        QCOMPARE(stored.sendKey, SendKey::ControlEnter);
        QCOMPARE(stored.scrollbackRows, 250);
        get<QCheckBox>(u"motionSwitch"_s)->click();
        QVERIFY(QApplication::cursorFlashTime() > 0);
    }

    void anotherLanguageShowsAtOnceEvenInTheDialog()
    {
        open();
        choose(u"languageBox"_s, 2);
        QTRY_COMPARE(dialog()->windowTitle(), u"Settings"_s);
        choose(u"languageBox"_s, 1);
        QTRY_COMPARE(dialog()->windowTitle(), u"設定"_s);
        QCOMPARE(window().action(ActionId::Quit).text(), u"終了(&Q)"_s);
        QCOMPARE(get<QListWidget>(u"settingsPages"_s)->currentRow(), 0);
    }

    void picturesOfThePagesGrowWithTheLetters()
    {
        open();
        const int usual = get<QListWidget>({})->iconSize().width();
        QVERIFY(usual >= 16);
        get<QSpinBox>(u"zoomBox"_s)->setValue(200);
        QVERIFY(get<QListWidget>({})->iconSize().width() > usual * 3 / 2);
    }

    void noPageScrollsSideways_data()
    {
        QTest::addColumn<int>("language");
        QTest::addColumn<int>("zoom");
        QTest::newRow("English") << 2 << 100;
        QTest::newRow("English, 200 %") << 2 << 200;
        QTest::newRow("Japanese, 200 %") << 1 << 200;
    }

    void noPageScrollsSideways()
    {
        QFETCH(int, language);
        QFETCH(int, zoom);
        open();
        choose(u"languageBox"_s, language);
        QTRY_COMPARE(dialog()->windowTitle(), language == 1 ? u"設定"_s : u"Settings"_s);
        get<QSpinBox>(u"zoomBox"_s)->setValue(zoom);
        dialog()->resize(720, 720);
        QCoreApplication::processEvents();
        auto *pages = get<QListWidget>(u"settingsPages"_s);
        auto *search = get<QLineEdit>(u"settingsSearch"_s);
        // Where there is little room the pages are only pictures, and the search stands above both.
        QCOMPARE(search->width() > 2 * pages->width(), zoom == 200);
        QVERIFY(pages->width() >= pages->sizeHintForColumn(0));
        for (int page = 0; page < dialog()->pageCount(); ++page) {
            dialog()->showPage(page);
            QCoreApplication::processEvents();
            for (const auto *area : dialog()->findChildren<QScrollArea *>(u"settingsArea"_s)) {
                if (area->isVisible())
                    QVERIFY2(area->horizontalScrollBar()->maximum() == 0,
                             qPrintable(pages->currentItem()->text()));
            }
            for (const auto *box : dialog()->findChildren<QCheckBox *>()) {
                if (box->isVisible())
                    QVERIFY2(box->height() >= box->sizeHint().height(), qPrintable(box->text()));
            }
        }
        dialog()->showPage(4);
        const auto *keys = get<QKeySequenceEdit>(u"keyEdit"_s)->findChild<QLineEdit *>();
        QVERIFY(keys->fontMetrics().horizontalAdvance(u"Ctrl+Shift+O"_s) < keys->width());
    }

    void zoomKeysWorkAndShowInTheDialog()
    {
        open();
        const qreal usual = QApplication::font().pointSizeF();
        window().activateWindow();
        QTest::keyClick(&window(), Qt::Key_Plus, Qt::ControlModifier);
        QCOMPARE(QApplication::font().pointSizeF(), usual * 1.1);
        QCOMPARE(get<QSpinBox>(u"zoomBox"_s)->value(), 110);
        QTest::keyClick(&window(), Qt::Key_Minus, Qt::ControlModifier);
        QTest::keyClick(&window(), Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(get<QSpinBox>(u"zoomBox"_s)->value(), 90);
        QTest::keyClick(&window(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(QApplication::font().pointSizeF(), usual);
    }

    void searchFindsAcrossThePages()
    {
        open();
        auto *pages = get<QListWidget>(u"settingsPages"_s);
        QTest::keyClicks(get<QLineEdit>(u"settingsSearch"_s), u"density"_s);
        QCOMPARE(shownPages(), QStringList{u"Appearance"_s});
        QVERIFY(get<QWidget>(u"densityBox"_s)->isVisible());
        QVERIFY(!get<QWidget>(u"themeBox"_s)->isVisible());
        get<QLineEdit>(u"settingsSearch"_s)->setText(u"reconnect"_s);
        QCOMPARE(shownPages(), QStringList{u"Keys"_s});
        QCOMPARE(pages->currentItem()->text(), u"Keys"_s);
        get<QLineEdit>(u"settingsSearch"_s)->setText(u"xyzzy"_s);
        QVERIFY(shownPages().isEmpty());
        get<QLineEdit>(u"settingsSearch"_s)->clear();
        QCOMPARE(shownPages().size(), dialog()->pageCount());
        QVERIFY(get<QWidget>(u"keyTree"_s) != nullptr);
    }

    void keysCanBeChangedAndCollisionsAreTold()
    {
        open();
        chooseAction(ActionId::Ping);
        press(Qt::Key_F7, Qt::NoModifier);
        QCOMPARE(window().action(ActionId::Ping).shortcut(), QKeySequence(Qt::Key_F7));
        QSignalSpy pinged(&window().action(ActionId::Ping), &QAction::triggered);
        window().action(ActionId::Ping).setEnabled(true);
        window().activateWindow();
        QTest::keyClick(&window(), Qt::Key_F7);
        QCOMPARE(pinged.count(), 1);

        press(Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(window().action(ActionId::Ping).shortcut(), QKeySequence(Qt::Key_F7));
        QVERIFY(get<QLabel>(u"keyProblem"_s)->text().contains(u"Reconnect"_s));
        QVERIFY(!get<QPushButton>(u"takeKeysButton"_s)->isHidden());
        get<QPushButton>(u"takeKeysButton"_s)->click();
        QCOMPARE(window().action(ActionId::Ping).shortcut(), QKeySequence(u"Ctrl+R"_s));
        QVERIFY(window().action(ActionId::Reconnect).shortcut().isEmpty());
        QCOMPARE(m_settings->get(keys::shortcuts),
                 (QStringList{u"reconnect="_s, u"ping=Ctrl+R"_s}));
        get<QPushButton>(u"defaultKeysButton"_s)->click();
        QCOMPARE(window().action(ActionId::Ping).shortcut(), QKeySequence(u"Ctrl+P"_s));
        get<QPushButton>(u"noKeysButton"_s)->click();
        QVERIFY(window().action(ActionId::Ping).shortcut().isEmpty());
    }

    void aKeyThatWritesIsRefused()
    {
        open();
        chooseAction(ActionId::Ping);
        press(Qt::Key_X, Qt::NoModifier);
        QCOMPARE(window().action(ActionId::Ping).shortcut(), QKeySequence(u"Ctrl+P"_s));
        QVERIFY(!get<QLabel>(u"keyProblem"_s)->text().isEmpty());
    }

    void keysGoToAFileAndComeBack()
    {
        open();
        auto *page = dialog()->findChild<KeysPage *>();
        window().actions().setKeys(ActionId::Ping, {QKeySequence(u"Ctrl+Alt+P"_s)});
        window().actions().setKeys(ActionId::Clear, {});
        const QString path = m_folder->filePath(u"keys.json"_s);
        page->exportTo(path);
        const QStringList before = window().actions().changedKeys();
        window().actions().setChangedKeys({});
        page->importFrom(path);
        QCOMPARE(window().actions().changedKeys(), before);
        QCOMPARE(m_settings->get(keys::shortcuts), before);
        for (const QByteArray &wrong : {QByteArray("no json"), QByteArray("{}"), QByteArray("[]"),
                                        QByteArray("{\"kodama-keys\": 9, \"keys\": {}}")}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(wrong);
            file.close();
            page->importFrom(path);
            QVERIFY2(!get<QLabel>(u"keyProblem"_s)->text().isEmpty(), wrong.constData());
            QCOMPARE(window().actions().changedKeys(), before);
        }
        page->importFrom(m_folder->filePath(u"absent"_s));
        QVERIFY(get<QLabel>(u"keyProblem"_s)->text().contains(u"absent"_s));
        page->exportTo(u"/proc/nowhere/keys.json"_s);
        QVERIFY(get<QLabel>(u"keyProblem"_s)->text().contains(u"nowhere"_s));
    }

    void keysSurviveARestartAndShowOnTheSheet()
    {
        window().actions().setKeys(ActionId::Ping, {QKeySequence(u"Ctrl+Alt+P"_s)});
        m_application.reset();
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
        QCOMPARE(window().action(ActionId::Ping).shortcut(), QKeySequence(u"Ctrl+Alt+P"_s));
        window().show();
        window().action(ActionId::Help).trigger();
        auto *sheet = window().findChild<HelpDialog *>();
        QVERIFY(sheet != nullptr);
        QStringList texts;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            texts.append(label->text());
        QVERIFY(texts.contains(u"Ctrl+Alt+P"_s));
        QVERIFY(!texts.contains(u"Ctrl+P"_s));
        QVERIFY(texts.contains(u"/broadcast TEXT"_s));
        // Everything that has keys is on the sheet, and every command.
        for (const ActionInfo &info : ActionList::all()) {
            QStringList keys;
            for (const QKeySequence &one : window().actions().keys(info.id))
                keys.append(one.toString(QKeySequence::NativeText));
            const QString label = ActionList::label(info.id);
            QVERIFY2(keys.isEmpty() ||
                         (texts.contains(keys.join(u", "_s)) && texts.contains(label)),
                     qPrintable(label));
        }
        for (const QString &name : commandNames() + chatCommandNames()) {
            const QString word = name == "exit"_L1 ? u"/quit"_s : u'/' + name; // they are one
            const bool isListed = std::any_of(texts.begin(), texts.end(), [&](const QString &text) {
                return text == word || text.startsWith(word + u' ');
            });
            QVERIFY2(isListed, qPrintable(word));
        }
    }

    void allDefaultsComeBack()
    {
        open();
        choose(u"themeBox"_s, int(ThemeMode::Dark));
        window().actions().setKeys(ActionId::Ping, {});
        get<QPushButton>(u"defaultsButton"_s)->click();
        QCOMPARE(readPreferences(*m_settings).theme, ThemeMode::Dark); // not without a question
        auto *question = dialog()->findChild<QMessageBox *>(u"defaultsQuestion"_s);
        for (QAbstractButton *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                button->click();
        }
        QCOMPARE(readPreferences(*m_settings), Preferences());
        QCOMPARE(get<QComboBox>(u"themeBox"_s)->currentIndex(), 0);
        QCOMPARE(window().action(ActionId::Ping).shortcut(), QKeySequence(u"Ctrl+P"_s));
    }

private:
    MainWindow &window() { return m_application->window(); }
    SettingsDialog *dialog() { return window().findChild<SettingsDialog *>(); }
    /// What three messages take in the log.
    int paneHeight()
    {
        m_application->log().clear();
        test::fill(m_application->log(), 3);
        window().view().doItemsLayout();
        const auto *model = window().view().model();
        return window().view().visualRect(model->index(2, 0)).bottom() -
               window().view().visualRect(model->index(0, 0)).top();
    }
    void open()
    {
        QTest::keyClick(&window(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(dialog() != nullptr && dialog()->isVisible());
    }
    // The newest: pages are made anew when something changes elsewhere.
    template <typename Widget>
    Widget *get(const QString &name)
    {
        const auto found = dialog()->findChildren<Widget *>(name);
        return found.isEmpty() ? nullptr : found.last();
    }
    void choose(const QString &name, int index) { get<QComboBox>(name)->setCurrentIndex(index); }
    void chooseAction(ActionId id)
    {
        dialog()->showPage(4);
        auto *tree = get<QTreeWidget>(u"keyTree"_s);
        const auto found =
            tree->findItems(ActionList::label(id), Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(found.size(), 1);
        tree->setCurrentItem(found.first());
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        QTest::keyClick(get<QKeySequenceEdit>(u"keyEdit"_s), key, modifiers);
    }
    QStringList shownPages()
    {
        QStringList shown;
        auto *pages = get<QListWidget>(u"settingsPages"_s);
        for (int i = 0; i < pages->count(); ++i) {
            if (!pages->item(i)->isHidden())
                shown.append(pages->item(i)->text());
        }
        return shown;
    }

    const QFont m_usualFont = QApplication::font();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestSettingsDialog)
#include "tst_settingsdialog.moc"
