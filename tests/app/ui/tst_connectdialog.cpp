#include "app/ui/connectdialog.h"
#include "tests/app/ui/uifixture.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestConnectDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_dialog = std::make_unique<ConnectDialog>(*m_theme);
        m_dialog->open();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    void cleanup()
    {
        m_dialog.reset();
        m_theme.reset();
    }

    void enterStartsAServerWhereNoneAnswers()
    {
        ConnectDialog first(*m_theme);
        first.setLocalServer(QUrl(u"ws://localhost:8765"_s));
        first.setServer(QUrl(u"ws://localhost:8765"_s));
        first.welcome();
        first.open();
        QSignalSpy started(&first, &ConnectDialog::localServerWanted);
        QSignalSpy chosen(&first, &ConnectDialog::chosen);
        auto *nick = first.findChild<QLineEdit *>(u"nickEdit"_s);
        first.showLocalServer(ConnectDialog::LocalServer::CanStart, {});
        QTest::keyClick(nick, Qt::Key_Return);
        QCOMPARE(started.count(), 1);
        QCOMPARE(chosen.count(), 0);
        // Whoever has typed another server means that one.
        first.setServer(QUrl(u"ws://chat.example:8765"_s));
        QTest::keyClick(nick, Qt::Key_Return);
        QCOMPARE(started.count(), 1);
        QCOMPARE(chosen.count(), 1);
    }

    void noSentenceIsCutOnTheFirstScreen()
    {
        const QFont usual = QApplication::font();
        for (const qreal scale : {1.0, 1.5, 2.0, 3.0}) {
            QFont font = usual;
            font.setPointSizeF(font.pointSizeF() * scale);
            QApplication::setFont(font);
            const Theme theme(font);
            ConnectDialog first(theme);
            first.setLocalServer(QUrl(u"ws://localhost:8765"_s));
            first.welcome();
            first.showLocalServer(ConnectDialog::LocalServer::Failed,
                                  u"The server ended at once: the folder of the history cannot be "
                                  "written, because the disk is full"_s);
            first.open();
            QCoreApplication::processEvents();
            const QList<QLabel *> labels = first.findChildren<QLabel *>();
            for (const QLabel *said : labels) {
                if (said->isVisible() && said->wordWrap())
                    QVERIFY2(said->height() >= said->heightForWidth(said->width()),
                             qPrintable(u"%1 at %2"_s.arg(said->text()).arg(scale)));
            }
        }
        QApplication::setFont(usual);
    }

    void checksWhileOneTypes_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QUrl>("url");
        QTest::newRow("name") << u"lab"_s << QUrl(u"ws://lab:8765"_s);
        QTest::newRow("own port") << u"lab:9000"_s << QUrl(u"ws://lab:9000"_s);
        QTest::newRow("URL") << u"wss://chat.example/room"_s
                             << QUrl(u"wss://chat.example:443/room"_s);
        QTest::newRow("IPv6") << u"::1"_s << QUrl(u"ws://[::1]:8765"_s);
        QTest::newRow("nothing") << u" "_s << QUrl();
        QTest::newRow("web page") << u"http://lab"_s << QUrl();
        QTest::newRow("bad port") << u"lab:99999"_s << QUrl();
        QTest::newRow("blank inside") << u"la b"_s << QUrl();
    }

    void checksWhileOneTypes()
    {
        QFETCH(QString, typed);
        QFETCH(QUrl, url);
        type(typed);
        const bool isRight = !url.isEmpty();
        QCOMPARE(button(u"connectButton"_s)->isEnabled(), isRight);
        QCOMPARE(button(u"testButton"_s)->isEnabled(), isRight);
        QVERIFY(!label(u"hintLabel"_s)->text().isEmpty());
        QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(chosen.count(), isRight ? 1 : 0);
        QCOMPARE(m_dialog->isVisible(), !isRight);
        if (isRight)
            QCOMPARE(chosen.first().first().toUrl(), url);
    }

    void thePortFieldCounts()
    {
        type(u"lab"_s);
        m_dialog->findChild<QSpinBox *>(u"portBox"_s)->setValue(9001);
        QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
        button(u"connectButton"_s)->click();
        QCOMPARE(chosen.first().first().toUrl(), QUrl(u"ws://lab:9001"_s));
    }

    void showsAServerInTheTwoFieldsOrAsURL()
    {
        m_dialog->setServer(QUrl(u"ws://lab:9001"_s));
        QCOMPARE(edit()->text(), u"lab"_s);
        QCOMPARE(m_dialog->findChild<QSpinBox *>(u"portBox"_s)->value(), 9001);
        m_dialog->setServer(QUrl(u"wss://lab:443/a?b=c"_s));
        QCOMPARE(edit()->text(), u"wss://lab:443/a?b=c"_s);
    }

    void offersRecentServers()
    {
        type(u"typed"_s);
        m_dialog->setRecentServers({u"ws://a:1"_s, u"ws://b:2"_s});
        auto *box = m_dialog->findChild<QComboBox *>(u"serverBox"_s);
        QCOMPARE(box->count(), 2);
        QCOMPARE(edit()->text(), u"typed"_s);
        QTest::keyClick(edit(), Qt::Key_Down);
        QCOMPARE(edit()->text(), u"ws://a:1"_s);
        QVERIFY(button(u"connectButton"_s)->isEnabled());
    }

    void testTellsTheReasonInWords()
    {
        type(u"lab"_s);
        QSignalSpy wanted(m_dialog.get(), &ConnectDialog::testRequested);
        QTest::mouseClick(button(u"testButton"_s), Qt::LeftButton);
        QCOMPARE(wanted.first().first().toUrl(), QUrl(u"ws://lab:8765"_s));
        QVERIFY(!button(u"testButton"_s)->isEnabled());
        QVERIFY(label(u"resultLabel"_s)->isVisible());
        m_dialog->showTestResult(ConnectDialog::TestResult::NotReached, u"Because."_s);
        QCOMPARE(label(u"resultLabel"_s)->text(), u"Because."_s);
        QVERIFY(button(u"testButton"_s)->isEnabled());
        QVERIFY(m_dialog->isVisible());
    }

    void aTestOfSomethingElseIsForgotten()
    {
        type(u"lab"_s);
        button(u"testButton"_s)->click();
        QSignalSpy abandoned(m_dialog.get(), &ConnectDialog::testAbandoned);
        type(u"lab2"_s);
        QCOMPARE(abandoned.count(), 1);
        m_dialog->showTestResult(ConnectDialog::TestResult::Reached, u"Late."_s);
        QVERIFY(!label(u"resultLabel"_s)->isVisible());
    }

    void peersWordsArePlainText()
    {
        QCOMPARE(label(u"resultLabel"_s)->textFormat(), Qt::PlainText);
        QCOMPARE(label(u"hintLabel"_s)->textFormat(), Qt::PlainText);
    }

    void tabGoesThroughTheFields()
    {
        type(u"lab"_s);
        QStringList order;
        for (int i = 0; i < 5; ++i) {
            order.append(QApplication::focusWidget()->objectName());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order.mid(2),
                 (QStringList{u"testButton"_s, u"connectButton"_s, u"cancelButton"_s}));
    }

private:
    void type(const QString &text)
    {
        edit()->setFocus();
        edit()->selectAll();
        QTest::keyClicks(edit(), text);
    }
    QLineEdit *edit() { return m_dialog->findChild<QLineEdit *>(u"serverEdit"_s); }
    QPushButton *button(const QString &name) { return m_dialog->findChild<QPushButton *>(name); }
    QLabel *label(const QString &name) { return m_dialog->findChild<QLabel *>(name); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConnectDialog> m_dialog;
};

QTEST_MAIN(TestConnectDialog)
#include "tst_connectdialog.moc"
