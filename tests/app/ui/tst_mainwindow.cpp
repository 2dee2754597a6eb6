#include "app/core/chat/memberlistmodel.h"
#include "app/core/language.h"
#include "app/ui/actionlist.h"
#include "app/ui/logannouncer.h"
#include "app/ui/mainwindow.h"
#include "app/ui/memberpanel.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "app/ui/roomlist.h"
#include "app/ui/serverpanel.h"
#include "app/ui/sidecolumns.h"
#include "app/ui/windowheader.h"
#include "tests/app/ui/uifixture.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSignalSpy>
#include <QToolButton>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestMainWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_log = std::make_unique<MessageLogModel>();
        m_spoken = std::make_unique<SpokenLogModel>(*m_log);
        m_window = std::make_unique<MainWindow>(*m_theme);
        m_window->view().setModel(m_spoken.get());
        m_window->resize(1000, 700);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_spoken.reset();
        m_log.reset();
        m_theme.reset();
        test::application().setStyleSheet({});
    }

    void theStateIsAlwaysVisible_data()
    {
        QTest::addColumn<ConnectionState>("state");
        QTest::addColumn<QString>("banner"); // empty: none
        QTest::addColumn<QStringList>("buttons");
        using S = ConnectionState;
        QTest::newRow("disconnected") << S::Disconnected << u"Not connected to lab:1."_s
                                      << QStringList{u"chooseServerButton"_s, u"reconnectButton"_s};
        QTest::newRow("connecting")
            << S::Connecting << u"Connecting to lab:1…"_s << QStringList{u"stopButton"_s};
        QTest::newRow("connected") << S::Connected << QString() << QStringList{};
        QTest::newRow("waiting") << S::Reconnecting << u"It was lost. Reconnecting in 5 s."_s
                                 << QStringList{u"reconnectButton"_s, u"stopButton"_s};
        QTest::newRow("failed") << S::Failed << u"It was lost."_s
                                << QStringList{u"chooseServerButton"_s, u"reconnectButton"_s};
    }

    void theStateIsAlwaysVisible()
    {
        QFETCH(ConnectionState, state);
        QFETCH(QString, banner);
        QFETCH(QStringList, buttons);
        show(state);
        QVERIFY(!label(u"statusState"_s)->text().isEmpty());
        QCOMPARE(label(u"stateTitle"_s)->isVisible(), true);
        auto *shown = m_window->findChild<QWidget *>(u"connectionBanner"_s);
        QCOMPARE(shown->isVisible(), !banner.isEmpty());
        QStringList visible;
        for (const auto *button : shown->findChildren<QPushButton *>()) {
            if (button->isVisible())
                visible.append(button->objectName());
        }
        visible.sort();
        QCOMPARE(visible, buttons);
        if (!banner.isEmpty())
            QCOMPARE(label(u"bannerText"_s)->text(), banner);
        QCOMPARE(action(u"statusAction"_s)->isEnabled(), state == ConnectionState::Connected);
    }

    void whatHappensIsToldToScreenReaders()
    {
        QStringList told;
        connect(m_window->findChild<LogAnnouncer *>(), &LogAnnouncer::announced, this,
                [words = &told](const QString &text) { words->append(text); });
        const auto wait = [words = &told](qsizetype count) {
            QTRY_COMPARE_WITH_TIMEOUT(words->size(), count, 30'000);
        };
        m_window->composer().showProblem(u"Not sent: there is no connection."_s);
        wait(1);
        QCOMPARE(told.last(), u"Not sent: there is no connection."_s);
        show(ConnectionState::Reconnecting);
        wait(2);
        QCOMPARE(told.last(), u"It was lost. Reconnecting to lab:1…"_s);
        // Seconds that go by are not told: the next thing that is said is a change.
        show(ConnectionState::Reconnecting, std::chrono::milliseconds(3600));
        show(ConnectionState::Reconnecting, std::chrono::milliseconds(0));
        m_window->composer().showProblem(u"Not sent."_s);
        wait(3);
        QCOMPARE(told.last(), u"Not sent."_s);
        show(ConnectionState::Connected);
        wait(4);
        QCOMPARE(told.last(), u"Connected to lab:1."_s);
        QCOMPARE(QAccessible::queryAccessibleInterface(
                     m_window->findChild<QWidget *>(u"logAnnouncements"_s))
                     ->text(QAccessible::Name),
                 told.last());
    }

    void reconnectNowIsAsked()
    {
        show(ConnectionState::Reconnecting);
        QSignalSpy wanted(action(u"reconnectAction"_s), &QAction::triggered);
        QTest::mouseClick(m_window->findChild<QPushButton *>(u"reconnectButton"_s), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(wanted.count(), 2);
    }

    void whoStopsConnectingGoesOnWriting()
    {
        m_window->composer().setFocus();
        show(ConnectionState::Reconnecting);
        connect(action(u"disconnectAction"_s), &QAction::triggered, this,
                [this] { show(ConnectionState::Disconnected); });
        QSignalSpy asked(action(u"connectAction"_s), &QAction::triggered);
        QTest::mouseClick(m_window->findChild<QPushButton *>(u"stopButton"_s), Qt::LeftButton);
        QVERIFY(m_window->findChild<QPushButton *>(u"chooseServerButton"_s)->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"so it is"_s);
        QCOMPARE(m_window->composer().text(), u"so it is"_s);
        QVERIFY(asked.isEmpty());
    }

    void whoClicksAPillGoesOnWriting_data()
    {
        QTest::addColumn<QString>("pill");
        QTest::newRow("to the newest") << u"newestPill"_s;
        QTest::newRow("to the unread") << u"unreadPill"_s;
    }

    void whoClicksAPillGoesOnWriting()
    {
        test::fill(*m_log, 200);
        MessageView &view = m_window->view();
        view.doItemsLayout();
        view.model()->setData(view.model()->index(5, 0), true, MessageLogModel::UnreadStartRole);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        m_window->composer().setText(u"half a sentence"_s);
        m_window->composer().setFocus();
        QFETCH(QString, pill);
        auto *button = view.findChild<QPushButton *>(pill);
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(view.isAtBottom(), pill == u"newestPill"_s);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"input"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backspace);
        QCOMPARE(m_window->composer().text(), u"half a sentenc"_s);
    }

    void whoClicksAMessageHasTheFocusThere()
    {
        test::fill(*m_log, 3);
        MessageView &view = m_window->view();
        view.doItemsLayout();
        const QPoint at = view.visualRect(view.model()->index(1, 0)).center();
        for (const Qt::MouseButton button : {Qt::LeftButton, Qt::RightButton}) {
            m_window->composer().setFocus();
            QTest::mouseClick(view.viewport(), button, {}, at);
            QCOMPARE(QApplication::focusWidget(), &view);
        }
    }

    void whoClicksAMemberGoesOnWriting()
    {
        MemberListModel people;
        people.setMembers({{u"ana"_s, {}}, {u"jens"_s, {}}});
        m_window->members().setMembers(&people);
        m_window->setRoomsShown(true);
        m_window->resize(m_theme->space(400), 600);
        QListView &list = m_window->members().list();
        QTRY_VERIFY_WITH_TIMEOUT(list.isVisible(), 30'000);
        QSignalSpy chosen(&m_window->members(), &MemberPanel::personChosen);
        QSignalSpy submitted(&m_window->composer(), &Composer::submitted);
        m_window->composer().setFocus();
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {},
                          list.visualRect(list.model()->index(1, 0)).center());
        QTest::keyClicks(QApplication::focusWidget(), u"hello"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(submitted.count(), 1);
        QCOMPARE(submitted.first().last().toString(), u"hello"_s);
        QVERIFY(chosen.isEmpty());
        m_window->composer().setText({});
        for (int i = 0; i < 20 && QApplication::focusWidget() != &list; ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(chosen.takeFirst().first().toString(), u"jens"_s);
        m_window->members().setMembers(nullptr);
    }

    void answersShowInPanelAndStatusBar()
    {
        ServerPanel &panel = m_window->panel();
        panel.setClients(3);
        panel.setRoundTrip(420);
        panel.setServerTime(u"2026-11-23T14:05:09"_s);
        QVERIFY(panel.isVisible());
        QCOMPARE(label(u"clientsValue"_s)->text(), u"3"_s);
        QVERIFY(label(u"roundTripValue"_s)->text().contains(u"0.42"_s));
        QCOMPARE(label(u"serverTimeValue"_s)->text(), u"14:05:09"_s);
        QVERIFY(label(u"statusSummary"_s)->text().contains(u"3 online"_s));
        QVERIFY(label(u"statusSummary"_s)->text().contains(u"0.42"_s));
        panel.clearValues();
        QCOMPARE(label(u"clientsValue"_s)->text(), u"–"_s);
        QVERIFY(label(u"statusSummary"_s)->text().isEmpty());
    }

    void theStatusBarSaysWhatItHasRoomFor()
    {
        ServerPanel &panel = m_window->panel();
        panel.setClients(3);
        panel.setRoundTrip(420);
        panel.setServerTime(u"2026-11-23T14:05:09"_s);
        const auto *state = label(u"statusState"_s);
        const auto *summary = label(u"statusSummary"_s);
        const int both = state->sizeHint().width() + summary->sizeHint().width();
        const auto widthOfWhatIsShown = [&] {
            return (state->isVisible() ? state->sizeHint().width() : 0) +
                   (summary->isVisible() ? summary->sizeHint().width() : 0);
        };
        m_window->resize(both + 100, 600);
        QTRY_VERIFY(state->isVisible() && summary->isVisible());
        for (int width = both + 100; width >= m_window->minimumSizeHint().width(); width -= 20) {
            m_window->resize(width, 600);
            QCoreApplication::processEvents();
            QVERIFY(widthOfWhatIsShown() > 0);
            QVERIFY2(widthOfWhatIsShown() <= std::max(width, summary->sizeHint().width()),
                     qPrintable(QString::number(width)));
        }
    }

    void theAddressOfALinkStandsAlone()
    {
        show(ConnectionState::Connected);
        // In the place of the state and as that is written, beside the summary if there is room.
        const auto *state = label(u"statusState"_s);
        QTRY_VERIFY(state->isVisible());
        const QString before = state->text();
        const QString address = u"https://a.example/page"_s;
        Q_EMIT m_window->view().linkHovered(QUrl(address));
        QCOMPARE(state->text(), address);
        m_window->panel().setRoundTrip(420); // as every few seconds
        show(ConnectionState::Connected);
        QCOMPARE(state->text(), address);
        QVERIFY(label(u"statusSummary"_s)->isVisible());
        Q_EMIT m_window->view().linkHovered(QUrl(address + QString(300, u'x')));
        QVERIFY(state->isVisible());
        QVERIFY(!label(u"statusSummary"_s)->isVisible());
        Q_EMIT m_window->view().linkHovered({});
        QCOMPARE(state->text(), before);
    }

    void buttonsAndKeysAskTheSame()
    {
        show(ConnectionState::Connected);
        QSignalSpy status(action(u"statusAction"_s), &QAction::triggered);
        QSignalSpy ping(action(u"pingAction"_s), &QAction::triggered);
        QTest::mouseClick(m_window->findChild<QToolButton *>(u"statusButton"_s), Qt::LeftButton);
        QTest::mouseClick(m_window->findChild<QToolButton *>(u"pingButton"_s), Qt::LeftButton);
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(status.count(), 2);
        QCOMPARE(ping.count(), 2);
    }

    void aNarrowWindowHidesThePanel()
    {
        QVERIFY(m_window->panel().isVisible());
        m_window->resize(400, 600);
        QTRY_VERIFY(!m_window->panel().isVisible());
        QCOMPARE(m_window->width(), 400);
        m_window->resize(1000, 600);
        QTRY_VERIFY(m_window->panel().isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QVERIFY(!m_window->panel().isVisible());
        QVERIFY(!m_window->columns().isPanelWanted());
    }

    void inANarrowWindowAColumnStandsInsteadOfTheRooms()
    {
        m_window->setRoomsShown(true);
        for (const int quarters : {200, 160, 125}) { // each step lets go of a column
            m_window->resize(m_theme->space(quarters), 600);
            QCoreApplication::processEvents();
        }
        QCOMPARE(m_window->width(), m_theme->space(125));
        const auto shown = [this] {
            return QList{m_window->rooms().isVisible(), m_window->members().isVisible(),
                         m_window->panel().isVisible()};
        };
        const auto ticked = [this] {
            return QList{m_window->action(ActionId::Members).isChecked(),
                         m_window->action(ActionId::Panel).isChecked()};
        };
        QCOMPARE(shown(), (QList{true, false, false}));
        QCOMPARE(ticked(), (QList{false, false}));
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QCOMPARE(shown(), (QList{false, true, false}));
        QCOMPARE(ticked(), (QList{true, false}));
        QVERIFY(m_window->findChild<QToolButton *>(u"membersButton"_s)->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QCOMPARE(shown(), (QList{false, false, true}));
        QCOMPARE(ticked(), (QList{false, true}));
        QTest::keyClick(m_window->findChild<QPlainTextEdit *>(u"input"_s), Qt::Key_Escape);
        QCOMPARE(shown(), (QList{true, false, false}));
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QCOMPARE(shown(), (QList{true, false, false}));
        QCOMPARE(ticked(), (QList{false, false}));
        QVERIFY(m_window->columns().isPanelWanted()); // there was only no room
        m_window->resize(m_theme->space(400), 600);
        QCoreApplication::processEvents();
        QCOMPARE(shown(), (QList{true, true, true}));
        QCOMPARE(ticked(), (QList{true, true}));
    }

    // Where there is no room for all menus.
    void theButtonForMoreMenusIsSeen()
    {
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            m_theme->setMode(mode);
            test::application().setPalette(m_theme->palette());
            test::application().setStyleSheet(m_theme->styleSheet());
            m_window->resize(m_theme->space(60), 600);
            auto *button =
                m_window->menuBar()->findChild<QToolButton *>(u"qt_menubar_ext_button"_s);
            m_window->menuBar()->setFixedWidth(m_theme->space(40));
            QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), 30'000);
            const QImage picture = button->grab().toImage();
            QRect ink;
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x) {
                    const QColor ground = m_theme->color(ThemeColor::Window);
                    if (Theme::contrast(picture.pixelColor(x, y), ground) > 3)
                        ink |= QRect(x, y, 1, 1);
                }
            }
            QVERIFY2(ink.width() >= 8 && ink.height() >= 6,
                     qPrintable(u"%1 x %2"_s.arg(ink.width()).arg(ink.height())));
        }
    }

    void shortcutsAreUnique()
    {
        QStringList taken;
        for (const QAction *one : m_window->findChildren<QAction *>()) {
            const QString keys = one->shortcut().toString();
            QVERIFY2(keys.isEmpty() || !taken.contains(keys), qPrintable(keys));
            taken.append(keys);
        }
        QVERIFY(taken.contains(u"Ctrl+K"_s));
    }

    void everyControlHasAName()
    {
        show(ConnectionState::Failed);
        for (QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(spoken != nullptr);
            QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(),
                     qPrintable(widget->objectName() +
                                QString::fromLatin1(widget->metaObject()->className())));
        }
    }

    void tabReachesEverythingAndComesBack()
    {
        show(ConnectionState::Connected);
        m_window->composer().setFocus();
        QStringList order;
        for (int i = 0; i < 8; ++i) {
            order.append(QApplication::focusWidget()->objectName());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order, (QStringList{u"input"_s, u"echoButton"_s, u"broadcastButton"_s,
                                     u"messageView"_s, u"statusButton"_s, u"pingButton"_s,
                                     u"panelButton"_s, u"serverPanelArea"_s}));
        QCOMPARE(QApplication::focusWidget()->objectName(), u"input"_s);
    }

    void typingInTheLogWritesAMessage()
    {
        m_window->view().setFocus();
        QTest::keyClicks(&m_window->view(), u"h"_s);
        QCOMPARE(m_window->composer().text(), u"h"_s);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"input"_s);
    }

    void pastingInTheLogWritesAMessage()
    {
        QGuiApplication::clipboard()->setText(u"from elsewhere"_s);
        m_window->view().setFocus();
        QTest::keyClick(&m_window->view(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_window->composer().text(), u"from elsewhere"_s);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"input"_s);
    }

    void escapeLeadsBackToWhereOneWrites()
    {
        test::fill(*m_log, 3);
        MessageView &view = m_window->view();
        view.setFocus();
        view.setCurrentIndex(view.model()->index(1, 0));
        QVERIFY(view.selectionModel()->hasSelection());
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.selectionModel()->hasSelection());
        QCOMPARE(QApplication::focusWidget(), &view);
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"input"_s);
        QVERIFY(m_window->composer().text().isEmpty());
    }

    void escapeTakesBackOneThingAtATime()
    {
        test::fill(*m_log, 3);
        m_window->setRoomsShown(true);
        for (const int quarters : {200, 160, 125}) { // each step lets go of a column
            m_window->resize(m_theme->space(quarters), 600);
            QCoreApplication::processEvents();
        }
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(!m_window->rooms().isVisible());
        MessageView &view = m_window->view();
        view.doItemsLayout();
        const QModelIndex index = view.model()->index(1, 0);
        const MessageLayout &row = view.delegate().layoutFor(index, view.viewport()->width());
        const QTextLine line = row.body->lineForTextPosition(2);
        const QPointF word(line.cursorToX(2) + 1, line.y() + line.height() / 2);
        const QPoint at = view.visualRect(index).topLeft() + (row.bodyAt + word).toPoint();
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, at);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(view.selectedText(), u"message"_s);
        QCOMPARE(QApplication::focusWidget(), &view);
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(view.selectedText().isEmpty());
        QCOMPARE(QApplication::focusWidget(), &view);
        QVERIFY(m_window->members().isVisible()); // instead of the rooms, as before
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"input"_s);
        QVERIFY(m_window->rooms().isVisible());
    }

    void pagesAreTurnedFromWhereOneWrites()
    {
        test::fill(*m_log, 200);
        m_window->view().doItemsLayout();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->view().isAtBottom(), 30'000);
        auto *input = m_window->findChild<QPlainTextEdit *>(u"input"_s);
        input->setFocus();
        QTest::keyClick(input, Qt::Key_PageUp);
        QVERIFY(!m_window->view().isAtBottom());
        QTest::keyClick(input, Qt::Key_PageDown);
        QVERIFY(m_window->view().isAtBottom());
        QCOMPARE(QApplication::focusWidget(), input);
        // A text that is longer than its field has pages of its own.
        input->setPlainText(u"line\n"_s.repeated(200));
        input->moveCursor(QTextCursor::End);
        const int cursor = input->textCursor().position();
        QTest::keyClick(input, Qt::Key_PageUp);
        QVERIFY(input->textCursor().position() < cursor);
        QVERIFY(m_window->view().isAtBottom());
    }

    void theFieldGrowsToAThirdOfTheWindow()
    {
        auto *field = m_window->findChild<QPlainTextEdit *>(u"input"_s);
        field->insertPlainText(u"line\n"_s.repeated(200));
        for (const int height : {700, 460, 780}) {
            m_window->resize(1000, height);
            QTRY_VERIFY2_WITH_TIMEOUT(
                field->height() <= height / 3 && field->height() > height / 3 - 20,
                qPrintable(u"%1 of %2"_s.arg(field->height()).arg(height)), 30'000);
        }
    }

    void languageChangesAtOnce()
    {
        m_window->composer().setText(u"unsent"_s);
        show(ConnectionState::Reconnecting);
        Translations translations;
        translations.setLanguage(UiLanguage::Japanese);
        QTRY_COMPARE(action(u"helpAction"_s)->text(), u"コマンドとショートカット(&C)"_s);
        QVERIFY(label(u"bannerText"_s)->text().contains(u"5 秒後に再接続します"_s));
        QCOMPARE(label(u"statusState"_s)->text(), u"再接続中"_s);
        QCOMPARE(m_window->composer().text(), u"unsent"_s);
        translations.setLanguage(UiLanguage::English);
        QTRY_COMPARE(action(u"helpAction"_s)->text(), u"&Commands and shortcuts"_s);
    }

    void themeChangesAtOnce()
    {
        const QImage light = m_window->grab().toImage();
        m_theme->setMode(ThemeMode::Dark);
        QApplication::setPalette(m_theme->palette());
        test::application().setStyleSheet(m_theme->styleSheet());
        QVERIFY(m_window->grab().toImage() != light);
    }

    void menusTellWhatIsChosen()
    {
        QSignalSpy themes(m_window.get(), &MainWindow::themeModeChosen);
        QSignalSpy languages(m_window.get(), &MainWindow::languageChosen);
        m_window->showThemeMode(ThemeMode::Light);
        QVERIFY(action(u"themeLightAction"_s)->isChecked());
        action(u"themeDarkAction"_s)->trigger();
        action(u"languageJapaneseAction"_s)->trigger();
        QCOMPARE(themes.first().first().value<ThemeMode>(), ThemeMode::Dark);
        QCOMPARE(languages.first().first().value<UiLanguage>(), UiLanguage::Japanese);
        QVERIFY(!action(u"themeLightAction"_s)->isChecked());
    }

    void whatIsOnHasATickInItsMenu()
    {
        test::application().setStyleSheet(m_theme->styleSheet());
        m_window->setRoomsShown(true);
        auto *menu = m_window->findChild<QMenu *>(u"viewMenu"_s);
        for (const ActionId id : {ActionId::Panel, ActionId::Members}) {
            QAction &toggle = m_window->action(id);
            const QSignalBlocker alone(toggle); // nobody answers by setting it back
            toggle.setChecked(false);
            const QImage off = menu->grab().toImage();
            toggle.setChecked(true);
            QVERIFY2(menu->grab().toImage() != off, qPrintable(toggle.objectName()));
        }
    }

    void linksOfTheTopicAreOpened()
    {
        test::application().setStyleSheet(m_theme->styleSheet());
        m_window->setRoomsShown(true);
        QSignalSpy opened(&m_window->view(), &MessageView::linkActivated);
        RoomFacts room;
        room.title = u"#lab"_s;
        room.topic = u"https://one.example/a and wss://two.example"_s;
        m_window->showRoom(room);
        QLabel *topic = label(u"stateTitle"_s);
        QTRY_VERIFY(topic->width() > topic->fontMetrics().horizontalAdvance(room.topic));
        const int half = topic->height() / 2;
        QTest::mouseClick(topic, Qt::LeftButton, {}, QPoint(20, half));
        QCOMPARE(opened.takeFirst().first().toUrl(), QUrl(u"https://one.example/a"_s));
        const int between = topic->fontMetrics().horizontalAdvance(u"https://one.example/a an"_s);
        QTest::mouseClick(topic, Qt::LeftButton, {}, QPoint(between, half));
        QTest::mouseClick(topic, Qt::LeftButton, {}, QPoint(topic->width() - 2, half));
        QVERIFY(opened.isEmpty());
        QCOMPARE(topic->focusPolicy(), Qt::TabFocus);
        topic->setFocus(Qt::TabFocusReason);
        QTest::keyClick(topic, Qt::Key_Right);
        QTest::keyClick(topic, Qt::Key_Return);
        QCOMPARE(opened.takeFirst().first().toUrl(), QUrl(u"wss://two.example"_s));
        room.topic = u"Tea"_s;
        m_window->showRoom(room);
        QCOMPARE(topic->focusPolicy(), Qt::NoFocus);
    }

    void aPersonIsSpokenOfWhileThereIsAConnection()
    {
        show(ConnectionState::Connected);
        const QString ours = label(u"stateTitle"_s)->text();
        RoomFacts room;
        room.title = u"#dev"_s;
        m_window->showRoom(room);
        QCOMPARE(label(u"stateTitle"_s)->text(), ours);
        room.title = u"@mika"_s;
        const auto below = [this, &room](PersonFacts::Presence presence, const QString &reason) {
            room.person = {presence, reason};
            m_window->showRoom(room);
            return label(u"stateTitle"_s)->text();
        };
        using Presence = PersonFacts::Presence;
        QCOMPARE(below(Presence::Unknown, {}), QString()); // what is ours would seem to be theirs
        QCOMPARE(below(Presence::Here, {}), u"Online"_s);
        QCOMPARE(below(Presence::Gone, {}), u"Not online"_s);
        QCOMPARE(below(Presence::Away, {}), u"Away"_s);
        QCOMPARE(below(Presence::Away, u"lunch"_s), u"Away: lunch"_s);
        QVERIFY(label(u"stateTitle"_s)->toolTip().contains(u"Away: lunch"_s)); // if it is long
        room.typing = u"mika is writing…"_s;
        m_window->showRoom(room);
        QCOMPARE(label(u"stateTitle"_s)->text(), room.typing);
        room.typing.clear();
        m_window->showRoom(room);
        show(ConnectionState::Reconnecting);
        QCOMPARE(label(u"stateTitle"_s)->text(), QString());
    }

    void everyActionInAMenuHasText()
    {
        for (const QAction *one : m_window->findChildren<QAction *>()) {
            if (!one->isSeparator() && one->objectName().endsWith("Action"_L1))
                QVERIFY2(!one->text().isEmpty(), qPrintable(one->objectName()));
        }
    }

private:
    void show(ConnectionState state,
              std::chrono::milliseconds retryIn = std::chrono::milliseconds(4600))
    {
        ConnectionInfo info;
        info.state = state;
        info.server = u"lab:1"_s;
        info.problem = u"It was lost."_s;
        info.retryIn = retryIn;
        m_window->showConnection(info);
    }
    QLabel *label(const QString &name) { return m_window->findChild<QLabel *>(name); }
    QAction *action(const QString &name) { return m_window->findChild<QAction *>(name); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<SpokenLogModel> m_spoken;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
