// What a Wayland desktop gives to the program that the user has just chosen: with it a window may
// come to the front.
#pragma once

#include <QString>

namespace kodama {

/// `text` if it is one; empty if it is longer than any, or has other than printable characters.
[[nodiscard]] QString activationToken(const QString &text);

/// The one with which this process was started, which is taken out of the environment: it is good
/// once, and not for the programs that are started from here.
[[nodiscard]] QString takeActivationToken();

/// Leaves it where Qt looks for it when a window is to come to the front.
void offerActivationToken(const QString &token);

} // namespace kodama
