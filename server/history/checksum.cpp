#include "server/history/checksum.h"

#include <array>

namespace kodama {

namespace {

constexpr quint32 polynomial = 0xEDB88320;

// tables[n][b] is the effect of byte b with n more bytes behind it: four bytes are done at once.
constexpr auto tables = [] {
    std::array<std::array<quint32, 256>, 4> result{};
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
        result[0][byte] = value;
    }
    for (size_t n = 1; n < result.size(); ++n) {
        for (size_t byte = 0; byte < 256; ++byte) {
            const quint32 value = result[n - 1][byte];
            result[n][byte] = (value >> 8) ^ result[0][value & 0xff];
        }
    }
    return result;
}();

} // namespace

quint32 checksum(QByteArrayView bytes, quint32 before)
{
    quint32 crc = ~before;
    const auto *data = reinterpret_cast<const uchar *>(bytes.data());
    qsizetype left = bytes.size();
    for (; left >= 4; left -= 4, data += 4) {
        crc ^= quint32{data[0]} | quint32{data[1]} << 8 | quint32{data[2]} << 16 |
               quint32{data[3]} << 24;
        crc = tables[3][crc & 0xff] ^ tables[2][(crc >> 8) & 0xff] ^ tables[1][(crc >> 16) & 0xff] ^
              tables[0][crc >> 24];
    }
    for (; left > 0; --left, ++data)
        crc = (crc >> 8) ^ tables[0][(crc ^ *data) & 0xff];
    return ~crc;
}

} // namespace kodama
