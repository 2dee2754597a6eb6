#include "server/transport/frameparser.h"

#include "common/protocol/closecode.h"
#include "server/transport/frame.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace kodama {

namespace {

constexpr std::size_t startBytes = 2;
constexpr std::size_t keyBytes = 4;

/// Decompressed in one call of next(), about. A byte may become a thousand of them, so what is
/// compressed is taken in small pieces.
constexpr qsizetype unpackedPortion = qsizetype{64} * 1024;
constexpr std::size_t compressedPiece = 128;

constexpr auto protocolError = static_cast<quint16>(CloseCode::ProtocolError);
constexpr auto invalidPayload = static_cast<quint16>(CloseCode::InvalidPayload);
constexpr auto messageTooBig = static_cast<quint16>(CloseCode::MessageTooBig);
constexpr auto internalError = static_cast<quint16>(CloseCode::InternalError);
constexpr auto policyViolation = static_cast<quint16>(CloseCode::PolicyViolation);

/// What a message of the greatest size may take when compressed: what does not become smaller
/// becomes a little longer.
constexpr qsizetype compressedBound(qsizetype messageBytes)
{
    return messageBytes + messageBytes / 1024 + 64;
}

/// Keeps the buffer that payload had, if nobody else holds it.
void assign(QByteArray &payload, std::span<const char> bytes)
{
    payload.resize(0);
    payload.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

} // namespace

// One switch over the steps of a frame reads better than five functions that call each other.
bool FrameParser::next(std::span<char> &input, FrameEvent &event) // NOLINT(*-cognitive-complexity)
{
    m_unpackedBytes = 0;
    for (;;) {
        std::optional<Problem> problem;
        switch (m_step) {
        case Step::Start:
            if (!collectHeader(input, startBytes))
                return false;
            problem = checkStart();
            m_step = Step::Length;
            break;
        case Step::Length:
            if (!collectHeader(input, startBytes + lengthBytes()))
                return false;
            problem = checkLength();
            m_step = Step::Key;
            break;
        case Step::Key:
            if (!collectHeader(input, startBytes + lengthBytes() + keyBytes))
                return false;
            beginPayload();
            break;
        case Step::Payload:
            if (takePayload(input, event))
                return true;
            if (m_unpackedBytes >= unpackedPortion || (m_step == Step::Payload && input.empty()))
                return false;
            break;
        case Step::Finished:
            input = {};
            return false;
        }
        if (problem)
            return fail(*problem, event);
    }
}

bool FrameParser::collectHeader(std::span<char> &input, std::size_t bytes)
{
    const std::size_t wanted = bytes - m_headerFill;
    const std::size_t taken = std::min(wanted, input.size());
    if (taken > 0)
        std::memcpy(m_header.data() + m_headerFill, input.data(), taken);
    m_headerFill = static_cast<quint8>(m_headerFill + taken);
    input = input.subspan(taken);
    return taken == wanted;
}

std::size_t FrameParser::lengthBytes() const noexcept
{
    switch (m_header[1] & 0x7FU) {
    case 126:
        return 2;
    case 127:
        return 8;
    default:
        return 0;
    }
}

std::optional<FrameParser::Problem> FrameParser::checkStart()
{
    m_isFinal = (m_header[0] & 0x80U) != 0;
    m_opcode = m_header[0] & 0x0FU;
    m_isControl = (m_opcode & 0x08U) != 0;
    if (const auto problem = checkReservedBits())
        return problem;
    if ((m_header[1] & 0x80U) == 0)
        return Problem{protocolError, "the frame is not masked"};

    switch (static_cast<Opcode>(m_opcode)) {
    case Opcode::Continuation:
        return checkDataStart(true);
    case Opcode::Text:
    case Opcode::Binary:
        return checkDataStart(false);
    case Opcode::Close:
    case Opcode::Ping:
    case Opcode::Pong:
        if (!m_isFinal)
            return Problem{protocolError, "a control frame is fragmented"};
        if ((m_header[1] & 0x7FU) > controlPayloadBytes)
            return Problem{protocolError, "a control frame is longer than 125 bytes"};
        m_controlFill = 0;
        return std::nullopt;
    }
    return Problem{protocolError, "the opcode is reserved"};
}

std::optional<FrameParser::Problem> FrameParser::checkReservedBits() noexcept
{
    const unsigned bits = m_header[0] & 0x70U;
    if (bits == 0)
        return std::nullopt;
    // Only the first frame of a message tells that it is compressed (RFC 7692 section 6.1).
    const bool beginsMessage = m_opcode == static_cast<quint8>(Opcode::Text) ||
                               m_opcode == static_cast<quint8>(Opcode::Binary);
    if (bits != compressedBit || !beginsMessage || m_inflaters == nullptr)
        return Problem{protocolError, "a reserved bit is set"};
    return std::nullopt;
}

std::optional<FrameParser::Problem> FrameParser::checkDataStart(bool isContinuation)
{
    if (isContinuation && !m_isInMessage)
        return Problem{protocolError, "a continuation without a beginning"};
    if (!isContinuation && m_isInMessage)
        return Problem{protocolError, "a new message within an unfinished one"};
    if (!isContinuation) {
        m_isText = m_opcode == static_cast<quint8>(Opcode::Text);
        m_utf8.reset();
        m_fragments = 0;
        m_isCompressed = (m_header[0] & compressedBit) != 0;
        m_compressedBytes = 0;
    }
    if (++m_fragments > m_limits.fragments)
        return Problem{policyViolation, "too many fragments"};
    m_isInMessage = true;
    return std::nullopt;
}

std::optional<FrameParser::Problem> FrameParser::checkLength() noexcept
{
    const unsigned char *const extended = m_header.data() + startBytes;
    switch (lengthBytes()) {
    case 2:
        m_remaining = qFromBigEndian<quint16>(extended);
        if (m_remaining < 126)
            return Problem{protocolError, "the length is not in its shortest form"};
        break;
    case 8:
        m_remaining = qFromBigEndian<quint64>(extended);
        if ((m_remaining >> 63U) != 0)
            return Problem{protocolError, "the length has its highest bit set"};
        if (m_remaining <= 0xFFFF)
            return Problem{protocolError, "the length is not in its shortest form"};
        break;
    default:
        m_remaining = m_header[1] & 0x7FU;
        break;
    }
    if (m_isControl)
        return std::nullopt;
    const qsizetype room = m_isCompressed
                               ? compressedBound(m_limits.messageBytes) - m_compressedBytes
                               : m_limits.messageBytes - m_message.size();
    if (m_remaining > static_cast<quint64>(std::max(qsizetype{0}, room)))
        return Problem{messageTooBig, "the message is too long"};
    if (m_isCompressed)
        m_compressedBytes += static_cast<qsizetype>(m_remaining);
    return std::nullopt;
}

void FrameParser::beginPayload() noexcept
{
    std::memcpy(m_key.data(), m_header.data() + startBytes + lengthBytes(), keyBytes);
    m_offset = 0;
    m_headerFill = 0;
    m_step = Step::Payload;
}

bool FrameParser::takePayload(std::span<char> &input, FrameEvent &event)
{
    auto taken = static_cast<std::size_t>(std::min<quint64>(m_remaining, input.size()));
    if (m_isCompressed && !m_isControl)
        taken = std::min(taken, compressedPiece);
    const std::span<char> bytes = input.first(taken);
    input = input.subspan(taken);
    applyMask(bytes, m_key, m_offset);
    m_offset += taken;
    m_remaining -= taken;
    return m_isControl ? takeControl(bytes, event) : takeData(bytes, event);
}

bool FrameParser::takeControl(std::span<char> bytes, FrameEvent &event)
{
    if (!bytes.empty())
        std::memcpy(m_control.data() + m_controlFill, bytes.data(), bytes.size());
    m_controlFill = static_cast<quint8>(m_controlFill + bytes.size());
    if (m_remaining > 0)
        return false;
    m_step = Step::Start;
    return finishControl(event);
}

bool FrameParser::takeData(std::span<char> bytes, FrameEvent &event)
{
    if (m_isCompressed)
        return takeCompressed(bytes, event);
    const QByteArrayView view(bytes.data(), static_cast<qsizetype>(bytes.size()));
    if (m_isText && !m_utf8.feed(view))
        return fail({invalidPayload, "the text is not UTF-8"}, event);

    const bool isWhole = m_isFinal && m_remaining == 0;
    if (!isWhole) {
        m_message.append(view);
        if (m_remaining == 0)
            m_step = Step::Start;
        return false;
    }
    if (m_isText && !m_utf8.isComplete())
        return fail({invalidPayload, "the text ends within a character"}, event);

    finishMessage(event);
    if (m_message.isEmpty()) {
        assign(event.payload, bytes);
    } else {
        m_message.append(view);
        event.payload = std::exchange(m_message, QByteArray());
    }
    return true;
}

void FrameParser::finishMessage(FrameEvent &event) noexcept
{
    m_step = Step::Start;
    m_isInMessage = false;
    event.kind = m_isText ? FrameEvent::Kind::Text : FrameEvent::Kind::Binary;
    event.code = 0;
}

bool FrameParser::takeCompressed(std::span<const char> bytes, FrameEvent &event)
{
    if (m_inflater == nullptr) {
        m_inflater = m_inflaters->take();
        m_inflater->begin();
    }
    m_inflater->setInput(bytes);
    if (const auto problem = inflateInput())
        return fail(*problem, event);
    if (m_remaining == 0 && !m_isFinal)
        m_step = Step::Start;
    if (m_remaining > 0 || !m_isFinal)
        return false;
    if (const auto problem = inflateEnd())
        return fail(*problem, event);
    m_inflaters->give(std::move(m_inflater));
    finishMessage(event);
    event.payload = std::exchange(m_message, QByteArray());
    return true;
}

std::optional<FrameParser::Problem> FrameParser::inflateInput()
{
    const std::span<char> scratch = m_inflaters->scratch();
    qsizetype size = 0;
    do {
        size = m_inflater->read(scratch);
        if (size == Inflater::notDeflate)
            return Problem{invalidPayload, "the message is not compressed data"};
        if (size == Inflater::outOfMemory)
            return Problem{internalError, "no memory to decompress with"};
        const QByteArrayView view(scratch.data(), size);
        // The first of the two, however the input is cut.
        const qsizetype room = m_limits.messageBytes - m_message.size();
        if (m_isText && !m_utf8.feed(view.first(std::min(size, room))))
            return Problem{invalidPayload, "the text is not UTF-8"};
        if (size > room)
            return Problem{messageTooBig, "the message is too long when decompressed"};
        m_message.append(view);
        m_unpackedBytes += size;
    } while (size > 0);
    return std::nullopt;
}

std::optional<FrameParser::Problem> FrameParser::inflateEnd()
{
    // Some senders close the last block themselves, instead of leaving it to us.
    if (!m_inflater->isBetweenBlocks()) {
        m_inflater->setInputToEnd();
        if (const auto problem = inflateInput())
            return problem;
        if (!m_inflater->isBetweenBlocks())
            return Problem{invalidPayload, "the compressed data ends too early"};
    }
    if (m_isText && !m_utf8.isComplete())
        return Problem{invalidPayload, "the text ends within a character"};
    return std::nullopt;
}

bool FrameParser::finishControl(FrameEvent &event)
{
    if (m_opcode == static_cast<quint8>(Opcode::Close))
        return finishClose(event);
    event.kind = m_opcode == static_cast<quint8>(Opcode::Ping) ? FrameEvent::Kind::Ping
                                                               : FrameEvent::Kind::Pong;
    event.code = 0;
    assign(event.payload, std::span(m_control).first(m_controlFill));
    return true;
}

bool FrameParser::finishClose(FrameEvent &event)
{
    constexpr std::size_t codeBytes = 2;
    if (m_controlFill == 1)
        return fail({protocolError, "a close body of one byte"}, event);

    event.code = static_cast<quint16>(CloseCode::NoStatusReceived);
    std::span<const char> reason;
    if (m_controlFill >= codeBytes) {
        event.code = qFromBigEndian<quint16>(m_control.data());
        if (!isValidOnWire(event.code))
            return fail({protocolError, "the close code may not be sent"}, event);
        reason = std::span(m_control).first(m_controlFill).subspan(codeBytes);
        if (!isValidUtf8(QByteArrayView(reason.data(), static_cast<qsizetype>(reason.size()))))
            return fail({invalidPayload, "the close reason is not UTF-8"}, event);
    }
    event.kind = FrameEvent::Kind::Close;
    assign(event.payload, reason);
    stop();
    return true;
}

void FrameParser::stop() noexcept
{
    m_step = Step::Finished;
    m_message = QByteArray();
    m_inflater.reset();
}

bool FrameParser::fail(const Problem &problem, FrameEvent &event)
{
    stop();
    event.kind = FrameEvent::Kind::Error;
    event.code = problem.code;
    event.payload = QByteArray(problem.detail);
    return true;
}

} // namespace kodama
