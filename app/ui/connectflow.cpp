#include "app/ui/connectflow.h"

#include "app/core/errortext.h"
#include "app/core/serverurl.h"
#include "app/core/settingkeys.h"
#include "app/ui/connectdialog.h"

#include <QCoreApplication>
#include <QWindow>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;
using Local = ConnectDialog::LocalServer;

const QString staying = u"stays"_s;

bool isSamePlace(const QUrl &one, const QUrl &other)
{
    return one.scheme() == other.scheme() && one.port() == other.port() &&
           isThisMachine(one.host());
}

/// A server that is started listens at localhost: that is not all of 127.0.0.0/8.
bool isWhereOneListens(const QString &host)
{
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || host == "127.0.0.1"_L1 ||
           host == "::1"_L1;
}

} // namespace

QString guessedNick()
{
    // People without an account of their own are "root".
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
    return user == "root"_L1 ? QString() : user.left(ConnectDialog::maxNickLength);
}

ConnectFlow::ConnectFlow(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_probe(parts.clock)
    , m_localProbe(parts.clock)
    , m_localServer(parts.clock)
{
    connect(&m_probe, &ConnectionProbe::reached, this,
            [this](const QUrl &url, std::chrono::milliseconds took) {
                if (m_dialog != nullptr)
                    m_dialog->showTestResult(
                        ConnectDialog::TestResult::Reached,
                        tr("%1 answers after %2 ms.").arg(displayAddress(url)).arg(took.count()));
            });
    connect(&m_probe, &ConnectionProbe::notReached, this, &ConnectFlow::onNotReached);
    connect(&m_localProbe, &ConnectionProbe::reached, this, [this] {
        if (m_dialog != nullptr)
            m_dialog->showLocalServer(Local::Answers);
    });
    connect(&m_localProbe, &ConnectionProbe::notReached, this, &ConnectFlow::offerToStart);
    connect(&m_localServer, &LocalServerProcess::ready, this, &ConnectFlow::onLocalServerReady);
    connect(&m_localServer, &LocalServerProcess::failed, this, &ConnectFlow::onLocalServerFailed);
}

void ConnectFlow::open()
{
    const Result<QUrl, ServerUrlError> last =
        parseServerUrl(m_parts.settings.get(keys::lastServer));
    open(last ? last.value() : defaultServerUrl());
}

void ConnectFlow::open(const QUrl &server)
{
    if (m_dialog != nullptr) {
        m_dialog->setServer(server);
        m_dialog->raise();
        return;
    }
    const bool isFirstRun = m_parts.settings.get(keys::lastServer).isEmpty();
    const QString nick = m_parts.settings.get(keys::userNick);
    m_dialog = new ConnectDialog(m_parts.theme, &m_parts.window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setRecentServers(m_parts.settings.get(keys::recentServers));
    m_dialog->setServer(server);
    m_dialog->setNick(isFirstRun && nick.isEmpty() ? guessedNick() : nick);
    if (isFirstRun)
        m_dialog->welcome();
    connect(m_dialog, &ConnectDialog::chosen, this, &ConnectFlow::onChosen);
    connect(m_dialog, &ConnectDialog::testRequested, &m_probe, &ConnectionProbe::start);
    connect(m_dialog, &ConnectDialog::testAbandoned, &m_probe, &ConnectionProbe::abandon);
    connect(m_dialog, &ConnectDialog::localServerWanted, this, &ConnectFlow::startLocalServer);
    connect(m_dialog, &ConnectDialog::localServerTyped, this, &ConnectFlow::lookForLocalServer);
    if (m_localServer.isStarting()) {
        m_dialog->setLocalServer(m_local);
        m_dialog->showLocalServer(Local::Starting);
    } else {
        m_local = QUrl();
        lookForLocalServer(m_dialog->typedLocalServer());
    }
    QWindow *window = m_parts.window.windowHandle();
    if (window != nullptr && !window->isExposed()) { // the desktop has not placed it yet
        for (const auto moved : {&QWindow::xChanged, &QWindow::yChanged})
            connect(window, moved, m_dialog, [this] { centreDialog(); });
    }
    m_dialog->open();
}

void ConnectFlow::centreDialog()
{
    QRect place = m_dialog->frameGeometry();
    place.moveCenter(m_parts.window.frameGeometry().center());
    m_dialog->move(place.topLeft());
}

void ConnectFlow::onChosen(const QUrl &server, const QString &nick)
{
    m_parts.settings.set(keys::userNick, nick);
    Q_EMIT chosen(server);
}

void ConnectFlow::onNotReached(const ClientError &error)
{
    if (m_dialog != nullptr)
        m_dialog->showTestResult(ConnectDialog::TestResult::NotReached, errorText(error));
}

/// At the address that is typed, if that is on this computer; else where one usually is.
void ConnectFlow::lookForLocalServer(const QUrl &typed)
{
    // What stands there before anybody types is no choice.
    const bool isUsual = typed.isEmpty() || isSamePlace(typed, defaultServerUrl()) ||
                         isSamePlace(typed, m_parts.localServer);
    const QUrl &wanted = isUsual ? m_parts.localServer : typed;
    if (wanted == m_local || m_localServer.isStarting())
        return;
    m_local = wanted;
    m_dialog->setLocalServer(m_local);
    m_dialog->showLocalServer(Local::Looking);
    m_localProbe.start(m_local);
}

void ConnectFlow::offerToStart()
{
    if (m_dialog == nullptr)
        return;
    const bool canStart = canStartServer() && isWhereOneListens(m_local.host());
    m_dialog->showLocalServer(canStart ? Local::CanStart : Local::Absent);
}

bool ConnectFlow::isLocalServer(const QUrl &url) const
{
    return isSamePlace(url, m_parts.localServer) || isSamePlace(url, m_startedAt);
}

bool ConnectFlow::canStartServer() const
{
    return !m_localServer.isRunning() &&
           !LocalServerProcess::findProgram(QCoreApplication::applicationDirPath()).isEmpty();
}

bool ConnectFlow::hasStartedServer() const
{
    return !m_parts.settings.get(keys::ownServer).isEmpty();
}

void ConnectFlow::startServer(const QUrl &url)
{
    m_local = isSamePlace(url, m_startedAt) ? m_startedAt : m_parts.localServer;
    startLocalServer(m_parts.settings.get(keys::ownServer) == staying
                         ? LocalServerProcess::Lifetime::Stays
                         : LocalServerProcess::Lifetime::WithProgram);
}

void ConnectFlow::startLocalServer(LocalServerProcess::Lifetime lifetime)
{
    if (m_dialog != nullptr)
        m_dialog->showLocalServer(Local::Starting);
    m_lifetime = lifetime;
    m_localServer.start(LocalServerProcess::findProgram(QCoreApplication::applicationDirPath()),
                        m_local, lifetime);
}

void ConnectFlow::onLocalServerReady()
{
    m_startedAt = m_local;
    m_parts.settings.set(keys::ownServer,
                         m_lifetime == LocalServerProcess::Lifetime::Stays ? staying : u"window"_s);
    if (m_dialog != nullptr)
        m_dialog->showLocalServer(Local::Started);
    Q_EMIT serverStarted();
}

void ConnectFlow::onLocalServerFailed(LocalServerProcess::Problem problem, const QString &detail)
{
    if (m_dialog != nullptr)
        m_dialog->showLocalServer(Local::Failed, sentence(problem, detail));
    else
        Q_EMIT serverFailed(sentence(problem, detail));
}

QString ConnectFlow::sentence(LocalServerProcess::Problem problem, const QString &detail) const
{
    switch (problem) {
    case LocalServerProcess::Problem::CannotRun:
        return tr("The server cannot be run: %1").arg(detail);
    case LocalServerProcess::Problem::PortInUse:
        return tr("Another program uses port %1, but it is no chat server.").arg(m_local.port());
    case LocalServerProcess::Problem::Ended:
        return detail.isEmpty() ? tr("The server ended at once.")
                                : tr("The server ended at once: %1").arg(singleLine(detail));
    case LocalServerProcess::Problem::NoAnswer:
        return tr("The server was started, but does not answer.");
    }
    return {};
}

} // namespace kodama
