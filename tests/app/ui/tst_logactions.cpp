#include "app/ui/logactions.h"
#include "app/ui/logdrag.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"

#include <QAbstractEventDispatcher>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestLogActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        QLocale::setDefault(QLocale(u"en_GB"_s));
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_log = std::make_unique<MessageLogModel>(1000);
        m_spoken = std::make_unique<SpokenLogModel>(*m_log);
        m_actions = std::make_unique<ActionList>(*m_theme);
        m_view = std::make_unique<MessageView>(*m_theme);
        m_view->setWindowTitle(u"lobby"_s);
        m_view->setModel(m_spoken.get());
        m_view->resize(500, 400);
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_logActions = new LogActions(*m_theme, *m_actions, *m_view, *m_view);
        m_log->append({test::chatEntry(u"ana"_s, u"good morning everybody"_s),
                       test::chatEntry(u"ana"_s, u"see https://a.example/x"_s),
                       test::chatEntry(u"ken"_s, u"two *lines*\nof text"_s)});
        m_view->doItemsLayout();
        QGuiApplication::clipboard()->clear();
    }

    void cleanup()
    {
        m_view.reset();
        m_actions.reset();
        m_spoken.reset();
        m_log.reset();
        m_theme.reset();
        QLocale::setDefault(QLocale::c());
    }

    void charactersOfOneMessage()
    {
        drag(0, 5, 0, 12);
        QCOMPARE(m_view->selectedText(), u"morning"_s);
        QVERIFY(m_view->selectionModel()->selectedIndexes().isEmpty());
        (*m_actions)[ActionId::Copy].trigger();
        QCOMPARE(clipboard(), u"morning"_s);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QVERIFY(m_view->selectedText().isEmpty());
    }

    void fromOneMessageIntoAnother()
    {
        const QString expected = u"ana: everybody\nana: see https://a.example/x\nken: two"_s;
        drag(0, 13, 2, 3);
        QCOMPARE(m_view->selectedText(), expected);
        drag(2, 3, 0, 13); // upwards
        QCOMPARE(m_view->selectedText(), expected);
    }

    void aDoubleClickTakesAWord()
    {
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, place(0, 7));
        QCOMPARE(m_view->selectedText(), u"morning"_s);
    }

    void aDoubleClickOnTheLastLetterTakesItsWord()
    {
        m_log->append(test::chatEntry(u"ana"_s, u"one(two)"_s));
        m_view->doItemsLayout();
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, place(3, 3) - QPoint(2, 0));
        QCOMPARE(m_view->selectedText(), u"one"_s);
    }

    void pressesDoNotMoveTheLog_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("word"); // near the upper edge
        QTest::newRow("a message that is cut there") << 2 << u"text"_s;
        QTest::newRow("a tall message") << 3 << u"word4"_s;
        QTest::newRow("a tall message at the end") << 4 << u"word4"_s;
        QTest::newRow("while the log follows") << 4 << u"word37"_s;
    }

    void pressesDoNotMoveTheLog()
    {
        QFETCH(int, row);
        QFETCH(QString, word);
        addTallMessages();
        const int at = scrollToWord(row, word);
        QScrollBar *bar = m_view->verticalScrollBar();
        const int before = bar->value();
        const bool wasFollowing = m_view->isAtBottom();
        QCOMPARE(wasFollowing, word == u"word37"_s);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, place(row, at + 1));
        QCOMPARE(bar->value(), before);
        QCOMPARE(m_view->currentIndex().row(), row);
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, place(row, at + 1));
        QCOMPARE(bar->value(), before);
        QCOMPARE(m_view->selectedText(), word);
        QCOMPARE(m_view->isAtBottom(), wasFollowing);
    }

    void noButtonMovesTheLogAfterwards_data()
    {
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::addColumn<bool>("isOnText");
        QTest::newRow("left, beside the text") << Qt::LeftButton << false;
        QTest::newRow("middle") << Qt::MiddleButton << true;
        QTest::newRow("right, with the menu") << Qt::RightButton << true;
        QTest::newRow("right, beside the text") << Qt::RightButton << false;
    }

    // A view shows all of the row that was clicked when a double click's time is over.
    void noButtonMovesTheLogAfterwards()
    {
        QFETCH(Qt::MouseButton, button);
        QFETCH(bool, isOnText);
        addTallMessages();
        const int character = scrollToWord(3, u"word30"_s);
        QScrollBar *bar = m_view->verticalScrollBar();
        const int before = bar->value();
        QVERIFY(m_view->visualRect(m_spoken->index(3, 0)).top() < 0);
        QVERIFY(m_view->visualRect(m_spoken->index(4, 0)).top() < m_view->viewport()->height());
        QPoint at = place(3, character + 1);
        if (!isOnText)
            at.setX(m_view->viewport()->width() - 2);
        if (button == Qt::RightButton)
            rightClick(at)->close();
        else
            QTest::mouseClick(m_view->viewport(), button, {}, at);
        QCOMPARE(m_view->currentIndex().row(), 3);
        doWhatWasPutOff();
        QCOMPARE(bar->value(), before);
    }

    void theMenuOnChosenTextIsAboutIt()
    {
        QSignalSpy quoted(m_logActions, &LogActions::quoteRequested);
        drag(0, 5, 0, 12);
        for (const QPoint &at : {place(0, 8), place(0, 12) - QPoint(2, 0)}) {
            QMenu *menu = rightClick(at);
            QVERIFY(menu->actions().contains(&(*m_actions)[ActionId::Copy]));
            QCOMPARE(m_view->selectedText(), u"morning"_s);
            (*m_actions)[ActionId::Copy].trigger();
            QCOMPARE(clipboard(), u"morning"_s);
            (*m_actions)[ActionId::Quote].trigger();
            QCOMPARE(quoted.last().first().toString(), u"> morning\n"_s);
            menu->close();
        }
    }

    void theMenuElsewhereIsAboutTheMessageThere()
    {
        drag(0, 5, 0, 12);
        rightClick(place(2, 1))->close();
        QVERIFY(m_view->selectedText().isEmpty());
        (*m_actions)[ActionId::CopyText].trigger();
        QCOMPARE(clipboard(), u"two *lines*\nof text"_s);
    }

    void theMiddleButtonLeavesChosenTextAlone()
    {
        drag(0, 5, 0, 12);
        for (const QPoint &at : {place(0, 8), place(2, 1)}) {
            QTest::mouseClick(m_view->viewport(), Qt::MiddleButton, {}, at);
            QCOMPARE(m_view->selectedText(), u"morning"_s);
        }
    }

    void aClickOnTextTakesTheMessage()
    {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, place(0, 7));
        QVERIFY(m_view->selectedText().isEmpty());
        (*m_actions)[ActionId::CopyText].trigger();
        QCOMPARE(clipboard(), u"good morning everybody"_s);
    }

    void whatIsChosenCanBeDraggedAway_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("character");
        QTest::addColumn<QString>("text"); // empty: nothing is dragged
        QTest::newRow("chosen text") << 0 << 8 << u"morning"_s;
        QTest::newRow("beside it") << 0 << 15 << QString();
        QTest::newRow("a link") << 1 << 8 << u"https://a.example/x"_s;
    }

    void whatIsChosenCanBeDraggedAway()
    {
        QFETCH(int, row);
        QFETCH(int, character);
        auto *dragging = m_view->findChild<LogDrag *>();
        QSignalSpy started(dragging, &LogDrag::started);
        connect(dragging, &LogDrag::started, this, [this] {
            // Ends the loop of events in which something is dragged.
            QTimer::singleShot(0, m_view.get(),
                               [this] { QTest::keyClick(m_view.get(), Qt::Key_Escape); });
        });
        drag(0, 5, 0, 12);
        const QPoint start = place(row, character);
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, start);
        moveHeld(start + QPoint(1, 0));
        QVERIFY(started.isEmpty()); // not by a hand that trembles
        moveHeld(start + QPoint(0, 40));
        QFETCH(QString, text);
        QCOMPARE(started.isEmpty() ? QString() : started.first().first().toString(), text);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, start);
    }

    void aClickOnWhatIsChosenEndsIt()
    {
        drag(0, 5, 0, 12);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, place(0, 8));
        QVERIFY(m_view->selectedText().isEmpty());
        QCOMPARE(m_view->selectionModel()->selectedIndexes().size(), 1);
    }

    void rowsThatGoTakeTheSelectionAlong()
    {
        drag(0, 5, 0, 12);
        m_log->clear();
        QVERIFY(m_view->selectedText().isEmpty());
    }

    void copiesInEveryForm()
    {
        m_view->setCurrentIndex(m_spoken->index(2, 0));
        QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
        (*m_actions)[ActionId::CopyMarkdown].trigger();
        QCOMPARE(clipboard(), u"**ana** · 14:05  \nsee https://a.example/x\n\n"
                              "**ken** · 14:05  \ntwo \\*lines\\*  \nof text"_s);
        (*m_actions)[ActionId::CopyJson].trigger();
        QCOMPARE(clipboard().count(u'{'), 2);
        (*m_actions)[ActionId::Copy].trigger();
        QCOMPARE(clipboard(), u"[14:05] ana: see https://a.example/x\n"
                              "[14:05] ken: two *lines*\nof text"_s);
    }

    void charactersOfSeveralMessagesAreCopiedAsWholeMessages()
    {
        drag(0, 13, 2, 3);
        (*m_actions)[ActionId::CopyJson].trigger();
        QCOMPARE(clipboard().count(u'{'), 3);
        (*m_actions)[ActionId::CopyMarkdown].trigger();
        QVERIFY(clipboard().startsWith(u"**ana** · 14:05  \ngood morning everybody\n"_s));
        QVERIFY(clipboard().endsWith(u"of text"_s));
        (*m_actions)[ActionId::CopyText].trigger();
        QVERIFY(clipboard().startsWith(u"ana: everybody\n"_s));
    }

    void choosingRowsEndsTheChoiceOfCharacters()
    {
        drag(0, 5, 0, 12);
        m_view->setFocus();
        QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(m_view->selectedText().isEmpty());
        QCOMPARE(m_view->chosenRows().size(), 2);
        drag(0, 5, 0, 12);
        (*m_actions)[ActionId::SelectAll].trigger();
        QVERIFY(m_view->selectedText().isEmpty());
        QCOMPARE(m_view->chosenRows().size(), 3);
    }

    void repliesWithAQuoteAndAName()
    {
        QSignalSpy quoted(m_logActions, &LogActions::quoteRequested);
        m_view->setCurrentIndex(m_spoken->index(2, 0));
        (*m_actions)[ActionId::Reply].trigger();
        QCOMPARE(quoted.last().first().toString(), u"> ken: two *lines*\n> of text\n"_s);
        LogEntry named = test::chatEntry(u"mika"_s, u"shall we?"_s);
        named.offset = 7;
        m_log->append(named);
        m_view->doItemsLayout();
        m_view->setCurrentIndex(m_spoken->index(3, 0));
        (*m_actions)[ActionId::Reply].trigger();
        QCOMPARE(quoted.last().first().toString(), u"> mika: shall we?\n@mika "_s);
        drag(3, 6, 3, 8);
        (*m_actions)[ActionId::Reply].trigger();
        QCOMPARE(quoted.last().first().toString(), u"> mika: we\n@mika "_s);
    }

    void nobodyIsAnsweredWhoHasSaidNothing()
    {
        QSignalSpy quoted(m_logActions, &LogActions::quoteRequested);
        LogEntry lost;
        lost.text = u"The connection to lab:1 was lost."_s;
        LogEntry joined = test::chatEntry(u"mika"_s, {});
        joined.kind = LogEntry::Kind::Joined;
        lost.time = joined.time;
        m_log->append({lost, joined});
        m_view->doItemsLayout();
        for (const int row : {3, 4}) {
            QMenu *menu = rightClick(m_view->visualRect(m_spoken->index(row, 0)).center());
            QCOMPARE(m_view->currentIndex().row(), row);
            QVERIFY(menu->actions().contains(&(*m_actions)[ActionId::Copy]));
            QVERIFY(!menu->actions().contains(&(*m_actions)[ActionId::Reply]));
            (*m_actions)[ActionId::Reply].trigger(); // by its keys
            menu->close();
        }
        QVERIFY(quoted.isEmpty());
        QMenu *menu = rightClick(place(2, 1));
        QVERIFY(menu->actions().contains(&(*m_actions)[ActionId::Reply]));
        menu->close();
        (*m_actions)[ActionId::SelectAll].trigger();
        (*m_actions)[ActionId::Reply].trigger();
        QCOMPARE(quoted.last().first().toString(),
                 u"> ana: good morning everybody\n> ana: see https://a.example/x\n"
                 "> ken: two *lines*\n> of text\n"_s);
    }

    void quotes()
    {
        QSignalSpy quoted(m_logActions, &LogActions::quoteRequested);
        m_view->setCurrentIndex(m_spoken->index(2, 0));
        (*m_actions)[ActionId::Quote].trigger();
        QCOMPARE(quoted.last().first().toString(), u"> two *lines*\n> of text\n"_s);
        drag(0, 5, 0, 12);
        (*m_actions)[ActionId::Quote].trigger();
        QCOMPARE(quoted.last().first().toString(), u"> morning\n"_s);
    }

    void theMenuOffersLinksAlsoByKeyboard()
    {
        m_view->setCurrentIndex(m_spoken->index(1, 0));
        QMenu *menu = openMenu();
        QVERIFY(menu != nullptr);
        QAction *copy = nullptr;
        for (QAction *action : menu->actions()) {
            if (action->text().contains(u"https://a.example/x"_s) && copy == nullptr)
                copy = action;
        }
        QVERIFY(copy != nullptr);
        copy->trigger();
        QCOMPARE(clipboard(), u"https://a.example/x"_s);
        menu->close();
    }

    void theMenuOffersWhatAFailedMessageNeeds()
    {
        LogEntry failed = test::chatEntry(u"me"_s, u"mine"_s);
        failed.isOwn = true;
        failed.messageId = u"f"_s;
        failed.delivery = LogEntry::Delivery::Failed;
        m_log->append(failed);
        m_view->doItemsLayout();
        m_view->setCurrentIndex(m_spoken->index(3, 0));
        QSignalSpy discarded(m_view.get(), &MessageView::discardRequested);
        QMenu *menu = openMenu();
        menu->actions().at(1)->trigger();
        QCOMPARE(discarded.count(), 1);
        menu->close();
    }

    void savesTheLog()
    {
        const QTemporaryDir folder;
        const QString name = folder.filePath(u"talk.html"_s);
        save(name);
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray page = file.readAll();
        QVERIFY(page.contains("good morning everybody"));
        QVERIFY(page.contains("<title>lobby</title>"));
    }

    void proposesANameThatProgramsTake()
    {
        m_view->setWindowTitle(u"#研究室 · lab:8765 – Kodama"_s);
        m_logActions->saveAs();
        auto *dialog = m_view->findChild<QFileDialog *>(u"saveDialog"_s);
        QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(),
                 u"研究室-lab-8765-Kodama.txt"_s);
        dialog->close();
    }

    void saysWhenItCannotSave()
    {
        save(u"/proc/nowhere/talk.txt"_s);
        auto *box = m_view->findChild<QMessageBox *>();
        QVERIFY(box != nullptr);
        QVERIFY2(box->text().contains(u"/proc/nowhere/talk.txt"_s), qPrintable(box->text()));
        box->close();
    }

    void showsTheFrame()
    {
        m_view->setCurrentIndex(m_spoken->index(0, 0));
        (*m_actions)[ActionId::InspectMessage].trigger();
        auto *text = m_view->findChild<QPlainTextEdit *>();
        QVERIFY(text != nullptr);
        QVERIFY(text->toPlainText().contains(u"broadcast_message"_s));
    }

