#include "app/core/completion.h"
#include "app/core/draftstore.h"
#include "app/ui/completionpopup.h"
#include "app/ui/composer.h"
#include "app/ui/messageinput.h"
#include "app/ui/pastequestion.h"
#include "common/protocol/limits.h"
#include "tests/app/ui/uifixture.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QImage>
#include <QInputMethod>
#include <QInputMethodEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextLayout>
#include <QVBoxLayout>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

struct FakeNames final : CompletionSource
{
    [[nodiscard]] QStringList nicks() const override { return {u"ana"_s, u"andré"_s, u"mika"_s}; }
    [[nodiscard]] QStringList rooms() const override { return {u"lab"_s, u"lobby"_s}; }
};

} // namespace

class TestComposer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_window = std::make_unique<QWidget>();
        auto *column = new QVBoxLayout(m_window.get());
        column->addStretch(1);
        m_composer = new Composer(*m_theme);
        column->addWidget(m_composer);
        m_window->resize(800, 600);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_input = m_composer->findChild<MessageInput *>(u"input"_s);
        m_input->setFocus();
        m_sent = std::make_unique<QSignalSpy>(m_composer, &Composer::submitted);
    }

    void cleanup()
    {
        m_sent.reset();
        m_window.reset();
        m_theme.reset();
    }

    void enterSendsToEveryone()
    {
        QTest::keyClicks(m_input, u"hello"_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_sent->count(), 1);
        QCOMPARE(m_sent->first().at(0).value<Composer::Target>(), Composer::Target::Broadcast);
        QCOMPARE(m_sent->first().at(1).toString(), u"hello"_s);
    }

    void controlEnterAsksForAnEcho()
    {
        QTest::keyClicks(m_input, u"hello"_s);
        QTest::keyClick(m_input, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_sent->first().at(0).value<Composer::Target>(), Composer::Target::Echo);
    }

    void buttonsSend()
    {
        m_composer->setText(u"one"_s);
        QTest::mouseClick(button(u"echoButton"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"broadcastButton"_s), Qt::LeftButton);
        QCOMPARE(m_sent->count(), 2);
        QCOMPARE(m_sent->at(0).at(0).value<Composer::Target>(), Composer::Target::Echo);
        QCOMPARE(m_sent->at(1).at(0).value<Composer::Target>(), Composer::Target::Broadcast);
    }

    void whoClicksAButtonWritesOn()
    {
        for (const QString &name : {u"echoButton"_s, u"broadcastButton"_s}) {
            QTest::keyClicks(m_input, u"one"_s);
            QTest::mouseClick(button(name), Qt::LeftButton);
            QCOMPARE(m_sent->count(), 1);
            m_composer->accept(u"one"_s);
            QTest::keyClicks(QApplication::focusWidget(), u"two words"_s);
            QCOMPARE(m_composer->text(), u"two words"_s);
            QCOMPARE(m_sent->count(), 1); // the blank was no click
            m_composer->setText({});
            m_sent->clear();
        }
    }

    void shiftEnterBreaksTheLine()
    {
        const int before = m_input->height();
        QTest::keyClicks(m_input, u"a"_s);
        QTest::keyClick(m_input, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(m_input, u"b"_s);
        QCOMPARE(m_sent->count(), 0);
        QCOMPARE(m_composer->text(), u"a\nb"_s);
        QTRY_VERIFY(m_input->height() > before);
    }

    void growsOnlyToItsLimit()
    {
        m_composer->setMaximumInputHeight(90);
        m_composer->setText(u"line\n"_s.repeated(50));
        QTRY_VERIFY(m_input->height() > 60);
        QVERIFY(m_input->height() <= 90);
    }

    void itsHeightFollowsItsWidth()
    {
        m_composer->setText(u"lines break elsewhere where there is more room for them "_s);
        m_window->resize(300, 600);
        QTRY_VERIFY_WITH_TIMEOUT(m_input->height() > 2 * m_input->fontMetrics().height(), 30'000);
        const int narrow = m_input->height();
        m_window->resize(1200, 600);
        QTRY_VERIFY_WITH_TIMEOUT(m_input->height() < narrow, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_input->height(), m_input->sizeHint().height(), 30'000);
        QCOMPARE(m_input->height(), m_input->minimumSizeHint().height());
        m_window->resize(300, 600);
        QTRY_COMPARE_WITH_TIMEOUT(m_input->height(), narrow, 30'000);
    }

    void theEndOfALongPasteIsSeen()
    {
        m_composer->setMaximumInputHeight(90);
        m_input->insertPlainText(u"line\n"_s.repeated(50));
        QTRY_VERIFY_WITH_TIMEOUT(m_input->height() > 60, 30'000);
        QVERIFY(m_input->textCursor().atEnd());
        QTRY_VERIFY_WITH_TIMEOUT(m_input->viewport()->rect().contains(m_input->cursorRect()),
                                 30'000);
    }

    void allLinesAreSeenBeforeItScrolls()
    {
        m_composer->setMaximumInputHeight(400);
        for (const QString &family : {QApplication::font().family(), u"Noto Sans CJK JP"_s}) {
            for (const int points : {8, 9, 10, 11, 13}) {
                m_input->setFont(QFont(family, points));
                for (const QString &text : {u"a"_s, u"a\nb"_s, u"日本語 g\n🎉\nÅ"_s}) {
                    m_composer->setText(text);
                    QTRY_COMPARE_WITH_TIMEOUT(m_input->verticalScrollBar()->maximum(), 0, 30'000);
                }
            }
        }
    }

    void nothingIsNotSent()
    {
        m_composer->setText(u"  \n "_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_sent->count(), 0);
        QCOMPARE(m_composer->text(), u"  \n "_s);
    }

    void textStaysUntilItIsAccepted()
    {
        m_composer->setText(u"precious"_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_composer->text(), u"precious"_s);
        m_composer->showProblem(u"Not sent."_s);
        QCOMPARE(m_composer->text(), u"precious"_s);
        m_composer->accept(u"precious"_s);
        QVERIFY(m_composer->text().isEmpty());
        m_composer->setText(u"the next one"_s);
        m_composer->accept(u"something sent earlier"_s);
        QCOMPARE(m_composer->text(), u"the next one"_s);
    }

    void composingKeepsTheKeysToItself_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::newRow("Return") << Qt::Key_Return;
        QTest::newRow("Enter") << Qt::Key_Enter;
        QTest::newRow("Escape") << Qt::Key_Escape;
        QTest::newRow("Tab") << Qt::Key_Tab;
        QTest::newRow("Space") << Qt::Key_Space;
        QTest::newRow("Up") << Qt::Key_Up;
        QTest::newRow("Down") << Qt::Key_Down;
        QTest::newRow("Left") << Qt::Key_Left;
    }

    void composingKeepsTheKeysToItself()
    {
        QFETCH(Qt::Key, key);
        m_composer->accept(u"recallable"_s);
        QTest::keyClicks(m_input, u"abc"_s);
        compose(u"きょう"_s);
        QVERIFY(m_composer->isComposing());
        QTest::keyClick(m_input, key);
        QCOMPARE(m_sent->count(), 0);
        QCOMPARE(m_composer->text(), u"abc"_s);
        QVERIFY(m_input->hasFocus());
        QVERIFY(m_composer->isComposing());
    }

    // The platform of the tests has no input method: nobody commits anything.
    void composingIsNotSentByButtons()
    {
        QTest::keyClicks(m_input, u"abc"_s);
        compose(u"きょう"_s);
        QTest::mouseClick(button(u"broadcastButton"_s), Qt::LeftButton);
        QCOMPARE(m_sent->count(), 0);
        QCOMPARE(m_composer->text(), u"abc"_s);
        QVERIFY(m_composer->isComposing());
        commit(u"今日"_s);
        QCOMPARE(m_composer->text(), u"abc今日"_s);
    }

    void aButtonSendsWhatWasComposed()
    {
        for (const QString &name : {u"echoButton"_s, u"broadcastButton"_s}) {
            QPushButton *send = button(name);
            // It asks the input method, in whose place this test does what it would do.
            QVERIFY(disconnect(send, &QPushButton::released, QGuiApplication::inputMethod(),
                               &QInputMethod::commit));
            connect(send, &QPushButton::released, this, [this] { commit(u"今日"_s); });
            QTest::keyClicks(m_input, u"abc"_s);
            compose(u"きょう"_s);
            QTest::mouseClick(send, Qt::LeftButton);
            QCOMPARE(m_sent->count(), 1);
            QCOMPARE(m_sent->first().at(1).toString(), u"abc今日"_s);
            QVERIFY(m_input->hasFocus());
            m_composer->setText({});
            m_sent->clear();
        }
    }

    void aButtonDoesNotSendTheDraftThatComesInWithIt()
    {
        DraftStore store{QString()};
        m_composer->setDraftStore(&store);
        store.setDraft(u"b"_s, u"draft of b"_s);
        m_composer->setDraftKey(u"a"_s);
        compose(u"きょう"_s);
        m_composer->setDraftKey(u"b"_s); // which waits for the input method
        connect(button(u"broadcastButton"_s), &QPushButton::released, this,
                [this] { commit(u"今日"_s); });
        QTest::mouseClick(button(u"broadcastButton"_s), Qt::LeftButton);
        QCOMPARE(m_composer->text(), u"draft of b"_s);
        QCOMPARE(store.draft(u"a"_s), u"今日"_s);
        QCOMPARE(m_sent->count(), 0);
        QTest::mouseClick(button(u"echoButton"_s), Qt::LeftButton);
        QCOMPARE(m_sent->count(), 1);
        m_composer->setDraftStore(nullptr);
    }

    void committedTextIsSentByTheNextEnter()
    {
        compose(u"きょう"_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        commit(u"今日"_s);
        QVERIFY(!m_composer->isComposing());
        QCOMPARE(m_sent->count(), 0);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_sent->count(), 1);
        QCOMPARE(m_sent->first().at(1).toString(), u"今日"_s);
    }

    void aProblemGoesWithItsText()
    {
        const auto *problem = m_composer->findChild<QLabel *>(u"composerProblem"_s);
        m_composer->setText(u"/me waves"_s);
        m_composer->showProblem(u"Not sent."_s);
        QVERIFY(problem->isVisible());
        m_input->clear();
        QVERIFY(!problem->isVisible());
    }

    void aProblemStaysInItsRoom()
    {
        const auto *problem = m_composer->findChild<QLabel *>(u"composerProblem"_s);
        m_composer->setDraftKey(u"a"_s);
        m_composer->showProblem(u"There is no such command."_s);
        m_composer->setDraftKey(u"a"_s);
        QVERIFY(problem->isVisible());
        m_composer->setDraftKey(u"b"_s);
        QVERIFY(!problem->isVisible());
    }

    void noStateChangeTouchesWhatIsComposed()
    {
        compose(u"きょう"_s);
        m_composer->showProblem(u"Not sent."_s);
        m_composer->accept(u"another text"_s);
        m_theme->setMode(ThemeMode::Dark);
        QEvent language(QEvent::LanguageChange);
        QApplication::sendEvent(m_composer, &language);
        QVERIFY(m_composer->isComposing());
        commit(u"今日"_s);
        QCOMPARE(m_composer->text(), u"今日"_s);
    }

    void upRecallsWhatWasSent()
    {
        m_composer->accept(u"first"_s);
        m_composer->accept(u"second"_s);
        m_composer->setText(u"draft"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"second"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"first"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"first"_s);
        QTest::keyClick(m_input, Qt::Key_Down);
        QTest::keyClick(m_input, Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"draft"_s);
    }

    void aBrokenParagraphIsGoneThroughLineByLine()
    {
        const QString broken = u"a paragraph that is broken into lines where it stands"_s;
        m_window->resize(300, 600);
        QTRY_VERIFY_WITH_TIMEOUT(m_input->width() < 300, 30'000);
        m_composer->accept(u"oldest"_s);
        m_composer->accept(broken);
        QTest::keyClicks(m_input, u"draft"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), broken);
        QTRY_VERIFY_WITH_TIMEOUT(!m_input->verticalScrollBar()->isVisible() &&
                                     m_input->height() == m_input->sizeHint().height(),
                                 30'000); // or it would be broken elsewhere, beside a scroll bar
        const int lines = m_input->document()->firstBlock().layout()->lineCount();
        QVERIFY(lines > 1);
        for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Down}) {
            for (int line = 1; line < lines; ++line) {
                QTest::keyClick(m_input, key);
                QCOMPARE(m_composer->text(), broken);
            }
        }
        QTest::keyClick(m_input, Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"draft"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        m_input->moveCursor(QTextCursor::Start);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"oldest"_s);
    }

    void whatIsTypedOverARecalledLineIsNotLost()
    {
        m_composer->accept(u"sent"_s);
        QTest::keyClicks(m_input, u"draft"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"sent"_s);
        m_input->selectAll();
        QTest::keyClicks(m_input, u"quite another"_s);
        QTest::keyClick(m_input, Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"quite another"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"draft"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"sent"_s);
        QTest::keyClick(m_input, Qt::Key_Down);
        QTest::keyClick(m_input, Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"quite another"_s);
    }

    void sendingARecalledLineKeepsTheDraft()
    {
        m_composer->accept(u"sent"_s);
        QTest::keyClicks(m_input, u"draft"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        m_composer->accept(u"sent"_s);
        QVERIFY(m_composer->text().isEmpty());
        QTest::keyClick(m_input, Qt::Key_Up);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"draft"_s);
    }

    void anotherFontIsNoTyping()
    {
        QTest::keyClicks(m_input, u"a"_s);
        QSignalSpy typed(m_composer, &Composer::typed);
        QFont font = m_input->font();
        font.setPointSize(font.pointSize() + 4);
        m_input->setFont(font);
        QCoreApplication::processEvents();
        QCOMPARE(typed.count(), 0);
        QTest::keyClicks(m_input, u"b"_s);
        QCOMPARE(typed.count(), 1);
    }

    void recallingEndsWithTheRoom()
    {
        DraftStore store{QString()};
        m_composer->setDraftStore(&store);
        store.setDraft(u"b"_s, u"for b"_s);
        m_composer->setDraftKey(u"a"_s);
        m_composer->accept(u"sent"_s);
        QTest::keyClicks(m_input, u"for a"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QSignalSpy typed(m_composer, &Composer::typed);
        m_composer->setDraftKey(u"b"_s);
        QCOMPARE(typed.count(), 0); // nobody typed in b
        QCOMPARE(store.draft(u"a"_s), u"for a"_s);
        QTest::keyClick(m_input, Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"for b"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QTest::keyClick(m_input, Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"for b"_s);
        m_composer->setDraftStore(nullptr);
    }

    void aLongTextWaitsInItsRoom()
    {
        DraftStore store{QString()};
        m_composer->setDraftStore(&store);
        m_composer->setDraftKey(u"a"_s);
        const QString text = u"あ"_s.repeated(100'000) + u'!';
        m_composer->setText(text);
        m_composer->setDraftKey(u"b"_s);
        QVERIFY(m_composer->text().isEmpty());
        m_composer->setDraftKey(u"a"_s);
        QCOMPARE(m_composer->text(), text);
        m_composer->setDraftStore(nullptr);
    }

    void aSlashOffersCommands()
    {
        QTest::keyClicks(m_input, u"/"_s);
        QVERIFY(popup() != nullptr && popup()->isVisible());
        QCOMPARE(popup()->model()->rowCount(), 10);
        QTest::keyClicks(m_input, u"st"_s);
        QCOMPARE(popup()->model()->rowCount(), 1);
        QTest::keyClick(m_input, Qt::Key_Tab);
        QCOMPARE(m_composer->text(), u"/status "_s);
        QVERIFY(!popup()->isVisible());
        QVERIFY(m_input->hasFocus());
    }

    void theOfferSaysWhatIsTypedBehindACommand()
    {
        m_composer->setSpeakingOfRooms(true);
        QTest::keyClicks(m_input, u"/m"_s);
        const QModelIndex msg = popup()->model()->index(0, 0);
        QVERIFY(msg.data().toString().startsWith(u"/msg NAME TEXT "_s));
        QVERIFY(msg.data(Qt::AccessibleTextRole).toString().startsWith(u"/msg NAME TEXT, "_s));
        QTest::keyClick(m_input, Qt::Key_Tab);
        QCOMPARE(m_composer->text(), u"/msg "_s); // that is one's own to write
        m_composer->setText({});
        QTest::keyClicks(m_input, u"/pi"_s);
        QVERIFY(popup()->model()->index(0, 0).data().toString().startsWith(u"/ping  "_s));
    }

    void enterCompletesFirstAndThenRuns()
    {
        QTest::keyClicks(m_input, u"/st"_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_sent->count(), 0);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_sent->count(), 1);
        m_composer->setText({});
        QTest::keyClicks(m_input, u"/ping"_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_sent->count(), 2);
    }

    void escapeClosesTheOffer()
    {
        QTest::keyClicks(m_input, u"/"_s);
        QTest::keyClick(m_input, Qt::Key_Down);
        QCOMPARE(popup()->currentIndex().row(), 1);
        QTest::keyClick(m_input, Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(m_composer->text(), u"/"_s);
    }

    void theListOpensOnlyByTyping()
    {
        const int usual = m_composer->height();
        QTest::keyClicks(m_input, u"/"_s);
        QVERIFY(popup()->isVisible());
        m_composer->showProblem(u"Not sent."_s);
        QTRY_VERIFY(m_composer->height() > usual);
        QVERIFY(!popup()->isVisible());
        m_composer->withdrawProblem(u"Not sent."_s);
        QTRY_COMPARE(m_composer->height(), usual);
        QVERIFY(!popup()->isVisible());
        m_input->clearFocus();
        m_input->setFocus();
        QVERIFY(!popup()->isVisible());
        QTest::keyClicks(m_input, u"s"_s);
        QVERIFY(popup()->isVisible());
        m_window->resize(m_window->width() - 100, m_window->height());
        QVERIFY(popup()->isVisible()); // nor does anything else close it
        m_composer->setText(u"/st"_s); // a draft
        QVERIFY(!popup()->isVisible());
        QTest::keyClick(m_input, Qt::Key_Backspace);
        QVERIFY(popup()->isVisible());
        m_composer->setText({});
        m_composer->accept(u"/ping"_s);
        QTest::keyClick(m_input, Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"/ping"_s);
        QVERIFY(!popup()->isVisible());
    }

    void whatIsPastedDroppedOrUndoneOpensNoList()
    {
        FakeNames names;
        m_composer->setCompletionSource(&names);
        const auto isOffered = [this] { return popup() != nullptr && popup()->isVisible(); };
        paste(u"see @mi"_s);
        QVERIFY(!isOffered());
        QTest::keyClick(m_input, Qt::Key_Tab); // which asks for it
        QVERIFY(m_composer->text().startsWith(u"see @mika"_s));
        m_composer->setText({});
        QMimeData dropped;
        dropped.setText(u"/st"_s);
        m_input->take(dropped);
        QVERIFY(!isOffered());
        m_composer->setText({});
        QTest::keyClicks(m_input, u"/st"_s);
        QVERIFY(isOffered());
        QTest::keyClick(m_input, Qt::Key_Escape);
        m_input->selectAll();
        for (const auto keys : {QKeySequence::Cut, QKeySequence::Undo}) {
            QTest::keySequence(m_input, keys);
            QVERIFY2(!isOffered(), qPrintable(QKeySequence(keys).toString()));
        }
        QCOMPARE(m_composer->text(), u"/st"_s);
        m_composer->setText({});
        commit(u"/"_s);
        QVERIFY(isOffered());
        paste(u"st"_s);
        QVERIFY(!isOffered());
        m_composer->setText({});
        m_composer->takeOver(u"/"_s); // typed, in the log
        QVERIFY(isOffered());
        m_composer->setCompletionSource(nullptr);
    }

    void tabCompletesNames()
    {
        FakeNames names;
        m_composer->setCompletionSource(&names);
        QTest::keyClicks(m_input, u"mi"_s);
        QTest::keyClick(m_input, Qt::Key_Tab);
        QCOMPARE(m_composer->text(), u"mika: "_s);
        QTest::keyClicks(m_input, u"ask AN"_s);
        QTest::keyClick(m_input, Qt::Key_Tab);
        QVERIFY(popup()->isVisible());
        QCOMPARE(popup()->model()->rowCount(), 2);
        QTest::keyClick(m_input, Qt::Key_Down);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_composer->text(), u"mika: ask andré "_s);
        QCOMPARE(m_sent->count(), 0);
        m_composer->setCompletionSource(nullptr);
    }

    void tabWithoutAnythingToCompleteMovesOn()
    {
        QTest::keyClicks(m_input, u"xyz"_s);
        QTest::keyClick(m_input, Qt::Key_Tab);
        QVERIFY(!m_input->hasFocus());
        QCOMPARE(m_composer->text(), u"xyz"_s);
    }

    void signsOfferPeopleRoomsAndEmoji()
    {
        FakeNames names;
        m_composer->setCompletionSource(&names);
        QTest::keyClicks(m_input, u"see @m"_s);
        QVERIFY(popup()->isVisible());
        QTest::keyClick(m_input, Qt::Key_Tab);
        QTest::keyClicks(m_input, u"in #l"_s);
        QCOMPARE(popup()->model()->rowCount(), 2);
        QTest::keyClick(m_input, Qt::Key_Tab);
        QTest::keyClicks(m_input, u":tad"_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_composer->text(), u"see @mika in #lab 🎉 "_s);
        m_composer->setCompletionSource(nullptr);
    }

    void completionKeepsWhatStandsBehindTheCursor()
    {
        FakeNames names;
        m_composer->setCompletionSource(&names);
        m_composer->setText(u"ask  about it"_s);
        QTextCursor cursor = m_input->textCursor();
        cursor.setPosition(4);
        m_input->setTextCursor(cursor);
        QTest::keyClicks(m_input, u"@mi"_s);
        QTest::keyClick(m_input, Qt::Key_Tab);
        QCOMPARE(m_composer->text(), u"ask @mika  about it"_s);
        m_input->undo();
        QVERIFY(!m_composer->text().contains(u"mika"_s));
        m_composer->setCompletionSource(nullptr);
    }

    void aPictureIsRefusedWithASentence()
    {
        QSignalSpy refused(m_input, &MessageInput::pasteRefused);
        QImage picture(2, 2, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QApplication::clipboard()->setImage(picture);
        m_input->paste();
        QCOMPARE(refused.size(), 1);
        QCOMPARE(m_input->toPlainText(), QString());
    }

    void theKeyForTheNewestMessageWorksAtTheEnd()
    {
        m_input->setPlainText(u"draft"_s);
        for (const bool isAtEnd : {false, true}) {
            m_input->moveCursor(isAtEnd ? QTextCursor::End : QTextCursor::Start);
            QKeyEvent key(QEvent::ShortcutOverride, Qt::Key_End, Qt::ControlModifier);
            key.ignore();
            QApplication::sendEvent(m_input, &key);
            QCOMPARE(key.isAccepted(), !isAtEnd);
        }
    }

    void aLongPasteAsksOnce()
    {
        const QString text = u"line\n"_s.repeated(int(PasteQuestion::longLines));
        paste(text);
        auto *question = m_composer->findChild<PasteQuestion *>();
        QVERIFY(question->isVisible());
        QVERIFY(m_composer->text().isEmpty());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!question->isVisible());
        QVERIFY(m_composer->text().isEmpty());
        QVERIFY(m_input->hasFocus());
        paste(text);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(m_composer->text(), text);
        QVERIFY(m_input->hasFocus());
        QCOMPARE(m_sent->count(), 0);
        m_composer->setText({});
        m_composer->setAsksBeforeLongPaste(false);
        paste(text);
        QCOMPARE(m_composer->text(), text);
    }

    // With the place to break that each of its lines looks for to the end, this took minutes.
    void textWithoutAPlaceToBreakDoesNotFreeze()
    {
        m_composer->setAsksBeforeLongPaste(false);
        const QString text = QString(500'000, u'y');
        QElapsedTimer time;
        time.start();
        paste(text);
        m_composer->setText({});
        m_composer->setText(text);
        m_composer->accept(text);
        QTest::keyClick(m_input, Qt::Key_Up);
        m_window->resize(700, 600);
        QCoreApplication::processEvents();
        QCOMPARE(m_composer->text(), text);
        QVERIFY2(time.elapsed() < 20'000, qPrintable(QString::number(time.elapsed())));
        m_composer->setText(u"words as usual"_s);
        QCOMPARE(m_input->wordWrapMode(), QTextOption::WrapAtWordBoundaryOrAnywhere);
        m_composer->setText(u"かな。"_s.repeated(2000)); // one may break nearly everywhere
        QCOMPARE(m_input->wordWrapMode(), QTextOption::WrapAtWordBoundaryOrAnywhere);
    }

    void whatIsLargerThanAMessageIsNotPasted()
    {
        QSignalSpy refused(m_input, &MessageInput::pasteRefused);
        paste(u"words "_s.repeated(int(limits::messageBytes / 6 + 1)));
        QCOMPARE(refused.size(), 1);
        QVERIFY(refused.first().first().toString().contains(u"KiB"_s));
        QVERIFY(!m_composer->findChild<PasteQuestion *>()->isVisible());
        QVERIFY(m_composer->text().isEmpty());
    }

    void aShortPasteGoesRightIn()
    {
        paste(u"short"_s);
        QCOMPARE(m_composer->text(), u"short"_s);
    }

    void eachRoomKeepsItsDraft()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"drafts.ini"_s);
        {
            DraftStore store(path);
            m_composer->setDraftStore(&store);
            QTest::keyClicks(m_input, u"before"_s);
            m_composer->setDraftKey(u"a"_s);
            QCOMPARE(m_composer->text(), u"before"_s);
            m_composer->setDraftKey(u"b"_s);
            QVERIFY(m_composer->text().isEmpty());
            m_composer->setText(u"こんにちは\n二行目"_s);
            m_composer->setDraftKey(u"a"_s);
            QCOMPARE(m_composer->text(), u"before"_s);
            m_composer->accept(u"before"_s);
            m_composer->setDraftStore(nullptr);
        }
        DraftStore again(path);
        QCOMPARE(again.draft(u"b"_s), u"こんにちは\n二行目"_s);
        QCOMPARE(again.draft(u"a"_s), QString());
    }

    void anotherRoomWaitsForTheInputMethod()
    {
        QTemporaryDir folder;
        DraftStore store(folder.filePath(u"drafts.ini"_s));
        store.setDraft(u"b"_s, u"draft of b"_s);
        m_composer->setDraftStore(&store);
        m_composer->setDraftKey(u"a"_s);
        QTest::keyClicks(m_input, u"x"_s);
        compose(u"きょう"_s);
        m_composer->setDraftKey(u"b"_s);
        QVERIFY(m_composer->isComposing());
        QCOMPARE(m_composer->text(), u"x"_s);
        commit(u"今日"_s);
        QCOMPARE(m_composer->text(), u"draft of b"_s);
        QCOMPARE(store.draft(u"a"_s), u"x今日"_s);
        QCOMPARE(m_sent->count(), 0);
        m_composer->setDraftStore(nullptr);
    }

    void nothingIsOfferedWhileComposing()
    {
        FakeNames names;
        m_composer->setCompletionSource(&names);
        compose(u"@m"_s);
        QVERIFY(popup() == nullptr || !popup()->isVisible());
        QTest::keyClick(m_input, Qt::Key_Tab);
        QVERIFY(m_composer->isComposing());
        QVERIFY(m_composer->text().isEmpty());
        m_composer->setCompletionSource(nullptr);
    }

    void controlEnterSendsWhereThatIsChosen()
    {
        m_composer->setSendKey(SendKey::ControlEnter);
        QTest::keyClicks(m_input, u"a"_s);
        QTest::keyClick(m_input, Qt::Key_Return);
        QCOMPARE(m_sent->count(), 0);
        QCOMPARE(m_composer->text(), u"a\n"_s);
        QTest::keyClick(m_input, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_sent->count(), 1);
        QCOMPARE(m_sent->first().at(0).value<Composer::Target>(), Composer::Target::Broadcast);
    }

    void pastedTextIsPlain()
    {
        m_composer->takeOver(u"<b>x</b>"_s);
        QCOMPARE(m_composer->text(), u"<b>x</b>"_s);
    }

    void everythingHasANameForScreenReaders()
    {
        for (const QString &name : {u"input"_s, u"echoButton"_s, u"broadcastButton"_s})
            QVERIFY2(!m_composer->findChild<QWidget *>(name)->accessibleName().isEmpty(),
                     qPrintable(name));
    }

private:
    void compose(const QString &preedit)
    {
        QInputMethodEvent event(preedit, {});
        QApplication::sendEvent(m_input, &event);
    }
    void commit(const QString &text)
    {
        QInputMethodEvent event(QString(), {});
        event.setCommitString(text);
        QApplication::sendEvent(m_input, &event);
    }
    void paste(const QString &text)
    {
        m_input->setFocus();
        QGuiApplication::clipboard()->setText(text);
        QTest::keyClick(m_input, Qt::Key_V, Qt::ControlModifier);
    }
    QPushButton *button(const QString &name) { return m_composer->findChild<QPushButton *>(name); }
    CompletionPopup *popup() { return m_window->findChild<CompletionPopup *>(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<QSignalSpy> m_sent;
    Composer *m_composer = nullptr;
    MessageInput *m_input = nullptr;
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
