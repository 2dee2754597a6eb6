#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/connectdialog.h"
#include "app/ui/messageview.h"
#include "app/ui/serverpanel.h"
#include "app/ui/sidecolumns.h"
#include "tests/app/ui/uifixture.h"

#include <QAction>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTemporaryDir>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestApplication final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
    }

    void remembersPlaceLanguageAndTheme()
    {
        {
            const auto first = make({});
            open(*first);
            trigger(*first, u"languageJapaneseAction"_s);
            trigger(*first, u"themeDarkAction"_s);
            trigger(*first, u"panelAction"_s);
            first->window().resize(870, 555);
            first->window().close();
        }
        QVERIFY(m_settings->save());
        const Settings reread(m_folder->filePath(u"k.ini"_s));
        QCOMPARE(reread.get(keys::language), u"ja"_s);
        QCOMPARE(reread.get(keys::theme), u"dark"_s);
        const auto second = make({});
        second->start({});
        QCOMPARE(second->window().size(), QSize(870, 555));
        QVERIFY(!second->window().columns().isPanelWanted());
        QVERIFY(isChecked(*second, u"languageJapaneseAction"_s));
        QVERIFY(isChecked(*second, u"themeDarkAction"_s));
        QCOMPARE(text(*second, u"helpAction"_s), u"コマンドとショートカット(&C)"_s);
        QVERIFY(Theme::looksDark(QApplication::palette()));
    }

    void aColumnForWhichThereIsNoRoomIsStillWanted()
    {
        {
            const auto first = make({});
            open(*first);
            first->window().resize(Theme(QApplication::font()).space(125), 600);
            QTRY_VERIFY_WITH_TIMEOUT(!panel(*first).isVisible(), 30'000);
            QVERIFY(!isChecked(*first, u"panelAction"_s));
            first->window().close();
        }
        QVERIFY(m_settings->get(keys::serverPanel));
        QVERIFY(m_settings->get(keys::memberList));
    }

    void columnsKeepTheWidthThatOneDragged()
    {
        int wide = 0;
        {
            const auto first = make({});
            open(*first);
            const int before = panel(*first).width();
            dragPanel(*first, -40);
            wide = panel(*first).width();
            QVERIFY(wide > before + 30 && wide < before + 50); // the edge is some pixels wide
            first->window().resize(1300, 700);                 // the log takes what there is more
            QCOMPARE(panel(*first).width(), wide);
            first->window().close();
        }
        const auto second = make({});
        open(*second);
        const int step = Theme(QApplication::font()).space(1);
        QVERIFY2(std::abs(panel(*second).width() - wide) <= step,
                 qPrintable(u"%1, not %2"_s.arg(panel(*second).width()).arg(wide)));
    }

    void columnsAreNeverTooNarrowAndLeaveRoomForTheLog()
    {
        m_settings->set(keys::panelWidth, 100'000);
        const auto application = make({});
        open(*application);
        application->window().resize(2400, 700);
        const Theme theme(QApplication::font());
        QVERIFY(panel(*application).isVisible());
        QVERIFY(panel(*application).width() <= theme.space(130));
        dragPanel(*application, 2000);
        QVERIFY(panel(*application).width() >= theme.space(25));
        application->window().resize(theme.space(220), 700);
        QVERIFY(panel(*application).isVisible());
        dragPanel(*application, -theme.space(150));
        QVERIFY(application->window().view().width() >= theme.space(120));
        QVERIFY(panel(*application).isVisible());
    }

    void whatWasNotSentIsThereAfterARestart()
    {
        const QString drafts = m_folder->filePath(u"drafts"_s);
        const auto input = [](Application &application) {
            return application.window().findChild<QPlainTextEdit *>(u"input"_s);
        };
        {
            const auto first = make({});
            first->keepDrafts(drafts);
            first->start(QUrl(u"ws://127.0.0.1:1"_s)); // nobody answers there
            input(*first)->insertPlainText(u"書きかけ\nhalf a sentence"_s);
            first->window().close();
        }
        const auto second = make({});
        second->keepDrafts(drafts);
        second->start(QUrl(u"ws://127.0.0.1:2"_s));
        QVERIFY(input(*second)->toPlainText().isEmpty()); // another server is another place
        second->window().close();
        const auto third = make({});
        third->keepDrafts(drafts);
        third->start(QUrl(u"ws://127.0.0.1:1"_s));
        QCOMPARE(input(*third)->toPlainText(), u"書きかけ\nhalf a sentence"_s);
    }

    void damagedSettingsAreDefaults()
    {
        m_settings->set(keys::windowGeometry, QByteArrayLiteral("nonsense"));
        m_settings->set(keys::language, u"tlh"_s);
        m_settings->set(keys::theme, u"purple"_s);
        const auto application = make({});
        application->start({});
        QVERIFY(application->window().width() > 300);
        QVERIFY(isChecked(*application, u"languageSystemAction"_s));
        QVERIFY(isChecked(*application, u"themeSystemAction"_s));
    }

    void theCommandLineDecidesForThisRunOnly()
    {
        const auto application = make(UiLanguage::Japanese);
        QCOMPARE(text(*application, u"helpAction"_s), u"コマンドとショートカット(&C)"_s);
        QCOMPARE(m_settings->get(keys::language), u"system"_s);
    }

    void languageSwitchReachesTheLogAtOnce()
    {
        const auto application = make(UiLanguage::English);
        application->start({});
        application->log().append(test::chatEntry(u"ana"_s, u"x"_s));
        application->window().view().doItemsLayout();
        const QImage english = application->window().grab().toImage();
        trigger(*application, u"languageJapaneseAction"_s);
        QCOMPARE(QLocale().language(), QLocale::Japanese);
        QVERIFY(english != application->window().grab().toImage());
    }

    void withoutAServerItAsksForOne()
    {
        const auto application = make({});
        application->start({});
        auto *dialog = application->window().findChild<ConnectDialog *>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
    }

    void theTokenOfItsOwnStartIsForTheWindowAlone()
    {
        qputenv("XDG_ACTIVATION_TOKEN", "shell/start");
        const auto application = make({});
        application->start({});
        QCOMPARE(qEnvironmentVariable("XDG_ACTIVATION_TOKEN"), u"shell/start"_s); // Qt finds it
        QTRY_VERIFY_WITH_TIMEOUT(!qEnvironmentVariableIsSet("XDG_ACTIVATION_TOKEN"), 30'000);
        QVERIFY(application->window().isVisible());
        qputenv("XDG_ACTIVATION_TOKEN", "no\ntoken");
        const auto second = make({});
        second->start({});
        QVERIFY(!qEnvironmentVariableIsSet("XDG_ACTIVATION_TOKEN"));
    }

    void aClickedNotificationBringsTheWindowWithItsToken()
    {
        const auto application = make({});
        open(*application);
        application->window().hide();
        QStringList tokens;
        connect(&application->attention().notifier(), &Notifier::activated, this,
                [all = &tokens] { all->append(qEnvironmentVariable("XDG_ACTIVATION_TOKEN")); });
        Q_EMIT application->attention().notifier().activated(u"lobby"_s, u"shell/one"_s);
        QVERIFY(application->window().isVisible());
        QCOMPARE(tokens, QStringList{u"shell/one"_s}); // where Qt looks for it
        // Nothing that is started from here finds it there.
        QTRY_VERIFY_WITH_TIMEOUT(!qEnvironmentVariableIsSet("XDG_ACTIVATION_TOKEN"), 30'000);
    }

    void cleanup()
    {
        m_settings.reset();
        m_folder.reset();
        QLocale::setDefault(QLocale::c());
    }

private:
    std::unique_ptr<Application> make(std::optional<UiLanguage> language)
    {
        return std::make_unique<Application>(test::application(), *m_settings, language);
    }
    static void open(Application &application)
    {
        application.start({});
        application.window().resize(1200, 700);
        QVERIFY(QTest::qWaitForWindowExposed(&application.window()));
        QVERIFY(panel(application).isVisible());
    }
    static ServerPanel &panel(Application &application) { return application.window().panel(); }
    /// The edge between the log and the panel, by mouse.
    static void dragPanel(Application &application, int pixels)
    {
        auto *columns = application.window().findChild<QSplitter *>(u"columns"_s);
        QSplitterHandle *edge = columns->handle(columns->indexOf(&panel(application)));
        QTest::mousePress(edge, Qt::LeftButton, {}, edge->rect().center());
        QTest::mouseMove(edge, edge->rect().center() + QPoint(pixels, 0));
        QTest::mouseRelease(edge, Qt::LeftButton, {}, edge->rect().center());
    }
    static QAction *action(Application &application, const QString &name)
    {
        return application.window().findChild<QAction *>(name);
    }
    static void trigger(Application &application, const QString &name)
    {
        action(application, name)->trigger();
    }
    static bool isChecked(Application &application, const QString &name)
    {
        return action(application, name)->isChecked();
    }
    static QString text(Application &application, const QString &name)
    {
        return action(application, name)->text();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
};

QTEST_MAIN(TestApplication)
#include "tst_application.moc"
