// The words that go with an error code.
#pragma once

#include "common/protocol/errorcode.h"
#include "server/texts.h"

namespace kodama {

[[nodiscard]] Text textOf(ErrorCode code);

} // namespace kodama
