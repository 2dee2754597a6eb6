// The seam between the byte stream of a client and its protocol state: what a session may do to its
// connection, and what a connection tells its session. No socket, frame or QWebSocket type crosses
// it.
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace kodama {

class CompressedTwins;

/// A complete, unmasked RFC 6455 frame, or several that are told as one. Encoded once and shared by
/// all receivers (QByteArray counts references), in several threads; never modified after
/// encodeTextFrame() made it.
struct SharedFrame
{
    QByteArray bytes;
    /// The same message compressed, made when the first receiver who wants it so appears. Null: too
    /// short to be worth it.
    std::shared_ptr<CompressedTwins> twins = nullptr;
    int count = 1; ///< frames in it
};

/// Number of a connection, unique in this process, never reused. 0 is nobody.
using ConnectionId = quint64;

/// How a connection ended: as whoever closed first said. code is 1005 when the peer's close frame
/// had none, 1006 when there was no close frame at all (RFC 6455 section 7.1.5).
struct CloseInfo
{
    quint16 code = 1006;
    QString reason;
};

/// A client's connection as its session sees it. Lives in its shard's thread; all calls from there.
class ClientLink
{
public:
    virtual ~ClientLink() = default;

    [[nodiscard]] virtual ConnectionId id() const = 0;

    /// `IP:PORT` (an IPv4 peer on a dual-stack socket without `::ffff:`), or `unix:N`.
    [[nodiscard]] virtual const QString &clientId() const = 0;

    /// Queues the frame; everything queued in one turn of the event loop leaves in one write at its
    /// end. Bounded: past the limit the connection closes itself (4001). Ignored once closing.
    /// Never calls back synchronously.
    virtual void send(const SharedFrame &frame) = 0;

    /// The same, except that it is dropped without a word if much is waiting already: for what a
    /// slow reader goes without first.
    virtual void sendDroppable(const SharedFrame &frame) = 0;

    enum class Reading : quint8 { On, Paused };

    /// Why it is paused: until the chat has caught up with everybody, or until this client has got
    /// a long answer. Each is on or off by itself.
    enum class Pause : quint8 { ForChat = 1, ForAnswer = 2 };

    /// While paused no further message comes, not even of those that have been read already. Never
    /// calls back synchronously.
    virtual void setReading(Reading reading, Pause pause) = 0;

    /// Starts the closing handshake: our close frame behind what is queued, then reads until the
    /// peer's, aborts after a deadline. reason is cut to 123 bytes of UTF-8. Safe to call from
    /// within LinkObserver functions; never calls back synchronously.
    virtual void close(quint16 code, const QString &reason) = 0;
};

/// A session as its connection sees it.
class LinkObserver
{
public:
    virtual ~LinkObserver() = default;

    /// One whole message, all fragments joined. A text message is valid UTF-8; a binary one is any
    /// bytes.
    virtual void onText(const QByteArray &payload) = 0;
    virtual void onBinary(const QByteArray &payload) = 0;

    /// The peer has closed, or broken the protocol: nothing more is read from it. True: answers to
    /// what it sent before are under way; the observer sends closeFrame through the link behind
    /// them, and gives up when the link does. False: nothing is, the connection closes by itself.
    [[nodiscard]] virtual bool answersBefore(const SharedFrame &closeFrame)
    {
        Q_UNUSED(closeFrame);
        return false;
    }

    /// The connection has ended, whoever began it. Called once, as the last call, also for
    /// connections that close() was called on; the link is still alive during it and gone
    /// afterwards. The bytes of the closing handshake may still be on their way.
    virtual void onClosed(const CloseInfo &info) = 0;
};

/// Makes the session when a client's opening handshake is done. One per shard.
class LinkAcceptor
{
public:
    virtual ~LinkAcceptor() = default;

    /// The observer is owned by the connection and destroyed after onClosed().
    virtual std::unique_ptr<LinkObserver> accept(ClientLink &link) = 0;
};

} // namespace kodama
