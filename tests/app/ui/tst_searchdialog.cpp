// Searching in the whole program, by keyboard.
#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/messageview.h"
#include "app/ui/resultdelegate.h"
#include "app/ui/searchdialog.h"
#include "tests/app/core/chat/fakechatserver.h"
#include "tests/app/ui/uifixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestSearchDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_settings->set(keys::userNick, u"Mika"_s);
        m_server = std::make_unique<FakeChatServer>();
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
    }

    void cleanup()
    {
        m_application.reset();
        m_server.reset();
    }

    void findsInAnotherRoomAndGoesThere()
    {
        enterTwoRooms();
        QCOMPARE(m_application->chat().rooms().current()->name(), u"lobby"_s);
        openAndType(u"printer"_s);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 1);
        WAIT_FOR_EQUAL(label(u"searchState"_s), u"1 found."_s);
        QTest::keyClick(&edit(), Qt::Key_Return);
        QCOMPARE(m_application->chat().rooms().current()->name(), u"dev"_s);
        MessageView &view = window().view();
        QVERIFY(!dialog().isVisible());
        QCOMPARE(entryText(view.currentIndex()), u"The printer is back"_s);
        QVERIFY(view.selectionModel()->isSelected(view.currentIndex()));
        QVERIFY(view.viewport()->rect().intersects(view.visualRect(view.currentIndex())));
        window().action(ActionId::FindEverywhere).trigger();
        QVERIFY(dialog().isVisible());
        QCOMPARE(results().model()->rowCount(), 1); // still there
    }

    void arrowsChooseAnotherResult()
    {
        enterTwoRooms();
        openAndType(u"the"_s);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 2);
        QCOMPARE(results().currentIndex().row(), 0);
        QTest::keyClick(&edit(), Qt::Key_Down);
        QCOMPARE(results().currentIndex().row(), 1);
        QVERIFY(edit().hasFocus());
        QTest::keyClick(&edit(), Qt::Key_Down);
        QCOMPARE(results().currentIndex().row(), 1);
        QTest::keyClick(&edit(), Qt::Key_Escape);
        QVERIFY(!dialog().isVisible());
    }

    /// What one looks for with the keys for this room may be in what the server has of it.
    void findingInTheRoomGoesOnInAllOfIt()
    {
        m_application->start(m_server->url());
        m_server->greet();
        const auto said = [](qint64 offset, const QString &text) {
            return FakeChatServer::item(
                FakeChatServer::message(u"lobby"_s, offset, u"Jens"_s, text));
        };
        m_server->admit(9, {said(9, u"Good morning"_s)}, true);
        WAIT_FOR(m_application->chat().isReady());
        WAIT_FOR(m_application->chat().rooms().find(u"lobby"_s) != nullptr);
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"lobby"_s)->log().rowCount(), 1);
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), Qt::Key_F, Qt::ControlModifier);
        auto *field = window().findChild<QLineEdit *>(u"findField"_s);
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, u"old needle"_s);
        auto *all = window().findChild<QPushButton *>(u"findAllButton"_s);
        WAIT_FOR(all->isVisible());
        QTest::mouseClick(all, Qt::LeftButton);
        QVERIFY(dialog().isVisible());
        QCOMPARE(edit().text(), u"\"old needle\" in:lobby"_s);
        m_server->answer(m_server->next<HistoryRequest>(), {said(8, u"The old needle"_s)}, false);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 1);
        QTest::keyClick(&edit(), Qt::Key_Return);
        QVERIFY(!dialog().isVisible());
        QCOMPARE(entryText(window().view().currentIndex()), u"The old needle"_s);
        WAIT_FOR(!all->isVisible()); // nothing is older
    }

    void pagesAreTurnedFromTheField()
    {
        m_server->setProtocol(std::nullopt);
        m_application->start(m_server->url());
        WAIT_FOR_EQUAL(m_application->chat().phase(), ChatPhase::Version1);
        constexpr int most = 100;
        for (int i = 0; i < most; ++i)
            m_server->send(
                BroadcastMessage{u"127.0.0.1:9"_s, RawJson::fromString(u"needle"_s), {}});
        WAIT_FOR(m_application->log().rowCount() > most);
        openAndType(u"needle"_s);
        WAIT_FOR_EQUAL(results().model()->rowCount(), most);
        const auto rowAfter = [this](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
            QTest::keyClick(&edit(), key, modifiers);
            return results().currentIndex().row();
        };
        const int page = rowAfter(Qt::Key_PageDown);
        QVERIFY(page > 1 && page < most - 1);
        QCOMPARE(rowAfter(Qt::Key_PageDown), 2 * page);
        QCOMPARE(rowAfter(Qt::Key_PageUp), page);
        QCOMPARE(rowAfter(Qt::Key_End), most - 1);
        QCOMPARE(rowAfter(Qt::Key_Home), most - 1); // to the beginning of what was typed
        QCOMPARE(edit().cursorPosition(), 0);
        QCOMPARE(rowAfter(Qt::Key_Home), 0);
        QCOMPARE(rowAfter(Qt::Key_End, Qt::ControlModifier), most - 1);
        QVERIFY(edit().hasFocus());
    }

    void theBestOneStaysChosenUntilOneMoves()
    {
        m_application->start(m_server->url());
        m_server->greet();
        const auto found = [](qint64 offset, qint64 later) {
            BroadcastMessage one =
                FakeChatServer::message(u"lobby"_s, offset, u"Jens"_s, u"needle"_s);
            one.ts = one.ts.value_or(0) + later;
            return FakeChatServer::item(one);
        };
        m_server->admit(9, {found(9, 0)}, true);
        WAIT_FOR(m_application->chat().isReady());
        WAIT_FOR(m_application->chat().rooms().find(u"lobby"_s) != nullptr);
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"lobby"_s)->log().rowCount(), 1);
        openAndType(u"needle"_s);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 1);
        // Whatever its reason: this comes above what is there.
        m_server->answer(m_server->next<HistoryRequest>(), {found(8, 1000)}, true);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 2);
        QCOMPARE(results().currentIndex().row(), 0);
        QTest::keyClick(&edit(), Qt::Key_Down);
        m_server->answer(m_server->next<HistoryRequest>(), {found(7, 2000)}, false);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 3);
        QCOMPARE(results().currentIndex().row(), 2); // the same one
    }

    void findsInTheLogOfAServerWithoutRooms()
    {
        m_server->setProtocol(std::nullopt);
        m_application->start(m_server->url());
        WAIT_FOR_EQUAL(m_application->chat().phase(), ChatPhase::Version1);
        m_server->send(BroadcastMessage{u"127.0.0.1:9"_s, RawJson::fromString(u"needle"_s), {}});
        WAIT_FOR(m_application->log().rowCount() > 1);
        openAndType(u"NEEDLE"_s);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 1);
        QTest::keyClick(&edit(), Qt::Key_Return);
        QCOMPARE(entryText(window().view().currentIndex()), u"needle"_s);
    }

    void onAnotherServerTheSameIsLookedForAnew()
    {
        enterTwoRooms();
        openAndType(u"printer"_s);
        WAIT_FOR_EQUAL(label(u"searchState"_s), u"1 found."_s);
        QTest::keyClick(&edit(), Qt::Key_Escape);
        FakeChatServer other;
        m_application->start(other.url());
        other.greet();
        other.answerJoin(2, false,
                         {FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 1, u"Ann"_s,
                                                                       u"No printer here"_s)),
                          FakeChatServer::item(FakeChatServer::message(u"lobby"_s, 2, u"Ann"_s,
                                                                       u"printer: sold"_s))});
        WAIT_FOR(m_application->chat().isReady());
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"lobby"_s)->log().rowCount(), 2);
        QCOMPARE(results().model()->rowCount(), 0);
        window().action(ActionId::FindEverywhere).trigger();
        QCOMPARE(edit().text(), u"printer"_s);
        WAIT_FOR_EQUAL(results().model()->rowCount(), 2);
        QTest::keyClick(&edit(), Qt::Key_Return);
        QCOMPARE(entryText(window().view().currentIndex()), u"printer: sold"_s);
    }

    void saysWhenThereIsNothing()
    {
        enterTwoRooms();
        openAndType(u"zebra"_s);
        WAIT_FOR_EQUAL(label(u"searchState"_s), u"Nothing found."_s);
        QTest::keyClick(&edit(), Qt::Key_Return); // goes nowhere
        edit().setText(u"x before:noon"_s);
        WAIT_FOR(label(u"searchState"_s).contains(u"noon"_s));
    }

    void everythingHasAName()
    {
        window().action(ActionId::FindEverywhere).trigger();
        QVERIFY(!edit().accessibleName().isEmpty());
        QVERIFY(!results().accessibleName().isEmpty());
        QVERIFY(!dialog().windowTitle().isEmpty());
        QVERIFY(dialog().findChild<QPushButton *>(u"searchStop"_s)->text().contains(u"Stop"_s));
    }

    void excerptsBeginNearTheWord()
    {
        const SearchQuery query = parseSearchQuery(u"needle"_s);
        QCOMPARE(ResultDelegate::excerpt(u"a needle"_s, query), u"a needle"_s);
        const QString text = QString(500, u'x') + u" needle\nend"_s;
        const QString excerpt = ResultDelegate::excerpt(text, query);
        QVERIFY(excerpt.startsWith(u'…'));
        QVERIFY(excerpt.endsWith(u"needle end"_s));
        QVERIFY(excerpt.size() < 60);
    }

