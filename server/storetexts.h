// What the server says about its store, in English and Japanese.
#pragma once

#include "server/history/historytypes.h"
#include "server/texts.h"

namespace kodama {

/// Names of texts. `%1`, `%2` in a text are filled in by the caller.
enum class StoreText {
    // Why the server does not start, or a store cannot be looked at
    InUse,
    FolderUnusable,
    NewerVersion,
    NoDriver,
    // Log
    Created,
    Migrated,
    Skipped,
    LogCut,
    Copied,
    SetAside,
    Unavailable,
    Available,
    InMemory,
    // Reasons within Unavailable
    DiskFull,
    ReadOnly,
    Forbidden,
    Locked,
    Corrupt,
    Io,
    // Looking at a store
    NoHistory,
    CannotRead,
    Checked,
    Whole,
    Problem,
    Damaged,
    NoSuchRoom,
    LeftOut,
    // Command line
    BadFolder,
    BadCount,
    BadAge,
    BadBytes,
    BadRoom,
    DataAndNoHistory,
    CheckAndExport,
};

[[nodiscard]] QString storeText(Language language, StoreText text);

/// In a few words for people; the detail is for who looks after the machine.
[[nodiscard]] QString reasonText(Language language, HistoryError::Kind kind);

} // namespace kodama
