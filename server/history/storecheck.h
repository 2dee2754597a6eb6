// Looks through a store without changing it, also while a server uses it: for people who want to
// know whether it is whole, or want to have what is in it.
#pragma once

#include "server/history/database.h"

#include <functional>

namespace kodama {

struct StoreReport
{
    int version = 0;
    QString epoch;
    qint64 rooms = 0;
    qint64 conversations = 0;
    qint64 items = 0;
    qint64 bytes = 0; ///< of all bodies
    qint64 people = 0;
    qint64 sessions = 0;
    QStringList problems; ///< English; the first hundred
};

/// Reads everything. An error means that nothing could be read at all.
[[nodiscard]] Result<StoreReport, HistoryError> checkStore(const QString &folder);

/// Hands the bodies of a room to the sink, oldest first, without line feeds; nothing if there is no
/// such room. Damaged ones are left out and counted.
struct ExportResult
{
    qint64 items = 0;
    qint64 damaged = 0;
};
[[nodiscard]] Result<std::optional<ExportResult>, HistoryError>
exportRoom(const QString &folder, const QString &room,
           const std::function<void(const QByteArray &line)> &sink);

} // namespace kodama
