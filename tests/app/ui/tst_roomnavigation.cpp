// From room to room by key, mouse and menu, against a server of version 2 that says what a test
// wants.
#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/memberpanel.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageinput.h"
#include "app/ui/messageview.h"
#include "app/ui/roomlist.h"
#include "app/ui/serverpanel.h"
#include "tests/app/core/chat/fakechatserver.h"
#include "tests/app/ui/uifixture.h"

#include <QActionGroup>
#include <QInputDialog>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestRoomNavigation final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_server = std::make_unique<FakeChatServer>();
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
        m_drafts = std::make_unique<DraftStore>(QString());
        window().composer().setDraftStore(m_drafts.get());
        m_application->start(m_server->url());
        window().resize(1400, 700);
        window().activateWindow();
        m_server->greet();
        m_server->answerJoin(0, true);
        WAIT_FOR(joined(u"lobby"_s));
        WAIT_FOR(window().isActiveWindow());
    }

    void cleanup()
    {
        window().composer().setDraftStore(nullptr);
        m_application.reset();
        m_drafts.reset();
        m_server.reset();
        m_settings.reset();
        m_folder.reset();
    }

    void aGuestIsAskedForAName()
    {
        QVERIFY(nameBar().isVisible());
        QVERIFY(get<QLabel>(u"nameQuestion"_s)->text().contains(u"guest-1"_s));
        QCOMPARE(QApplication::focusWidget(), input()); // it is in nobody's way
        auto *edit = get<QLineEdit>(u"nameEdit"_s);
        QTest::keyClick(input(), Qt::Key_Backtab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backtab);
        QTRY_VERIFY(edit->isVisible());
        edit->setFocus();
        edit->clear();
        QVERIFY(!get<QPushButton>(u"useNameButton"_s)->isEnabled());
        QTest::keyClicks(edit, u" Mika "_s);
        QTest::keyClick(edit, Qt::Key_Return);
        const Nick nick = m_server->next<Nick>();
        QCOMPARE(nick.nick, u"Mika"_s);
        QVERIFY(nameBar().isVisible()); // until the server has said so
        m_server->send(NickResponse{nick.id, nick.nick});
        WAIT_FOR_EQUAL(m_settings->get(keys::userNick), u"Mika"_s);
        QVERIFY(!nameBar().isVisible());
        QCOMPARE(QApplication::focusWidget(), input());
        WAIT_FOR(window().findChild<QWidget *>(u"identityButton"_s)->isVisible());
    }

    void aTakenNameIsAnsweredWithAFreeOne()
    {
        get<QLineEdit>(u"nameEdit"_s)->setText(u"Jens"_s);
        get<QPushButton>(u"useNameButton"_s)->click();
        const Nick nick = m_server->next<Nick>();
        ErrorMessage taken{u"taken"_s, qint64(ErrorCode::NickInUse), {}};
        taken.id = nick.id;
        taken.suggestion = u"Jens_2"_s;
        m_server->send(taken);
        WAIT_FOR_EQUAL(get<QLineEdit>(u"nameEdit"_s)->text(), u"Jens_2"_s);
        QVERIFY(nameBar().isVisible());
        QVERIFY(get<QLabel>(u"composerProblem"_s)->text().contains(u"Jens_2"_s));
    }

    void whoStaysAGuestIsNotAskedAgain()
    {
        get<QPushButton>(u"stayGuestButton"_s)->click();
        QVERIFY(!nameBar().isVisible());
        QCOMPARE(QApplication::focusWidget(), input());
        QVERIFY(m_settings->get(keys::staysGuest));
        m_server->cut();
        WAIT_FOR_EQUAL(m_application->chat().phase(), ChatPhase::Offline);
        m_application->client().reconnectNow();
        m_server->greet();
        m_server->answerJoin(0, true);
        WAIT_FOR(m_application->chat().isReady());
        QVERIFY(!nameBar().isVisible());
    }

    void nobodyWritesToHimself()
    {
        Q_EMIT window().members().list().doubleClicked(
            window().members().list().model()->index(1, 0));
        QCOMPARE(title(), u"@Mika"_s); // somebody else
        m_application->chat().leave(u"@Mika"_s);
        window().action(ActionId::ChangeName).trigger();
        answer(u"nameDialog"_s, u"Mika"_s);
        const Nick nick = m_server->next<Nick>();
        m_server->send(NickResponse{nick.id, nick.nick});
        WAIT_FOR_EQUAL(m_settings->get(keys::userNick), u"Mika"_s);
        Q_EMIT window().members().list().doubleClicked(
            window().members().list().model()->index(1, 0));
        QCOMPARE(title(), u"#lobby"_s);
    }

    void theSwitcherGoesAndEnters()
    {
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        auto *edit = window().findChild<QLineEdit *>(u"switcherEdit"_s);
        auto *list = window().findChild<QListView *>(u"switcherList"_s);
        QVERIFY(edit != nullptr && list != nullptr);
        const Rooms asked = m_server->next<Rooms>();
        m_server->send(RoomsResponse{
            asked.id, {{u"lobby"_s, {}, 2, 1}, {u"tea"_s, {}, 3, 1}, {u"teacups"_s, {}, 1, 1}}});
        WAIT_FOR_EQUAL(list->model()->rowCount(), 3);
        edit->setText(u"te"_s);
        QTest::keyClick(edit, Qt::Key_Down);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_server->answerJoin(0, true).room, u"teacups"_s);
        WAIT_FOR(joined(u"teacups"_s));
        QCOMPARE(title(), u"#teacups"_s);
        WAIT_FOR(window().findChild<QLineEdit *>(u"switcherEdit"_s) == nullptr);
    }

    void theSwitcherForgetsTheRoomsOfAServerThatOneHasLeft()
    {
        const auto isListed = [this] {
            const QAbstractItemModel *model = get<QListView>(u"switcherList"_s)->model();
            return !model
                        ->match(model->index(0, 0), RoomListModel::NameRole, u"tea"_s, 1,
                                Qt::MatchExactly)
                        .isEmpty();
        };
        const auto open = [this] { window().action(ActionId::SwitchRoom).trigger(); };
        open();
        m_server->send(RoomsResponse{m_server->next<Rooms>().id, {{u"tea"_s, {}, 3, 1}}});
        WAIT_FOR(isListed());
        FakeChatServer other;
        other.holdWelcome(); // it has told of none yet
        m_application->start(other.url());
        WAIT_FOR(!isListed()); // while it is open
        get<QDialog>(u"roomSwitcher"_s)->reject();
        WAIT_FOR(get<QDialog>(u"roomSwitcher"_s) == nullptr);
        open();
        QVERIFY(!isListed());
    }

    void theSwitcherKnowsThePeopleInTheRooms()
    {
        enter(u"dev"_s); // where the others are, too
        PresenceEvent event;
        event.event = u"join"_s;
        event.room = u"lobby"_s;
        event.nick = u"guest-1"_s; // that is us
        m_server->send(event);
        event.event = u"away"_s;
        event.room.reset();
        event.nick = u"Jens"_s;
        event.away = u"lunch"_s;
        m_server->send(event);
        const MemberListModel &members = m_application->chat().rooms().find(u"lobby"_s)->members();
        WAIT_FOR(members.find(u"Jens"_s)->away);
        QVERIFY(members.contains(u"guest-1"_s));
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        auto *edit = get<QLineEdit>(u"switcherEdit"_s);
        const auto found = [model = get<QListView>(u"switcherList"_s)->model()] {
            QStringList names;
            for (int row = 0; row < model->rowCount(); ++row)
                names.append(model->index(row, 0).data(RoomListModel::NameRole).toString());
            return names;
        };
        QCOMPARE(found(), (QStringList{u"lobby"_s, u"dev"_s}));
        edit->setText(u"@"_s);
        QCOMPARE(found(), (QStringList{u"@Mika"_s, u"@Jens"_s}));
        edit->setText(u"je"_s);
        QCOMPARE(found(), (QStringList{u"@Jens"_s, u"je"_s}));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_server->answerJoin(0, true).room, u"@Jens"_s);
        QCOMPARE(title(), u"@Jens"_s);
        WAIT_FOR(get<QLineEdit>(u"switcherEdit"_s) == nullptr);
        window().action(ActionId::SwitchRoom).trigger();
        WAIT_FOR(get<QLineEdit>(u"switcherEdit"_s) != nullptr);
        get<QLineEdit>(u"switcherEdit"_s)->setText(u"@"_s);
        const QAbstractItemModel *model = get<QListView>(u"switcherList"_s)->model();
        QCOMPARE(model->rowCount(), 2); // once, now as a conversation
        QCOMPARE(model->index(0, 0).data(RoomListModel::NameRole).toString(), u"@Jens"_s);
    }

    void theSwitcherFollowsWhatHappens()
    {
        enter(u"dev"_s);
        window().action(ActionId::SwitchRoom).trigger();
        auto *edit = get<QLineEdit>(u"switcherEdit"_s);
        auto *list = get<QListView>(u"switcherList"_s);
        const auto rowOf = [list](const QString &name) {
            const QAbstractItemModel *model = list->model();
            return model
                ->match(model->index(0, 0), RoomListModel::NameRole, name, 1, Qt::MatchExactly)
                .value(0);
        };
        m_server->send(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"news"_s));
        WAIT_FOR_EQUAL(rowOf(u"lobby"_s).data(RoomListModel::UnreadRole).toInt(), 1);
        QTest::keyClicks(edit, u"@"_s);
        QTest::keyClick(edit, Qt::Key_Down);
        QCOMPARE(list->currentIndex(), rowOf(u"@Mika"_s));
        PresenceEvent event;
        event.event = u"join"_s;
        event.room = u"dev"_s;
        event.nick = u"Jane"_s; // before the others
        m_server->send(event);
        WAIT_FOR(rowOf(u"@Jane"_s).isValid());
        m_application->chat().join(u"@Zora"_s);
        WAIT_FOR(rowOf(u"@Zora"_s).isValid());
        QCOMPARE(list->currentIndex(), rowOf(u"@Mika"_s));
        event.event = u"leave"_s;
        m_server->send(event);
        WAIT_FOR(!rowOf(u"@Jane"_s).isValid());
        QCOMPARE(edit->text(), u"@"_s);
        QCOMPARE(list->currentIndex(), rowOf(u"@Mika"_s));
    }

    void whatOneTypesForNobodyIsSaidToNobody()
    {
        const auto refuse = [this](const std::optional<QString> &id) {
            ErrorMessage error{u"There is nobody of that name"_s, qint64(ErrorCode::NoSuchUser),
                               u"NO_SUCH_USER"_s};
            error.id = id;
            m_server->send(error);
        };
        window().action(ActionId::SwitchRoom).trigger();
        get<QLineEdit>(u"switcherEdit"_s)->setText(u"@zora"_s);
        QTest::keyClick(get<QLineEdit>(u"switcherEdit"_s), Qt::Key_Return);
        QCOMPARE(title(), u"@zora"_s);
        QTest::keyClicks(input(), u"for zora "_s);
        refuse(m_server->next<Join>().id);
        WAIT_FOR(get<QLabel>(u"composerProblem"_s)->text().contains(u"nobody"_s));
        QTest::keyClicks(input(), u"alone"_s);
        QTest::keyClick(input(), Qt::Key_Return);
        const Direct direct = m_server->next<Direct>();
        QCOMPARE(direct.to, u"zora"_s);
        refuse(direct.id);
        WAIT_FOR(get<QLabel>(u"composerProblem"_s)->text().startsWith(u"Not sent"_s));
        QCOMPARE(title(), u"@zora"_s);
        QVERIFY(!m_server->has<Broadcast>());
    }

    void whoClicksAButtonWritesOn()
    {
        const auto click = [this](const QString &name) {
            input()->setFocus();
            auto *button = get<QAbstractButton>(name);
            WAIT_FOR(button->isVisible());
            QTest::mouseClick(button, Qt::LeftButton);
        };
        click(u"membersButton"_s);
        QCOMPARE(window().focusWidget(), input());
        click(u"findButton"_s);
        auto *field = get<QLineEdit>(u"findField"_s);
        QCOMPARE(window().focusWidget(), field);
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(window().focusWidget(), input());
        for (const auto &[button, dialog] : {std::pair(u"enterRoomButton"_s, u"roomSwitcher"_s),
                                             std::pair(u"identityButton"_s, u"nameDialog"_s)}) {
            click(button);
            QVERIFY(get<QDialog>(dialog) != nullptr);
            QCOMPARE(window().focusWidget(), input());
            get<QDialog>(dialog)->reject();
            WAIT_FOR(get<QDialog>(dialog) == nullptr);
        }
    }

    void whoOpensARoomWritesThere()
    {
        window().view().setFocus();
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        auto *edit = get<QLineEdit>(u"switcherEdit"_s);
        QVERIFY(edit != nullptr);
        QTest::keyClicks(edit, u"tea"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(title(), u"#tea"_s);
        QCOMPARE(window().focusWidget(), input());
        list().step(-1);
        QCOMPARE(title(), u"#lobby"_s);
        QListView &people = window().members().list();
        const QPoint jens = people.visualRect(people.model()->index(0, 0)).center();
        QTest::mouseClick(people.viewport(), Qt::LeftButton, {}, jens);
        QCOMPARE(window().focusWidget(), input()); // one click chooses nobody
        QTest::mouseDClick(people.viewport(), Qt::LeftButton, {}, jens);
        QTest::mouseRelease(people.viewport(), Qt::LeftButton, {}, jens); // that does not
        QCOMPARE(title(), u"@Jens"_s);
        QCOMPARE(window().focusWidget(), input());
        window().view().setFocus();
        window().members().openMenuFor(u"Mika"_s, window().geometry().center());
        auto *menu = get<QMenu>(u"memberMenu"_s);
        menu->setActiveAction(menu->actions().first());
        QTest::keyClick(menu, Qt::Key_Return);
        QCOMPARE(title(), u"@Mika"_s);
        QCOMPARE(window().focusWidget(), input());
        QTest::keyClicks(window().focusWidget(), u"hello"_s);
        QCOMPARE(window().composer().text(), u"hello"_s);
    }

    void whoClicksARoomWritesThereAndKeysStayInTheList()
    {
        enter(u"dev"_s);
        list().setFocus(Qt::TabFocusReason);
        QTest::keyClick(&list(), Qt::Key_Up);
        QCOMPARE(title(), u"#lobby"_s);
        QCOMPARE(window().focusWidget(), &list());
        const auto click = [this](int row) {
            QTest::mouseClick(list().viewport(), Qt::LeftButton, {},
                              list().visualRect(list().model()->index(row, 0)).center());
        };
        click(1);
        QCOMPARE(title(), u"#dev"_s);
        QCOMPARE(window().focusWidget(), input());
        window().members().list().setFocus(Qt::TabFocusReason);
        click(0);
        QCOMPARE(title(), u"#lobby"_s);
        QCOMPARE(window().focusWidget(), input());
    }

    void membersAreWrittenToAndMentioned()
    {
        MemberPanel &members = window().members();
        QVERIFY(members.isVisible());
        QCOMPARE(members.list().model()->rowCount(), 2);
        Q_EMIT members.mentionWanted(u"Jens"_s);
        QCOMPARE(input()->toPlainText(), u"@Jens "_s);
        input()->clear();
        members.list().setFocus();
        QTest::keyClick(&members.list(), Qt::Key_Home);
        QTest::keyClick(&members.list(), Qt::Key_Return);
        QCOMPARE(m_server->answerJoin(0, true).room, u"@Jens"_s);
        QCOMPARE(title(), u"@Jens"_s);
        QCOMPARE(window().focusWidget(), input());
        window().action(ActionId::Members).toggle();
        QVERIFY(!members.isVisible());
    }

    /// By a name in the log, also where the list of members is hidden.
    void whoSaidSomethingIsWrittenToAndMentioned()
    {
        window().action(ActionId::Members).setChecked(false);
        m_server->send(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"hello"_s));
        MessageView &view = window().view();
        WAIT_FOR(view.model()->rowCount() > 0);
        view.doItemsLayout();
        const QModelIndex row = view.model()->index(view.model()->rowCount() - 1, 0);
        const MessageLayout &layout = view.delegate().layoutFor(row, view.viewport()->width());
        for (const QRect &part : {layout.avatar, layout.nameRect}) {
            const QPoint at = view.visualRect(row).topLeft() + part.center();
            QTest::mouseMove(view.viewport(), at);
            QCOMPARE(view.viewport()->cursor().shape(), Qt::PointingHandCursor);
            QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at);
            auto *menu = window().findChild<QMenu *>(u"memberMenu"_s);
            QVERIFY(menu != nullptr && menu->isVisible());
            menu->actions()[1]->trigger();
            menu->close();
            WAIT_FOR(window().findChild<QMenu *>(u"memberMenu"_s) == nullptr);
        }
        QCOMPARE(window().composer().text(), u"@Jens @Jens "_s);
        window().members().openMenuFor(u"Jens"_s, {});
        window().findChild<QMenu *>(u"memberMenu"_s)->actions()[0]->trigger();
        QCOMPARE(m_server->answerJoin(0, true).room, u"@Jens"_s);
        QCOMPARE(title(), u"@Jens"_s);
    }

    void theMenuOfARoomChoosesWhatDisturbsAndLeaves()
    {
        enter(u"dev"_s);
        QMenu *menu = openMenu(u"dev"_s);
        auto *choices = menu->findChild<QMenu *>(u"roomAttentionMenu"_s);
        QCOMPARE(choices->actions().size(), 3);
        QVERIFY(choices->actions()[1]->isChecked()); // like the settings: mentions
        choices->actions()[2]->trigger();
        QCOMPARE(m_settings->get(keys::roomAttention), QStringList{u"dev=nothing"_s});
        menu->close();
        WAIT_FOR(window().findChild<QMenu *>(u"roomMenu"_s) == nullptr);
        menu = openMenu(u"dev"_s);
        QVERIFY(menu->findChild<QMenu *>(u"roomAttentionMenu"_s)->actions()[2]->isChecked());
        menu->actions().last()->trigger();
        QCOMPARE(m_server->next<Leave>().room, u"dev"_s);
        QCOMPARE(title(), u"#lobby"_s);
        QVERIFY(m_application->chat().rooms().find(u"dev"_s) == nullptr);
    }

    void aNotificationLeadsToItsRoom()
    {
        enter(u"dev"_s);
        list().step(-1);
        Notifier &notifier = m_application->attention().notifier();
        m_server->send(FakeChatServer::message(u"dev"_s, 1, u"Jens"_s, u"guest-1: look"_s));
        WAIT_FOR_EQUAL(notifier.unread().of(u"dev"_s), 1);
        window().view().setFocus();
        Q_EMIT notifier.activated(u"dev"_s);
        QCOMPARE(title(), u"#dev"_s);
        QCOMPARE(window().focusWidget(), input());
        QCOMPARE(notifier.unread().total(), 0);
        Q_EMIT notifier.activated(u"gone"_s); // left in the meantime
        QCOMPARE(title(), u"#dev"_s);
    }

    void theOperatorDisturbsEverybody()
    {
        enter(u"dev"_s);
        Notifier &notifier = m_application->attention().notifier();
        notifier.setWindowActive(false, u"dev"_s);
        m_server->send(ServerNotification{u"down at noon"_s, {}});
        WAIT_FOR_EQUAL(notifier.unread().of(u"dev"_s), 1);
        QVERIFY(notifier.unread().hasMention());
    }

    void theTrayBringsTheWindowAndLeavesWhatOneReads()
    {
        for (int i = 1; i <= 80; ++i)
            m_server->send(FakeChatServer::message(u"lobby"_s, i, u"Jens"_s, u"line"_s));
        MessageView &view = window().view();
        WAIT_FOR(view.model()->rowCount() >= 80);
        view.doItemsLayout();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        QVERIFY(!view.isAtBottom());
        const LogPosition before = view.position();
        window().hide();
        Q_EMIT m_application->attention().tray().windowWanted();
        WAIT_FOR(window().isVisible());
        QCOMPARE(view.position().topId, before.topId);
        QCOMPARE(view.position().pixels, before.pixels);
        // A message that was clicked is the newest one.
        Q_EMIT m_application->attention().tray().messageClicked(u"lobby"_s);
        QVERIFY(view.isAtBottom());
    }

    void theChoiceForAPersonGoesWithTheName()
    {
        m_application->chat().join(u"@Jens"_s);
        m_server->answerJoin(0, true);
        WAIT_FOR(joined(u"@Jens"_s));
        openMenu(u"@Jens"_s)->findChild<QMenu *>(u"roomAttentionMenu"_s)->actions()[1]->trigger();
        QCOMPARE(m_settings->get(keys::roomAttention), QStringList{u"@Jens=nothing"_s});
        PresenceEvent rename;
        rename.event = u"nick"_s;
        rename.nick = u"Jens"_s;
        rename.newNick = u"Jens2"_s;
        m_server->send(rename);
        WAIT_FOR_EQUAL(m_settings->get(keys::roomAttention), QStringList{u"@Jens2=nothing"_s});
    }

    void aSilentRoomDisturbsNobody()
    {
        enter(u"dev"_s);
        list().step(-1);
        openMenu(u"dev"_s)->findChild<QMenu *>(u"roomAttentionMenu"_s)->actions()[2]->trigger();
        m_server->send(FakeChatServer::message(u"dev"_s, 1, u"Jens"_s, u"guest-1: look"_s));
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"dev"_s)->unread(), 1);
        QCOMPARE(m_application->attention().notifier().unread().total(), 0);
    }

    void questionsHaveTheMarginsOfOtherDialogs()
    {
        for (const auto &[action, name] : {std::pair(ActionId::ChangeName, u"nameDialog"_s),
                                           std::pair(ActionId::Topic, u"topicDialog"_s)}) {
            window().action(action).trigger();
            auto *dialog = get<QInputDialog>(name);
            QVERIFY(dialog != nullptr && dialog->isVisible());
            const int edge = Theme(QApplication::font()).space(6);
            const auto *field = dialog->findChild<QLineEdit *>();
            QCOMPARE(field->mapTo(dialog, QPoint(0, 0)).x(), edge);
            QCOMPARE(dialog->width() - field->mapTo(dialog, QPoint(field->width(), 0)).x(), edge);
            dialog->reject();
            WAIT_FOR(get<QInputDialog>(name) == nullptr);
        }
    }

    void theTopicIsAskedFor()
    {
        QTest::keyClick(&window(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        answer(u"topicDialog"_s, u"All about tea"_s);
        QCOMPARE(m_server->next<Topic>().topic, u"All about tea"_s);
    }

    void aTopicIsNotLostWithTheConnection()
    {
        QTest::keyClick(&window(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(get<QInputDialog>(u"topicDialog"_s) != nullptr);
        m_server->cut();
        WAIT_FOR_EQUAL(m_application->chat().phase(), ChatPhase::Offline);
        answer(u"topicDialog"_s, u"All about tea"_s);
        QCOMPARE(input()->toPlainText(), u"/topic All about tea"_s);
        QVERIFY(get<QLabel>(u"composerProblem"_s)->text().contains(u"no connection"_s));
    }

    void keysGoToWhatIsUnread()
    {
        enter(u"dev"_s);
        enter(u"ops"_s);
        m_server->send(FakeChatServer::message(u"dev"_s, 1, u"Jens"_s, u"news"_s));
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"dev"_s)->unread(), 1);
        QTest::keyClick(&window(), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(title(), u"#dev"_s);
        QTest::keyClick(&window(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(title(), u"#lobby"_s);
    }

    void whereOneColumnFitsTheLastOneAskedForIsShown()
    {
        const auto shown = [this] {
            return std::pair(window().members().isVisible(), window().panel().isVisible());
        };
        window().resize(Theme(QApplication::font()).space(250), 700);
        WAIT_FOR_EQUAL(shown(), std::pair(true, false)); // though both are wanted
        QTest::keyClick(&window(), Qt::Key_F9);
        QCOMPARE(shown(), std::pair(false, true));
        QTest::keyClick(&window(), Qt::Key_F8);
        QCOMPARE(shown(), std::pair(true, false));
        QTest::keyClick(&window(), Qt::Key_F8);
        QCOMPARE(shown(), std::pair(false, true));
        QTest::keyClick(&window(), Qt::Key_F9);
        QCOMPARE(shown(), std::pair(false, false));
        window().resize(Theme(QApplication::font()).space(350), 700);
        QTest::keyClick(&window(), Qt::Key_F8);
        QTest::keyClick(&window(), Qt::Key_F9);
        WAIT_FOR_EQUAL(shown(), std::pair(true, true));
    }

    void thePanelTakesThePlaceOfTheList()
    {
        const auto shown = [this] {
            return std::pair(list().isVisible(), window().panel().isVisible());
        };
        window().resize(Theme(QApplication::font()).space(200), 700);
        WAIT_FOR_EQUAL(shown(), std::pair(true, false)); // there is room for one
        QTest::keyClick(&window(), Qt::Key_F9);
        QCOMPARE(shown(), std::pair(false, true));
        QTest::keyClick(&window(), Qt::Key_F9);
        QCOMPARE(shown(), std::pair(true, false));
    }

    void afterAWideWindowThePanelTakesThatPlaceNoMore()
    {
        const auto shown = [this] {
            return std::pair(list().isVisible(), window().panel().isVisible());
        };
        const Theme theme(QApplication::font());
        window().resize(theme.space(200), 700);
        WAIT_FOR_EQUAL(shown(), std::pair(true, false));
        QTest::keyClick(&window(), Qt::Key_F9);
        QCOMPARE(shown(), std::pair(false, true));
        window().resize(theme.space(350), 700);
        WAIT_FOR_EQUAL(shown(), std::pair(true, true));
        window().resize(theme.space(200), 700);
        WAIT_FOR_EQUAL(shown(), std::pair(true, false)); // who wants it asks again
    }

    void oneIsToldOnceWhoOneIs()
    {
        const auto places = [this] {
            int count = 0;
            for (const auto *label : window().findChildren<QLabel *>())
                count += label->isVisible() && label->text().contains(u"you are"_s) ? 1 : 0;
            const auto *button = get<QAbstractButton>(u"identityButton"_s);
            return count + (button->isVisible() && button->text().contains(u"guest-1"_s) ? 1 : 0);
        };
        get<QPushButton>(u"stayGuestButton"_s)->click();
        WAIT_FOR_EQUAL(places(), 1);
        window().resize(Theme(QApplication::font()).space(100), 700);
        WAIT_FOR(!list().isVisible());
        WAIT_FOR_EQUAL(places(), 1);
    }

    void aNarrowWindowHasAButtonForTheRooms()
    {
        enter(u"dev"_s);
        auto *button = window().findChild<QWidget *>(u"roomsButton"_s);
        QVERIFY(!button->isVisible());
        const int narrow = Theme(QApplication::font()).space(100); // 400 pixels with usual fonts
        window().resize(narrow, 700);
        WAIT_FOR(button->isVisible());
        QVERIFY(!list().isVisible());
        QVERIFY(!window().members().isVisible());
        QCOMPARE(window().width(), narrow);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(window().findChild<QLineEdit *>(u"switcherEdit"_s) != nullptr);
    }

    void whatIsComposedIsNeverTouched()
    {
        enter(u"dev"_s);
        input()->setFocus();
        QInputMethodEvent composing(u"にほんご"_s, {});
        QCoreApplication::sendEvent(input(), &composing);
        QVERIFY(window().composer().isComposing());
        list().step(-1);
        QCOMPARE(title(), u"#lobby"_s);
        m_server->send(FakeChatServer::message(u"lobby"_s, 1, u"Jens"_s, u"news"_s));
        m_server->send(FakeChatServer::message(u"dev"_s, 1, u"Jens"_s, u"news"_s));
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"dev"_s)->unread(), 1);
        m_server->cut();
        WAIT_FOR_EQUAL(m_application->chat().phase(), ChatPhase::Offline);
        QVERIFY(window().composer().isComposing());
        QVERIFY(input()->toPlainText().isEmpty()); // not committed
        QInputMethodEvent done;
        done.setCommitString(u"日本語"_s);
        QCoreApplication::sendEvent(input(), &done);
        // It was begun in the other room, and waits there; that is said.
        QVERIFY(input()->toPlainText().isEmpty());
        const auto *hint = window().findChild<QLabel *>(u"composerProblem"_s);
        QVERIFY(hint->isVisible() && hint->text().contains(u"room where you began it"_s));
        list().step(1);
        QCOMPARE(title(), u"#dev"_s);
        QCOMPARE(input()->toPlainText(), u"日本語"_s);
    }

    void writingIsToldAndShown()
    {
        input()->setFocus();
        QTest::keyClick(input(), Qt::Key_A);
        const Typing active = m_server->next<Typing>();
        QCOMPARE(active.room, u"lobby"_s);
        QCOMPARE(active.state, u"active"_s);
        input()->clear();
        QCOMPARE(m_server->next<Typing>().state, u"done"_s);
        QTest::keyClicks(input(), u"/join dev"_s);
        m_server->send(TypingNotice{u"lobby"_s, u"Jens"_s, u"active"_s});
        WAIT_FOR_EQUAL(window().findChild<QLabel *>(u"stateTitle"_s)->text(),
                       u"Jens is writing…"_s);
        QVERIFY2(!m_server->has<Typing>(), "a command is nobody's business");
        const QString other = u"\u05d0\u05d1\u05d2"_s; // or "Jens" would seem to stand at the end
        m_server->send(TypingNotice{u"lobby"_s, other, u"active"_s});
        WAIT_FOR(get<QLabel>(u"stateTitle"_s)->text().contains(u'\u2068' + other + u'\u2069'));
    }

private:
    MainWindow &window() { return m_application->window(); }
    RoomList &list() { return window().rooms(); }
    QWidget &nameBar() { return *window().findChild<QWidget *>(u"nameBar"_s); }
    template <typename Widget>
    Widget *get(const QString &name)
    {
        return window().findChild<Widget *>(name);
    }
    MessageInput *input() { return window().findChild<MessageInput *>(u"input"_s); }
    QString title() { return window().findChild<QLabel *>(u"serverTitle"_s)->text(); }
    bool joined(const QString &room)
    {
        const Conversation *found = m_application->chat().rooms().find(room);
        return found != nullptr && found->isJoined();
    }
    void enter(const QString &room)
    {
        m_application->chat().join(room);
        m_server->answerJoin(0, true);
        WAIT_FOR(joined(room));
    }
    void answer(const QString &dialog, const QString &text)
    {
        auto *question = window().findChild<QInputDialog *>(dialog);
        QVERIFY(question != nullptr);
        QVERIFY(!question->findChild<QLineEdit *>()->accessibleName().isEmpty());
        question->setTextValue(text);
        question->accept();
    }
    QMenu *openMenu(const QString &room)
    {
        Q_EMIT list().menuRequested(room, window().geometry().center());
        return window().findChild<QMenu *>(u"roomMenu"_s);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<DraftStore> m_drafts;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestRoomNavigation)
#include "tst_roomnavigation.moc"
