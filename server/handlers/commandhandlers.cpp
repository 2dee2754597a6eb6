#include "server/handlers/commandhandlers.h"

#include "common/protocol/codec.h"
#include "common/protocol/errorcode.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;

void CommandHandlers::handle(SessionContext &session, const Command &message)
{
    if (session.mayAskForItself())
        session.send(answer(message.command));
}

StatusData CommandHandlers::status()
{
    StatusData status{m_population.count(), m_timestamps.now()};
    if (m_figures == nullptr)
        return status;
    const Figures figures = m_figures->figures();
    status.version = QStringLiteral(KODAMA_VERSION);
    status.uptimeSeconds = figures.uptimeSeconds;
    status.rooms = figures.rooms;
    status.messagesPerSecond = figures.messagesPerSecond;
    status.bytesPerSecond = figures.bytesPerSecond;
    return status;
}

CommandResponse CommandHandlers::answer(const RawJson &command)
{
    CommandResponse response;
    response.command = command;
    // The value, not its text: "\u0070ing" is ping, too.
    const QString name = command.isString() ? command.value().toString() : QString();
    if (name == "ping"_L1) {
        response.data = RawJson::fromString(u"pong");
    } else if (name == "status"_L1) {
        response.data = encodeStatus(status());
    } else {
        constexpr ErrorCode code = ErrorCode::BadRequest;
        response.error = m_texts(Text::UnknownCommand);
        response.code = qint64(code);
        response.name = errorName(code);
    }
    return response;
}

} // namespace kodama
