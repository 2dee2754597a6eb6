// Names of people and rooms, as both sides read them: normal form, what is allowed, what is the
// same. Pure; may be called from any thread.
#pragma once

#include "common/result.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace kodama {

/// The room where version 1 lives; always there.
inline constexpr QStringView lobbyName = u"lobby";

enum class NameError {
    Empty,
    TooLong,
    BadCharacter, ///< control, format, invisible, unassigned, or reserved
    MixedScripts, ///< letters of two alphabets that look alike may not stand together
};

/// NFKC (so full width becomes ASCII and half-width kana full), runs of space become one, none at
/// the ends. At most limits::nickCharacters code points; none of `@ # / : ,`, nothing that cannot
/// be seen. Normalizing twice changes nothing.
Result<QString, NameError> normalizeNick(const QString &text);

/// The key by which nicks are the same: case-folded, and what looks like an ASCII character counts
/// as that (Unicode UTS #39, as far as names need it). For comparing, not for showing.
[[nodiscard]] QString foldNick(const QString &nick);

/// A nick to offer when this one is taken: `mika` and 2 give `mika2`, within the limit.
[[nodiscard]] QString numberedNick(const QString &nick, int number);

/// NFKC, case-folded, one leading `#` dropped. At most limits::roomCharacters code points: letters,
/// marks and numbers of any script, `_`, `.` and `-`.
Result<QString, NameError> normalizeRoomName(const QString &text);

/// The name under which a direct conversation is joined and read: `@nick`.
[[nodiscard]] QString directRoomName(const QString &nick);

/// The nick in the name of a direct conversation; nothing if it names a room.
[[nodiscard]] std::optional<QString> nickOfDirectRoom(const QString &room);

/// A room or a direct conversation: either of the two normal forms.
Result<QString, NameError> normalizeTarget(const QString &text);

} // namespace kodama
