#include "app/ui/findbar.h"
#include "app/ui/messagedelegate.h"
#include "tests/app/ui/uifixture.h"

#include <QInputMethod>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestFindBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_log = std::make_unique<MessageLogModel>(1000);
        m_spoken = std::make_unique<SpokenLogModel>(*m_log);
        m_window = std::make_unique<QWidget>();
        m_view = new MessageView(*m_theme);
        m_view->setModel(m_spoken.get());
        m_bar = new FindBar(*m_theme, *m_view);
        m_other = new QLineEdit;
        auto *column = new QVBoxLayout(m_window.get());
        column->addWidget(m_bar);
        column->addWidget(m_view, 1);
        column->addWidget(m_other);
        m_window->resize(500, 500);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->isActiveWindow(), 30'000);
        m_other->setFocus();
        for (int i = 0; i < 100; ++i)
            m_log->append(test::chatEntry(u"ana"_s, i % 10 == 3 ? u"サクラ %1 さくら"_s.arg(i)
                                                                : u"message %1"_s.arg(i)));
        m_view->doItemsLayout();
    }

    void cleanup()
    {
        m_window.reset();
        m_spoken.reset();
        m_log.reset();
        m_theme.reset();
    }

    void countsAndJumps()
    {
        QVERIFY(m_bar->isHidden());
        m_bar->open();
        field()->insert(u"ｻｸﾗ"_s); // keyClicks() types Latin only
        QCOMPARE(count(), u"20 of 20"_s);
        QVERIFY(isVisible(93));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(count(), u"19 of 20"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(count(), u"18 of 20"_s);
        QVERIFY(isVisible(83));
        QTest::keyClick(field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(count(), u"19 of 20"_s);
        m_bar->goToNewer();
        m_bar->goToNewer();
        QCOMPARE(count(), u"1 of 20"_s);
        QVERIFY(isVisible(3));
    }

    void showsWhereInALongMessageItIs()
    {
        QStringList lines;
        for (int i = 0; i < 60; ++i)
            lines += i % 29 == 1 ? u"needle %1"_s.arg(i) : u"line %1"_s.arg(i);
        m_log->append(test::chatEntry(u"ana"_s, lines.join(u'\n')));
        m_log->append(test::chatEntry(u"ana"_s, u"below"_s));
        m_view->doItemsLayout();
        m_bar->open(u"needle"_s);
        QCOMPARE(count(), u"3 of 3"_s); // beyond what is shown: to the button for all of it
        const QModelIndex index = m_spoken->index(m_spoken->rowCount() - 2, 0);
        const QRect row = m_view->visualRect(index);
        const auto &actions = m_view->delegate().layoutFor(index, row.width()).actions;
        QCOMPARE(actions.back().kind, RowAction::Kind::ShowAll);
        QVERIFY(m_view->viewport()->rect().contains(
            actions.back().rect.translated(row.topLeft()).center()));
        for (int hit = 0; hit < 2; ++hit) {
            QTest::keyClick(field(), Qt::Key_Return);
            QVERIFY(hasColor(m_view->viewport()->grab().toImage(),
                             m_theme->color(ThemeColor::HitCurrent)));
        }
    }

    void paintsWhatItFinds()
    {
        const QImage before = m_view->viewport()->grab().toImage();
        m_bar->open(u"さくら"_s);
        const QImage during = m_view->viewport()->grab().toImage();
        QVERIFY(hasColor(during, m_theme->color(ThemeColor::HitCurrent)));
        QVERIFY(!hasColor(before, m_theme->color(ThemeColor::HitCurrent)));
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(!hasColor(m_view->viewport()->grab().toImage(),
                          m_theme->color(ThemeColor::HitCurrent)));
    }

    void escapeReturnsToWhereOneWas()
    {
        QVERIFY(m_view->isAtBottom());
        m_bar->open(u"サクラ 13"_s);
        QVERIFY(isVisible(13));
        QVERIFY(!m_view->isAtBottom());
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(m_bar->isHidden());
        QVERIFY(m_view->isAtBottom());
        QVERIFY(m_other->hasFocus());
    }

    void whoScrolledAwayFromTheHitStays()
    {
        m_bar->open(u"サクラ 13"_s);
        QScrollBar *bar = m_view->verticalScrollBar();
        bar->setValue(bar->value() + 40);
        const int value = bar->value();
        m_bar->close();
        QCOMPARE(bar->value(), value);
    }

    void saysWhenNothingIsFound()
    {
        m_bar->open(u"zebra"_s);
        QCOMPARE(count(), u"Nothing found"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        field()->clear();
        QVERIFY(count().isEmpty());
    }

    void whatIsNotHereMayBeInOlderMessages()
    {
        bool hasOlder = true;
        m_bar->setHasOlder([&hasOlder] { return hasOlder; });
        auto *all = m_bar->findChild<QPushButton *>(u"findAllButton"_s);
        QSignalSpy wanted(m_bar, &FindBar::wholeSearchWanted);
        m_bar->open(u"zebra"_s);
        QVERIFY(count().isEmpty());
        QCOMPARE(m_bar->findChild<QLabel *>(u"findOfferText"_s)->text(),
                 u"Nothing among the messages shown here"_s);
        QVERIFY(all->isVisible());
        QTest::keyClick(field(), Qt::Key_Tab);
        QVERIFY(all->hasFocus());
        QTest::keyClick(all, Qt::Key_Return);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().toString(), u"zebra"_s);
        QTest::mouseClick(all, Qt::LeftButton);
        QCOMPARE(wanted.count(), 2);
        hasOlder = false;
        field()->setText(u"zebr"_s);
        QCOMPARE(count(), u"Nothing found"_s);
        QVERIFY(!all->isVisible());
        QVERIFY(field()->hasFocus());
        m_bar->setHasOlder({});
    }

    void whatWasComposedIsSearchedForInAllOfIt()
    {
        m_bar->setHasOlder([] { return true; });
        auto *all = m_bar->findChild<QPushButton *>(u"findAllButton"_s);
        QSignalSpy wanted(m_bar, &FindBar::wholeSearchWanted);
        m_bar->open(u"zebra"_s);
        field()->end(false);
        QInputMethodEvent composing(u"うま"_s, {});
        QApplication::sendEvent(field(), &composing);
        QVERIFY(all->isVisible());
        // It asks the input method, in whose place this test does what it would do.
        QVERIFY(disconnect(all, &QPushButton::released, QGuiApplication::inputMethod(),
                           &QInputMethod::commit));
        connect(all, &QPushButton::released, this, [this] {
            QInputMethodEvent done(QString(), {});
            done.setCommitString(u"馬"_s);
            QApplication::sendEvent(field(), &done);
        });
        QTest::mouseClick(all, Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().toString(), u"zebra馬"_s);
        m_bar->setHasOlder({});
    }

    void atTheOldestResultTheRestIsOffered()
    {
        m_bar->setHasOlder([] { return true; });
        const auto *all = m_bar->findChild<QPushButton *>(u"findAllButton"_s);
        m_bar->open(u"サクラ 3"_s);
        QCOMPARE(count(), u"2 of 2"_s); // 3 and 33
        QVERIFY(!all->isVisible());
        m_bar->goToNewer(); // around, to the oldest
        QVERIFY(all->isVisible());
        m_bar->close();
        m_bar->open();
        QVERIFY(!all->isVisible());
    }

    void searchesTheLogThatIsShown()
    {
        m_bar->open(u"サクラ"_s);
        MessageLogModel room(10);
        room.append(test::chatEntry(u"ken"_s, u"サクラ"_s));
        m_view->setModel(&room);
        QCOMPARE(count(), u"1 of 1"_s);
        m_view->setModel(m_spoken.get());
        QCOMPARE(count(), u"20 of 20"_s);
    }

    /// As for another room: first its log, and then where one was in it.
    void inAnotherLogOneStaysWhereOneWasThere()
    {
        MessageLogModel room(2 * LogFinder::sliceRows);
        for (int i = 0; i < LogFinder::sliceRows + 100; ++i)
            room.append(test::chatEntry(u"ken"_s, i == 5 ? u"サクラ"_s : u"line %1"_s.arg(i)));
        m_view->setModel(&room);
        m_view->doItemsLayout();
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
        const LogPosition place = m_view->position();
        QVERIFY(place.topId != 0);
        const auto isAtPlace = [this, &place] {
            return m_view->position().topId == place.topId &&
                   m_view->position().pixels == place.pixels;
        };
        m_view->setModel(m_spoken.get());
        m_bar->open(u"サクラ"_s);
        for (int hit = 0; hit < 4; ++hit)
            QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(isVisible(73));
        m_view->setModel(&room);
        m_view->setPosition(place);
        QTRY_COMPARE_WITH_TIMEOUT(count(), u"1 of 1"_s, 30'000);
        QVERIFY(isAtPlace());
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(room.index(5, 0))));
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(isAtPlace());
        m_view->setModel(m_spoken.get());
    }

    void whoHasGoneOnElsewhereStaysThere()
    {
        m_view->setFocus();
        m_bar->open(u"サクラ"_s);
        QTest::mouseClick(m_other, Qt::LeftButton);
        QTest::mouseClick(m_bar->findChild<QToolButton *>(u"findCloseButton"_s), Qt::LeftButton);
        QVERIFY(m_bar->isHidden());
        QVERIFY(m_other->hasFocus());
    }

    void theSameTextIsFoundOnceMore()
    {
        for (int time = 0; time < 2; ++time) {
            m_bar->open(u"サクラ 13"_s);
            QCOMPARE(count(), u"1 of 1"_s);
            QTest::keyClick(field(), Qt::Key_Escape);
        }
    }

    void everythingHasAName()
    {
        m_bar->open();
        for (QWidget *widget : m_bar->findChildren<QWidget *>()) {
            if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith(u"qt_"_s))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }

private:
    QLineEdit *field() { return m_bar->findChild<QLineEdit *>(u"findField"_s); }
    QString count() { return m_bar->findChild<QLabel *>(u"findCount"_s)->text(); }
    bool isVisible(int row)
    {
        return m_view->viewport()->rect().contains(m_view->visualRect(m_spoken->index(row, 0)));
    }
    static bool hasColor(const QImage &image, const QColor &color)
    {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == color)
                    return true;
            }
        }
        return false;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<SpokenLogModel> m_spoken;
    std::unique_ptr<QWidget> m_window;
    MessageView *m_view = nullptr;
    FindBar *m_bar = nullptr;
    QLineEdit *m_other = nullptr;
};

QTEST_MAIN(TestFindBar)
#include "tst_findbar.moc"
