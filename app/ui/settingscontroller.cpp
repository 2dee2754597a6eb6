#include "app/ui/settingscontroller.h"

#include "app/core/messagelogmodel.h"
#include "app/core/settings.h"
#include "app/ui/actionlist.h"
#include "app/ui/mainwindow.h"
#include "app/ui/messageview.h"
#include "app/ui/settingsdialog.h"

#include <QApplication>
#include <QFontInfo>
#include <QLocale>

namespace kodama {

SettingsController::SettingsController(const Parts &parts, std::optional<UiLanguage> language)
    : m_parts(parts)
    , m_systemFont(parts.theme.baseFont())
    , m_now(readPreferences(parts.settings))
    , m_languageOfThisRun(language)
{
    m_parts.theme.setMode(m_now.theme);
    m_parts.theme.setDensity(m_now.density);
    m_parts.theme.setReducedMotion(m_now.reducedMotion);
    applyFont();
    applyLook();
    applyLanguage();
    connect(&m_parts.theme, &Theme::changed, this, &SettingsController::applyLook);
}

void SettingsController::attach(MainWindow &window, MessageLogModel &log)
{
    m_window = &window;
    m_log = &log;
    connectWindow(window);
    window.actions().setChangedKeys(m_now.changedKeys);
    connect(&window.actions(), &ActionList::keysChanged, this, &SettingsController::storeKeys);
    applyToWindow();
}

void SettingsController::set(const Preferences &preferences)
{
    if (preferences == m_now)
        return;
    const Preferences before = std::exchange(m_now, preferences);
    writePreferences(m_parts.settings, m_now);
    m_parts.theme.setMode(m_now.theme);
    m_parts.theme.setDensity(m_now.density);
    m_parts.theme.setReducedMotion(m_now.reducedMotion);
    applyFont();
    if (m_now.language != before.language) {
        m_languageOfThisRun.reset();
        applyLanguage();
    }
    applyToWindow();
    if (m_dialog != nullptr)
        m_dialog->setPreferences(m_now);
    Q_EMIT changed(m_now);
}

void SettingsController::openDialog()
{
    if (m_dialog != nullptr) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    m_dialog = new SettingsDialog(m_parts.theme, m_window->actions(), m_now, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &SettingsDialog::changed, this, &SettingsController::set);
    m_dialog->show();
}

void SettingsController::connectWindow(MainWindow &window)
{
    const auto on = [this, &window](ActionId id, auto work) {
        connect(&window.action(id), &QAction::triggered, this, work);
    };
    on(ActionId::Settings, &SettingsController::openDialog);
    on(ActionId::ZoomIn, [this] { setZoom(zoomStep(m_now.zoomPercent, +1)); });
    on(ActionId::ZoomOut, [this] { setZoom(zoomStep(m_now.zoomPercent, -1)); });
    on(ActionId::ZoomReset, [this] { setZoom(Preferences().zoomPercent); });
    connect(&window, &MainWindow::themeModeChosen, this, [this](ThemeMode mode) {
        Preferences next = m_now;
        next.theme = mode;
        set(next);
    });
    connect(&window, &MainWindow::languageChosen, this, [this](UiLanguage language) {
        Preferences next = m_now;
        next.language = language;
        set(next);
    });
}

void SettingsController::applyFont()
{
    QFont font = m_systemFont;
    if (!m_now.fontFamily.isEmpty())
        font.setFamilies({m_now.fontFamily, m_systemFont.family()});
    const qreal system =
        m_systemFont.pointSizeF() > 0 ? m_systemFont.pointSizeF() : QFontInfo(font).pointSizeF();
    const qreal points = m_now.fontPoints > 0 ? qreal(m_now.fontPoints) : system;
    if (m_now.fontPoints > 0 || m_now.zoomPercent != 100)
        font.setPointSizeF(points * m_now.zoomPercent / 100.0);
    m_parts.theme.setBaseFont(font);
}

void SettingsController::applyLook()
{
    m_parts.app.setFont(m_parts.theme.baseFont());
    m_parts.app.setPalette(m_parts.theme.palette());
    m_parts.app.setStyleSheet(m_parts.theme.styleSheet());
    const bool isReduced = m_parts.theme.hasReducedMotion();
    for (const Qt::UIEffect effect : {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo,
                                      Qt::UI_AnimateTooltip, Qt::UI_FadeTooltip})
        QApplication::setEffectEnabled(effect, !isReduced);
    constexpr int usualFlashMs = 1000;
    QApplication::setCursorFlashTime(isReduced ? 0 : usualFlashMs);
}

void SettingsController::applyLanguage()
{
    m_parts.translations.setLanguage(m_languageOfThisRun.value_or(m_now.language));
    // After the translators: widgets that react to them format dates with the default locale.
    QLocale::setDefault(m_parts.translations.locale());
    if (m_window == nullptr)
        return;
    QEvent changed(QEvent::LanguageChange);
    QApplication::sendEvent(&m_window->view(), &changed);
}

void SettingsController::applyToWindow()
{
    if (m_window == nullptr)
        return;
    m_window->showThemeMode(m_now.theme);
    m_window->showLanguage(m_parts.translations.language());
    m_window->composer().setSendKey(m_now.sendKey);
    m_window->composer().setAsksBeforeLongPaste(m_now.asksBeforeLongPaste);
    m_window->composer().setChecksSpelling(m_now.checksSpelling);
    m_log->setCapacityRows(m_now.scrollbackRows);
    if (m_window->actions().changedKeys() != m_now.changedKeys)
        m_window->actions().setChangedKeys(m_now.changedKeys);
}

void SettingsController::setZoom(int percent)
{
    Preferences next = m_now;
    next.zoomPercent = percent;
    set(next);
}

void SettingsController::storeKeys()
{
    Preferences next = m_now;
    next.changedKeys = m_window->actions().changedKeys();
    set(next);
}

} // namespace kodama
