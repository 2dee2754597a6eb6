// What the program's exit status means (sysexits.h where it has a number).
#pragma once

namespace kodama::exitstatus {

inline constexpr int ok = 0;
inline constexpr int badArguments = 2;
inline constexpr int badData = 65;      ///< EX_DATAERR: a store is damaged or of another version
inline constexpr int noInput = 66;      ///< EX_NOINPUT: no store or room to look at
inline constexpr int unavailable = 69;  ///< EX_UNAVAILABLE: a port or socket cannot be used
inline constexpr int cannotCreate = 73; ///< EX_CANTCREAT: the data folder cannot be used
inline constexpr int ioError = 74;      ///< EX_IOERR: what was asked for cannot be written
inline constexpr int notPermitted = 77; ///< EX_NOPERM: no right to the port or the history
inline constexpr int badConfiguration = 78; ///< EX_CONFIG: certificate or inherited sockets

} // namespace kodama::exitstatus
