#include "app/application.h"

#include "app/core/activationtoken.h"
#include "app/core/chat/serverfolder.h"
#include "app/core/commandline.h"
#include "app/core/serverurl.h"
#include "app/core/settingkeys.h"
#include "app/core/spelldictionary.h"
#include "app/core/stopsignals.h"
#include "app/core/trust.h"
#include "app/ui/actionlist.h"
#include "app/ui/icons.h"
#include "app/ui/messageview.h"
#include "app/ui/roomexport.h"
#include "app/ui/scaledstyle.h"
#include "app/ui/screenfit.h"
#include "app/ui/sidecolumns.h"
#include "app/ui/traywatch.h"
#include "app/ui/x11tray.h"
#include "app/windowmain.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDesktopServices>
#include <QFileInfo>
#include <QTimer>

#include <csignal>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

// Without one the library would try to start one, and wait.
bool hasSessionBus()
{
    const QString address = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
    if (!address.isEmpty())
        return !address.startsWith("disabled:"_L1);
    return QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s);
}

// Qt's own parts look for the bus, too, and the library would run dbus-launch for them, which takes
// longer than all else of the start.
void spareTheSearchForABus()
{
    if (!hasSessionBus())
        qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
}

QtMessageHandler handlerBefore = nullptr;

// Of a script that no installed font can shape Qt complains with each text that is in it (a warning
// without a category), to whoever started the program and can do nothing.
void passOn(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (!message.startsWith("  OpenType support missing for"_L1))
        handlerBefore(type, context, message);
}

QDBusConnection openBus()
{
    return hasSessionBus() ? QDBusConnection::sessionBus() : QDBusConnection(u"none"_s);
}

} // namespace

Application::Application(QApplication &app, Settings &settings, std::optional<UiLanguage> language,
                         const QString &dataFolder, const QUrl &localServer)
    : m_app(app)
    , m_settings(settings)
    , m_theme(Theme::preferredFont(QApplication::font()), Theme::looksDark(QApplication::palette()))
    , m_settingsController({app, settings, m_translations, m_theme}, language)
    , m_client(m_clock, ReconnectPolicy::withSystemRandom())
    , m_log(m_settingsController.preferences().scrollbackRows)
    , m_router(m_client, m_log, m_clock)
    , m_chat(m_client, m_clock, dataFolder)
    , m_spokenLog(m_log)
    , m_names(m_log)
    , m_notifications(&openBus)
{
    // After the look: widgets that have a style sheet already do not take another one over.
    makeWindow(localServer);
}

void Application::makeWindow(const QUrl &localServer)
{
    m_window = std::make_unique<MainWindow>(m_theme);
    m_window->view().setModel(&m_spokenLog);
    m_rooms = std::make_unique<RoomController>(RoomController::Parts{
        m_client, m_chat, m_router, m_settings, *m_window, m_spokenLog, m_names});
    m_controller = std::make_unique<WindowController>(WindowController::Parts{
        m_clock, m_theme, m_client, m_log, m_router, m_settings, *m_window, *m_rooms, localServer});
    m_settingsController.attach(*m_window, m_log);
    makeNavigation();
    restoreWindow();
    makeAttention();
    m_search = std::make_unique<SearchController>(
        SearchController::Parts{m_theme, m_chat, m_log, *m_rooms, *m_window});
    m_export = std::make_unique<RoomExport>(m_chat, *m_window);
    m_inspector = std::make_unique<InspectorController>(
        InspectorController::Parts{m_clock, m_theme, m_client, m_window->actions()});
    connect(m_window.get(), &MainWindow::closing, m_inspector.get(), &InspectorController::close);
    connect(m_window.get(), &MainWindow::closing, this, &Application::rememberWindow);
    connect(m_controller.get(), &WindowController::webLinkActivated, this,
            &QDesktopServices::openUrl);
}

void Application::makeNavigation()
{
    m_navigation = std::make_unique<RoomNavigation>(RoomNavigation::Parts{
        m_theme, m_client, m_chat, *m_window, m_settingsController, m_settings});
    connect(m_navigation.get(), &RoomNavigation::roomWanted, m_rooms.get(),
            &RoomController::enterRoom);
    connect(m_navigation.get(), &RoomNavigation::nameWanted, m_rooms.get(),
            &RoomController::takeName);
    connect(m_navigation.get(), &RoomNavigation::topicWanted, m_rooms.get(),
            &RoomController::takeTopic);
    const auto bound = [this](MessageLogModel &log) {
        log.setCapacityRows(m_settingsController.preferences().scrollbackRows);
    };
    connect(&m_chat.rooms(), &RoomListModel::opened, this,
            [bound](Conversation *conversation) { bound(conversation->log()); });
    connect(&m_settingsController, &SettingsController::changed, this, [this, bound] {
        for (int row = 0; row < m_chat.rooms().rowCount(); ++row)
            bound(m_chat.rooms().conversation(row).log());
    });
}