private:
    /// In the viewport: right before the character at `position`.
    QPoint place(int row, int position)
    {
        const QModelIndex index = m_spoken->index(row, 0);
        const MessageLayout &layout =
            m_view->delegate().layoutFor(index, m_view->viewport()->width());
        const QTextLine line = layout.body->lineForTextPosition(position);
        const QPointF inside(line.cursorToX(position) + 1, line.y() + line.height() / 2);
        return m_view->visualRect(index).topLeft() + (layout.bodyAt + inside).toPoint();
    }
    /// Two, higher than the view.
    void addTallMessages()
    {
        QStringList lines;
        for (int i = 0; i < 38; ++i)
            lines.append(u"word%1 of many"_s.arg(i));
        m_log->append({test::chatEntry(u"ana"_s, lines.join(u'\n')),
                       test::chatEntry(u"ken"_s, lines.join(u'\n'))});
        m_view->doItemsLayout();
    }
    /// So that it stands near the upper edge; where it is in the text.
    int scrollToWord(int row, const QString &word)
    {
        const QModelIndex index = m_spoken->index(row, 0);
        const int at = int(index.data(MessageLogModel::TextRole).toString().indexOf(word));
        QScrollBar *bar = m_view->verticalScrollBar();
        m_view->scrollTo(index, QAbstractItemView::PositionAtTop);
        for (int round = 0; round < 3; ++round) { // rows turn out to be higher than was thought
            (void)m_view->grab();
            bar->setValue(bar->value() + place(row, at).y() - 12);
        }
        return at;
    }
    /// Does not wait until it is time for it.
    void doWhatWasPutOff()
    {
        auto *dispatcher = QAbstractEventDispatcher::instance(); // lint: allow(singleton) Qt's
        const auto timers = dispatcher->registeredTimers(m_view.get());
        for (const QAbstractEventDispatcher::TimerInfo &timer : timers) {
            QTimerEvent event(timer.timerId);
            QCoreApplication::sendEvent(m_view.get(), &event);
        }
    }
    void drag(int fromRow, int from, int toRow, int to)
    {
        const QPoint start = place(fromRow, from);
        const QPoint end = place(toRow, to);
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, start);
        QTest::mouseMove(m_view->viewport(), (start + end) / 2);
        QTest::mouseMove(m_view->viewport(), end);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, end);
    }
    /// QTest's own does not say that the button is down.
    void moveHeld(const QPoint &to)
    {
        QMouseEvent event(QEvent::MouseMove, to, m_view->viewport()->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    }
    QMenu *rightClick(const QPoint &at)
    {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // the one before
        QWidget *port = m_view->viewport();
        QTest::mousePress(port, Qt::RightButton, {}, at);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, port->mapToGlobal(at));
        QCoreApplication::sendEvent(port, &event);
        QTest::mouseRelease(port, Qt::RightButton, {}, at);
        return m_view->findChild<QMenu *>(u"logMenu"_s);
    }
    QMenu *openMenu()
    {
        Q_EMIT m_view->customContextMenuRequested(QPoint(450, 5));
        return m_view->findChild<QMenu *>(u"logMenu"_s);
    }
    void save(const QString &name)
    {
        m_logActions->saveAs();
        auto *dialog = m_view->findChild<QFileDialog *>(u"saveDialog"_s);
        QVERIFY(dialog != nullptr);
        Q_EMIT dialog->fileSelected(name);
        dialog->close();
    }
    static QString clipboard() { return QGuiApplication::clipboard()->text(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<SpokenLogModel> m_spoken;
    std::unique_ptr<ActionList> m_actions;
    std::unique_ptr<MessageView> m_view;
    LogActions *m_logActions = nullptr;
};

QTEST_MAIN(TestLogActions)
#include "tst_logactions.moc"
