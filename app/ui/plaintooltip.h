// Tool tips of what others wrote.
#pragma once

#include <QString>

namespace kodama {

/// A tool tip takes what looks like HTML for HTML, pictures and all. This one shows `text` as it
/// is.
[[nodiscard]] QString plainToolTip(const QString &text);

} // namespace kodama
