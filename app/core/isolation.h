// Names within sentences of another direction: "אבג joined" must not become "joined אבג".
#pragma once

#include <QString>

namespace kodama {

/// `name` as it stands in a sentence: what is written to the left is set apart by the characters
/// that Unicode has for that (FSI, PDI), anything else stays as it is.
[[nodiscard]] QString isolated(const QString &name);

/// As isolated(), but whatever it is written in.
[[nodiscard]] QString setApart(const QString &text);

/// For what leaves the screen: without those characters.
[[nodiscard]] QString withoutIsolates(QString text);

} // namespace kodama
