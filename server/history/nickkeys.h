// The keys by which people are found in the store (people.nick_key): one is unique, and NULL where
// nobody is found by the name.
#pragma once

#include "server/history/database.h"

namespace kodama::nickkeys {

/// Behind the key of whoever had it last before its present owner: no key has a line feed, so that
/// nobody is found by that until the owner gives the name up. In SQL it is char(10).
inline constexpr QChar lastOwnerMark = u'\n';

/// Makes all anew from the nicks, where foldNick() has changed; within a transaction. Who is the
/// only one with a name now, or had it already, has it; another owner of it comes after that one,
/// as if the name had been borrowed.
[[nodiscard]] StoreFailure renew(Database &database);

} // namespace kodama::nickkeys
