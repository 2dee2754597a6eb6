// Walks what a screen reader sees of the window and of every dialog, in both languages, and goes
// round with Tab: everything that takes the focus has a name, and nothing keeps it.
#include "app/application.h"
#include "app/ui/actionlist.h"
#include "app/ui/connectdialog.h"
#include "app/ui/helpdialog.h"
#include "app/ui/inspectorwindow.h"
#include "app/ui/memberpanel.h"
#include "app/ui/namebar.h"
#include "app/ui/roomlist.h"
#include "app/ui/roomswitcher.h"
#include "app/ui/settingsdialog.h"
#include "app/ui/textdialog.h"
#include "tests/app/ui/uifixture.h"

#include <QAccessible>
#include <QClipboard>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QScreen>
#include <QTableView>
#include <QTabWidget>
#include <QTemporaryDir>

#include <functional>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestAccessibility final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_application.reset();
        m_rooms.reset();
        m_settings.reset();
        QLocale::setDefault(QLocale::c());
    }

    void everythingHasANameAndNothingIsATrap_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<UiLanguage>("language");
        QStringList all{u"window"_s, u"rooms"_s,   u"bars"_s,    u"switcher"_s,
                        u"search"_s, u"welcome"_s, u"connect"_s, u"help"_s,
                        u"text"_s,   u"name"_s,    u"about"_s,   u"paste"_s};
        for (int page = 0; page < inspectorPages; ++page)
            all.append(u"inspector-%1"_s.arg(page));
        for (int page = 0; page < settingsPages; ++page)
            all.append(u"settings-%1"_s.arg(page));
        for (const QString &what : std::as_const(all)) {
            QTest::newRow(qPrintable(what + u" en"_s)) << what << UiLanguage::English;
            QTest::newRow(qPrintable(what + u" ja"_s)) << what << UiLanguage::Japanese;
        }
    }

    void everythingHasANameAndNothingIsATrap()
    {
        QFETCH(QString, what);
        QFETCH(UiLanguage, language);
        m_application = std::make_unique<Application>(test::application(), *m_settings, language);
        test::fill(m_application->log(), 3);
        QWidget *shown = open(what);
        QVERIFY(shown != nullptr);
        shown->show();
        shown->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(shown));
        QCoreApplication::processEvents();
        QStringList nameless;
        int focusable = 0;
        walk(*QAccessible::queryAccessibleInterface(shown), nameless, focusable, 0);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u", "_s)));
        QVERIFY2(focusable > 0, "the walk has found nothing");
        goRound(*shown);
    }

    void everyWindowFitsASmallScreen_data() { everythingHasANameAndNothingIsATrap_data(); }
    void everyWindowFitsASmallScreen()
    {
        QFETCH(QString, what);
        QFETCH(UiLanguage, language);
        m_application = std::make_unique<Application>(test::application(), *m_settings, language);
        QWidget *shown = open(what);
        QVERIFY(shown != nullptr);
        shown->show();
        QCoreApplication::processEvents();
        const QSize screen = shown->screen()->availableSize();
        if (what != "rooms"_L1 && what != "bars"_L1) // the test itself makes that one wide
            QVERIFY2(shown->width() <= screen.width() && shown->height() <= screen.height(),
                     qPrintable(u"%1 x %2"_s.arg(shown->width()).arg(shown->height())));
        // With a title bar, beside a panel; what is larger scrolls.
        const QSize least = shown->minimumSizeHint().expandedTo(shown->minimumSize());
        QVERIFY2(least.width() <= 960 && least.height() <= 540,
                 qPrintable(u"at least %1 x %2"_s.arg(least.width()).arg(least.height())));
    }

    void everyMenuItemHasAName()
    {
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::Japanese);
        const auto menus = m_application->window().menuBar()->findChildren<QMenu *>();
        QVERIFY(!menus.isEmpty());
        for (const QMenu *menu : menus) {
            for (const QAction *action : menu->actions())
                QVERIFY(action->isSeparator() || !action->text().isEmpty());
        }
    }

    void theDialogsOfTheSettingsAreAllHere()
    {
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
        open(u"settings-0"_s);
        QCOMPARE(static_cast<SettingsDialog *>(m_dialog.get())->pageCount(), settingsPages);
    }

