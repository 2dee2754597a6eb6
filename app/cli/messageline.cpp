#include "messageline.h"

#include "app/cli/lineoutput.h"
#include "app/core/echotext.h"
#include "common/protocol/codec.h"

#include <QCoreApplication>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// One overload per message of version 1; what we did not ask for is shown as it came.
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
        return u"<%1> %2"_s.arg(name(m.from), printable(m.content.displayText()));
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
        return u"<%1> %2"_s.arg(name(m.from), printable(m.data.displayText()));
    }

    [[nodiscard]] QString operator()(const ErrorMessage &m) const
    {
        return tr("The server says: error: %1").arg(printable(m.message));
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

    template <typename Version2>
    [[nodiscard]] QString operator()(const Version2 &m) const
    {
        return printable(QString::fromUtf8(encode(ServerMessage(m))));
    }

private:
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
