// The codes of the `error` message: stable numbers and names that programs may compare.
#pragma once

#include <QLatin1StringView>

namespace kodama {

/// Append only: numbers and names are on the wire.
enum class ErrorCode {
    BadJson = 1,
    BadRequest = 2,
    Unauthorized = 3,
    UnknownRoom = 4,
    NickInUse = 5,
    BadNick = 6,
    NoSuchUser = 7,
    TooLarge = 8,
    RateLimited = 9,
    StoreUnavailable = 10,
    Internal = 11,
};

/// The name beside the number, for example `BAD_JSON`.
[[nodiscard]] QLatin1StringView errorName(ErrorCode code);

} // namespace kodama
