#include "app/core/chat/roomlistmodel.h"
#include "app/ui/roomswitcher.h"
#include "tests/app/ui/uifixture.h"

#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestRoomSwitcher final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_dialog = std::make_unique<RoomSwitcher>(*m_theme);
        m_dialog->setPlaces(m_places);
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        m_chosen = std::make_unique<QSignalSpy>(m_dialog.get(), &RoomSwitcher::chosen);
    }

    void cleanup()
    {
        m_chosen.reset();
        m_dialog.reset();
        m_theme.reset();
    }

    void showsAllUntilOneTypes()
    {
        QCOMPARE(names(),
                 (QStringList{u"lobby"_s, u"dev"_s, u"@mika"_s, u"雑談"_s, u"undevised"_s}));
        QCOMPARE(list()->model()->index(1, 0).data(Qt::AccessibleTextRole).toString(),
                 u"#dev, 3 unread, all about tea"_s);
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(m_chosen->takeFirst().first().toString(), u"dev"_s);
        QVERIFY(!m_dialog->isVisible());
    }

    void aFewLettersFindIt_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("found");
        // What begins so stands first; a name that there is not can be made.
        QTest::newRow("begin") << u"dev"_s << QStringList{u"dev"_s, u"undevised"_s};
        QTest::newRow("part") << u"EV"_s << QStringList{u"dev"_s, u"undevised"_s, u"ev"_s};
        QTest::newRow("hash") << u"#dev"_s << QStringList{u"dev"_s, u"undevised"_s};
        QTest::newRow("person") << u"@m"_s << QStringList{u"@mika"_s, u"@m"_s};
        QTest::newRow("full width") << u"ｄｅｖ"_s << QStringList{u"dev"_s, u"undevised"_s};
        QTest::newRow("Japanese") << u"雑"_s << QStringList{u"雑談"_s, u"雑"_s};
        QTest::newRow("no name") << u"a/b"_s << QStringList{};
        QTest::newRow("new") << u"tea"_s << QStringList{u"tea"_s};
    }

    void aFewLettersFindIt()
    {
        QFETCH(QString, typed);
        QFETCH(QStringList, found);
        edit()->setText(typed);
        QCOMPARE(names(), found);
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(m_chosen->count(), found.isEmpty() ? 0 : 1);
        if (!found.isEmpty())
            QCOMPARE(m_chosen->first().first().toString(), found.first());
    }

    void peopleInTheRoomsAreFound_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("found");
        // What begins with it comes first, of that rooms and those to whom one writes already; a
        // new name comes last.
        QTest::newRow("nothing") << QString()
                                 << QStringList{u"lobby"_s, u"dev"_s, u"@mika"_s, u"雑談"_s,
                                                u"undevised"_s};
        QTest::newRow("all") << u"@"_s
                             << QStringList{u"@mika"_s, u"@Alice"_s, u"@Bob"_s, u"@Dana"_s};
        QTest::newRow("person") << u"@a"_s
                                << QStringList{u"@Alice"_s, u"@mika"_s, u"@Dana"_s, u"@a"_s};
        QTest::newRow("name") << u"al"_s << QStringList{u"@Alice"_s, u"al"_s};
        QTest::newRow("behind a room")
            << u"d"_s << QStringList{u"dev"_s, u"@Dana"_s, u"undevised"_s, u"d"_s};
        QTest::newRow("whole name") << u"@BOB"_s << QStringList{u"@Bob"_s};
        QTest::newRow("a room") << u"#bob"_s << QStringList{u"bob"_s};
    }

    void peopleInTheRoomsAreFound()
    {
        QFETCH(QString, typed);
        QFETCH(QStringList, found);
        QList<Place> people;
        for (const auto &name : {u"@Alice"_s, u"@Bob"_s, u"@Dana"_s})
            people.append({name, {}, 0, 0, false, true});
        m_dialog->setPlaces(m_places, people);
        edit()->setText(typed);
        QCOMPARE(names(), found);
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(m_chosen->takeFirst().first().toString(), found.first());
    }

    void saysOfPeopleWhetherTheyAreThere()
    {
        m_dialog->setPlaces({}, {{u"@Alice"_s, {}, 0, 0, false, true},
                                 {u"@Bob"_s, {}, 0, 0, false, true, u"lunch"_s}});
        edit()->setText(u"@"_s);
        QCOMPARE(list()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 u"@Alice, online"_s);
        QCOMPARE(list()->model()->index(1, 0).data(Qt::AccessibleTextRole).toString(),
                 u"@Bob, away"_s);
    }

    void aCrowdIsCutOff()
    {
        QList<Place> people;
        for (int i = 100; i < 300; ++i)
            people.append({u"@person%1"_s.arg(i), {}, 0, 0, false, true});
        m_dialog->setPlaces(m_places, people);
        edit()->setText(u"@"_s);
        QCOMPARE(names().size(), 51); // and the one to whom one writes already
        edit()->setText(u"@person299"_s);
        QCOMPARE(names(), QStringList{u"@person299"_s});
    }

    void enterBelongsToTheInputMethod()
    {
        QInputMethodEvent composing(u"ざつだん"_s, {});
        QCoreApplication::sendEvent(edit(), &composing);
        QCOMPARE(names().size(), 5);
        QInputMethodEvent done;
        done.setCommitString(u"雑談"_s);
        QCoreApplication::sendEvent(edit(), &done);
        QCOMPARE(names(), QStringList{u"雑談"_s});
        QVERIFY(m_chosen->isEmpty());
    }

    void whatIsChosenStaysWhenMoreIsKnown()
    {
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Down);
        m_dialog->setPlaces({{u"lobby"_s, {}, 0, 0, true},
                             {u"another"_s, {}, 0, 0, true},
                             {u"dev"_s, {}, 0, 0, true},
                             {u"@mika"_s, {}, 0, 0, true}});
        QCOMPARE(list()->currentIndex().data(RoomListModel::NameRole).toString(), u"@mika"_s);
    }

    void whatIsChosenAmongTheFoundStaysToo()
    {
        QTest::keyClicks(edit(), u"d"_s);
        const QList<Place> more{
            {u"dada"_s, {}, 0, 0, false}, {u"dev"_s, {}, 0, 0, true}, {u"doc"_s, {}, 0, 0, true}};
        m_dialog->setPlaces(more);
        QCOMPARE(current(), u"dev"_s); // as Enter was about to take it
        QTest::keyClick(edit(), Qt::Key_Down);
        m_dialog->setPlaces(QList<Place>{{u"daily"_s, {}, 0, 0, false}} + more);
        QCOMPARE(current(), u"doc"_s);
        QTest::keyClicks(edit(), u"a"_s);
        QCOMPARE(current(), u"daily"_s);
        m_dialog->setPlaces(more);
        QCOMPARE(current(), u"dada"_s); // the other one is gone
    }

    void aNewNameGivesWayToWhatThereIs()
    {
        edit()->setText(u"ta"_s);
        QCOMPARE(current(), u"ta"_s);
        m_dialog->setPlaces({{u"tabs"_s, {}, 0, 0, false}});
        QCOMPARE(current(), u"tabs"_s);
        m_dialog->setPlaces({{u"tabs"_s, {}, 0, 0, false}, {u"ta"_s, {}, 0, 0, false}});
        QCOMPARE(current(), u"ta"_s); // the very name that is typed
        const QPoint tabs = list()->visualRect(list()->model()->index(1, 0)).center();
        QTest::mousePress(list()->viewport(), Qt::LeftButton, {}, tabs);
        m_dialog->setPlaces({{u"tables"_s, {}, 0, 0, false},
                             {u"tabs"_s, {}, 0, 0, false},
                             {u"ta"_s, {}, 0, 0, false}});
        QTest::mouseRelease(list()->viewport(), Qt::LeftButton, {}, tabs);
        QCOMPARE(m_chosen->takeFirst().first().toString(), u"tabs"_s); // as when it was pressed
    }

    void aPersonAndARoomOfTheSameNameAreNotTakenForEachOther()
    {
        const QList<Place> people{{u"@tabs"_s, {}, 0, 0, false, true}};
        m_dialog->setPlaces({}, people);
        edit()->setText(u"tabs"_s);
        QCOMPARE(current(), u"@tabs"_s);
        m_dialog->setPlaces({{u"tabs"_s, {}, 0, 0, false}}, people);
        QCOMPARE(names().first(), u"tabs"_s);
        QCOMPARE(current(), u"@tabs"_s);
    }

    void enterGoesNowhereWhenWhatIsChosenHasGone()
    {
        const QList<Place> places{{u"lobby"_s, {}, 0, 0, true}, {u"dev"_s, {}, 0, 0, true}};
        m_dialog->setPlaces(places);
        QCOMPARE(current(), u"lobby"_s);
        QTest::keyClick(edit(), Qt::Key_Down);
        QCOMPARE(current(), u"dev"_s);
        // The second time, none is current any more that could have gone.
        for (int times = 0; times < 2; ++times) {
            m_dialog->setPlaces(places.first(1));
            QCOMPARE(current(), QString());
            QTest::keyClick(edit(), Qt::Key_Return);
            QVERIFY(m_chosen->isEmpty());
        }
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(m_chosen->takeFirst().first().toString(), u"lobby"_s);
    }

    void anArrowInAnEmptyListChoosesNothing()
    {
        for (const auto key : {Qt::Key_Down, Qt::Key_Up}) {
            m_dialog->setPlaces({});
            QTest::keyClick(edit(), key);
            m_dialog->setPlaces(m_places);
            QCOMPARE(current(), u"lobby"_s); // as before one pressed it
        }
    }

    void whoIsBackIsNoLongerAway()
    {
        const Place back{u"@ann"_s, {}, 0, 0, true, true};
        Place away = back;
        away.away = u"tea"_s;
        m_dialog->setPlaces({away});
        QVERIFY(list()->model()->index(0, 0).data(RoomListModel::AwayRole).isValid());
        m_dialog->setPlaces({back});
        QVERIFY(!list()->model()->index(0, 0).data(RoomListModel::AwayRole).isValid());
    }

    void whatIsUnreadIsRenewedInItsPlace()
    {
        QList<Place> places;
        for (int i = 10; i < 90; ++i)
            places.append({u"room%1"_s.arg(i), {}, 0, 0, true});
        m_dialog->setPlaces(places);
        edit()->setText(u"room"_s);
        list()->scrollToBottom();
        const int seen = list()->verticalScrollBar()->value();
        QVERIFY(seen > 0);
        places[70].unread = 2;
        m_dialog->setPlaces(places);
        QCOMPARE(list()->model()->index(70, 0).data(RoomListModel::UnreadRole).toInt(), 2);
        QCOMPARE(list()->verticalScrollBar()->value(), seen);
        QCOMPARE(edit()->text(), u"room"_s);
        QCOMPARE(current(), u"room10"_s);
        edit()->setText(u"roo"_s); // where the first one is taken, it is seen
        QCOMPARE(list()->verticalScrollBar()->value(), 0);
    }

    void whatIsOnTheScreenStaysThereWhenOthersComeInAbove()
    {
        QList<Place> places;
        for (int i = 10; i < 90; ++i)
            places.append({u"room%1"_s.arg(i), {}, 0, 0, true});
        m_dialog->setPlaces(places);
        edit()->setText(u"room"_s);
        QScrollBar *bar = list()->verticalScrollBar();
        list()->scrollToBottom();
        bar->setValue(bar->maximum() / 2 + 1);
        const auto top = [this](const QString &name) {
            const QModelIndexList found = list()->model()->match(
                list()->model()->index(0, 0), RoomListModel::NameRole, name, 1, Qt::MatchExactly);
            return found.isEmpty() ? -1 : list()->visualRect(found.first()).top();
        };
        const QString seen = list()
                                 ->indexAt(list()->viewport()->rect().center())
                                 .data(RoomListModel::NameRole)
                                 .toString();
        QVERIFY(!seen.isEmpty());
        const int before = top(seen);
        const QList<Place> more{{u"room0"_s, {}, 2, 0, true}, {u"room1"_s, {}, 1, 0, true}};
        m_dialog->setPlaces(more + places);
        QCOMPARE(top(seen), before);
        QCOMPARE(current(), u"room10"_s); // as Enter takes it
        m_dialog->setPlaces(places);
        QCOMPARE(top(seen), before);
        bar->setValue(0);
        m_dialog->setPlaces(more + places);
        QCOMPARE(bar->value(), 0); // at the top one sees what comes in
    }

    void theHintSpeaksOfWhatIsTyped()
    {
        const auto hint = [this] {
            return m_dialog->findChild<QLabel *>(u"switcherHint"_s)->text();
        };
        QVERIFY(hint().contains(u"makes a room"_s));
        for (const auto &person : {u"@"_s, u"@mika"_s, u" ＠zora"_s}) {
            edit()->setText(person);
            QVERIFY2(!hint().contains(u"room"_s), qPrintable(person));
            QVERIFY2(hint().contains(u"person alone"_s), qPrintable(person));
        }
        edit()->setText(u"mika"_s);
        QVERIFY(hint().contains(u"makes a room"_s));
    }

    void theMouseChoosesToo()
    {
        const QModelIndex index = list()->model()->index(3, 0);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                          list()->visualRect(index).center());
        QCOMPARE(m_chosen->takeFirst().first().toString(), u"雑談"_s);
    }

private:
    QLineEdit *edit() { return m_dialog->findChild<QLineEdit *>(u"switcherEdit"_s); }
    QListView *list() { return m_dialog->findChild<QListView *>(u"switcherList"_s); }
    QString current() { return list()->currentIndex().data(RoomListModel::NameRole).toString(); }
    QStringList names()
    {
        QStringList found;
        for (int row = 0; row < list()->model()->rowCount(); ++row)
            found.append(list()->model()->index(row, 0).data(RoomListModel::NameRole).toString());
        return found;
    }

    const QList<Place> m_places{{u"lobby"_s, {}, 0, 0, true},
                                {u"dev"_s, u"all about tea"_s, 3, 1, true},
                                {u"@mika"_s, {}, 0, 0, true},
                                {u"雑談"_s, u"4 there"_s, 0, 0, false},
                                {u"undevised"_s, {}, 0, 0, false}};
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<RoomSwitcher> m_dialog;
    std::unique_ptr<QSignalSpy> m_chosen;
};

QTEST_MAIN(TestRoomSwitcher)
#include "tst_roomswitcher.moc"
