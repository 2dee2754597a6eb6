// Checks UTF-8 while it arrives, in pieces cut anywhere. Pure.
#pragma once

#include <QByteArrayView>

namespace kodama {

/// Accepts exactly what RFC 3629 calls UTF-8: no overlong forms, no surrogates, nothing above
/// U+10FFFF. U+FEFF and U+0000 are characters like any other.
class Utf8Validator final
{
public:
    /// False as soon as no continuation could make the bytes so far valid; stays false only until
    /// reset().
    [[nodiscard]] bool feed(QByteArrayView bytes) noexcept;

    /// Whether the bytes so far end at the end of a character.
    [[nodiscard]] bool isComplete() const noexcept { return m_missing == 0; }

    void reset() noexcept { *this = Utf8Validator(); }

private:
    [[nodiscard]] bool begin(unsigned char lead) noexcept;
    [[nodiscard]] bool next(unsigned char byte) noexcept;

    quint8 m_missing = 0; ///< continuation bytes still to come
    quint8 m_low = 0x80;  ///< bounds of the next one
    quint8 m_high = 0xBF;
};

/// Whether all of it is UTF-8.
[[nodiscard]] bool isValidUtf8(QByteArrayView bytes) noexcept;

} // namespace kodama
