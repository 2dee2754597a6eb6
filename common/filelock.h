// A file that one process at a time holds. The system lets go of it when the process ends, however
// it ends, also in a container that counts its processes anew.
#pragma once

#include "common/result.h"

#include <QString>

namespace kodama {

class FileLock final
{
public:
    /// Without waiting; the file is made, and stays. It holds the number of the process, for people
    /// only. The error is an errno: EWOULDBLOCK when somebody else holds it, in this process, too.
    [[nodiscard]] static Result<FileLock, int> take(const QString &path);

    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int descriptor)
        : m_descriptor(descriptor)
    {}
    Q_DISABLE_COPY(FileLock)

    int m_descriptor = -1;
};

} // namespace kodama
