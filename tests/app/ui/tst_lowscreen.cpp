// A small screen at 200 %: 400 by 400 pixels of ours.
#include "app/core/inspect/framelogmodel.h"
#include "app/core/preferences.h"
#include "app/ui/actionlist.h"
#include "app/ui/connectdialog.h"
#include "app/ui/helpdialog.h"
#include "app/ui/settingsdialog.h"
#include "app/ui/textdialog.h"
#include "tests/app/ui/uifixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestLowScreen final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        test::application().setStyleSheet(m_theme->styleSheet());
        QVERIFY(QGuiApplication::primaryScreen()->availableSize().height() <= 400);
    }
    void cleanup() { test::application().setStyleSheet({}); }

    void theFirstDialogScrolls()
    {
        ConnectDialog dialog(*m_theme);
        dialog.setLocalServer(QUrl(u"ws://localhost:8765"_s));
        dialog.welcome();
        dialog.showLocalServer(ConnectDialog::LocalServer::CanStart, {});
        dialog.open();
        dialog.findChild<QPushButton *>(u"testButton"_s)->click();
        dialog.showTestResult(ConnectDialog::TestResult::NotReached,
                              u"Nobody answers there. "_s.repeated(9));
        QCoreApplication::processEvents();
        checkSize(dialog);
        const QWidget *connectButton = dialog.findChild<QPushButton *>(u"connectButton"_s);
        QVERIFY(dialog.rect().contains(connectButton->geometry()));
        auto *area = dialog.findChild<QScrollArea *>(u"connectArea"_s);
        QVERIFY(area->verticalScrollBar()->maximum() > 0);
        for (const QLabel *label : area->widget()->findChildren<QLabel *>()) {
            if (label->isVisible() && label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()),
                         qPrintable(label->text()));
        }
        // Whatever one goes to comes into view.
        auto *nick = dialog.findChild<QLineEdit *>(u"nickEdit"_s);
        nick->setFocus();
        for (int i = 0; i < 5; ++i) {
            QWidget *now = dialog.focusWidget();
            if (area->isAncestorOf(now))
                QVERIFY2(
                    area->viewport()->rect().contains(now->mapTo(area->viewport(), QPoint(1, 1))),
                    qPrintable(now->objectName()));
            QTest::keyClick(now, Qt::Key_Tab);
        }
    }

    void noOtherDialogIsLargerThanTheScreen()
    {
        ActionList actions(*m_theme);
        SettingsDialog settings(*m_theme, actions, {});
        for (int page = 0; page < settings.pageCount(); ++page) {
            settings.show();
            settings.showPage(page);
            QCoreApplication::processEvents();
            checkSize(settings);
        }
        HelpDialog help(*m_theme, actions, SendKey::Enter);
        help.show();
        TextDialog text(*m_theme, u"A title"_s, u"x\n"_s.repeated(300));
        text.show();
        QCoreApplication::processEvents();
        checkSize(help);
        checkSize(text);
    }

private:
    static void checkSize(const QWidget &window)
    {
        const QSize room = window.screen()->availableSize();
        const QSize size = window.frameGeometry().size();
        QVERIFY2(size.width() <= room.width() && size.height() <= room.height(),
                 qPrintable(u"%1: %2 x %3 of %4 x %5"_s.arg(window.objectName())
                                .arg(size.width())
                                .arg(size.height())
                                .arg(room.width())
                                .arg(room.height())));
    }

    std::unique_ptr<Theme> m_theme;
};

int main(int argc, char **argv)
{
    qputenv("QT_SCALE_FACTOR", "2");
    QApplication application(argc, argv);
    TestLowScreen test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lowscreen.moc"
