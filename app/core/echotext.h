// What an echo carries, for people.
#pragma once

#include "common/protocol/rawjson.h"

#include <QString>

namespace kodama {

/// The `text` of an echo that came back; the JSON of the whole object if it has none.
[[nodiscard]] QString echoedText(const RawJson &original);

} // namespace kodama
