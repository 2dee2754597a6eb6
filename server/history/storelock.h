// Keeps a second server away from a folder for as long as it exists; the system lets go of it when
// the process ends, however it ends.
#pragma once

#include "common/result.h"
#include "server/history/historytypes.h"

namespace kodama {

class StoreLock final
{
public:
    /// InUse names the process that has it; other kinds mean that the folder cannot be used.
    [[nodiscard]] static Result<StoreLock, HistoryError> take(const QString &folder);

    StoreLock(StoreLock &&other) noexcept;
    StoreLock &operator=(StoreLock &&other) noexcept;
    ~StoreLock();

private:
    explicit StoreLock(int descriptor)
        : m_descriptor(descriptor)
    {}
    Q_DISABLE_COPY(StoreLock)

    int m_descriptor = -1;
};

} // namespace kodama