private:
    static constexpr int settingsPages = 6;
    static constexpr int inspectorPages = 4;

    QWidget *open(const QString &what)
    {
        MainWindow &window = m_application->window();
        m_theme = std::make_unique<Theme>(QApplication::font());
        if (what == "window"_L1)
            return &window;
        if (what.startsWith("inspector"_L1))
            return openInspector(what.last(1).toInt());
        if (what == "rooms"_L1 || what == "bars"_L1) {
            showRooms(window);
            if (what == "bars"_L1) {
                window.nameBar().ask(u"guest-1"_s, u"mika"_s);
                window.show();
                window.action(ActionId::Find).trigger();
            }
            return &window;
        }
        if (what == "search"_L1)
            return trigger(ActionId::FindEverywhere, u"searchDialog"_s);
        if (what == "about"_L1)
            return trigger(ActionId::About, u"aboutBox"_s);
        if (what == "name"_L1)
            return trigger(ActionId::ChangeName, u"nameDialog"_s);
        if (what == "paste"_L1) {
            window.show();
            QApplication::clipboard()->setText(u"a line\n"_s.repeated(100));
            window.findChild<QPlainTextEdit *>(u"input"_s)->paste();
            return window.findChild<QWidget *>(u"pasteQuestion"_s)->isVisible() ? &window : nullptr;
        }
        if (what == "switcher"_L1) {
            auto switcher = std::make_unique<RoomSwitcher>(*m_theme);
            switcher->setPlaces({{u"lobby"_s, {}, 2, 1, true}, {u"@mika"_s, {}, 0, 0, true}});
            m_dialog = std::move(switcher);
            return m_dialog.get();
        }
        if (what == "help"_L1)
            m_dialog = std::make_unique<HelpDialog>(*m_theme, window.actions(), SendKey::Enter);
        else if (what == "text"_L1)
            m_dialog = std::make_unique<TextDialog>(*m_theme, u"ana"_s, u"text"_s);
        else if (what.startsWith("settings"_L1))
            m_dialog = makeSettings(what.last(1).toInt());
        else
            m_dialog = makeConnect(what == "welcome"_L1);
        return m_dialog.get();
    }

    QWidget *trigger(ActionId id, const QString &dialog)
    {
        MainWindow &window = m_application->window();
        window.show();
        window.action(id).setEnabled(true);
        window.action(id).trigger();
        return window.findChild<QDialog *>(dialog);
    }

    QWidget *openInspector(int page)
    {
        InspectorController &inspector = m_application->inspector();
        inspector.log().onFrame({Frame::Direction::Received, Frame::Kind::Text, "{\"a\":[1]}"});
        inspector.open();
        inspector.window()->findChild<QTabWidget *>()->setCurrentIndex(page);
        inspector.window()->findChild<QTableView *>()->selectRow(0);
        inspector.window()->findChild<QTableView *>()->setFocus();
        return inspector.window();
    }

    MainWindow &showRooms(MainWindow &window)
    {
        m_rooms = std::make_unique<RoomListModel>();
        m_rooms->open(u"lobby"_s).members().setMembers({{u"mika"_s, {}}, {u"ann"_s, u"tea"_s}});
        m_rooms->open(u"@mika"_s);
        m_rooms->setCurrent(u"lobby"_s);
        window.rooms().setRooms(m_rooms.get());
        window.members().setMembers(&m_rooms->current()->members());
        window.setRoomsShown(true);
        ConnectionInfo info;
        info.state = ConnectionState::Connected;
        info.server = u"lab:1"_s;
        info.identity = u"mika"_s;
        window.showConnection(info);
        window.resize(m_theme->space(400), m_theme->space(200));
        return window;
    }

    std::unique_ptr<QDialog> makeSettings(int page)
    {
        auto dialog = std::make_unique<SettingsDialog>(*m_theme, m_application->window().actions(),
                                                       Preferences());
        dialog->showPage(page);
        return dialog;
    }

    std::unique_ptr<QDialog> makeConnect(bool isFirst)
    {
        auto dialog = std::make_unique<ConnectDialog>(*m_theme);
        dialog->setServer(QUrl(u"ws://localhost:8765"_s));
        dialog->setLocalServer(QUrl(u"ws://localhost:8765"_s));
        dialog->showLocalServer(isFirst ? ConnectDialog::LocalServer::CanStart
                                        : ConnectDialog::LocalServer::Answers);
        if (isFirst)
            dialog->welcome();
        return dialog;
    }

    static void walk(QAccessibleInterface &spoken, QStringList &nameless, int &focusable, int depth)
    {
        const QAccessible::State state = spoken.state();
        if (state.invisible || depth > 30)
            return;
        const bool isWindow =
            spoken.role() == QAccessible::Window || spoken.role() == QAccessible::Dialog;
        if (state.focusable && !isWindow) {
            ++focusable;
            if (spoken.text(QAccessible::Name).trimmed().isEmpty())
                nameless.append(describe(spoken));
            else if (needsDescription(spoken) &&
                     spoken.text(QAccessible::Description).trimmed().isEmpty() &&
                     spoken.text(QAccessible::Help).trimmed().isEmpty())
                nameless.append(u"no description: "_s + describe(spoken));
        }
        for (int i = 0; i < spoken.childCount(); ++i) {
            if (QAccessibleInterface *child = spoken.child(i))
                walk(*child, nameless, focusable, depth + 1);
        }
    }

    /// What is more than a button with a word on it.
    static bool needsDescription(QAccessibleInterface &spoken)
    {
        switch (spoken.role()) {
        case QAccessible::EditableText:
        case QAccessible::List:
        case QAccessible::Table:
        case QAccessible::Tree:
        case QAccessible::ComboBox:
        case QAccessible::SpinBox:
            return true;
        default:
            return false;
        }
    }

    static QString describe(QAccessibleInterface &spoken)
    {
        const QObject *object = spoken.object();
        return object == nullptr ? u"role %1"_s.arg(int(spoken.role()))
                                 : QString::fromLatin1(object->metaObject()->className()) + u' ' +
                                       object->objectName();
    }

    // Tab comes back to where it began, over at least two places or as many as there are.
    static void goRound(QWidget &window)
    {
        QWidget *first = QApplication::focusWidget();
        QVERIFY2(first != nullptr && window.isAncestorOf(first), "nothing has the focus");
        QStringList way{first->objectName()};
        for (int i = 0; i < 100; ++i) {
            QWidget *before = QApplication::focusWidget();
            QTest::keyClick(before, Qt::Key_Tab);
            QWidget *after = QApplication::focusWidget();
            QVERIFY2(after != nullptr, "Tab lost the focus");
            QVERIFY2(after->isVisible(), "Tab went to something that nobody sees");
            if (after == first)
                return;
            way.append(after->objectName());
            QVERIFY2(after != before, qPrintable(u"Tab stays in %1"_s.arg(before->objectName())));
        }
        QFAIL(qPrintable(u"Tab does not come back: "_s + way.join(u' ')));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<RoomListModel> m_rooms;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QDialog> m_dialog;
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
