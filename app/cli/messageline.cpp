#include "messageline.h"

#include "app/cli/lineoutput.h"
#include "app/core/echotext.h"
#include "common/protocol/codec.h"

#include <QCoreApplication>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// One overload per message: a new one does not compile until it has its own.
class MessageLine
{
    Q_DECLARE_TR_FUNCTIONS(MessageLine)

public:
    explicit MessageLine(const QString &clientId)
        : m_clientId(clientId)
    {}

    [[nodiscard]] QString operator()(const Welcome &m) const
    {
        return tr("Connected as %1: %2").arg(printable(m.clientId), printable(m.message));
    }

    [[nodiscard]] QString operator()(const ClientConnected &m) const
    {
        return tr("%1 has come%2").arg(printable(m.clientId), clients(m.totalClients));
    }

    [[nodiscard]] QString operator()(const ClientDisconnected &m) const
    {
        return tr("%1 has gone%2").arg(printable(m.clientId), clients(m.totalClients));
    }

    [[nodiscard]] QString operator()(const EchoResponse &m) const
    {
        return tr("echo: %1").arg(printable(echoedText(m.original)));
    }

    [[nodiscard]] QString operator()(const BroadcastMessage &m) const
    {
        const QString sender =
            m.from == m_clientId ? name(m.from) : printable(m.fromNick.value_or(m.from));
        const QString line = words(sender, m.content.displayText());
        return m.room ? u"[%1] "_s.arg(printable(*m.room)) + line : line;
    }

    [[nodiscard]] QString operator()(const CommandResponse &m) const
    {
        const QString command = printable(m.command.displayText());
        if (m.error)
            return tr("%1: error: %2").arg(command, printable(*m.error));
        const RawJson data = m.data.value_or(RawJson());
        const std::optional<StatusData> status =
            command == "status"_L1 ? decodeStatus(data) : std::nullopt;
        if (status && status->connectedClients) {
            return tr("status: %n client(s), server time %1", "",
                      static_cast<int>(*status->connectedClients))
                .arg(printable(status->serverTime));
        }
        return u"%1: %2"_s.arg(command, printable(data.displayText()));
    }

    [[nodiscard]] QString operator()(const ForwardedMessage &m) const
    {
        return u"<%1> %2"_s.arg(m.fromNick ? printable(*m.fromNick) : name(m.from),
                                printable(m.data.displayText()));
    }

    [[nodiscard]] QString operator()(const ErrorMessage &m) const
    {
        return tr("The server says: error: %1").arg(printable(m.words()));
    }

    [[nodiscard]] QString operator()(const ServerNotification &m) const
    {
        return tr("The server's operator: %1").arg(printable(m.message));
    }

    [[nodiscard]] QString operator()(const ServerDirectMessage &m) const
    {
        return tr("The server's operator, to you alone: %1").arg(printable(m.message));
    }

    [[nodiscard]] QString operator()(const ServerHeartbeat &m) const
    {
        return tr("The server is alive%1").arg(clients(m.connectedClients));
    }

    [[nodiscard]] QString operator()(const UnknownMessage &m) const
    {
        return printable(QString::fromUtf8(m.source));
    }

    [[nodiscard]] QString operator()(const HelloResponse &m) const
    {
        return tr("You are called %1.").arg(printable(m.nick));
    }

    [[nodiscard]] QString operator()(const NickResponse &m) const
    {
        return tr("You are called %1 now.").arg(printable(m.nick));
    }

    [[nodiscard]] QString operator()(const AwayResponse &m) const
    {
        return m.away ? tr("You are away: %1").arg(printable(*m.away)) : tr("You are back.");
    }

    [[nodiscard]] QString operator()(const JoinResponse &m) const
    {
        const QString people = tr("In %1: %2").arg(printable(m.room), nicks(m.members));
        return m.topic.isEmpty() ? people
                                 : people + u' ' + tr("(topic: %1)").arg(printable(m.topic));
    }

