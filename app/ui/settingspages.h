// The pages of the settings that are plain rows of choices.
#pragma once

#include "app/core/preferences.h"
#include "app/ui/settingspage.h"

namespace kodama {

/// What a page shows and how it says that something was changed.
struct PreferencesEditor
{
    const Preferences &now;
    std::function<void(const std::function<void(Preferences &)> &)> change;
};

[[nodiscard]] SettingsPage *makeAppearancePage(const Theme &theme, const PreferencesEditor &editor);
[[nodiscard]] SettingsPage *makeLanguagePage(const Theme &theme, const PreferencesEditor &editor);
[[nodiscard]] SettingsPage *makeWritingPage(const Theme &theme, const PreferencesEditor &editor);
[[nodiscard]] SettingsPage *makeNotificationsPage(const Theme &theme,
                                                  const PreferencesEditor &editor);
[[nodiscard]] SettingsPage *makeHistoryPage(const Theme &theme, const PreferencesEditor &editor);

} // namespace kodama
