#include "server/history/checksum.h"

#include <zlib.h>

namespace kodama {

quint32 checksum(QByteArrayView bytes, quint32 before)
{
    // Of a null pointer zlib gives the value to begin with.
    if (bytes.isEmpty())
        return before;
    return quint32(
        ::crc32_z(before, reinterpret_cast<const Bytef *>(bytes.data()), size_t(bytes.size())));
}

} // namespace kodama
