// RFC 6455 section 5.3: masking and unmasking, which are the same. Pure.
#pragma once

#include <QtGlobal>

#include <array>
#include <span>

namespace kodama {

using MaskKey = std::array<unsigned char, 4>;

/// XORs bytes with the key, in place. offset is the position of the first byte in its frame's
/// payload: a payload that arrives in pieces continues where the key was.
void applyMask(std::span<char> bytes, const MaskKey &key, quint64 offset) noexcept;

} // namespace kodama