void Application::makeAttention()
{
    m_attention = std::make_unique<AttentionController>(AttentionController::Parts{
        m_clock, m_theme, *m_window, m_settingsController, m_notifications});
    m_attention->setNick(m_settings.get(keys::userNick));
    m_attention->watch(m_log);
    connect(&m_router, &ServerEventRouter::operatorSpoke, m_attention.get(),
            &AttentionController::operatorSpoke);
    AttentionController *attention = m_attention.get();
    RoomController *rooms = m_rooms.get();
    connect(rooms, &RoomController::messageArrived, attention,
            &AttentionController::messageArrived);
    connect(rooms, &RoomController::roomShown, attention, &AttentionController::setRoom);
    connect(rooms, &RoomController::roomClosed, attention, &AttentionController::forgetRoom);
    connect(rooms, &RoomController::roomRenamed, attention, &AttentionController::renameRoom);
    connect(&m_chat, &Chat::nickChanged, attention, &AttentionController::setNick);
    connect(attention, &AttentionController::roomWanted, rooms, [this](const QString &room) {
        if (m_chat.rooms().find(room) != nullptr)
            m_rooms->showRoom(room);
    });
}

Application::~Application()
{
    // A server of this window's own ends with it, and waits for those who are connected.
    m_client.close();
}

void Application::keepDrafts(const QString &path)
{
    m_window->composer().setDraftStore(nullptr);
    m_drafts = std::make_unique<DraftStore>(path);
    m_window->composer().setDraftStore(m_drafts.get());
}

void Application::checkSpelling(std::unique_ptr<SpellDictionary> dictionary)
{
    m_window->composer().setSpellDictionary(dictionary.get());
    m_spelling = std::move(dictionary);
}

void Application::start(const std::optional<QUrl> &url)
{
    m_window->show();
    // Qt uses it for a window that asks to come to the front, which none does by being shown.
    if (const QString token = takeActivationToken(); !token.isEmpty())
        m_attention->raiseWindow(token);
    QTimer::singleShot(0, this, &Application::followSystem); // after the first picture
    const Result<QUrl, ServerUrlError> last = parseServerUrl(m_settings.get(keys::lastServer));
    if (url)
        m_controller->openServer(*url);
    else if (last)
        m_controller->openServer(last.value()); // where one was yesterday, one wants to be today
    else
        m_controller->openConnectDialog();
}

void Application::serve(const QString &instanceSocketPath)
{
    // Where that is not possible, every start opens a window of its own.
    if (!m_instance.listen(instanceSocketPath))
        return;
    m_instance.setQuiet(m_settingsController.preferences().doNotDisturb);
    connect(&m_settingsController, &SettingsController::changed, &m_instance,
            [this](const Preferences &now) { m_instance.setQuiet(now.doNotDisturb); });
    connect(&m_instance, &SingleInstance::requested, this, &Application::onRequested);
}

void Application::onRequested(const InstanceRequest &request)
{
    if (request.dnd) {
        const bool isQuiet = m_settingsController.preferences().doNotDisturb;
        m_attention->setQuiet(*request.dnd == QuietMode::Toggle ? !isQuiet
                                                                : *request.dnd == QuietMode::On);
        return;
    }
    if (request.url)
        m_controller->openServer(*request.url);
    m_attention->raiseWindow(request.activationToken);
}

void Application::followSystem()
{
    m_systemScheme = std::make_unique<SystemScheme>(openBus());
    connect(m_systemScheme.get(), &SystemScheme::changed, &m_theme, &Theme::setSystemIsDark);
    m_wakeWatch = std::make_unique<WakeWatch>(m_client, m_clock);
    m_trayWatch = std::make_unique<TrayWatch>(openBus());
    connect(m_trayWatch.get(), &TrayWatch::found, &m_attention->tray(), &TrayIcon::appear);
    m_x11Tray = std::make_unique<X11Tray>(m_app);
    connect(m_x11Tray.get(), &X11Tray::came, m_trayWatch.get(), &TrayWatch::onX11TrayFound);
    if (m_x11Tray->isThere())
        m_trayWatch->onX11TrayFound();
}