    [[nodiscard]] QString operator()(const LeaveResponse &m) const
    {
        return tr("You have left %1.").arg(printable(m.room));
    }

    /// The event that the whole room gets has said it.
    [[nodiscard]] QString operator()(const TopicResponse & /*unused*/) const { return {}; }

    [[nodiscard]] QString operator()(const RoomsResponse &m) const
    {
        QStringList rooms;
        for (const RoomSummary &room : m.rooms)
            rooms += u"%1 (%2)"_s.arg(printable(room.room)).arg(room.members);
        return tr("Rooms: %1").arg(rooms.join(u", "_s));
    }

    [[nodiscard]] QString operator()(const WhoResponse &m) const
    {
        return tr("In %1: %2").arg(printable(m.room), nicks(m.members));
    }

    [[nodiscard]] QString operator()(const HistoryResponse &m) const
    {
        return m.items.isEmpty() ? tr("There is nothing older.")
                                 : tr("Earlier in %1:").arg(printable(m.room));
    }

    [[nodiscard]] QString operator()(const Ack & /*unused*/) const { return {}; }

    [[nodiscard]] QString operator()(const DirectMessage &m) const
    {
        return u"[@%1 > @%2] "_s.arg(printable(m.from), printable(m.to)) +
               words(printable(m.from), m.content.displayText());
    }

    [[nodiscard]] QString operator()(const PresenceEvent &m) const
    {
        const QString nick = printable(m.nick);
        const QString room = printable(m.room.value_or(QString()));
        if (room.startsWith(u'@'))
            return {}; // there they come and go without a word, as in the window
        if (m.event == "join"_L1)
            return tr("%1 has come to %2").arg(nick, room);
        if (m.event == "leave"_L1)
            return tr("%1 has left %2").arg(nick, room);
        if (m.event == "nick"_L1)
            return tr("%1 is called %2 now").arg(nick, printable(m.newNick.value_or(QString())));
        if (m.event == "away"_L1)
            return tr("%1 is away: %2").arg(nick, printable(m.away.value_or(QString())));
        if (m.event == "back"_L1)
            return tr("%1 is back").arg(nick);
        return {};
    }

    [[nodiscard]] QString operator()(const RoomEvent &m) const
    {
        return topic(printable(m.nick), m.room, m.topic);
    }

    [[nodiscard]] QString operator()(const TypingNotice & /*unused*/) const { return {}; }

private:
    /// `/me waves` as it is meant.
    [[nodiscard]] static QString words(const QString &sender, const QString &text)
    {
        const auto action = "/me "_L1;
        return text.startsWith(action)
                   ? u"* %1 %2"_s.arg(sender, printable(text.mid(action.size())))
                   : u"<%1> %2"_s.arg(sender, printable(text));
    }

    [[nodiscard]] static QString nicks(const QList<Member> &members)
    {
        QStringList names;
        for (const Member &member : members)
            names +=
                member.away ? tr("%1 (away)").arg(printable(member.nick)) : printable(member.nick);
        return names.join(u", "_s);
    }

    [[nodiscard]] static QString topic(const QString &who, const QString &room, const QString &text)
    {
        return text.isEmpty()
                   ? tr("The topic of %1 is gone (%2)").arg(printable(room), who)
                   : tr("The topic of %1 (%2): %3").arg(printable(room), who, printable(text));
    }

    [[nodiscard]] static QString clients(const std::optional<qint64> &count)
    {
        //: Follows a sentence without a full stop; keep the blank.
        return count ? tr(" (%n client(s) now)", "", static_cast<int>(*count)) : QString();
    }

    [[nodiscard]] QString name(const QString &from) const
    {
        if (!from.isEmpty() && from == m_clientId)
            return tr("you", "name of oneself before one's own messages");
        return printable(from);
    }

    const QString &m_clientId;
};

} // namespace

QString messageLine(const ServerMessage &message, const QString &clientId)
{
    return std::visit(MessageLine(clientId), message);
}

} // namespace kodama
