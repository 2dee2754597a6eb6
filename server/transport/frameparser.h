// Reads RFC 6455 frames that a client sends, in pieces cut anywhere. Pure; knows no socket.
#pragma once

#include "common/utf8.h"
#include "server/transport/deflate.h"
#include "server/transport/masking.h"

#include <QByteArray>

#include <array>
#include <optional>
#include <span>

namespace kodama {

struct FrameLimits
{
    qsizetype messageBytes = 0; ///< of one message, all fragments together
    int fragments = 0;          ///< of one message
};

/// One thing that the parser found. Reuse the object: its buffer is then allocated once.
struct FrameEvent
{
    enum class Kind {
        Text,   ///< payload: the whole message, valid UTF-8
        Binary, ///< payload: the whole message
        Ping,   ///< payload: to be sent back
        Pong,   ///< payload: whatever
        Close,  ///< code: the peer's, 1005 if it gave none; payload: its reason, valid UTF-8
        Error,  ///< code: what to close with; payload: why, in English, for the log
    };
    Kind kind = Kind::Error;
    quint16 code = 0;
    QByteArray payload;
};

/// Enforces every MUST of framing on a client: masked, no reserved bits or opcodes, shortest
/// length, control frames whole and short, fragments in order, text in UTF-8 (failing at the first
/// byte that cannot belong), valid close bodies. A message that is too long is refused at the
/// header that makes it so, before its bytes are stored; one that only becomes too long when
/// decompressed, at the first byte too many.
class FrameParser final
{
public:
    /// inflaters: null unless the client may compress its messages (permessage-deflate without
    /// context takeover).
    explicit FrameParser(const FrameLimits &limits, InflaterPool *inflaters = nullptr) noexcept
        : m_limits(limits)
        , m_inflaters(inflaters)
    {}

    /// Takes bytes from the front of input (and unmasks them in place) until something is whole:
    /// then fills event and returns true; call again, as there may be more. False: nothing is whole
    /// yet, and the input is used up, or what is left is to be given again when others have had
    /// their turn, as much was decompressed. After Close or Error everything further is thrown
    /// away.
    [[nodiscard]] bool next(std::span<char> &input, FrameEvent &event);

    /// What the last call of next() decompressed.
    [[nodiscard]] qsizetype unpackedBytes() const noexcept { return m_unpackedBytes; }

    /// Bytes held of an unfinished message.
    [[nodiscard]] qsizetype bufferedBytes() const noexcept { return m_message.size(); }

    /// What that takes of memory, with what unpacks it.
    [[nodiscard]] qsizetype heldBytes() const noexcept
    {
        return m_message.capacity() + (m_inflater == nullptr ? 0 : Inflater::heldBytes);
    }

    /// Gives up the message, and everything that comes.
    void stop() noexcept;

private:
    enum class Step : quint8 { Start, Length, Key, Payload, Finished };
    struct Problem
    {
        quint16 code;
        const char *detail;
    };

    [[nodiscard]] bool collectHeader(std::span<char> &input, std::size_t bytes);
    [[nodiscard]] std::size_t lengthBytes() const noexcept;
    [[nodiscard]] std::optional<Problem> checkStart();
    [[nodiscard]] std::optional<Problem> checkReservedBits() noexcept;
    [[nodiscard]] std::optional<Problem> checkDataStart(bool isContinuation);
    [[nodiscard]] std::optional<Problem> checkLength() noexcept;
    void beginPayload() noexcept;
    [[nodiscard]] bool takePayload(std::span<char> &input, FrameEvent &event);
    [[nodiscard]] bool takeControl(std::span<char> bytes, FrameEvent &event);
    [[nodiscard]] bool takeData(std::span<char> bytes, FrameEvent &event);
    [[nodiscard]] bool takeCompressed(std::span<const char> bytes, FrameEvent &event);
    [[nodiscard]] std::optional<Problem> inflateInput();
    [[nodiscard]] std::optional<Problem> inflateEnd();
    void finishMessage(FrameEvent &event) noexcept;
    [[nodiscard]] bool finishControl(FrameEvent &event);
    [[nodiscard]] bool finishClose(FrameEvent &event);
    [[nodiscard]] bool fail(const Problem &problem, FrameEvent &event);

    FrameLimits m_limits;
    InflaterPool *m_inflaters;
    std::unique_ptr<Inflater>
        m_inflater;                  ///< of a compressed message, from its first byte to its last
    qsizetype m_compressedBytes = 0; ///< of that message, announced so far
    qsizetype m_unpackedBytes = 0;
    quint64 m_remaining = 0; ///< payload bytes of this frame still to come
    quint64 m_offset = 0;    ///< payload bytes of this frame seen
    QByteArray m_message;    ///< what came before of an unfinished message
    int m_fragments = 0;
    MaskKey m_key{};
    Utf8Validator m_utf8;
    Step m_step = Step::Start;
    quint8 m_headerFill = 0;
    quint8 m_controlFill = 0;
    quint8 m_opcode = 0;
    bool m_isFinal = false;
    bool m_isControl = false;
    bool m_isCompressed = false; ///< the message
    bool m_isText = false;       ///< the message, whichever fragment
    bool m_isInMessage = false;  ///< between the first and the last fragment
    std::array<unsigned char, 14> m_header{};
    std::array<char, 125> m_control{};
};

} // namespace kodama
