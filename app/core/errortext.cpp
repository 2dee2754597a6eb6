#include "errortext.h"

#include "common/protocol/closecode.h"
#include "common/protocol/limits.h"
#include "common/protocol/names.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// The translation context of all texts in this file.
class ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)

public:
    static QString httpText(const ClientError &error, const QString &address);
    static QString closedText(const ClientError &error, const QString &address);
    static QString clientText(const ClientError &error);
    static QString urlText(ServerUrlError error);
    static QString commandText(const CommandError &error);
    static QString refusalText(SendRefusal refusal, qint64 mostBytes);
    static QString nameText(NameError error, const QString &name, bool isPerson);
    static QString damageText(int lines, const QString &file);
    static QString codeText(quint16 code);
    static QString connectionText(ConnectionState state);
};

/// What a close code means, for people.
struct CodeMeaning
{
    struct Translatable
    {
        const char *text;
        const char *comment;
    };
    CloseCode code;
    Translatable meaning;
};

constexpr std::array<CodeMeaning, 20> codeMeanings{{
    {CloseCode::Normal, QT_TRANSLATE_NOOP3("ErrorText", "normal end", "WebSocket close code")},
    {CloseCode::GoingAway,
     QT_TRANSLATE_NOOP3("ErrorText", "the server is going away", "WebSocket close code")},
    {CloseCode::ProtocolError,
     QT_TRANSLATE_NOOP3("ErrorText", "protocol error", "WebSocket close code")},
    {CloseCode::UnsupportedData,
     QT_TRANSLATE_NOOP3("ErrorText", "this kind of data is not taken", "WebSocket close code")},
    {CloseCode::NoStatusReceived,
     QT_TRANSLATE_NOOP3("ErrorText", "no reason given", "WebSocket close code")},
    {CloseCode::AbnormalClosure,
     QT_TRANSLATE_NOOP3("ErrorText", "ended without a word", "WebSocket close code")},
    {CloseCode::InvalidPayload,
     QT_TRANSLATE_NOOP3("ErrorText", "the text is not valid UTF-8", "WebSocket close code")},
    {CloseCode::PolicyViolation,
     QT_TRANSLATE_NOOP3("ErrorText", "against the server's rules", "WebSocket close code")},
    {CloseCode::MessageTooBig,
     QT_TRANSLATE_NOOP3("ErrorText", "message too large", "WebSocket close code")},
    {CloseCode::InternalError,
     QT_TRANSLATE_NOOP3("ErrorText", "error inside the server", "WebSocket close code")},
    {CloseCode::ServiceRestart,
     QT_TRANSLATE_NOOP3("ErrorText", "the server restarts", "WebSocket close code")},
    {CloseCode::TryAgainLater,
     QT_TRANSLATE_NOOP3("ErrorText", "the server is overloaded", "WebSocket close code")},
    {CloseCode::BadGateway, QT_TRANSLATE_NOOP3("ErrorText", "the gateway cannot reach the server",
                                               "WebSocket close code")},
    {CloseCode::ShuttingDown,
     QT_TRANSLATE_NOOP3("ErrorText", "the server shuts down", "WebSocket close code")},
    {CloseCode::TooSlow,
     QT_TRANSLATE_NOOP3("ErrorText", "we read too slowly", "WebSocket close code")},
    {CloseCode::NoPong,
     QT_TRANSLATE_NOOP3("ErrorText", "we did not answer in time", "WebSocket close code")},
    {CloseCode::BadToken,
     QT_TRANSLATE_NOOP3("ErrorText", "the access token is wrong", "WebSocket close code")},
    {CloseCode::Kicked,
     QT_TRANSLATE_NOOP3("ErrorText", "removed by the operator", "WebSocket close code")},
    {CloseCode::Banned,
     QT_TRANSLATE_NOOP3("ErrorText", "banned by the operator", "WebSocket close code")},
    {CloseCode::TooManyConnections,
     QT_TRANSLATE_NOOP3("ErrorText", "too many connections", "WebSocket close code")},
}};

