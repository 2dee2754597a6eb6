// A transport on loopback, an acceptor that records and echoes, and a client that sends raw bytes:
// what the transport's integration tests are made of.
#pragma once

#include "server/listener.h"
#include "server/transport/transport.h"
#include "tests/support/manualclock.h"

#include <QTcpSocket>

#include <functional>
#include <map>

namespace kodama {

/// Echoes every text and binary message and remembers what it was told.
class EchoAcceptor final : public LinkAcceptor
{
public:
    struct Record
    {
        ClientLink *link = nullptr; ///< null when closed
        QList<QByteArray> texts;
        QList<QByteArray> binaries;
        std::optional<CloseInfo> closed;
        int closeCalls = 0;
    };

    std::unique_ptr<LinkObserver> accept(ClientLink &link) override;

    [[nodiscard]] Record &last() { return records.at(lastId); }
    [[nodiscard]] qsizetype openCount() const;

    std::map<ConnectionId, Record> records;
    ConnectionId lastId = 0;
    bool isEchoing = true;
    /// Called for each text before it is echoed, if set.
    std::function<void(ClientLink &link, const QByteArray &text)> onText;
    /// Sent to every newcomer, if not empty.
    QByteArray greeting;
};

/// A client in raw bytes. What it receives is gathered as the event loop runs.
class RawClient final
{
public:
    RawClient() = default;
    Q_DISABLE_COPY_MOVE(RawClient)

    [[nodiscard]] bool connectTo(quint16 port,
                                 const QHostAddress &host = QHostAddress(QHostAddress::LocalHost));
    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    void sendFrame(quint8 firstByte, const QByteArray &payload);
    void sendText(const QByteArray &text) { sendFrame(0x81, text); }

    /// The opening handshake; true if answered with 101.
    [[nodiscard]] bool upgrade(quint16 port,
                               const QHostAddress &host = QHostAddress(QHostAddress::LocalHost));

    /// Everything received that was not taken yet.
    [[nodiscard]] QByteArray received();
    /// The next whole (unmasked) frame, header and all; empty if none came in time.
    [[nodiscard]] QByteArray nextFrame();
    /// The payload of the next frame that is a close frame; nothing if the stream ended without.
    [[nodiscard]] std::optional<QByteArray> nextClose();
    /// Waits for the server to end the stream.
    [[nodiscard]] bool waitForEnd();

    [[nodiscard]] QTcpSocket &socket() { return m_socket; }

private:
    [[nodiscard]] bool waitForBytes(qsizetype size);

    QTcpSocket m_socket;
    QByteArray m_received;
};

/// Runs the event loop until the condition holds; false if it does not within some seconds. Looks
/// whenever something has happened, not now and then as QTest::qWaitFor() does.
[[nodiscard]] bool waitFor(const std::function<bool()> &condition);

/// A masked frame as a client sends it, with the shortest length.
[[nodiscard]] QByteArray clientFrame(quint8 firstByte, const QByteArray &payload);
/// A close frame's body.
[[nodiscard]] QByteArray closeBody(quint16 code, const QByteArray &reason = {});
/// An opening request that is in order; further lines, each with its line end, may be added.
[[nodiscard]] QByteArray upgradeRequest(const QByteArray &headers = {},
                                        const QByteArray &host = "localhost");

class RefusalRecorder final : public RefusalObserver
{
public:
    struct Record
    {
        int status = 0;
        RefusalReason reason{};
        QString value;
        friend bool operator==(const Record &, const Record &) = default;
    };
    void onRefused(const QString &, int status, const ClientRefusal &refusal) override
    {
        records.push_back({status, refusal.reason, refusal.value});
    }
    QList<Record> records;
};

/// Everything that a transport needs, listening on 127.0.0.1 on a free port.
class TransportHarness final
{
public:
    explicit TransportHarness(const TransportLimits &limits = {},
                              const HandshakePolicy &policy = {},
                              const QString &host = QStringLiteral("127.0.0.1"));

    /// Turns the clock and calls what is due.
    void advance(std::chrono::milliseconds time);

    ManualClock clock;
    Reactor reactor;
    EchoAcceptor acceptor;
    RefusalRecorder refusals;
    Transport transport;
    Listener listener;
    quint16 port = 0;
};

} // namespace kodama
