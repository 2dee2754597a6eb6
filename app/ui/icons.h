// Icons by name: one family of line drawings, coloured by the theme when they are painted.
#pragma once

#include "app/ui/theme.h"

#include <QIcon>
#include <QStringList>

class QLineEdit;

namespace kodama::icons {

/// The drawing `:/icons/NAME` in the theme's text colour, grey when disabled. Follows the theme:
/// an icon made once is right after a change from light to dark.
[[nodiscard]] QIcon icon(const Theme &theme, const QString &name);

/// The same in one colour of the theme, for example TextOnAccent on a filled button.
[[nodiscard]] QIcon icon(const Theme &theme, const QString &name, ThemeColor color);

/// A picture that says what the field is for, and a button that empties it; Qt's own is black on
/// black in the dark.
void dressSearchField(const Theme &theme, QLineEdit &field);

/// The program's own picture.
[[nodiscard]] QIcon appIcon();

/// Every name there is.
[[nodiscard]] QStringList names();

} // namespace kodama::icons
