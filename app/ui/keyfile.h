// Shortcuts as a file one can keep, send and take over on another machine.
#pragma once

#include "common/result.h"

#include <QByteArray>
#include <QStringList>

namespace kodama {

class ActionList;

enum class KeyFileError { NotJson, NotOurs, UnknownVersion };

/// Every action with its keys: `{"kodama-keys": 1, "keys": {"connect": ["Ctrl+K"], ...}}`.
[[nodiscard]] QByteArray keysToJson(const ActionList &actions);

/// For ActionList::setChangedKeys(). Names of actions that do not exist (yet, or any more) are left
/// out.
[[nodiscard]] Result<QStringList, KeyFileError> keysFromJson(const QByteArray &json);

} // namespace kodama
