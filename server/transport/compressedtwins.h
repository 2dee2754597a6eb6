// The compressed forms of one frame that many connections share, each made once, by whichever
// thread needs it first.
#pragma once

#include "server/transport/deflate.h"

#include <QByteArray>

#include <array>
#include <mutex>

namespace kodama {

class CompressedTwins final
{
    Q_DISABLE_COPY_MOVE(CompressedTwins)

public:
    /// headerBytes: where the frame's payload begins.
    explicit CompressedTwins(qsizetype headerBytes)
        : m_headerBytes(headerBytes)
    {}

    /// The frame for receivers who agreed to this window; the plain one if compressed it would not
    /// be shorter. Callable from any thread, with that thread's deflater; who comes while another
    /// thread is at it waits for the result, which takes no longer than to make it oneself.
    [[nodiscard]] const QByteArray &frameFor(const QByteArray &plain, int windowBits,
                                             Deflater &deflater);

private:
    struct Twin
    {
        std::once_flag once;
        QByteArray bytes;
    };

    qsizetype m_headerBytes;
    std::array<Twin, 7> m_twins; ///< by window bits from 9 on; those of 8 share the first
};

} // namespace kodama
