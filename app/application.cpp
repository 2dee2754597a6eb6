#include "app/application.h"

#include "app/core/commandline.h"
#include "app/core/settingkeys.h"
#include "app/core/trust.h"
#include "app/ui/icons.h"
#include "app/ui/messageview.h"
#include "app/windowmain.h"

#include <QApplication>
#include <QDesktopServices>
#include <QLocale>
#include <QStyleFactory>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

QString nameOf(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::System:
        return u"system"_s;
    case ThemeMode::Light:
        return u"light"_s;
    case ThemeMode::Dark:
        return u"dark"_s;
    }
    return u"system"_s;
}

ThemeMode themeModeFromName(const QString &name)
{
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        if (name == nameOf(mode))
            return mode;
    }
    return ThemeMode::System;
}

} // namespace

Application::Application(QApplication &app, Settings &settings, std::optional<UiLanguage> language)
    : m_app(app)
    , m_settings(settings)
    , m_theme(Theme::preferredFont(app.font()), Theme::looksDark(app.palette()))
    , m_client(m_clock, ReconnectPolicy::withSystemRandom())
    , m_log(settings.get(keys::scrollback))
    , m_router(m_client, m_log, m_clock)
    , m_spokenLog(m_log)
{
    m_theme.setMode(themeModeFromName(settings.get(keys::theme)));
    applyTheme();
    const UiLanguage remembered =
        languageFromName(settings.get(keys::language)).value_or(UiLanguage::System);
    m_translations.setLanguage(language.value_or(remembered));
    QLocale::setDefault(m_translations.locale());
    connect(&m_theme, &Theme::changed, this, &Application::applyTheme);
    // After the font: widgets that have a style sheet already do not take another one over.
    makeWindow();
}

void Application::makeWindow()
{
    m_window = std::make_unique<MainWindow>(m_theme);
    m_controller = std::make_unique<WindowController>(WindowController::Parts{
        m_clock, m_theme, m_client, m_log, m_router, m_settings, *m_window});
    m_window->view().setModel(&m_spokenLog);
    m_window->showThemeMode(m_theme.mode());
    m_window->showLanguage(m_translations.language());
    restoreWindow();
    connect(m_window.get(), &MainWindow::themeModeChosen, this, &Application::setThemeMode);
    connect(m_window.get(), &MainWindow::languageChosen, this, &Application::setLanguage);
    connect(m_window.get(), &MainWindow::closing, this, &Application::rememberWindow);
    connect(m_controller.get(), &WindowController::webLinkActivated, this,
            &QDesktopServices::openUrl);
}

void Application::start(const std::optional<QUrl> &url)
{
    m_window->show();
    if (url)
        m_controller->openServer(*url);
    else
        m_controller->openConnectDialog();
}

void Application::applyTheme()
{
    m_app.setFont(m_theme.baseFont());
    m_app.setPalette(m_theme.palette());
    m_app.setStyleSheet(m_theme.styleSheet());
}

void Application::setThemeMode(ThemeMode mode)
{
    m_settings.set(keys::theme, nameOf(mode));
    m_theme.setMode(mode);
}

void Application::setLanguage(UiLanguage language)
{
    m_settings.set(keys::language, languageName(language));
    m_translations.setLanguage(language);
    // After the translators: widgets that react to them format dates with the default locale.
    QLocale::setDefault(m_translations.locale());
    QEvent changed(QEvent::LanguageChange);
    QApplication::sendEvent(&m_window->view(), &changed);
    m_window->showLanguage(language);
}

void Application::restoreWindow()
{
    m_window->setPanelWanted(m_settings.get(keys::serverPanel));
    const QByteArray geometry = m_settings.get(keys::windowGeometry);
    if (geometry.isEmpty() || !m_window->restoreGeometry(geometry))
        m_window->resize(m_theme.space(230), m_theme.space(160));
}

void Application::rememberWindow()
{
    m_settings.set(keys::windowGeometry, m_window->saveGeometry());
    m_settings.set(keys::serverPanel, m_window->isPanelWanted());
}

std::optional<int> runWindow(int &argc, char **argv, StartupGuard::Report reportNoDisplay)
{
    const Result<AppCommandLine, CommandLineError> line = parseCommandLine(argumentsOf(argc, argv));
    if (!line || line.value().mode != AppCommandLine::Mode::Window)
        return {};
    const QString &trusted = line.value().trustedFile;
    if (!trusted.isEmpty() && trustCertificatesIn(trusted))
        return {}; // which is reported without a window
    std::optional<StartupGuard> guard(reportNoDisplay);
    QApplication app(argc, argv);
    guard.reset();
    QApplication::setApplicationName(u"kodama"_s);
    QApplication::setOrganizationName(u"kodama"_s);
    QApplication::setApplicationVersion(QStringLiteral(KODAMA_VERSION));
    QApplication::setDesktopFileName(u"kodama"_s);
    QApplication::setWindowIcon(icons::appIcon());
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    Settings settings;
    Application application(app, settings, line.value().language);
    application.start(line.value().url);
    return QApplication::exec();
}

} // namespace kodama
