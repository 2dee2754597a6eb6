#include "server/transport/handshake.h"

#include "server/transport/httpresponse.h"

namespace kodama {

namespace {

/// A request begins with its method, or an empty line before it. Anything else (a TLS greeting, a
/// frame) may never bring the line end that we wait for, while its sender waits for us.
bool mayBeginRequest(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '\r' ||
           byte == '\n';
}

} // namespace

void Handshake::start(std::unique_ptr<ByteChannel> channel)
{
    m_channel = std::move(channel);
    m_services.deadlines.schedule(*this,
                                  m_services.deadlines.now() + m_services.limits.handshakeTime);
}

void Handshake::refuse(std::unique_ptr<ByteChannel> channel)
{
    start(std::move(channel));
    refuseWith(encodeUnavailable());
}

void Handshake::abort()
{
    m_channel->abort();
}

void Handshake::onBytes(std::span<char> bytes)
{
    const qsizetype known = m_request.size();
    if (known == 0 && !bytes.empty() && !mayBeginRequest(bytes.front())) {
        refuseWith(encodeHttpResponse({HandshakeAnswer::BadRequest, "this is not HTTP"},
                                      ResponseBody::Whole));
        return;
    }
    m_request.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
    const qsizetype end = findHeadEnd(m_request, known);
    const qsizetype headBytes = end < 0 ? m_request.size() : end;
    if (headBytes > m_services.limits.handshakeBytes) {
        refuseWith(encodeHeadTooLarge());
        return;
    }
    if (end < 0)
        return;
    const QByteArray request = std::exchange(m_request, QByteArray());
    answer(QByteArrayView(request).first(end),
           bytes.subspan(static_cast<std::size_t>(end - known)));
}

void Handshake::answer(QByteArrayView head, std::span<char> rest)
{
    const auto request = parseHttpRequest(head);
    if (!request) {
        refuseWith(encodeHttpResponse({HandshakeAnswer::BadRequest, request.error().detail},
                                      ResponseBody::Whole));
        return;
    }
    const HandshakeVerdict verdict = m_services.gate.judge(request.value());
    if (verdict.answer == HandshakeAnswer::Upgrade) {
        upgrade(request.value(), rest);
        return;
    }
    const bool isHead = request.value().method == "HEAD";
    refuseWith(encodeHttpResponse(verdict, isHead ? ResponseBody::HeadOnly : ResponseBody::Whole));
}

void Handshake::upgrade(const HttpRequest &request, std::span<char> rest)
{
    const auto upgraded = m_services.upgrader.upgrade(request);
    if (!upgraded) {
        refuseWith(encodeInternalError());
        return;
    }
    m_isAnswered = true;
    m_deflate = upgraded->deflate;
    m_services.deadlines.cancel(*this);
    m_channel->send(upgraded->response);
    m_services.host.onUpgraded(*this, rest);
}

void Handshake::refuseWith(const QByteArray &response)
{
    m_isAnswered = true;
    m_request = QByteArray();
    m_channel->send(response);
    m_channel->finish();
    m_services.deadlines.schedule(*this, m_services.deadlines.now() + m_services.limits.closeTime);
    m_services.host.onRefused(*this);
}

void Handshake::onInputEnded()
{
    if (!m_isAnswered)
        m_channel->abort();
}

void Handshake::onEnded()
{
    m_services.deadlines.cancel(*this);
    m_services.host.onHandshakeEnded(*this);
}

void Handshake::onDeadline(std::chrono::nanoseconds)
{
    if (m_isAnswered || m_request.isEmpty())
        m_channel->abort(); // nobody there who asked for something
    else
        refuseWith(encodeRequestTimeout());
}

} // namespace kodama
