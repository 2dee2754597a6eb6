#include "app/application.h"

#include "app/core/commandline.h"
#include "app/core/serverurl.h"
#include "app/core/settingkeys.h"
#include "app/core/trust.h"
#include "app/ui/icons.h"
#include "app/ui/messageview.h"
#include "app/windowmain.h"

#include <QApplication>
#include <QDesktopServices>
#include <QStyleFactory>

namespace kodama {

using namespace Qt::StringLiterals;

Application::Application(QApplication &app, Settings &settings, std::optional<UiLanguage> language)
    : m_settings(settings)
    , m_theme(Theme::preferredFont(app.font()), Theme::looksDark(app.palette()))
    , m_settingsController({app, settings, m_translations, m_theme}, language)
    , m_client(m_clock, ReconnectPolicy::withSystemRandom())
    , m_log(m_settingsController.preferences().scrollbackRows)
    , m_router(m_client, m_log, m_clock)
    , m_spokenLog(m_log)
{
    // After the look: widgets that have a style sheet already do not take another one over.
    makeWindow();
}

void Application::makeWindow()
{
    m_window = std::make_unique<MainWindow>(m_theme);
    m_controller = std::make_unique<WindowController>(WindowController::Parts{
        m_clock, m_theme, m_client, m_log, m_router, m_settings, *m_window});
    m_window->view().setModel(&m_spokenLog);
    m_settingsController.attach(*m_window, m_log);
    restoreWindow();
    connect(m_window.get(), &MainWindow::closing, this, &Application::rememberWindow);
    connect(m_controller.get(), &WindowController::webLinkActivated, this,
            &QDesktopServices::openUrl);
}

void Application::start(const std::optional<QUrl> &url)
{
    m_window->show();
    const Result<QUrl, ServerUrlError> last = parseServerUrl(m_settings.get(keys::lastServer));
    if (url)
        m_controller->openServer(*url);
    else if (last)
        m_controller->openServer(last.value()); // where one was yesterday, one wants to be today
    else
        m_controller->openConnectDialog();
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
