#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/connectdialog.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"

#include <QAction>
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
            first->start({});
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
        QVERIFY(!second->window().isPanelWanted());
        QVERIFY(isChecked(*second, u"languageJapaneseAction"_s));
        QVERIFY(isChecked(*second, u"themeDarkAction"_s));
        QCOMPARE(text(*second, u"helpAction"_s), u"コマンドとショートカット(&C)"_s);
        QVERIFY(Theme::looksDark(QApplication::palette()));
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
