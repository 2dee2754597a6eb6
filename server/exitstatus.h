// What the program's exit status means (sysexits.h where it has a number).
#pragma once

namespace kodama::exitstatus {

inline constexpr int ok = 0;
inline constexpr int badArguments = 2;
inline constexpr int unavailable = 69;  ///< EX_UNAVAILABLE: the port cannot be used
inline constexpr int notPermitted = 77; ///< EX_NOPERM: no right to use the port

} // namespace kodama::exitstatus
