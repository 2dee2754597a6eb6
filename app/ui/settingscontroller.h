// Puts the preferences into force: reads them, applies each change at once, stores it.
#pragma once

#include "app/core/preferences.h"
#include "app/ui/theme.h"

#include <QFont>
#include <QPointer>

#include <optional>

class QApplication;

namespace kodama {

class MainWindow;
class MessageLogModel;
class Settings;
class SettingsDialog;

class SettingsController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsController)

public:
    /// What is dressed; everything outlives the controller.
    struct Parts
    {
        QApplication &app;
        Settings &settings;
        Translations &translations;
        Theme &theme;
    };

    /// Brings look and language into force, before any widget is made. `language` overrides what
    /// is remembered, for this run.
    SettingsController(const Parts &parts, std::optional<UiLanguage> language);

    /// From now on the window's menus and keys change preferences and show them.
    void attach(MainWindow &window, MessageLogModel &log);

    [[nodiscard]] const Preferences &preferences() const { return m_now; }
    void set(const Preferences &preferences);
    void openDialog();

Q_SIGNALS:
    /// For whoever else acts by them; the look is in force already.
    void changed(const kodama::Preferences &preferences);

private:
    void connectWindow(MainWindow &window);
    void applyFont();
    void applyLook();
    void applyLanguage();
    void applyToWindow();
    void setZoom(int percent);
    void storeKeys();

    Parts m_parts;
    QFont m_systemFont;
    Preferences m_now;
    std::optional<UiLanguage> m_languageOfThisRun;
    MainWindow *m_window = nullptr;
    MessageLogModel *m_log = nullptr;
    QPointer<SettingsDialog> m_dialog;
};

} // namespace kodama