QString ErrorText::httpText(const ClientError &error, const QString &address)
{
    constexpr int unauthorized = 401;
    constexpr int forbidden = 403;
    constexpr int notFound = 404;
    constexpr int upgradeRequired = 426;
    constexpr int badGateway = 502;
    constexpr int unavailable = 503;
    constexpr int gatewayTimeout = 504;
    switch (error.httpStatus) {
    case 0:
        return tr("%1 answers, but refuses the connection.").arg(address);
    case unauthorized:
    case forbidden:
        return tr("%1 does not let us in (HTTP %2).").arg(address).arg(error.httpStatus);
    case notFound:
        return tr("%1 is a web server, but there is no chat at this address (HTTP 404).")
            .arg(address);
    case badGateway:
    case unavailable:
    case gatewayTimeout:
        return tr("%1 is too busy or its chat server is not running (HTTP %2).")
            .arg(address)
            .arg(error.httpStatus);
    case upgradeRequired:
        // What a port for TLS answers to a plain request (RFC 2817 section 4.2).
        if (error.url.scheme() == "ws"_L1)
            return tr("%1 answers, but not to ws:// (HTTP 426). Does it want wss://?").arg(address);
        [[fallthrough]];
    default:
        return tr("%1 answers, but not as a chat server (HTTP %2).")
            .arg(address)
            .arg(error.httpStatus);
    }
}

QString ErrorText::closedText(const ClientError &error, const QString &address)
{
    const QString reason = singleLine(error.closeReason);
    const QString meaning = codeText(error.closeCode);
    if (error.closeCode == 0)
        return tr("%1 closed the connection.").arg(address);
    if (reason.isEmpty() && meaning.isEmpty())
        return tr("%1 closed the connection (code %2).").arg(address).arg(error.closeCode);
    if (reason.isEmpty()) {
        return tr("%1 closed the connection: %2 (code %3).")
            .arg(address, meaning)
            .arg(error.closeCode);
    }
    if (meaning.isEmpty()) {
        return tr("%1 closed the connection: \"%2\" (code %3).")
            .arg(address, reason)
            .arg(error.closeCode);
    }
    return tr("%1 closed the connection: %2, \"%3\" (code %4).")
        .arg(address, meaning, reason)
        .arg(error.closeCode);
}

QString ErrorText::clientText(const ClientError &error)
{
    const QString address = displayAddress(error.url);
    switch (error.kind) {
    case ClientError::Kind::None:
        return {};
    case ClientError::Kind::InvalidUrl:
        return tr("This is not the address of a server.");
    case ClientError::Kind::HostNotFound:
        return tr("There is no computer named %1, or its name cannot be looked up now.")
            .arg(error.url.host(QUrl::PrettyDecoded));
    case ClientError::Kind::Refused:
        return tr("Nothing listens on %1. Is the server running?").arg(address);
    case ClientError::Kind::Tls:
        return tr("No secure connection to %1: %2").arg(address, singleLine(error.detail));
    case ClientError::Kind::Http:
        return httpText(error, address);
    case ClientError::Kind::Timeout:
        return tr("%1 does not answer.").arg(address);
    case ClientError::Kind::ConnectionLost:
        return tr("The connection to %1 was lost.").arg(address);
    case ClientError::Kind::ClosedByServer:
        return closedText(error, address);
    case ClientError::Kind::Protocol:
        if (error.closeCode != 0) {
            return tr("The conversation with %1 broke the rules of WebSocket: %2 (code %3).")
                .arg(address, codeText(error.closeCode))
                .arg(error.closeCode);
        }
        return tr("%1 does not speak WebSocket.").arg(address);
    case ClientError::Kind::Network:
        return tr("No connection to %1: %2").arg(address, singleLine(error.detail));
    }
    return {};
}

QString ErrorText::urlText(ServerUrlError error)
{
    switch (error) {
    case ServerUrlError::Empty:
        return tr("The server's name is missing.");
    case ServerUrlError::TooLong:
        return tr("This address is too long (more than %1 characters).").arg(maxServerUrlLength);
    case ServerUrlError::BadScheme:
        return tr("The address must begin with ws:// or wss://.");
    case ServerUrlError::BadHost:
        return tr("This is not the name or address of a computer.");
    case ServerUrlError::BadPort:
        return tr("The port must be a number from 1 to 65535.");
    case ServerUrlError::HasUserInfo:
        return tr("The address must not hold a user name or a password.");
    case ServerUrlError::HasFragment:
        return tr("The address must not hold a number sign (#).");
    case ServerUrlError::BadCharacters:
        return tr("The address holds a blank or another character that may not be there.");
    }
    return {};
}

