#include "app/ui/completionpopup.h"
#include "app/ui/composer.h"
#include "app/ui/messageinput.h"
#include "tests/app/ui/uifixture.h"

#include <QInputMethodEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace kodama;
using namespace Qt::StringLiterals;

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

    void composingIsNotSentByButtons()
    {
        QTest::keyClicks(m_input, u"abc"_s);
        compose(u"きょう"_s);
        m_composer->findChild<QPushButton *>(u"broadcastButton"_s)->click();
        QCOMPARE(m_sent->count(), 0);
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
