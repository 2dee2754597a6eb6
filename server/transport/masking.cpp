#include "server/transport/masking.h"

#include <cstring>

namespace kodama {

void applyMask(std::span<char> bytes, const MaskKey &key, quint64 offset) noexcept
{
    std::array<unsigned char, 8> turned{};
    for (std::size_t i = 0; i < turned.size(); ++i)
        turned[i] = key[(offset + i) % key.size()];
    quint64 wideKey = 0;
    std::memcpy(&wideKey, turned.data(), sizeof wideKey);

    // Eight bytes a step, which the compiler widens further where the processor can.
    std::size_t at = 0;
    for (; bytes.size() - at >= sizeof wideKey; at += sizeof wideKey) {
        quint64 word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        word ^= wideKey;
        std::memcpy(bytes.data() + at, &word, sizeof word);
    }
    for (std::size_t i = 0; at + i < bytes.size(); ++i)
        bytes[at + i] = static_cast<char>(static_cast<unsigned char>(bytes[at + i]) ^ turned[i]);
}

} // namespace kodama
