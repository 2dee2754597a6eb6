// The options that change a bound (`--max-...`): one table of names, ranges and what they set.
#pragma once

#include "server/sessionlimits.h"
#include "server/transport/transportlimits.h"

#include <QString>

#include <optional>
#include <span>

namespace kodama {

struct Bounds
{
    TransportLimits transport{};
    SessionLimits session{};
};

struct BoundOption
{
    QLatin1StringView name; ///< without dashes
    qint64 least = 0;       ///< 0 where 0 means no limit
    qint64 most = 0;
    void (*set)(Bounds &bounds, qint64 value) = nullptr;
    qint64 (*value)(const Bounds &bounds) = nullptr;
};

[[nodiscard]] std::span<const BoundOption> boundOptions();

/// Only digits, and within the option's range.
[[nodiscard]] std::optional<qint64> readBound(const BoundOption &option, const QString &text);

} // namespace kodama
