// The window's program: makes the parts, connects them, remembers what is to be remembered.
#pragma once

#include "app/core/chatclient.h"
#include "app/core/draftstore.h"
#include "app/core/language.h"
#include "app/core/lognames.h"
#include "app/core/messagelogmodel.h"
#include "app/core/servereventrouter.h"
#include "app/core/settings.h"
#include "app/core/singleinstance.h"
#include "app/core/wakewatch.h"
#include "app/ui/attentioncontroller.h"
#include "app/ui/dbusnotifications.h"
#include "app/ui/inspectorcontroller.h"
#include "app/ui/mainwindow.h"
#include "app/ui/roomcontroller.h"
#include "app/ui/roomnavigation.h"
#include "app/ui/searchcontroller.h"
#include "app/ui/settingscontroller.h"
#include "app/ui/spokenlogmodel.h"
#include "app/ui/systemscheme.h"
#include "app/ui/theme.h"
#include "app/ui/windowcontroller.h"
#include "common/clock.h"

#include <QObject>

#include <memory>
#include <optional>

class QApplication;

namespace kodama {

class RoomExport;
class SpellDictionary;
class TrayWatch;
class X11Tray;

class Application final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Application)

public:
    /// `language` overrides what is remembered, for this run. `app` and `settings` outlive this.
    /// What is known of servers is kept below `dataFolder`, if that is not empty. A server of one's
    /// own is looked for and started at `localServer`.
    Application(QApplication &app, Settings &settings, std::optional<UiLanguage> language,
                const QString &dataFolder = {}, const QUrl &localServer = defaultServerUrl());
    ~Application() override;

    /// Before start(): drafts are kept in this file, and come back from it.
    void keepDrafts(const QString &path);

    /// Before start(): what is typed is checked against this.
    void checkSpelling(std::unique_ptr<SpellDictionary> dictionary);

    /// Shows the window; connects to `url`, else to the server used last, else asks where to.
    void start(const std::optional<QUrl> &url);

    /// From now on a second start of the same profile talks to this one.
    void serve(const QString &instanceSocketPath);

    [[nodiscard]] MainWindow &window() { return *m_window; }
    [[nodiscard]] ChatClient &client() { return m_client; }
    [[nodiscard]] MessageLogModel &log() { return m_log; }
    [[nodiscard]] Chat &chat() { return m_chat; }
    [[nodiscard]] AttentionController &attention() { return *m_attention; }
    [[nodiscard]] InspectorController &inspector() { return *m_inspector; }
    [[nodiscard]] WakeWatch *wakeWatch() { return m_wakeWatch.get(); } ///< soon after start()

private:
    void makeWindow(const QUrl &localServer);
    void makeNavigation();
    void makeAttention();
    void followSystem();
    void onRequested(const InstanceRequest &request);
    void restoreWindow();
    void rememberWindow();

    QApplication &m_app;
    Settings &m_settings;
    SystemClock m_clock;
    Translations m_translations;
    Theme m_theme;
    SettingsController m_settingsController;
    ChatClient m_client;
    MessageLogModel m_log;
    ServerEventRouter m_router;
    Chat m_chat;
    SpokenLogModel m_spokenLog;
    LogNames m_names;
    std::unique_ptr<DraftStore> m_drafts;
    std::unique_ptr<SpellDictionary> m_spelling;
    // Made when look and language are in force: nothing has to be shown twice.
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<RoomController> m_rooms;
    std::unique_ptr<WindowController> m_controller;
    std::unique_ptr<RoomNavigation> m_navigation;
    std::unique_ptr<WakeWatch> m_wakeWatch;
    std::unique_ptr<InspectorController> m_inspector;
    std::unique_ptr<SearchController> m_search;
    std::unique_ptr<RoomExport> m_export;
    DBusNotifications m_notifications;
    std::unique_ptr<AttentionController> m_attention;
    std::unique_ptr<SystemScheme> m_systemScheme;
    std::unique_ptr<TrayWatch> m_trayWatch;
    std::unique_ptr<X11Tray> m_x11Tray;
    SingleInstance m_instance;
};

} // namespace kodama
