#include "app/ui/windowcontroller.h"

#include "app/core/errortext.h"
#include "app/core/serverurl.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/helpdialog.h"
#include "app/ui/icons.h"
#include "app/ui/mainwindow.h"
#include "app/ui/messageview.h"
#include "app/ui/messagewording.h"
#include "app/ui/roomcontroller.h"
#include "app/ui/serverpanel.h"
#include "app/ui/textdialog.h"

#include <QLayout>
#include <QMessageBox>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr std::chrono::milliseconds countdownStep{250};

// One overload per command; true when it was sent or done.
struct CommandRunner
{
    ChatClient &client;
    RoomController &rooms;
    WindowController &controller;
    MainWindow &window;

    bool operator()(const command::Echo &echo) const { return client.sendEcho(echo.text); }
    bool operator()(const command::Broadcast &post) const
    {
        const RoomController::Outcome outcome = rooms.post(post.text);
        if (outcome == RoomController::Outcome::NotOurs)
            return client.sendBroadcast(post.text);
        return outcome == RoomController::Outcome::Done;
    }
    bool operator()(const command::Status &) const { return client.sendCommand(u"status"_s); }
    bool operator()(const command::Ping &) const { return client.sendCommand(u"ping"_s); }
    bool operator()(const command::Raw &raw) const { return client.sendText(raw.frame); }
    bool operator()(const command::Connect &connect) const
    {
        return controller.connectTo(connect.server);
    }
    bool operator()(const command::Disconnect &) const
    {
        client.close();
        return true;
    }
    bool operator()(const command::Clear &) const
    {
        controller.clearLog();
        return true;
    }
    bool operator()(const command::Help &) const
    {
        controller.showHelp();
        return true;
    }
    bool operator()(const command::Quit &) const
    {
        // Later: the window must not close in the middle of its own key event.
        QMetaObject::invokeMethod(&window, &QWidget::close, Qt::QueuedConnection);
        return true;
    }
    bool operator()(const command::Nothing &) const { return false; }
};

} // namespace

WindowController::WindowController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(parts.client, parts.router, parts.window.panel())
    , m_connectFlow({parts.clock, parts.theme, parts.settings, parts.window, parts.localServer})
{
    m_countdown.setInterval(countdownStep);
    connect(&m_countdown, &QTimer::timeout, this, &WindowController::showConnection);
    connectWindow();
    connectClient();
    showConnection();
}

void WindowController::openServer(const QUrl &url)
{
    const QString server = url.toString();
    m_parts.settings.set(keys::lastServer, server);
    m_parts.settings.set(keys::recentServers,
                         withRecentServer(m_parts.settings.get(keys::recentServers), server));
    m_problem.clear();
    if (m_parts.client.url() != url)
        //: In the log, between lines of two servers. %1: the address of the second
        m_parts.router.addBorder(tr("From here on: %1").arg(displayAddress(url)));
    m_parts.rooms.connectTo(url);
    showConnection();
}

void WindowController::openConnectDialog()
{
    m_connectFlow.open();
}

void WindowController::submit(Composer::Target target, const QString &text)
{
    const RoomController::Outcome outcome = m_parts.rooms.run(text);
    if (outcome != RoomController::Outcome::NotOurs) {
        if (outcome == RoomController::Outcome::Done)
            m_parts.window.composer().accept(text);
        else if (outcome == RoomController::Outcome::DoneInPart)
            m_parts.window.composer().accept(text, Composer::Problem::Remains);
        return;
    }
    const Result<UserCommand, CommandError> parsed = parseComposerLine(text);
    if (!parsed) {
        m_parts.window.composer().showProblem(errorText(parsed.error()));
        return;
    }
    UserCommand command = parsed.value();
    if (const auto *post = std::get_if<command::Broadcast>(&command);
        post != nullptr && target == Composer::Target::Echo)
        command = command::Echo{QString(post->text)};
    if (!run(command))
        return;
    m_parts.window.composer().accept(text);
    m_parts.window.view().scrollToNewest();
}

void WindowController::openLink(const QUrl &link)
{
    const QString scheme = link.scheme().toLower();
    if (scheme == "http"_L1 || scheme == "https"_L1) {
        Q_EMIT webLinkActivated(link);
        return;
    }
    // A chat server: never left for another one by a single click.
    const Result<QUrl, ServerUrlError> server = parseServerUrl(link.toString(QUrl::FullyEncoded));
    if (server)
        m_connectFlow.open(server.value());
    else
        m_parts.window.composer().showProblem(errorText(server.error()));
}

void WindowController::connectWindow()
{
    MainWindow &window = m_parts.window;
    const auto on = [&window](ActionId id, auto *receiver, auto work) {
        connect(&window.action(id), &QAction::triggered, receiver, work);
    };
    on(ActionId::Connect, this, &WindowController::openConnectDialog);
    on(ActionId::Reconnect, &m_parts.client, &ChatClient::reconnectNow);
    on(ActionId::Disconnect, &m_parts.client, &ChatClient::close);
    on(ActionId::Status, this, [this] { m_parts.client.sendCommand(u"status"_s); });
    on(ActionId::Ping, this, [this] { m_parts.client.sendCommand(u"ping"_s); });
    on(ActionId::Clear, this, &WindowController::clearLog);
    on(ActionId::Help, this, &WindowController::showHelp);
    on(ActionId::About, this, &WindowController::showAbout);
    connect(&window.composer(), &Composer::submitted, this, &WindowController::submit);
    connect(&window.view(), &MessageView::linkActivated, this, &WindowController::openLink);
    connect(&window.view(), &MessageView::wholeTextRequested, this,
            &WindowController::showWholeText);
    connect(&m_connectFlow, &ConnectFlow::chosen, this, &WindowController::openServer);
    connect(&m_connectFlow, &ConnectFlow::serverStarted, this,
            &WindowController::onOwnServerStarted);
    connect(&m_connectFlow, &ConnectFlow::serverFailed, this, [this](const QString &sentence) {
        m_parts.window.composer().showProblem(sentence);
        showConnection();
    });
    connect(&window.banner(), &ConnectionBanner::ownServerWanted, this, [this] {
        m_connectFlow.startServer(m_parts.client.url());
        showConnection();
    });
}

