#include "server/transport/utf8.h"

#include <cstring>

namespace kodama {

namespace {

/// Number of leading bytes below 0x80, looked at eight at a time; may stop a little early.
qsizetype asciiRun(const unsigned char *bytes, qsizetype size) noexcept
{
    constexpr quint64 highBits = 0x8080808080808080U;
    qsizetype at = 0;
    while (size - at >= 8) {
        quint64 word = 0;
        std::memcpy(&word, bytes + at, sizeof word);
        if ((word & highBits) != 0)
            break;
        at += 8;
    }
    return at;
}

} // namespace

bool Utf8Validator::begin(unsigned char lead) noexcept
{
    m_low = 0x80;
    m_high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        m_missing = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        m_missing = 2;
        if (lead == 0xE0)
            m_low = 0xA0; // below: overlong
        if (lead == 0xED)
            m_high = 0x9F; // above: surrogates
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        m_missing = 3;
        if (lead == 0xF0)
            m_low = 0x90; // below: overlong
        if (lead == 0xF4)
            m_high = 0x8F; // above: beyond U+10FFFF
    } else {
        return false;
    }
    return true;
}

bool Utf8Validator::feed(QByteArrayView bytes) noexcept
{
    const auto *const data = reinterpret_cast<const unsigned char *>(bytes.data());
    const qsizetype size = bytes.size();
    qsizetype at = 0;
    while (at < size) {
        const unsigned char byte = data[at];
        if (m_missing != 0) {
            if (byte < m_low || byte > m_high)
                return false;
            m_low = 0x80;
            m_high = 0xBF;
            --m_missing;
            ++at;
        } else if (byte < 0x80) {
            at += 1 + asciiRun(data + at + 1, size - at - 1);
        } else {
            if (!begin(byte))
                return false;
            ++at;
        }
    }
    return true;
}

bool isValidUtf8(QByteArrayView bytes) noexcept
{
    Utf8Validator validator;
    return validator.feed(bytes) && validator.isComplete();
}

} // namespace kodama
