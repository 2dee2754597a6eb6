#include "common/utf8.h"

#include <algorithm>
#include <cstring>
#include <simdjson.h>

namespace kodama {

namespace {

/// From so many bytes on they are checked many at a time; fewer are not worth the call.
constexpr qsizetype bulkBytes = 64;

/// Where the last character begins if some of its bytes are still to come; the end if none are.
/// Says nothing about whether any of it is valid.
qsizetype endOfWholeCharacters(const unsigned char *bytes, qsizetype size) noexcept
{
    constexpr qsizetype longestPart = 3;
    for (qsizetype back = 1; back <= std::min(longestPart, size); ++back) {
        const unsigned char byte = bytes[size - back];
        if (byte < 0x80)
            return size;
        if (byte < 0xC0)
            continue;
        const qsizetype length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        return length > back ? size - back : size;
    }
    return size;
}

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

bool Utf8Validator::next(unsigned char byte) noexcept
{
    if (m_missing == 0)
        return byte < 0x80 || begin(byte);
    if (byte < m_low || byte > m_high)
        return false;
    m_low = 0x80;
    m_high = 0xBF;
    --m_missing;
    return true;
}

bool Utf8Validator::feed(QByteArrayView bytes) noexcept
{
    const auto *const data = reinterpret_cast<const unsigned char *>(bytes.data());
    const qsizetype size = bytes.size();
    qsizetype at = 0;
    for (; at < size && m_missing != 0; ++at) {
        if (!next(data[at]))
            return false;
    }
    if (size - at >= bulkBytes) {
        const qsizetype whole = endOfWholeCharacters(data + at, size - at);
        if (!simdjson::validate_utf8(bytes.data() + at, std::size_t(whole)))
            return false;
        at += whole;
    }
    while (at < size) {
        if (m_missing == 0)
            at += asciiRun(data + at, size - at);
        if (at < size && !next(data[at++]))
            return false;
    }
    return true;
}

bool isValidUtf8(QByteArrayView bytes) noexcept
{
    Utf8Validator validator;
    return validator.feed(bytes) && validator.isComplete();
}

} // namespace kodama
