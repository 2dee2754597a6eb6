// One row of a conversation: facts only.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <optional>

namespace kodama {

struct LogEntry
{
    enum class Kind {
        Chat,         ///< broadcast_message, direct_message
        Echo,         ///< echo_response: text is what came back
        Custom,       ///< message of another type; text is its JSON
        Joined,       ///< sender came; number: clients now, if known
        Left,         ///< sender went; number: clients now, if known
        Renamed,      ///< sender is called text from now on
        Away,         ///< sender is away; text: why, or empty
        Back,         ///< sender is back
        Topic,        ///< sender changed the topic to text; empty: took it away
        Welcome,      ///< text: the server's greeting; sender: our own id
        Status,       ///< number: connected clients; text: server's time as it sent it
        Pong,         ///< answer to the ping command; number: round trip in microseconds if known
        CommandReply, ///< answer to another command; text: the data
        ServerError,  ///< `error`, or a command's error; text: the server's words; number: code
        Notification, ///< the operator to everybody
        Direct,       ///< the operator to us
        Heartbeat,    ///< number: connected clients
        Unknown,      ///< a type that this program does not know; text is its JSON
        Malformed,    ///< a frame that is no message; text: what is wrong, in English
        Gap,          ///< messages before `offset` are missing here; they can be asked for
        Local,        ///< made by this program (help, connection changes); text is for people
        Forgotten,    ///< the server knows nothing of the messages above, which are kept here alone
    };

    /// What became of a message of ours.
    enum class Delivery {
        Stored,    ///< the server has it; every message of others
        Pending,   ///< on its way
        Failed,    ///< not sent; it can be sent again or discarded
        Uncertain, ///< like Failed, but the server may have it all the same
    };

    Kind kind = Kind::Local;
    Delivery delivery = Delivery::Stored;
    bool isOwn = false;
    bool isMention = false; ///< names us
    bool isAction = false;  ///< "/me waves": text is "waves"
    QString sender;
    QString text;
    QDateTime time;    ///< the server's, or when we received it where that is not known
    qint64 offset = 0; ///< the message's place in its room; 0: it has none
    QString messageId; ///< what we called a message of ours; empty: nothing
    QByteArray frame;  ///< as received; empty: made by this program
    std::optional<qint64> number;

    /// Whether people count it as a message: what may be unread.
    [[nodiscard]] bool isMessage() const
    {
        return kind == Kind::Chat || kind == Kind::Custom || kind == Kind::Notification ||
               kind == Kind::Direct || kind == Kind::Unknown;
    }
    [[nodiscard]] bool isComingOrGoing() const
    {
        return kind == Kind::Joined || kind == Kind::Left;
    }
    [[nodiscard]] bool isUnsent() const { return delivery != Delivery::Stored; }
    [[nodiscard]] bool hasFailed() const
    {
        return delivery == Delivery::Failed || delivery == Delivery::Uncertain;
    }
    /// Whether `offset` is the place of this very row.
    [[nodiscard]] bool hasPlace() const { return offset > 0 && kind != Kind::Gap; }
};

} // namespace kodama

Q_DECLARE_METATYPE(kodama::LogEntry::Kind)
