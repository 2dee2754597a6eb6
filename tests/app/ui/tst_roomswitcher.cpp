#include "app/core/chat/roomlistmodel.h"
#include "app/ui/roomswitcher.h"
#include "tests/app/ui/uifixture.h"

#include <QInputMethodEvent>
#include <QLineEdit>
#include <QListView>
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
        QCOMPARE(list()->currentIndex().data(RoomListModel::NameRole).toString(), u"dada"_s);
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Down);
        m_dialog->setPlaces(QList<Place>{{u"daily"_s, {}, 0, 0, false}} + more);
        QCOMPARE(list()->currentIndex().data(RoomListModel::NameRole).toString(), u"doc"_s);
        QTest::keyClicks(edit(), u"a"_s);
        QCOMPARE(list()->currentIndex().data(RoomListModel::NameRole).toString(), u"daily"_s);
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
