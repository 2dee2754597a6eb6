#include "server/history/logindex.h"

#include <QFile>

#include <array>
#include <cstring>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The beginning of the index, in the machine's own order of bytes.
struct Header
{
    quint32 version = 0;
    quint32 unused = 0;
    quint32 change = 0;
    quint8 isInitialized = 0;
    quint8 hasBigEndianChecksums = 0;
    quint16 pageSize = 0;
    quint32 logPages = 0; ///< mxFrame: up to the last that is committed
    quint32 databasePages = 0;
    std::array<quint32, 6> checksumsAndSalts{};
};
static_assert(sizeof(Header) == 48);

} // namespace

qint64 notedLogPages(const QString &database)
{
    QFile index(database + u"-shm"_s);
    if (!index.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray bytes = index.read(2 * sizeof(Header));
    // Written twice: if they differ, somebody was killed between.
    if (bytes.size() < qsizetype(2 * sizeof(Header)) ||
        std::memcmp(bytes.data(), bytes.data() + sizeof(Header), sizeof(Header)) != 0)
        return 0;
    Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header.isInitialized == 1 ? header.logPages : 0;
}

} // namespace kodama
