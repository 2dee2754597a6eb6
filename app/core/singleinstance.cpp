#include "app/core/singleinstance.h"

#include "app/core/activationtoken.h"
#include "app/core/chat/serverfolder.h"
#include "app/core/serverurl.h"

#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int connectMs = 1000;
constexpr int answerMs = 5000;
constexpr int openConnections = 8;
constexpr auto tokenWord = "token "_L1;

std::optional<InstanceRequest> decodeWish(const QByteArray &line)
{
    InstanceRequest request;
    if (line == "show\n")
        return request;
    const qsizetype blank = line.indexOf(' ');
    if (blank < 0 || !line.endsWith('\n'))
        return std::nullopt;
    const QString value = QString::fromUtf8(line.mid(blank + 1).chopped(1));
    if (line.startsWith("dnd ")) {
        request.dnd = quietModeFromName(value);
        return request.dnd ? std::optional(request) : std::nullopt;
    }
    const Result<QUrl, ServerUrlError> url = parseServerUrl(value);
    if (!line.startsWith("open ") || !url)
        return std::nullopt;
    request.url = url.value();
    return request;
}

} // namespace

QByteArray encodeRequest(const InstanceRequest &request)
{
    if (request.dnd)
        return "dnd " + quietModeName(*request.dnd).toUtf8() + '\n';
    const QByteArray wish =
        request.url ? "open " + request.url->toEncoded() + '\n' : QByteArrayLiteral("show\n");
    const QString token = activationToken(request.activationToken);
    return token.isEmpty() ? wish : wish + (tokenWord + token + u'\n').toUtf8();
}

std::optional<InstanceRequest> decodeRequest(const QByteArray &lines)
{
    const qsizetype end = lines.indexOf('\n') + 1;
    std::optional<InstanceRequest> request = decodeWish(lines.first(end));
    const QString second = QString::fromUtf8(lines.sliced(end));
    if (request && second.startsWith(tokenWord) && second.endsWith(u'\n'))
        request->activationToken = activationToken(second.sliced(tokenWord.size()).chopped(1));
    return request;
}

QString instanceSocketPath(const QString &profile)
{
    QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (folder.isEmpty()) { // after su, over ssh, in a container
        folder = ServerFolder::standardBase();
        if (folder.isEmpty() || !QDir().mkpath(folder))
            return {};
    }
    const QString suffix = profile.isEmpty() ? QString() : u'-' + profile;
    return folder + u"/kodama"_s + suffix + u".socket"_s;
}

std::optional<QByteArray> handOver(const QString &socketPath, const InstanceRequest &request)
{
    if (socketPath.isEmpty())
        return std::nullopt;
    QLocalSocket socket;
    socket.connectToServer(socketPath);
    if (!socket.waitForConnected(connectMs))
        return std::nullopt;
    socket.write(encodeRequest(request));
    socket.flush();
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(answerMs))
            return std::nullopt;
    }
    return socket.readLine().trimmed();
}

SingleInstance::SingleInstance(QObject *parent)
    : QObject(parent)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(openConnections);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::onNewConnection);
}

bool SingleInstance::listen(const QString &socketPath)
{
    if (socketPath.isEmpty())
        return false;
    if (QFileInfo::exists(socketPath)) {
        QLocalSocket other;
        other.connectToServer(socketPath);
        if (other.waitForConnected(connectMs))
            return false; // started in the same moment, or on purpose beside it
        // Nobody answers: it is left from a crash.
        QLocalServer::removeServer(socketPath);
    }
    return m_server.listen(socketPath);
}

void SingleInstance::onNewConnection()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { onReadyRead(*socket); });
        if (socket->bytesAvailable() > 0)
            onReadyRead(*socket);
    }
}

void SingleInstance::onReadyRead(QLocalSocket &socket)
{
    if (!socket.canReadLine()) {
        if (socket.bytesAvailable() > longestRequestBytes)
            socket.abort();
        return;
    }
    QByteArray lines = socket.readLine(longestRequestBytes);
    if (socket.canReadLine()) // both lines came in one piece
        lines += socket.readLine(longestRequestBytes);
    const std::optional<InstanceRequest> request = decodeRequest(lines);
    if (request)
        Q_EMIT requested(*request);
    if (!request)
        socket.write("bad request\n");
    else if (request->dnd)
        socket.write(m_isQuiet ? "on\n" : "off\n");
    else
        socket.write("ok\n");
    socket.flush();
    socket.disconnectFromServer();
}

} // namespace kodama
