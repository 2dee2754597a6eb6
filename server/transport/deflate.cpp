#include "server/transport/deflate.h"

#include <algorithm>
#include <zlib.h>

namespace kodama {

namespace {

/// Fast: of a message's 1 KiB, the best level would save 10 bytes more, for more time.
constexpr int level = 1;
constexpr int memoryLevel = 8;

/// zlib makes no raw streams with a window of 256 bytes. With 512 it looks back no further than
/// 512 - 262 bytes (its MIN_LOOKAHEAD), so such a stream is one with a window of 256, too.
constexpr int leastStreamBits = 9;

constexpr int widestWindowBits = 15;

/// Behind every message in a stream, and left out on the wire (RFC 7692 section 7.2.1).
constexpr std::array<char, 4> messageEnd{0, 0, '\xFF', '\xFF'};

/// More than this is not kept between messages.
constexpr qsizetype keptOutputBytes = qsizetype{64} * 1024;
constexpr std::size_t scratchBytes = std::size_t{16} * 1024;

Bytef *writable(const char *bytes)
{
    // zlib takes non-const memory but only reads it.
    return reinterpret_cast<Bytef *>(const_cast<char *>(bytes));
}

/// No bits of a byte are left over, and the next thing would be a block.
bool saysBetweenBlocks(const z_stream &stream)
{
    constexpr int leftoverBits = 0x3F;
    constexpr int betweenBlocks = 0x80;
    return (stream.data_type & (leftoverBits | betweenBlocks)) == betweenBlocks;
}

} // namespace

void Deflater::End::operator()(z_stream_s *stream) const
{
    deflateEnd(stream);
    delete stream;
}

Deflater::Deflater() = default;
Deflater::~Deflater() = default;

z_stream_s *Deflater::streamFor(int windowBits)
{
    const int bits = std::clamp(windowBits, leastStreamBits, widestWindowBits);
    Stream &stream = m_streams.at(static_cast<std::size_t>(bits));
    if (stream != nullptr)
        return deflateReset(stream.get()) == Z_OK ? stream.get() : nullptr;
    auto fresh = std::make_unique<z_stream>();
    if (deflateInit2(fresh.get(), level, Z_DEFLATED, -bits, memoryLevel, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return nullptr;
    stream.reset(fresh.release());
    return stream.get();
}

QByteArrayView Deflater::compress(QByteArrayView message, int windowBits)
{
    z_stream *const stream = streamFor(windowBits);
    if (stream == nullptr)
        return {}; // no memory: then it goes as it is
    if (m_output.size() > keptOutputBytes)
        m_output = QByteArray();
    // Where it would not become smaller, there is no room for it.
    const qsizetype room = message.size() + qsizetype{messageEnd.size()} - 1;
    if (m_output.size() < room)
        m_output.resize(room);
    stream->next_in = writable(message.data());
    stream->avail_in = static_cast<uInt>(message.size());
    stream->next_out = reinterpret_cast<Bytef *>(m_output.data());
    stream->avail_out = static_cast<uInt>(room);
    const bool isDone =
        deflate(stream, Z_SYNC_FLUSH) == Z_OK && stream->avail_in == 0 && stream->avail_out > 0;
    if (!isDone)
        return {};
    const qsizetype size = room - qsizetype{stream->avail_out} - qsizetype{messageEnd.size()};
    return QByteArrayView(m_output).first(size);
}

void Inflater::End::operator()(z_stream_s *stream) const
{
    inflateEnd(stream);
    delete stream;
}

Inflater::Inflater()
    : m_stream(std::make_unique<z_stream>().release())
{
    // Every window that a client may have used fits into the widest.
    m_hasMemory = inflateInit2(m_stream.get(), -widestWindowBits) == Z_OK;
}

Inflater::~Inflater() = default;

void Inflater::begin()
{
    if (m_hasMemory)
        inflateReset(m_stream.get());
    m_error = m_hasMemory ? 0 : outOfMemory;
    m_isFresh = m_isBetweenBlocks = true;
    setInput({});
}

void Inflater::setInput(std::span<const char> bytes)
{
    m_stream->next_in = writable(bytes.data());
    m_stream->avail_in = static_cast<uInt>(bytes.size());
}

void Inflater::setInputToEnd()
{
    setInput(messageEnd);
}

qsizetype Inflater::read(std::span<char> output)
{
    if (m_error != 0)
        return m_error;
    m_stream->next_out = reinterpret_cast<Bytef *>(output.data());
    m_stream->avail_out = static_cast<uInt>(output.size());
    while (m_stream->avail_in > 0 || !m_isFresh) {
        m_isFresh = false;
        const int status = inflate(m_stream.get(), Z_SYNC_FLUSH);
        // Said once, and not again by a call that finds nothing to do.
        m_isBetweenBlocks =
            saysBetweenBlocks(*m_stream) || (m_isBetweenBlocks && status == Z_BUF_ERROR);
        if (status == Z_STREAM_END) {
            // A block that called itself the last. A message may have more of them (RFC 7692
            // section 7.2.3.4).
            inflateReset(m_stream.get());
            m_isFresh = m_isBetweenBlocks = true;
        } else if (status == Z_BUF_ERROR) {
            break; // no input left, or no room
        } else if (status != Z_OK) {
            m_error = status == Z_MEM_ERROR ? outOfMemory : notDeflate;
            break;
        }
    }
    const qsizetype size = static_cast<qsizetype>(output.size()) - qsizetype{m_stream->avail_out};
    return size > 0 ? size : m_error;
}

std::unique_ptr<Inflater> InflaterPool::take()
{
    if (m_spares.empty())
        return std::make_unique<Inflater>();
    std::unique_ptr<Inflater> inflater = std::move(m_spares.back());
    m_spares.pop_back();
    return inflater;
}

void InflaterPool::give(std::unique_ptr<Inflater> inflater)
{
    if (m_spares.size() < keptSpares)
        m_spares.push_back(std::move(inflater));
}

std::span<char> InflaterPool::scratch()
{
    if (m_scratch.empty())
        m_scratch.resize(scratchBytes);
    return m_scratch;
}

} // namespace kodama