QString ErrorText::commandText(const CommandError &error)
{
    const QString word = singleLine(error.command, 40);
    switch (error.kind) {
    case CommandError::Kind::UnknownCommand:
        return tr("There is no command \"%1\". \"/help\" lists all commands.").arg(word);
    case CommandError::Kind::MissingArgument:
        return tr("The command \"%1\" needs something behind it.").arg(word);
    case CommandError::Kind::UnexpectedArgument:
        return tr("The command \"%1\" takes nothing behind it.").arg(word);
    }
    return {};
}

QString ErrorText::refusalText(SendRefusal refusal, qint64 mostBytes)
{
    switch (refusal) {
    case SendRefusal::NotConnected:
        return tr("Not sent: there is no connection.");
    case SendRefusal::TooLarge:
        return tr("Not sent: the message is larger than %1 KiB.").arg(mostBytes / 1024);
    case SendRefusal::Congested:
        return tr("Not sent: the network is too slow for what was sent before.");
    }
    return {};
}

QString ErrorText::nameText(NameError error, const QString &name, bool isPerson)
{
    switch (error) {
    case NameError::Empty:
        return tr("A name has at least one character.");
    case NameError::TooLong: {
        // Counted as they are in normal form, without the sign in front.
        QString text = name.normalized(QString::NormalizationForm_KC).simplified();
        isPerson = isPerson || text.startsWith(u'@');
        if (text.startsWith(u'@') || text.startsWith(u'#'))
            text.remove(0, 1);
        return tr("It has %1 characters; a name has at most %2.")
            .arg(text.toUcs4().size())
            .arg(isPerson ? limits::nickCharacters : limits::roomCharacters);
    }
    case NameError::BadCharacter:
        if (isPerson || name.trimmed().startsWith(u'@'))
            return tr("A name holds no @ # / : or comma, nothing invisible, and at most 4 marks "
                      "on a letter.");
        return tr("The name of a room is letters, digits, \"_\", \".\" and \"-\", with at most 4 "
                  "marks on a letter.");
    case NameError::MixedScripts:
        return tr("It mixes letters of alphabets that look alike, such as Latin and Cyrillic.");
    }
    return {};
}

QString ErrorText::damageText(int lines, const QString &file)
{
    if (file.isEmpty())
        return tr("%n line(s) in the file of unsent messages could not be read: a message may be "
                  "lost.",
                  nullptr, lines);
    return tr("%n line(s) in the file of unsent messages could not be read and are kept in %1: a "
              "message may not have been sent.",
              nullptr, lines)
        .arg(file);
}

QString ErrorText::codeText(quint16 code)
{
    const auto known =
        std::find_if(codeMeanings.cbegin(), codeMeanings.cend(),
                     [code](const CodeMeaning &row) { return quint16(row.code) == code; });
    return known == codeMeanings.cend() ? QString()
                                        : tr(known->meaning.text, known->meaning.comment);
}

QString ErrorText::connectionText(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Disconnected:
        return tr("Not connected");
    case ConnectionState::Connecting:
        return tr("Connecting");
    case ConnectionState::Connected:
        return tr("Connected");
    case ConnectionState::Reconnecting:
        return tr("Reconnecting");
    case ConnectionState::Failed:
        return tr("No connection");
    }
    return {};
}

} // namespace

QString errorText(const ClientError &error)
{
    return ErrorText::clientText(error);
}

QString errorText(ServerUrlError error)
{
    return ErrorText::urlText(error);
}

QString errorText(const CommandError &error)
{
    return ErrorText::commandText(error);
}

QString errorText(SendRefusal refusal, qint64 mostBytes)
{
    return ErrorText::refusalText(refusal, mostBytes);
}

QString nameErrorText(const QString &name, NameKind kind)
{
    const bool isPerson = kind == NameKind::Person;
    const Result<QString, NameError> normal =
        isPerson ? normalizeNick(name) : normalizeTarget(name);
    return normal ? QString() : ErrorText::nameText(normal.error(), name, isPerson);
}

QString unsentDamageText(int lines, const QString &file)
{
    return ErrorText::damageText(lines, file);
}

QString closeCodeText(quint16 code)
{
    return ErrorText::codeText(code);
}

QString stateText(ConnectionState state)
{
    return ErrorText::connectionText(state);
}

QString singleLine(const QString &text, qsizetype maxLength)
{
    QString line = text.left(maxLength + 1);
    for (QChar &c : line) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format ||
            c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph)
            c = u' ';
    }
    line = line.simplified();
    return line.size() > maxLength ? line.left(maxLength - 1) + u'…' : line;
}

} // namespace kodama