private:
    void enterTwoRooms()
    {
        m_application->start(m_server->url());
        m_server->greet();
        const auto items = [](const QString &room, const QString &text) {
            return QList<RawJson>{
                FakeChatServer::item(FakeChatServer::message(room, 1, u"Jens"_s, text))};
        };
        m_server->answerJoin(1, false, items(u"lobby"_s, u"Good morning in the lobby"_s));
        WAIT_FOR(m_application->chat().rooms().find(u"lobby"_s) != nullptr &&
                 m_application->chat().isReady());
        QVERIFY(!m_application->chat().join(u"dev"_s));
        m_server->answerJoin(1, false, items(u"dev"_s, u"The printer is back"_s));
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"dev"_s)->log().rowCount(), 1);
        m_application->chat().setCurrent(u"lobby"_s);
        WAIT_FOR_EQUAL(m_application->chat().rooms().find(u"lobby"_s)->log().rowCount(), 1);
    }

    void openAndType(const QString &text)
    {
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(edit().isVisible());
        QTest::keyClicks(&edit(), text);
        QTest::keyClick(&edit(), Qt::Key_Return); // at once
    }

    [[nodiscard]] MainWindow &window() { return m_application->window(); }
    [[nodiscard]] SearchDialog &dialog() { return *window().findChild<SearchDialog *>(); }
    [[nodiscard]] QLineEdit &edit() { return *dialog().findChild<QLineEdit *>(u"searchEdit"_s); }
    [[nodiscard]] QListView &results()
    {
        return *dialog().findChild<QListView *>(u"searchResults"_s);
    }
    [[nodiscard]] QString label(const QString &name)
    {
        return dialog().findChild<QLabel *>(name)->text();
    }
    [[nodiscard]] static QString entryText(const QModelIndex &index)
    {
        return index.data(MessageLogModel::TextRole).toString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestSearchDialog)
#include "tst_searchdialog.moc"
