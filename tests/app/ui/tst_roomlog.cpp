// The log of a room with a history: what is unread, missing, unsent, folded.
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"

#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

using Kind = LogEntry::Kind;

LogEntry numbered(qint64 offset, const QString &sender = u"ana"_s)
{
    LogEntry entry = test::chatEntry(sender, u"message %1"_s.arg(offset));
    entry.offset = offset;
    return entry;
}

std::vector<LogEntry> numberedRows(qint64 first, qint64 last)
{
    std::vector<LogEntry> result;
    for (qint64 offset = first; offset <= last; ++offset)
        result.push_back(numbered(offset, offset % 3 == 0 ? u"ken"_s : u"ana"_s));
    return result;
}

LogEntry unsent(const QString &id, LogEntry::Delivery delivery)
{
    LogEntry entry = test::chatEntry(u"me"_s, u"mine"_s);
    entry.isOwn = true;
    entry.messageId = id;
    entry.delivery = delivery;
    return entry;
}

LogEntry joined(const QString &who)
{
    LogEntry entry = test::chatEntry(who, {});
    entry.kind = Kind::Joined;
    return entry;
}

} // namespace

class TestRoomLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_log = std::make_unique<MessageLogModel>(1000);
        m_spoken = std::make_unique<SpokenLogModel>(*m_log);
        m_view = std::make_unique<MessageView>(*m_theme);
        m_view->setModel(m_spoken.get());
        m_view->resize(500, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->activateWindow();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isActiveWindow(), 30'000);
    }

    void cleanup()
    {
        m_view.reset();
        m_spoken.reset();
        m_log.reset();
        m_theme.reset();
    }

    void olderRowsDoNotMoveWhatOneReads()
    {
        m_log->append(numberedRows(200, 300));
        settle();
        for (const int value : {0, 37, 600}) {
            bar()->setValue(value);
            settle();
            const QPersistentModelIndex seen = m_view->indexAt(QPoint(200, 250));
            const int before = m_view->visualRect(seen).top();
            const qint64 first = m_log->firstOffset();
            QCOMPARE(m_log->prepend(numberedRows(first - 50, first - 1)), 50);
            settle();
            QCOMPARE(m_view->visualRect(seen).top(), before);
            QCOMPARE(m_view->newMessages(), 0);
        }
    }

    void olderRowsAreAskedForOnceNearTheTop()
    {
        m_log->append(numberedRows(200, 300));
        settle();
        QSignalSpy asked(m_view.get(), &MessageView::olderRequested);
        bar()->setValue(bar()->maximum() - 50);
        QCOMPARE(asked.count(), 0);
        bar()->setValue(100);
        bar()->setValue(60);
        QCOMPARE(asked.count(), 1);
        m_log->prepend(numberedRows(100, 199));
        settle();
        bar()->setValue(0);
        QCOMPARE(asked.count(), 2);
    }

    void whatComesWhileTheWindowIsElsewhereIsUnread()
    {
        QSignalSpy read(m_view.get(), &MessageView::readUpTo);
        m_log->append(numberedRows(1, 40));
        settle();
        QCOMPARE(read.last().first().toLongLong(), 40);
        QCOMPARE(m_log->unreadRow(), -1);
        QWidget other;
        other.show();
        other.activateWindow();
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->isActiveWindow(), 30'000);
        m_log->append(numberedRows(41, 80));
        settle();
        QVERIFY(m_view->isAtBottom()); // it follows, but nobody looks
        QCOMPARE(m_log->unreadRow(), 40);
        QCOMPARE(read.last().first().toLongLong(), 40);
        other.close();
        m_view->activateWindow();
        QTRY_COMPARE_WITH_TIMEOUT(read.last().first().toLongLong(), 80, 30'000);
        QCOMPARE(m_log->unreadRow(), 40); // it stays while one reads
        QVERIFY(unreadPill()->isVisible());
        QTest::mouseClick(unreadPill(), Qt::LeftButton);
        settle();
        QVERIFY(isVisible(40));
        QVERIFY(unreadPill()->isHidden());
        QCOMPARE(m_view->currentIndex().row(), 40);
    }

    void theLineOfTheLastTimeIsShown()
    {
        m_log->append(numberedRows(1, 60));
        m_log->setReadMark(20);
        settle();
        QVERIFY(unreadPill()->isVisible());
        m_view->scrollToUnread();
        settle();
        QVERIFY(isVisible(20));
        const MessageLayout &row = layoutOf(20);
        QCOMPARE(row.separators.size(), 1U);
        QCOMPARE(row.separators.front().kind, RowSeparator::Kind::Unread);
    }

    void aLineAboveTheOldestSaysThatTheServerHasMore()
    {
        m_log->setCapacityRows(100);
        m_log->append(numberedRows(1, 100));
        m_log->setCut(true);
        settle();
        bar()->setValue(0);
        settle();
        QString line;
        for (const RowSeparator &separator : layoutOf(0).separators) {
            if (separator.kind != RowSeparator::Kind::Cut)
                continue;
            line += separator.text + u' ';
            QVERIFY(m_view->rect().contains(separator.rect));
        }
        QVERIFY2(line.contains(u"newest 100 are kept here"_s), qPrintable(line));
        QVERIFY(
            m_spoken->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(line.trimmed()));
        // Whatever goes above, one reads on; and it stands above the next one, too.
        bar()->setValue(500);
        settle();
        const QModelIndex read = m_view->indexAt({10, 200});
        const QPersistentModelIndex kept = read;
        const int y = m_view->visualRect(read).top();
        m_log->append(numberedRows(101, 103));
        settle();
        QCOMPARE(m_view->visualRect(kept).top(), y);
        QCOMPARE(layoutOf(0).separators.front().kind, RowSeparator::Kind::Cut);
        m_log->setCut(false);
        settle();
        QCOMPARE(m_view->visualRect(kept).top(), y);
        QVERIFY(layoutOf(0).separators.front().kind != RowSeparator::Kind::Cut);
    }

    // The row begins with a day, above the edge; its line is on the screen.
    void noPillPointsAtALineThatOneSees()
    {
        std::vector<LogEntry> rows = numberedRows(1, 60);
        for (std::size_t i = 20; i < rows.size(); ++i)
            rows[i].time = rows[i].time.addDays(1);
        m_log->append(std::move(rows));
        m_log->setReadMark(20);
        settle();
        const MessageLayout &row = layoutOf(20);
        QCOMPARE(row.separators.size(), 2U);
        const int line = row.separators.back().rect.top();
        QCOMPARE(row.separators.back().kind, RowSeparator::Kind::Unread);
        QVERIFY(line > 4);
        QWidget other; // who is elsewhere has not seen the line when it was on the screen
        other.show();
        other.activateWindow();
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->isActiveWindow(), 30'000);
        const auto scrollTo = [this](int y) {
            for (int i = 0; i < 2; ++i) { // what comes into view is laid out then
                const int top = m_view->visualRect(m_spoken->index(20, 0)).top();
                bar()->setValue(bar()->value() + top + y);
                settle();
            }
        };
        scrollTo(0);
        scrollTo(line + 1);
        QVERIFY2(unreadPill()->isVisible(), "the line is above the edge");
        scrollTo(line - 2);
        QVERIFY2(unreadPill()->isHidden(), "the line is on the screen");
    }

    void aGapIsLoadedByMouseAndKeyboard()
    {
        LogEntry gap = test::chatEntry({}, {});
        gap.kind = Kind::Gap;
        gap.offset = 50;
        m_log->append({numbered(1), gap, numbered(50)});
        settle();
        QSignalSpy wanted(m_view.get(), &MessageView::gapRequested);
        click(1, RowAction::Kind::LoadGap);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().toLongLong(), 50);
        m_view->setCurrentIndex(m_spoken->index(1, 0));
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(wanted.count(), 2);
        m_log->fillGap(50, numberedRows(2, 49), MessageLogModel::GapState::Closed);
        settle();
        QCOMPARE(m_log->rowCount(), 50);
    }

    void aFailedMessageIsSentAgainOrDiscarded()
    {
        m_log->append({numbered(1), unsent(u"a"_s, LogEntry::Delivery::Failed)});
        settle();
        QSignalSpy again(m_view.get(), &MessageView::retryRequested);
        QSignalSpy discarded(m_view.get(), &MessageView::discardRequested);
        click(1, RowAction::Kind::Retry);
        QCOMPARE(again.count(), 1);
        QCOMPARE(again.first().first().toString(), u"a"_s);
        click(1, RowAction::Kind::Discard);
        QCOMPARE(discarded.count(), 1);
        m_view->setCurrentIndex(m_spoken->index(1, 0));
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(again.count(), 2);
        QTest::keyClick(m_view.get(), Qt::Key_Delete);
        QCOMPARE(discarded.count(), 2);
    }

    void anAckChangesTheRowInPlace()
    {
        m_log->append({numbered(1), unsent(u"a"_s, LogEntry::Delivery::Pending),
                       unsent(u"b"_s, LogEntry::Delivery::Pending)});
        settle();
        QCOMPARE(layoutOf(1).badge, RowBadge::Pending);
        m_log->confirm(u"b"_s, 2, m_log->entry(0).time);
        settle();
        QCOMPARE(layoutOf(1).badge, RowBadge::Stored);
        QCOMPARE(layoutOf(2).badge, RowBadge::Pending);
        m_log->setDelivery(u"a"_s, LogEntry::Delivery::Failed);
        settle();
        QCOMPARE(layoutOf(2).badge, RowBadge::Failed);
        QVERIFY(isVisible(2));
    }

    void comingAndGoingIsFolded()
    {
        m_log->append(numbered(1));
        for (const QString &who : {u"mika"_s, u"ken"_s})
            m_log->append(joined(who));
        settle();
        QVERIFY(heightOf(2) > 0);
        for (const QString &who : {u"aoi"_s, u"ren"_s, u"sora"_s})
            m_log->append(joined(who));
        m_log->append(numbered(2));
        settle();
        QVERIFY(heightOf(1) > 0);
        for (const int row : {2, 3, 4, 5})
            QCOMPARE(heightOf(row), 0);
        const QString spoken = m_spoken->index(1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(layoutOf(1).body->text().startsWith(spoken), qPrintable(spoken));
        QVERIFY2(spoken.startsWith(u"mika and 4 "_s), qPrintable(spoken));
        m_view->setCurrentIndex(m_spoken->index(1, 0));
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QCOMPARE(m_view->currentIndex().row(), 6); // what is folded is stepped over
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QCOMPARE(m_view->currentIndex().row(), 1);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        settle();
        QVERIFY(heightOf(5) > 0);
        click(1, RowAction::Kind::ToggleRun);
        settle();
        QCOMPARE(heightOf(5), 0);
    }

    void theSameHoldsWhenTheBeginningIsEvicted()
    {
        m_log->append(numbered(1));
        for (int i = 0; i < 1020; ++i)
            m_log->append(joined(u"p%1"_s.arg(i)));
        settle();
        bar()->setValue(0);
        settle();
        QVERIFY(heightOf(0) > 0);
        QCOMPARE(heightOf(1), 0);
    }

    void thePlaceIsFoundAgain()
    {
        m_log->append(numberedRows(1, 200));
        settle();
        bar()->setValue(bar()->maximum() / 2);
        settle();
        const QPersistentModelIndex seen = m_view->indexAt(QPoint(200, 200));
        const int before = m_view->visualRect(seen).top();
        const LogPosition position = m_view->position();
        MessageLogModel otherRoom(100);
        m_view->setModel(&otherRoom);
        settle();
        QCOMPARE(m_view->position().topId, 0U);
        m_view->setModel(m_spoken.get());
        settle();
        m_view->setPosition(position);
        settle();
        QCOMPARE(m_view->visualRect(seen).top(), before);
        m_view->setPosition({});
        QVERIFY(m_view->isAtBottom());
    }

    void thePillComesWithEveryNewLine()
    {
        m_log->append(numberedRows(1, 60));
        m_log->setReadMark(20);
        settle();
        m_view->scrollToUnread();
        settle();
        QVERIFY(unreadPill()->isHidden());
        MessageLogModel otherRoom(100);
        otherRoom.append(numberedRows(1, 80));
        otherRoom.setReadMark(30);
        m_view->setModel(&otherRoom);
        settle();
        QVERIFY(unreadPill()->isVisible());
        m_view->setModel(m_spoken.get());
    }

    void whatCameBelowThePlaceIsCounted()
    {
        m_log->append(numberedRows(1, 60));
        settle();
        bar()->setValue(bar()->maximum() / 2);
        settle();
        const LogPosition position = m_view->position();
        MessageLogModel otherRoom(100);
        m_view->setModel(&otherRoom);
        m_view->setPosition({});
        m_log->append(numberedRows(61, 72));
        m_log->setReadMark(60);
        QSignalSpy read(m_view.get(), &MessageView::readUpTo);
        m_view->setModel(m_spoken.get());
        m_view->setPosition(position);
        settle();
        QCOMPARE(m_view->newMessages(), 12);
        QCOMPARE(newestPill()->text(), u"12 new"_s);
        QCOMPARE(read.count(), 0);
        m_log->append(numbered(73));
        settle();
        QCOMPARE(m_view->newMessages(), 13);
        QCOMPARE(m_log->unreadRow(), 60); // it was not seen
        m_view->scrollToNewest();
        QCOMPARE(m_view->newMessages(), 0);
        QCOMPARE(read.last().first().toLongLong(), 73);
        QCOMPARE(m_log->unreadRow(), 60);
        m_view->setPosition(position); // as for a search that was closed: nothing is new
        QCOMPARE(m_view->newMessages(), 0);
    }

    void linksTellTheirTarget()
    {
        QSignalSpy hovered(m_view.get(), &MessageView::linkHovered);
        pointAtALink(hovered);
        QCOMPARE(hovered.count(), 1);
        QCOMPARE(hovered.first().first().toUrl(), QUrl(u"https://a.example/page"_s));
        MessageLogModel otherRoom(100);
        m_view->setModel(&otherRoom); // nothing is there now, though the mouse does not move
        QCOMPARE(hovered.count(), 2);
        QVERIFY(hovered.last().first().toUrl().isEmpty());
        m_view->setModel(m_spoken.get());
    }

    void aLinkThatMovedAwayIsPointedAtNoMore()
    {
        QSignalSpy hovered(m_view.get(), &MessageView::linkHovered);
        pointAtALink(hovered);
        QCOMPARE(hovered.count(), 1);
        settle();
        QCOMPARE(hovered.count(), 1);                                         // it is still there
        m_log->append(test::chatEntry(u"ken"_s, u"one\ntwo\nthree\nfour"_s)); // and it goes up
        settle();
        QCOMPARE(hovered.count(), 2);
        QVERIFY(hovered.last().first().toUrl().isEmpty());
    }

    void inALowWindowNoPillCoversWhatOneHasWritten()
    {
        m_view->resize(500, 170);
        for (int i = 0; i < 40; ++i) {
            LogEntry entry = numbered(i + 1, u"me"_s);
            entry.isOwn = true;
            m_log->append(entry);
        }
        settle();
        int looked = 0;
        for (int value = bar()->maximum() - 10; value > bar()->maximum() - 200; value -= 7) {
            bar()->setValue(value);
            settle();
            QVERIFY(newestPill()->isVisible());
            QVERIFY(m_view->viewport()->geometry().contains(newestPill()->geometry()));
            for (int row = 0; row < m_spoken->rowCount(); ++row) {
                const QRect at = m_view->visualRect(m_spoken->index(row, 0));
                const QRect bubble = layoutOf(row).bubble.translated(at.topLeft());
                looked += m_view->viewport()->rect().intersects(bubble) ? 1 : 0;
                QVERIFY(!newestPill()->geometry().intersects(bubble));
            }
        }
        QVERIFY(looked > 20);
    }

    void noPillCoversWhatCanBeClicked()
    {
        for (int i = 0; i < 30; ++i) {
            LogEntry entry = i % 3 == 0
                                 ? test::chatEntry(u"ana"_s, u"https://a.example/%1"_s.arg(i))
                                 : unsent(u"m-%1"_s.arg(i), LogEntry::Delivery::Failed);
            entry.text += i % 3 == 1
                              ? u" at https://b.example/with/a/path/of/two/lines?n=1234567890"_s
                              : QString();
            m_log->append(entry);
        }
        settle();
        QVERIFY(m_spoken->setData(m_spoken->index(0, 0), true, MessageLogModel::UnreadStartRole));
        const auto *newest = m_view->findChild<QPushButton *>(u"newestPill"_s);
        QSet<int> places;
        int looked = 0;
        for (int value = bar()->maximum() - 10; value > 0; value -= 7) {
            bar()->setValue(value);
            settle();
            QVERIFY(newest->isVisible());
            places.insert(newest->y() * 10'000 + newest->x());
            for (int row = 0; row < m_spoken->rowCount(); ++row) {
                const QRect at = m_view->visualRect(m_spoken->index(row, 0));
                for (const QRect &part : layoutOf(row).clickable().translated(at.topLeft())) {
                    QVERIFY(!newest->geometry().intersects(part));
                    ++looked;
                }
            }
        }
        QVERIFY(looked > 100);
        QVERIFY2(places.size() > 1, "where it usually stands, something would have been covered");
    }

private:
    void settle() { m_view->doItemsLayout(); }
    /// In the first row, which it appends.
    void pointAtALink(const QSignalSpy &hovered)
    {
        m_log->append(test::chatEntry(u"ana"_s, u"https://a.example/page"_s));
        settle();
        const QRect row = m_view->visualRect(m_spoken->index(0, 0));
        for (int y = row.top(); y < row.bottom() && hovered.isEmpty(); y += 4)
            QTest::mouseMove(m_view->viewport(), QPoint(90, y));
    }
    QScrollBar *bar() { return m_view->verticalScrollBar(); }
    QPushButton *newestPill() { return m_view->findChild<QPushButton *>(u"newestPill"_s); }
    QPushButton *unreadPill() { return m_view->findChild<QPushButton *>(u"unreadPill"_s); }
    const MessageLayout &layoutOf(int row)
    {
        return m_view->delegate().layoutFor(m_spoken->index(row, 0), m_view->viewport()->width());
    }
    int heightOf(int row) { return m_view->visualRect(m_spoken->index(row, 0)).height(); }
    bool isVisible(int row)
    {
        return m_view->viewport()->rect().contains(m_view->visualRect(m_spoken->index(row, 0)));
    }
    void click(int row, RowAction::Kind kind)
    {
        for (const RowAction &action : layoutOf(row).actions) {
            if (action.kind != kind)
                continue;
            const QPoint at = m_view->visualRect(m_spoken->index(row, 0)).topLeft();
            QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at + action.rect.center());
            return;
        }
        QFAIL("the row has no such action");
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<SpokenLogModel> m_spoken;
    std::unique_ptr<MessageView> m_view;
};

QTEST_MAIN(TestRoomLog)
#include "tst_roomlog.moc"
