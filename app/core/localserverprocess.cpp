#include "app/core/localserverprocess.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr std::chrono::milliseconds probeInterval{100};
constexpr qsizetype lastWordsBytes = 4096;
constexpr int graceMs = 3000;
constexpr int exitPortInUse = 69; // kodama-server --help
const QString programName = u"kodama-server"_s;

} // namespace

LocalServerProcess::LocalServerProcess(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_probe(clock)
{
    m_again.setSingleShot(true);
    m_again.setInterval(probeInterval);
    m_giveUp.setSingleShot(true);
    m_giveUp.setInterval(patience);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    // Also when this program is killed: nobody would know of the server any more.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    connect(&m_again, &QTimer::timeout, this, [this] { m_probe.start(m_url); });
    connect(&m_giveUp, &QTimer::timeout, this, [this] { fail(Problem::NoAnswer); });
    connect(&m_probe, &ConnectionProbe::notReached, this, &LocalServerProcess::probeSoon);
    connect(&m_probe, &ConnectionProbe::reached, this, [this] {
        m_giveUp.stop();
        if (std::exchange(m_isStarting, false))
            Q_EMIT ready(m_url);
    });
    connect(&m_process, &QProcess::readyRead, this, [this] {
        m_lastWords = QByteArray(m_lastWords + m_process.readAll())
                          .right(lastWordsBytes); // or the pipe fills
    });
    connect(&m_process, &QProcess::finished, this, &LocalServerProcess::onFinished);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(Problem::CannotRun, m_process.errorString());
    });
}

LocalServerProcess::~LocalServerProcess()
{
    m_process.disconnect(this);
    // No event loop answers the server's goodbye any more: it would wait for that.
    m_probe.abandon();
    m_process.terminate();
    if (m_process.state() != QProcess::NotRunning)
        m_process.waitForFinished(graceMs);
}

QString LocalServerProcess::findProgram(const QString &besideFolder)
{
    const QString beside = QStandardPaths::findExecutable(programName, {besideFolder});
    return beside.isEmpty() ? QStandardPaths::findExecutable(programName) : beside;
}

void LocalServerProcess::start(const QString &program, const QUrl &url, Lifetime lifetime)
{
    if (isRunning() || m_isStarting)
        return;
    m_url = url;
    m_isStarting = true;
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    const QStringList arguments{u"--port"_s, QString::number(url.port()), u"--quiet"_s,
                                u"--language"_s, isJapanese ? u"ja"_s : u"en"_s};
    if (lifetime == Lifetime::WithProgram) {
        m_process.start(program, arguments, QIODevice::ReadOnly);
    } else {
        QProcess detached;
        detached.setProgram(program);
        detached.setArguments(arguments);
        detached.setWorkingDirectory(QDir::homePath());
        detached.setStandardInputFile(QProcess::nullDevice());
        detached.setStandardOutputFile(QProcess::nullDevice());
        detached.setStandardErrorFile(QProcess::nullDevice());
        if (!detached.startDetached())
            return fail(Problem::CannotRun, detached.errorString());
    }
    if (!m_isStarting)
        return;
    m_giveUp.start();
    probeSoon();
}

void LocalServerProcess::probeSoon()
{
    if (m_isStarting)
        m_again.start();
}

void LocalServerProcess::onFinished(int exitCode)
{
    if (exitCode == exitPortInUse)
        fail(Problem::PortInUse);
    else
        fail(Problem::Ended, QString::fromUtf8(m_lastWords).trimmed().section(u'\n', -1));
}

void LocalServerProcess::fail(Problem problem, const QString &detail)
{
    m_again.stop();
    m_giveUp.stop();
    m_probe.abandon();
    if (std::exchange(m_isStarting, false))
        Q_EMIT failed(problem, detail);
}

} // namespace kodama
