#include "app/ui/messageclipboard.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

#include <ctime>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestMessageView final : public QObject
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
    }

    void cleanup()
    {
        m_view.reset();
        m_spoken.reset();
        m_log.reset();
        m_theme.reset();
    }

    void modelKeepsItsPromises()
    {
        const QAbstractItemModelTester tester(m_spoken.get());
        test::fill(*m_log, 30);
        m_log->clear();
        QCOMPARE(m_spoken->rowCount(), 0);
    }

    void todayIsYesterdayAfterMidnight()
    {
        // The hands of the clock do not move in a test, but the zone may.
        const QByteArray before = qgetenv("TZ");
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const int eleven = (23 * 60 - now.time().hour() * 60 - now.time().minute() + 720) % 1440;
        const auto setZone = [](const QByteArray &zone) {
            qputenv("TZ", zone);
            ::tzset();
        };
        const auto zoneOf = [](int minutesEast) -> QByteArray { // POSIX counts westwards
            return "KDM" + QByteArray(minutesEast < 0 ? "" : "-") +
                   QByteArray::number(std::abs(minutesEast) / 60) + ':' +
                   QByteArray::number(std::abs(minutesEast) % 60);
        };
        const auto day = [this] {
            return m_view->delegate()
                .layoutFor(m_spoken->index(0, 0), m_view->viewport()->width())
                .separators.front()
                .text;
        };
        const int minutesEast = (eleven < 0 ? eleven + 1440 : eleven) - 720;
        setZone(zoneOf(minutesEast)); // 23:00
        LogEntry evening;
        evening.kind = LogEntry::Kind::Chat;
        evening.text = u"late"_s;
        evening.time = now.addSecs(-3 * 3600);
        m_log->append(std::move(evening));
        m_view->viewport()->repaint();
        QCOMPARE(day(), u"Today"_s);
        setZone(zoneOf(minutesEast + 120));
        m_view->viewport()->repaint();
        const QString after = day();
        setZone(before);
        QCOMPARE(after, u"Yesterday"_s);
    }

    void followsTheNewestMessage()
    {
        test::fill(*m_log, 100);
        settle();
        QVERIFY(m_view->isAtBottom());
        QVERIFY(isVisible(99));
        test::fill(*m_log, 5);
        settle();
        QVERIFY(isVisible(104));
        QVERIFY(pill()->isHidden());
    }

    // Evicting the current row makes the selection model choose another one: not the user's wish.
    void staysAtTheBottomWhenTheCurrentRowIsEvicted()
    {
        test::fill(*m_log, 1000);
        settle();
        m_view->setCurrentIndex(m_spoken->index(20, 0));
        m_view->scrollToNewest();
        settle();
        for (int i = 0; i < 40; ++i)
            test::fill(*m_log, 1);
        settle();
        QVERIFY(m_view->isAtBottom());
        test::fill(*m_log, 600);
        settle();
        QVERIFY(m_view->isAtBottom());
        QVERIFY(isVisible(999));
    }

    void staysWhereOneHasScrolled()
    {
        test::fill(*m_log, 100);
        settle();
        bar()->setValue(bar()->maximum() / 2);
        settle();
        QVERIFY(!m_view->isAtBottom());
        const QModelIndex seen = m_view->indexAt(QPoint(200, 200));
        const QRect before = m_view->visualRect(seen);
        test::fill(*m_log, 12);
        settle();
        QCOMPARE(m_view->visualRect(seen), before);
        QCOMPARE(m_view->newMessages(), 12);
        QVERIFY(pill()->isVisible());
        QCOMPARE(pill()->text(), u"12 new"_s);
    }

    void evictionDoesNotMoveWhatOneReads()
    {
        test::fill(*m_log, 1000);
        settle();
        bar()->setValue(bar()->maximum() / 2);
        settle();
        const QPersistentModelIndex seen = m_view->indexAt(QPoint(200, 200));
        const int before = m_view->visualRect(seen).top();
        test::fill(*m_log, 40);
        settle();
        QCOMPARE(m_log->rowCount(), 1000);
        QVERIFY(seen.isValid());
        QCOMPARE(m_view->visualRect(seen).top(), before);
    }

    void thePillLeadsDown()
    {
        test::fill(*m_log, 100);
        settle();
        bar()->setValue(0);
        settle();
        test::fill(*m_log, 3);
        QTest::mouseClick(pill(), Qt::LeftButton);
        settle();
        QVERIFY(m_view->isAtBottom());
        QVERIFY(isVisible(102));
        QCOMPARE(m_view->newMessages(), 0);
        QVERIFY(pill()->isHidden());
    }

    void scrollingUpMovesByWhatOneAskedFor()
    {
        test::fill(*m_log, 500);
        settle();
        for (int step = 0; step < 200; ++step) {
            const QModelIndex seen = m_view->indexAt(QPoint(200, 300));
            const int before = m_view->visualRect(seen).top();
            bar()->setValue(bar()->value() - 37);
            settle();
            QCOMPARE(m_view->visualRect(seen).top(), before + 37);
        }
    }

    void onlyWhatIsSeenIsLaidOut()
    {
        test::fill(*m_log, 900);
        settle();
        QVERIFY(m_view->delegate().cache().layoutsMade() < 60);
    }

    void rowsAreLaidOutOncePerWidth()
    {
        test::fill(*m_log, 8);
        settle();
        m_view->grab();
        const quint64 made = m_view->delegate().cache().layoutsMade();
        m_view->grab();
        m_view->viewport()->update();
        settle();
        QCOMPARE(m_view->delegate().cache().layoutsMade(), made);
        m_view->resize(420, 400);
        settle();
        QVERIFY(m_view->delegate().cache().layoutsMade() > made);
    }

    void aMegabyteInOneLineDoesNotHurt()
    {
        const QString text = QString(1024 * 1024, u'x');
        m_log->append(test::chatEntry(u"ana"_s, text));
        settle();
        m_view->grab();
        const QModelIndex index = m_spoken->index(0, 0);
        // What is laid out is what costs time.
        const int width = m_view->viewport()->width();
        QVERIFY(m_view->delegate().layoutFor(index, width).body->text().size() < 32 * 1024);
        QVERIFY(m_view->visualRect(index).height() < 20 * m_view->height());
        QCOMPARE(messagesAsText({index}, CopyForm::TextOnly), text);
        QSignalSpy wanted(m_view.get(), &MessageView::wholeTextRequested);
        const QRect row = m_view->visualRect(index);
        for (int y = row.top(); y < row.bottom() && wanted.isEmpty(); y += 6)
            QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(90, y));
        QCOMPARE(wanted.count(), 1);
    }

    void linksAreClicked()
    {
        QSignalSpy activated(m_view.get(), &MessageView::linkActivated);
        m_log->append(test::chatEntry(u"ana"_s, u"https://a.example/page"_s));
        settle();
        const QRect row = m_view->visualRect(m_spoken->index(0, 0));
        for (int y = row.top(); y < row.bottom() && activated.isEmpty(); y += 4)
            QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(90, y));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().first().toUrl(), QUrl(u"https://a.example/page"_s));
    }

    void markupStaysText()
    {
        m_log->append(test::chatEntry(u"<b>ana</b>"_s, u"<img src='http://a.b/c'>"_s));
        settle();
        QCOMPARE(messagesAsText({m_spoken->index(0, 0)}, CopyForm::TextOnly),
                 u"<img src='http://a.b/c'>"_s);
    }

    void choosesSeveralByKeysAndCopiesThem()
    {
        test::fill(*m_log, 10);
        settle();
        m_view->setFocus();
        m_view->setCurrentIndex(m_spoken->index(6, 0));
        QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
        QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(rowsOf(m_view->chosenRows()), (QList<int>{4, 5, 6}));
        copyMessages(m_view->chosenRows(), CopyForm::TextOnly);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"message 4\nmessage 5\nmessage 6"_s);
        copyMessages(m_view->chosenRows(), CopyForm::Sentences);
        QCOMPARE(QGuiApplication::clipboard()->text().count(u"ana: message"_s), 3);
        copyMessages(m_view->chosenRows(), CopyForm::Json);
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'{'), 3);
    }

    void choosesSeveralByMouse()
    {
        test::fill(*m_log, 10);
        settle();
        const QPoint from = m_view->visualRect(m_spoken->index(5, 0)).center();
        const QPoint to = m_view->visualRect(m_spoken->index(8, 0)).center();
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(m_view->viewport(), (from + to) / 2);
        QTest::mouseMove(m_view->viewport(), to);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
        QCOMPARE(rowsOf(m_view->chosenRows()), (QList<int>{5, 6, 7, 8}));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier,
                          m_view->visualRect(m_spoken->index(6, 0)).center());
        QCOMPARE(rowsOf(m_view->chosenRows()), (QList<int>{5, 7, 8}));
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QVERIFY(m_view->selectionModel()->selectedIndexes().isEmpty());
    }

    void keysReachEveryRow()
    {
        test::fill(*m_log, 300);
        settle();
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        settle();
        QCOMPARE(m_view->currentIndex().row(), 0);
        QVERIFY(isVisible(0));
        QTest::keyClick(m_view.get(), Qt::Key_PageDown);
        settle();
        QVERIFY(m_view->currentIndex().row() > 3);
        QVERIFY(isVisible(m_view->currentIndex().row()));
        QTest::keyClick(m_view.get(), Qt::Key_End);
        settle();
        QCOMPARE(m_view->currentIndex().row(), 299);
        QVERIFY(isVisible(299));
        QVERIFY(m_view->isAtBottom());
    }

    void aTallMessageIsReadWhereOneIs()
    {
        test::fill(*m_log, 3);
        m_log->append(test::chatEntry(u"ana"_s, u"line\n"_s.repeated(38) + u"end"_s));
        settle();
        bar()->setValue(bar()->maximum() - 100);
        const int before = bar()->value();
        m_view->setCurrentIndex(m_spoken->index(3, 0)); // fills the view already
        QCOMPARE(bar()->value(), before);
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QVERIFY(m_view->isAtBottom());
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QVERIFY(isVisible(2));
    }

    void lettersAreForTheComposer()
    {
        test::fill(*m_log, 3);
        QSignalSpy typed(m_view.get(), &MessageView::textTyped);
        QTest::keyClick(m_view.get(), Qt::Key_A);
        QCOMPARE(typed.count(), 1);
        QCOMPARE(typed.first().first().toString(), u"a"_s);
    }

    void everyRowIsSpoken()
    {
        test::fill(*m_log, 2);
        settle();
        const QString spoken = m_spoken->index(1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.startsWith(u"ana, "_s) && spoken.endsWith(u"message 1"_s),
                 qPrintable(spoken));
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(list != nullptr);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 2);
        QCOMPARE(list->child(1)->text(QAccessible::Name), spoken);
    }

    void paintsEveryKindInBothThemes()
    {
        for (int kind = 0; kind <= int(LogEntry::Kind::Local); ++kind) {
            LogEntry entry = test::chatEntry(u"ana"_s, u"text مرحبا 木霊 \U0001F389\nnext\x01"_s);
            entry.kind = LogEntry::Kind(kind);
            entry.number = 3;
            m_log->append(entry);
            entry.isOwn = true;
            m_log->append(entry);
        }
        settle();
        const QImage light = m_view->grab().toImage();
        m_theme->setMode(ThemeMode::Dark);
        settle();
        QVERIFY(light != m_view->grab().toImage());
        m_view->resize(60, 80); // narrower than anything fits
        settle();
        QVERIFY(!m_view->grab().isNull());
    }

    void anEmptyLogSaysSo()
    {
        const QImage empty = m_view->grab().toImage();
        test::fill(*m_log, 1);
        settle();
        QVERIFY(empty != m_view->grab().toImage());
        m_log->clear();
        settle();
        QCOMPARE(m_view->grab().toImage(), empty);
    }

private:
    void settle() { m_view->doItemsLayout(); }
    QScrollBar *bar() { return m_view->verticalScrollBar(); }
    QPushButton *pill() { return m_view->findChild<QPushButton *>(u"newestPill"_s); }
    bool isVisible(int row)
    {
        return m_view->viewport()->rect().contains(m_view->visualRect(m_spoken->index(row, 0)));
    }
    static QList<int> rowsOf(const QModelIndexList &indexes)
    {
        QList<int> rows;
        for (const QModelIndex &index : indexes)
            rows.append(index.row());
        return rows;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<SpokenLogModel> m_spoken;
    std::unique_ptr<MessageView> m_view;
};

QTEST_MAIN(TestMessageView)
#include "tst_messageview.moc"
