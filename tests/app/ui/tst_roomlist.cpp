#include "app/core/chat/roomlistmodel.h"
#include "app/ui/roomlist.h"
#include "tests/app/ui/uifixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestRoomList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_rooms = std::make_unique<RoomListModel>();
        for (const auto &name : {u"lobby"_s, u"dev"_s, u"ops"_s, u"@mika"_s})
            m_rooms->open(name);
        m_rooms->setCurrent(u"lobby"_s);
        m_list = std::make_unique<RoomList>(*m_theme);
        m_list->setRooms(m_rooms.get());
        m_list->resize(200, 300);
        m_list->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_list.get()));
        m_chosen = std::make_unique<QSignalSpy>(m_list.get(), &RoomList::chosen);
    }

    void cleanup()
    {
        m_chosen.reset();
        m_list.reset();
        m_rooms.reset();
        m_theme.reset();
    }

    void showsNamesAsPeopleWriteThem()
    {
        QCOMPARE(texts(Qt::DisplayRole),
                 (QStringList{u"#lobby"_s, u"#dev"_s, u"#ops"_s, u"@mika"_s}));
        QCOMPARE(m_list->currentIndex().row(), 0);
    }

    void theModelKeepsItsPromises()
    {
        const QAbstractItemModelTester tester(m_list->model());
        m_rooms->open(u"tea"_s);
        m_rooms->rename(u"@mika"_s, u"@aoi"_s);
        m_rooms->remove(u"dev"_s);
        m_list->setRooms(nullptr);
        QCOMPARE(m_list->model()->rowCount(), 0);
        m_list->setRooms(m_rooms.get());
        QCOMPARE(m_list->model()->rowCount(), 4);
    }

    void saysWhatIsUnread()
    {
        Conversation *mika = m_rooms->find(u"@mika"_s);
        (void)mika->joined({{}, u"@mika"_s, {}, {}, {}, u"e"_s, 0, true, {}, false}, {});
        LogEntry entry = test::chatEntry(u"mika"_s, u"hello"_s);
        entry.offset = 1;
        mika->receive(entry);
        QCOMPARE(texts(Qt::AccessibleTextRole).last(), u"@mika, 1 unread, 1 for you"_s);
        const QImage with = m_list->grab().toImage();
        mika->setBeingRead(true);
        QCOMPARE(texts(Qt::AccessibleTextRole).last(), u"@mika"_s);
        QVERIFY2(m_list->grab().toImage() != with, "the number is not drawn");
    }

    void saysWhoIsThere()
    {
        MemberListModel &members = m_rooms->find(u"@mika"_s)->members();
        const QImage gone = m_list->grab().toImage();
        members.add({u"mika"_s, {}});
        QCOMPARE(texts(Qt::AccessibleTextRole).last(), u"@mika, online"_s);
        QVERIFY(texts(Qt::ToolTipRole).last().contains(u"@mika, online"_s));
        const QImage here = m_list->grab().toImage();
        QVERIFY2(here != gone, "the dot is not drawn");
        members.setAway(u"mika"_s, u"lunch"_s);
        QCOMPARE(texts(Qt::AccessibleTextRole).last(), u"@mika, away: lunch"_s);
        QVERIFY(texts(Qt::ToolTipRole).last().contains(u"@mika, away: lunch"_s));
        const QImage away = m_list->grab().toImage();
        QVERIFY2(away != gone && away != here, "the dot is not another one");
        members.setAway(u"mika"_s, u""_s);
        QCOMPARE(texts(Qt::AccessibleTextRole).last(), u"@mika, away"_s);
        members.setAway(u"mika"_s, std::nullopt);
        QCOMPARE(texts(Qt::AccessibleTextRole).last(), u"@mika, online"_s);
        QCOMPARE(m_list->grab().toImage(), here);
        members.remove(u"mika"_s);
        QCOMPARE(texts(Qt::AccessibleTextRole).last(), u"@mika"_s);
        QCOMPARE(m_list->grab().toImage(), gone);
    }

    void theMarkOfTheRoomGrowsWithTheLetters()
    {
        const int usual = widthOfMark();
        QVERIFY(usual >= 3);
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * 3);
        m_theme->setBaseFont(font);
        QCoreApplication::processEvents();
        QVERIFY2(widthOfMark() >= 2 * usual, qPrintable(QString::number(widthOfMark())));
    }

    void keysAndClicksChoose()
    {
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QCOMPARE(takeChosen(), u"dev"_s);
        m_list->step(-1);
        QCOMPARE(takeChosen(), u"lobby"_s);
        m_list->step(-1);
        QCOMPARE(takeChosen(), u"@mika"_s);
        const QModelIndex ops = m_list->model()->index(2, 0);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, m_list->visualRect(ops).center());
        QCOMPARE(takeChosen(), u"ops"_s);
        QSignalSpy write(m_list.get(), &RoomList::writeRequested);
        QTest::keyClick(m_list.get(), Qt::Key_Return);
        QCOMPARE(write.count(), 1);
    }

    void aClickLeadsToWhereOneWritesAndKeysDoNot()
    {
        QSignalSpy write(m_list.get(), &RoomList::writeRequested);
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QTest::keyClick(m_list.get(), Qt::Key_End);
        QCOMPARE(m_chosen->count(), 2);
        const QPoint ops = m_list->visualRect(m_list->model()->index(2, 0)).center();
        QTest::mouseClick(m_list->viewport(), Qt::RightButton, {}, ops);
        QCOMPARE(write.count(), 0);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, ops);
        QCOMPARE(write.count(), 1);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, ops); // which is shown already
        QCOMPARE(write.count(), 2);
        const QRect all = m_list->viewport()->rect();
        QVERIFY(!m_list->indexAt(all.bottomLeft()).isValid());
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, all.bottomLeft());
        QCOMPARE(write.count(), 2);
    }

    void whatComesFromTheModelIsNoChoice()
    {
        m_rooms->setCurrent(u"ops"_s);
        QCOMPARE(m_list->currentIndex().row(), 2);
        m_rooms->open(u"abc"_s);
        QCOMPARE(m_list->currentIndex().data().toString(), u"#ops"_s);
        m_rooms->remove(u"ops"_s);
        QVERIFY(m_chosen->isEmpty());
        m_rooms->setCurrent(u"@mika"_s);
        m_rooms->rename(u"@mika"_s, u"@ann"_s);
        QCOMPARE(m_list->currentIndex().data().toString(), u"@ann"_s);
        m_rooms->clear();
        QVERIFY(!m_list->currentIndex().isValid());
        QVERIFY(m_chosen->isEmpty());
    }

private:
    /// Of the bar beside the room that is shown; it is not drawn anew for the keyboard's sake.
    [[nodiscard]] int widthOfMark() const
    {
        const QImage picture = m_list->viewport()->grab().toImage();
        const int y = m_list->visualRect(m_list->model()->index(0, 0)).center().y();
        int width = 0;
        for (int x = 0; x < picture.width() / 2; ++x)
            width += picture.pixelColor(x, y) == m_theme->color(ThemeColor::Accent) ? 1 : 0;
        return width;
    }
    [[nodiscard]] QStringList texts(int role) const
    {
        QStringList result;
        for (int row = 0; row < m_list->model()->rowCount(); ++row)
            result.append(m_list->model()->index(row, 0).data(role).toString());
        return result;
    }
    [[nodiscard]] QString takeChosen()
    {
        return m_chosen->count() == 1 ? m_chosen->takeFirst().first().toString()
                                      : u"%1 signals"_s.arg(m_chosen->count());
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<RoomListModel> m_rooms;
    std::unique_ptr<RoomList> m_list;
    std::unique_ptr<QSignalSpy> m_chosen;
};

QTEST_MAIN(TestRoomList)
#include "tst_roomlist.moc"
