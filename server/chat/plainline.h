// What people say of themselves and of rooms, as one line in the midst of others.
#pragma once

#include <QString>

namespace kodama {

/// A text that changes nothing around it: what breaks lines, controls a terminal or turns the
/// direction of writing becomes a space, half of a surrogate pair a `?`; no spaces at the ends,
/// one at a time between. Pure.
[[nodiscard]] QString plainLine(QString text);

} // namespace kodama
