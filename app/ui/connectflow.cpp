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
    m_dialog->setLocalServer(m_parts.localServer);
    lookForLocalServer();
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

void ConnectFlow::lookForLocalServer()
{
    m_dialog->showLocalServer(Local::Looking);
    m_localProbe.start(m_parts.localServer);
}

void ConnectFlow::offerToStart()
{
    if (m_dialog == nullptr)
        return;
    m_dialog->showLocalServer(canStartServer() ? Local::CanStart : Local::Absent);
}

bool ConnectFlow::isLocalServer(const QUrl &url) const
{
    const QUrl &local = m_parts.localServer;
    return url.scheme() == local.scheme() && url.port() == local.port() &&
           isThisMachine(url.host());
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

void ConnectFlow::startServer()
{
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
                        m_parts.localServer, lifetime);
}

void ConnectFlow::onLocalServerReady()
{
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
        return tr("Another program uses port %1, but it is no chat server.")
            .arg(m_parts.localServer.port());
    case LocalServerProcess::Problem::Ended:
        return detail.isEmpty() ? tr("The server ended at once.")
                                : tr("The server ended at once: %1").arg(singleLine(detail));
    case LocalServerProcess::Problem::NoAnswer:
        return tr("The server was started, but does not answer.");
    }
    return {};
}

} // namespace kodama