void Application::restoreWindow()
{
    m_window->setPanelWanted(m_settings.get(keys::serverPanel));
    m_window->action(ActionId::Members).setChecked(m_settings.get(keys::memberList));
    m_window->columns().setWidths({m_settings.get(keys::roomsWidth),
                                   m_settings.get(keys::membersWidth),
                                   m_settings.get(keys::panelWidth)});
    const QByteArray geometry = m_settings.get(keys::windowGeometry);
    if (geometry.isEmpty() || !m_window->restoreGeometry(geometry))
        m_window->resize(fitting(*m_window, {m_theme.space(230), m_theme.space(160)}));
}

void Application::rememberWindow()
{
    m_settings.set(keys::windowGeometry, m_window->saveGeometry());
    m_settings.set(keys::serverPanel, m_window->columns().isPanelWanted());
    m_settings.set(keys::memberList, m_window->columns().areMembersWanted());
    const ColumnWidths widths = m_window->columns().widths();
    m_settings.set(keys::roomsWidth, widths.rooms);
    m_settings.set(keys::membersWidth, widths.members);
    m_settings.set(keys::panelWidth, widths.panel);
}

namespace {

// Another profile is another person.
QString dataFolderOf(const QString &profile)
{
    QString base = ServerFolder::standardBase();
    if (base.isEmpty())
        return base;
    return base + (profile.isEmpty() ? u"/window"_s : u"/window-"_s + profile);
}

// Before there is a display, which the second start may not even have.
bool isHandedOver(int &argc, char **argv, const QString &socket, const std::optional<QUrl> &url)
{
    if (!QFileInfo::exists(socket))
        return false;
    const QCoreApplication application(argc, argv);
    const QString token = takeActivationToken();
    if (handOver(socket, {url, std::nullopt, token}))
        return true;
    offerActivationToken(token); // it is for the window that opens here, then
    return false;
}

// Before there is a display, too: what is wrong with the file is reported without a window.
bool canTrust(int &argc, char **argv, const QString &file)
{
    const QCoreApplication application(argc, argv); // the library behind TLS is loaded through it
    return !trustCertificatesIn(file);
}

struct Ending
{
    int status = 0;
    int stoppedBy = 0; // a signal
};

// Everything is saved when this returns.
Ending runUntilClosed(QApplication &app, Settings &settings, const AppCommandLine &line,
                      const QString &socket)
{
    Ending ending;
    Application application(app, settings, line.language, dataFolderOf(line.profile));
    const StopSignals signalWatcher;
    QObject::connect(&signalWatcher, &StopSignals::stopRequested, &application,
                     [window = &application.window(), ending = &ending](int number) {
                         ending->stoppedBy = number;
                         window->close();
                         QApplication::exit();
                     });
    application.serve(socket);
    application.keepDrafts(DraftStore::defaultPath(line.profile));
    application.checkSpelling(std::make_unique<SpellDictionary>(
        SpellDictionary::Places{SpellDictionary::systemFolders(),
                                SpellDictionary::defaultOwnWords()},
        SpellDictionary::systemLanguages()));
    application.start(line.url);
    ending.status = QApplication::exec();
    return ending;
}

} // namespace

std::optional<int> runWindow(int &argc, char **argv, StartupGuard::Report reportNoDisplay)
{
    const Result<AppCommandLine, CommandLineError> line = parseCommandLine(argumentsOf(argc, argv));
    if (!line || line.value().mode != AppCommandLine::Mode::Window)
        return {};
    const QString &trusted = line.value().trustedFile;
    if (!trusted.isEmpty() && !canTrust(argc, argv, trusted))
        return {};
    const QString socket = instanceSocketPath(line.value().profile);
    if (!line.value().newWindow && isHandedOver(argc, argv, socket, line.value().url))
        return 0;
    spareTheSearchForABus();
    std::optional<StartupGuard> guard(reportNoDisplay);
    QApplication app(argc, argv);
    guard.reset();
    handlerBefore = qInstallMessageHandler(passOn);
    QApplication::setApplicationName(u"kodama"_s);
    QApplication::setOrganizationName(u"kodama"_s);
    QApplication::setApplicationVersion(QStringLiteral(KODAMA_VERSION));
    QApplication::setDesktopFileName(u"kodama"_s);
    QApplication::setWindowIcon(icons::appIcon());
    QApplication::setStyle(new ScaledStyle); // which belongs to it
    Settings settings(Settings::Profile{line.value().profile});
    const Ending ending = runUntilClosed(app, settings, line.value(), socket);
    (void)settings.save(); // not later than here
    if (ending.stoppedBy != 0)
        std::raise(ending.stoppedBy); // whoever sent it sees that it was obeyed
    return ending.status;
}

} // namespace kodama
