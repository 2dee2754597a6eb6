#include "tests/server/transport/transportharness.h"

#include "server/transport/frame.h"
#include "server/transport/masking.h"

#include <QCoreApplication>
#include <QtEndian>
#include <QTimer>

#include <cstring>

namespace kodama {

namespace {

constexpr std::chrono::seconds patience{20};

class EchoObserver final : public LinkObserver
{
public:
    EchoObserver(EchoAcceptor &acceptor, ClientLink &link)
        : m_acceptor(acceptor)
        , m_link(link)
    {}

    void onText(const QByteArray &payload) override
    {
        m_acceptor.records.at(m_link.id()).texts.append(payload);
        if (m_acceptor.onText)
            m_acceptor.onText(m_link, payload);
        if (m_acceptor.isEchoing)
            m_link.send(encodeTextFrame(payload));
    }
    void onBinary(const QByteArray &payload) override
    {
        m_acceptor.records.at(m_link.id()).binaries.append(payload);
        if (m_acceptor.isEchoing)
            m_link.send(encodeBinaryFrame(payload));
    }
    void onClosed(const CloseInfo &info) override
    {
        EchoAcceptor::Record &record = m_acceptor.records.at(m_link.id());
        record.closed = info;
        record.link = nullptr;
        ++record.closeCalls;
    }

private:
    EchoAcceptor &m_acceptor;
    ClientLink &m_link;
};

qsizetype frameSize(const QByteArray &bytes)
{
    if (bytes.size() < 2)
        return -1;
    const auto length = static_cast<quint8>(bytes[1]);
    if (length < 126)
        return 2 + length;
    if (length == 126)
        return bytes.size() < 4 ? -1 : 4 + qFromBigEndian<quint16>(bytes.constData() + 2);
    return bytes.size() < 10
               ? -1
               : 10 + static_cast<qsizetype>(qFromBigEndian<quint64>(bytes.constData() + 2));
}

} // namespace

std::unique_ptr<LinkObserver> EchoAcceptor::accept(ClientLink &link)
{
    lastId = link.id();
    records[lastId].link = &link;
    if (!greeting.isEmpty())
        link.send(encodeTextFrame(greeting));
    return std::make_unique<EchoObserver>(*this, link);
}

qsizetype EchoAcceptor::openCount() const
{
    return std::count_if(records.begin(), records.end(),
                         [](const auto &entry) { return entry.second.link != nullptr; });
}

bool waitFor(const std::function<bool()> &condition)
{
    QTimer alarm;
    alarm.setSingleShot(true);
    alarm.start(patience);
    while (!condition()) {
        if (!alarm.isActive())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

QByteArray clientFrame(quint8 firstByte, const QByteArray &payload)
{
    constexpr MaskKey key{0x37, 0xFA, 0x21, 0x3D};
    QByteArray frame(1, static_cast<char>(firstByte));
    const qsizetype size = payload.size();
    if (size < 126) {
        frame.append(static_cast<char>(0x80 | size));
    } else if (size <= 0xFFFF) {
        frame.append(static_cast<char>(0xFE));
        const quint16 length = qToBigEndian(static_cast<quint16>(size));
        frame.append(reinterpret_cast<const char *>(&length), sizeof length);
    } else {
        frame.append(static_cast<char>(0xFF));
        const quint64 length = qToBigEndian(static_cast<quint64>(size));
        frame.append(reinterpret_cast<const char *>(&length), sizeof length);
    }
    frame.append(reinterpret_cast<const char *>(key.data()), key.size());
    QByteArray masked = payload;
    if (size > 0)
        applyMask(std::span(masked.data(), static_cast<std::size_t>(size)), key, 0);
    return frame + masked;
}

QByteArray closeBody(quint16 code, const QByteArray &reason)
{
    const quint16 wire = qToBigEndian(code);
    return QByteArray(reinterpret_cast<const char *>(&wire), sizeof wire) + reason;
}

QByteArray upgradeRequest(const QByteArray &headers, const QByteArray &host)
{
    return "GET / HTTP/1.1\r\nHost: " + host +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           headers + "\r\n";
}

bool RawClient::connectTo(quint16 port, const QHostAddress &host)
{
    m_socket.connectToHost(host, port);
    return waitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; });
}

void RawClient::sendFrame(quint8 firstByte, const QByteArray &payload)
{
    send(clientFrame(firstByte, payload));
}

bool RawClient::upgrade(quint16 port, const QHostAddress &host)
{
    if (!connectTo(port, host))
        return false;
    send(upgradeRequest());
    const bool isAnswered = waitFor([this] {
        m_received += m_socket.readAll();
        return m_received.contains("\r\n\r\n");
    });
    if (!isAnswered || !m_received.startsWith("HTTP/1.1 101 "))
        return false;
    m_received.remove(0, m_received.indexOf("\r\n\r\n") + 4);
    return true;
}

QByteArray RawClient::received()
{
    m_received += m_socket.readAll();
    return std::exchange(m_received, {});
}

bool RawClient::waitForBytes(qsizetype size)
{
    return waitFor([this, size] {
        m_received += m_socket.readAll();
        return m_received.size() >= size || m_socket.state() == QAbstractSocket::UnconnectedState;
    });
}

QByteArray RawClient::nextFrame()
{
    m_received += m_socket.readAll();
    qsizetype size = frameSize(m_received);
    while (size < 0 || size > m_received.size()) { // of a head in part it is not known yet
        const qsizetype had = m_received.size();
        if (!waitForBytes(had + 1) || m_received.size() == had)
            return {};
        size = frameSize(m_received);
    }
    const QByteArray frame = m_received.first(size);
    m_received.remove(0, size);
    return frame;
}

std::optional<QByteArray> RawClient::nextClose()
{
    while (true) {
        const QByteArray frame = nextFrame();
        if (frame.isEmpty())
            return std::nullopt;
        if (static_cast<quint8>(frame[0]) == 0x88)
            return frame.sliced(2);
    }
}

bool RawClient::waitForEnd()
{
    return waitFor([this] {
        m_received += m_socket.readAll();
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    });
}

TransportHarness::TransportHarness(const TransportLimits &limits, const HandshakePolicy &policy,
                                   const QString &host)
    : transport({reactor, clock, nullptr, nullptr, &refusals}, limits, policy, acceptor)
    , listener(reactor, [this](int descriptor) { transport.adopt(descriptor); })
{
    const auto listening = listener.listen(host, 0);
    if (listening)
        port = listening.value();
}

void TransportHarness::advance(std::chrono::milliseconds time)
{
    clock.advance(time);
    transport.runDue();
}

} // namespace kodama
