#include "app/application.h"
#include "app/core/language.h"
#include "app/core/settings.h"
#include "app/ui/mainwindow.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"

#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestWindowMenus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void noMenuHasALetterTwice_data()
    {
        QTest::addColumn<UiLanguage>("language");
        QTest::newRow("English") << UiLanguage::English;
        QTest::newRow("Japanese") << UiLanguage::Japanese;
    }

    void noMenuHasALetterTwice()
    {
        QFETCH(UiLanguage, language);
        QTemporaryDir folder;
        Settings settings(folder.filePath(u"settings.ini"_s));
        Application application(test::application(), settings, language);
        MainWindow &window = application.window();
        application.log().append(test::chatEntry(u"ana"_s, u"hello"_s));
        window.setRoomsShown(true);
        window.show();
        window.view().selectAll();
        Q_EMIT window.view().customContextMenuRequested({1, 1});
        QVERIFY(window.findChild<QMenu *>(u"logMenu"_s) != nullptr);
        const QList<QMenu *> menus = window.findChildren<QMenu *>();
        QVERIFY(menus.size() > 7);
        checkLetters(window.menuBar()->actions(), u"the menu bar"_s);
        for (const QMenu *menu : menus)
            checkLetters(menu->actions(), menu->objectName());
    }

    void shiftF10OpensTheMenuOfWhatHasTheFocus()
    {
        QTemporaryDir folder;
        Settings settings(folder.filePath(u"settings.ini"_s));
        Application application(test::application(), settings, UiLanguage::English);
        MainWindow &window = application.window();
        application.log().append(test::chatEntry(u"ana"_s, u"hello"_s));
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.view().setFocus();
        QTest::keyClick(&window, Qt::Key_F10, Qt::ShiftModifier);
        auto *menu = window.findChild<QMenu *>(u"logMenu"_s);
        QVERIFY(menu != nullptr && menu->isVisible());
        menu->close();
    }

private:
    /// A letter that two entries have chooses between them only, and needs Enter then.
    static void checkLetters(const QList<QAction *> &actions, const QString &menu)
    {
        QHash<QString, QString> taken;
        for (const QAction *action : actions) {
            const QString letter = QKeySequence::mnemonic(action->text()).toString();
            if (letter.isEmpty())
                continue;
            QVERIFY2(!taken.contains(letter), qPrintable(u"%1: %2 is of \"%3\" and \"%4\""_s.arg(
                                                  menu, letter, taken[letter], action->text())));
            taken.insert(letter, action->text());
        }
    }
};

QTEST_MAIN(TestWindowMenus)
#include "tst_windowmenus.moc"
