#include "server/transport/compressedtwins.h"

#include "server/transport/frame.h"

#include <algorithm>

namespace kodama {

namespace {

constexpr int leastBits = 9;

} // namespace

const QByteArray &CompressedTwins::frameFor(const QByteArray &plain, int windowBits,
                                            Deflater &deflater)
{
    const int index = std::max(windowBits, leastBits) - leastBits;
    Twin &twin = m_twins.at(static_cast<std::size_t>(index));
    std::call_once(twin.once, [&] {
        const QByteArrayView payload = QByteArrayView(plain).sliced(m_headerBytes);
        const QByteArrayView compressed = deflater.compress(payload, windowBits);
        twin.bytes = compressed.isEmpty() ? plain : encodeCompressedFrame(plain, compressed);
    });
    return twin.bytes;
}

} // namespace kodama
