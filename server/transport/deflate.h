// permessage-deflate's coding of messages (RFC 7692 section 7.2) on zlib. Pure; no thread of its
// own.
#pragma once

#include <QByteArray>

#include <array>
#include <memory>
#include <span>
#include <vector>

struct z_stream_s;

namespace kodama {

/// Compresses whole messages, each without regard to what came before. Its memory (up to 256 KiB
/// per window size) is taken when first needed.
class Deflater final
{
    Q_DISABLE_COPY_MOVE(Deflater)

public:
    Deflater();
    ~Deflater();

    /// The message's compressed form, without the four bytes that the standard leaves out; empty if
    /// that would not be smaller. Valid until the next call. windowBits: 8 to 15.
    [[nodiscard]] QByteArrayView compress(QByteArrayView message, int windowBits);

private:
    struct End
    {
        void operator()(z_stream_s *stream) const;
    };
    using Stream = std::unique_ptr<z_stream_s, End>;

    [[nodiscard]] z_stream_s *streamFor(int windowBits);

    std::array<Stream, 16> m_streams; ///< by window bits
    QByteArray m_output;
};

/// Decompresses one message at a time, in pieces cut anywhere.
class Inflater final
{
    Q_DISABLE_COPY_MOVE(Inflater)

public:
    Inflater();
    ~Inflater();

    /// What one takes, about: mostly its window.
    static constexpr qsizetype heldBytes = qsizetype{40} * 1024;

    /// Forgets everything: a new message begins.
    void begin();

    /// Gives the next input; to be called when the last one is used up.
    void setInput(std::span<const char> bytes);
    /// As if the four bytes that the standard leaves out were the input.
    void setInputToEnd();

    static constexpr qsizetype notDeflate = -1;
    static constexpr qsizetype outOfMemory = -2;

    /// Fills output from its front and returns how much of it, or one of the above; what came
    /// before an error is returned before it. 0: the input is used up.
    [[nodiscard]] qsizetype read(std::span<char> output);

    /// Whether a message may end here: between two blocks, and at the end of a byte.
    [[nodiscard]] bool isBetweenBlocks() const { return m_isBetweenBlocks; }

private:
    struct End
    {
        void operator()(z_stream_s *stream) const;
    };
    std::unique_ptr<z_stream_s, End> m_stream;
    qsizetype m_error = 0; ///< found behind what was returned last
    bool m_hasMemory = false;
    bool m_isFresh = true; ///< nothing has been read since the beginning, or since a last block
    bool m_isBetweenBlocks = true;
};

/// Inflaters of one thread. A message borrows one from its first byte to its last, so that
/// connections that are silent hold none.
class InflaterPool final
{
public:
    /// Spares that are kept, about 40 KiB each.
    static constexpr std::size_t keptSpares = 4;

    [[nodiscard]] std::unique_ptr<Inflater> take();
    void give(std::unique_ptr<Inflater> inflater);

    /// A place to inflate into, used by one call at a time.
    [[nodiscard]] std::span<char> scratch();

private:
    std::vector<std::unique_ptr<Inflater>> m_spares;
    std::vector<char> m_scratch;
};

/// What one thread's connections compress and decompress with.
struct Compression
{
    Deflater deflater;
    InflaterPool inflaters;
};

} // namespace kodama