void WindowController::connectClient()
{
    ChatClient &client = m_parts.client;
    connect(&client, &ChatClient::stateChanged, this, &WindowController::onStateChanged);
    connect(&client, &ChatClient::errorOccurred, this, &WindowController::onErrorOccurred);
    connect(&client, &ChatClient::retryScheduled, this, &WindowController::showConnection);
    connect(&client, &ChatClient::retryStarted, this, &WindowController::showConnection);
    connect(&client, &ChatClient::sendRefused, this, &WindowController::onSendRefused);
    connect(&client, &ChatClient::messageReceived, this, &WindowController::onMessageReceived);
    connect(&m_parts.rooms, &RoomController::identityChanged, this,
            &WindowController::showConnection);
}

void WindowController::onStateChanged(ConnectionState state)
{
    if (state == ConnectionState::Connected) {
        m_problem.clear();
        m_parts.client.sendPing(); // fills the panel: how far away
    }
    showConnection();
}

void WindowController::onMessageReceived()
{
    // The welcome tells who we are; runs for every message, so it only compares.
    if (m_clientId != m_parts.client.clientId())
        showConnection();
}

void WindowController::onErrorOccurred(const ClientError &error)
{
    const QString problem = errorText(error);
    // Every failed attempt says the same; the log needs it once.
    if (problem != m_problem)
        m_parts.router.addLocal(problem);
    m_problem = problem;
    showConnection();
}

void WindowController::onSendRefused(SendRefusal reason) const
{
    m_parts.window.composer().showProblem(errorText(reason));
}

void WindowController::showConnection()
{
    const ChatClient &client = m_parts.client;
    ConnectionInfo info;
    info.state = client.state();
    info.server = client.url().isEmpty() ? QString() : displayAddress(client.url());
    m_clientId = client.clientId();
    const QString nick = m_parts.rooms.nick();
    if (info.state == ConnectionState::Connected) {
        info.identity = nick.isEmpty() ? m_clientId : nick;
        m_parts.window.composer().withdrawProblem(errorText(SendRefusal::NotConnected));
    }
    info.problem = m_problem;
    info.retryIn = client.retryIn();
    info.ownServer = ownServer();
    m_parts.window.showConnection(info);
    m_parts.window.panel().setServer(info.server, info.identity);
    if (info.state == ConnectionState::Reconnecting)
        m_countdown.start();
    else
        m_countdown.stop();
}

ConnectionInfo::OwnServer WindowController::ownServer() const
{
    using Own = ConnectionInfo::OwnServer;
    const ChatClient &client = m_parts.client;
    if (client.isConnected() || !m_connectFlow.isLocalServer(client.url()))
        return Own::NoHelp;
    if (m_connectFlow.isStartingServer())
        return Own::Starting;
    const bool isRefused = client.lastError().kind == ClientError::Kind::Refused;
    if (!isRefused || !m_connectFlow.canStartServer())
        return Own::NoHelp;
    return m_connectFlow.hasStartedServer() ? Own::CanStartAgain : Own::CanStart;
}

void WindowController::onOwnServerStarted()
{
    m_parts.window.composer().showProblem({});
    if (m_connectFlow.isLocalServer(m_parts.client.url()) && !m_parts.client.isConnected())
        m_parts.client.reconnectNow();
    showConnection();
}

void WindowController::showWholeText(const QModelIndex &index)
{
    const LogEntry entry = entryAt(index);
    auto *dialog =
        new TextDialog(m_parts.theme, u"%1 · %2"_s.arg(senderName(entry), fullTimeText(entry.time)),
                       entry.text, &m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void WindowController::showHelp()
{
    auto *dialog = new HelpDialog(m_parts.theme, m_parts.window.actions(),
                                  readPreferences(m_parts.settings).sendKey, &m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void WindowController::showAbout()
{
    auto *box = new QMessageBox(&m_parts.window);
    box->setObjectName(u"aboutBox"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Kodama"));
    box->setIconPixmap(icons::appIcon().pixmap(m_parts.theme.space(16)));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Kodama %1").arg(QStringLiteral(KODAMA_VERSION)));
    box->setInformativeText(
        tr("A light chat and message bus for your own machine or network, over WebSocket."));
    const int edge = m_parts.theme.space(6);
    box->layout()->setContentsMargins(edge, edge, edge, edge);
    box->open();
}

bool WindowController::connectTo(const QString &server)
{
    if (server.isEmpty() && m_parts.client.url().isEmpty()) {
        openConnectDialog();
        return true;
    }
    if (server.isEmpty()) {
        m_parts.client.reconnectNow();
        return true;
    }
    const Result<QUrl, ServerUrlError> url = parseServerUrl(server);
    if (!url) {
        m_parts.window.composer().showProblem(errorText(url.error()));
        return false;
    }
    openServer(url.value());
    return true;
}

void WindowController::clearLog()
{
    if (m_parts.rooms.clear())
        return;
    m_parts.router.flush(); // or what waits there would come back into the empty log
    m_parts.log.clear();
}

bool WindowController::run(const UserCommand &command)
{
    return std::visit(CommandRunner{m_parts.client, m_parts.rooms, *this, m_parts.window}, command);
}

} // namespace kodama
