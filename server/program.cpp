#include "server/program.h"

#include "common/writewhole.h"
#include "server/commandline.h"
#include "server/exitstatus.h"
#include "server/lineinput.h"
#include "server/linewriter.h"
#include "server/operatorconsole.h"
#include "server/process.h"
#include "server/qtmessages.h"
#include "server/server.h"
#include "server/signalwatcher.h"
#include "server/socketactivation.h"
#include "server/storeprogram.h"

#include <QCoreApplication>

#include <cerrno>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The console on standard input and output.
class ConsoleOnStandardStreams final
{
public:
    ConsoleOnStandardStreams(Server &server, Texts texts)
        : m_texts(texts)
        , m_output(STDOUT_FILENO)
        , m_console(server, texts, [this](const QString &answer) { print(answer); })
        , m_input(STDIN_FILENO)
    {
        QObject::connect(&m_input, &LineInput::lineRead, &m_input,
                         [this](const QString &line) { m_console.execute(line); });
        QObject::connect(&m_input, &LineInput::lineSkipped, &m_input, [this] {
            print(m_texts(Text::ConsoleLineTooLong).arg(LineInput::longestLine));
        });
        QObject::connect(&m_input, &LineInput::endedByUser, &m_input,
                         [this] { m_console.execute(u"quit"_s); });
    }

private:
    void print(const QString &answer) { m_output.write(answer.toUtf8() + '\n'); }

    const Texts m_texts;
    LineWriter m_output;
    OperatorConsole m_console;
    LineInput m_input;
};

/// systemd sends SIGHUP when it is asked to reload, whether there is something to read again or
/// not.
OnHangUp onHangUp(const ServerConfig &config)
{
    const bool isService = qgetenv("SYSTEMD_EXEC_PID") == QByteArray::number(::getpid());
    return config.tls || isService ? OnHangUp::Reload : OnHangUp::Stop;
}

int statusOf(const StartError &error)
{
    switch (error.kind) {
    case StartError::Kind::BadCertificate:
    case StartError::Kind::BadActivation:
        return exitstatus::badConfiguration;
    case StartError::Kind::NotPermitted:
        return exitstatus::notPermitted;
    case StartError::Kind::Store:
        return error.exitStatus;
    case StartError::Kind::BadHost: // which may come: an address of a VPN, a name
    case StartError::Kind::PortInUse:
    case StartError::Kind::Other:
        return exitstatus::unavailable;
    }
    Q_UNREACHABLE();
}

/// What was asked for did not get out, and must not look as if it did.
int reportUnwritten(int error, Language language)
{
    const QByteArray line =
        Texts(language)(Text::OutputFailed).arg(qt_error_string(error)).toUtf8();
    (void)writeWhole(STDERR_FILENO, QByteArray(line + '\n'));
    return exitstatus::ioError;
}

int leaveEarly(const EarlyExit &reason)
{
    QByteArray text = reason.text.toUtf8();
    if (!text.endsWith('\n'))
        text += '\n';
    if (reason.status != exitstatus::ok) {
        if (logReaderOf(STDERR_FILENO) == LogReader::Journal)
            text.prepend("<3>");
        (void)writeWhole(STDERR_FILENO, text);
        return reason.status;
    }
    const int error = writeWhole(STDOUT_FILENO, text);
    // Whoever has stopped reading has seen enough.
    return error == 0 || error == EPIPE ? exitstatus::ok : reportUnwritten(error, reason.language);
}

int runServer(CommandLine commandLine)
{
    const SystemClock clock;
    const Texts texts(commandLine.config.language);
    const LogReader reader = logReaderOf(STDERR_FILENO);
    const auto dropNotice = [&clock, texts, reader](quint64 count) {
        return LogLineFormat(reader)(clock.wallTime(), LogLevel::Warning,
                                     texts(Text::LogLinesDropped).arg(count));
    };
    LineWriter writer(STDERR_FILENO, dropNotice);
    Log log(
        clock, commandLine.logLevel, [&writer](QByteArray line) { writer.write(std::move(line)); },
        reader, [&writer] { return writer.droppedCount(); });
    const QtMessages qtMessages(log);
    commandLine.config.activatedSockets = takeActivatedSockets();

    const SignalWatcher signalWatcher(onHangUp(commandLine.config)); // until all is saved
    Server server(commandLine.config, log, clock);
    QObject::connect(&signalWatcher, &SignalWatcher::stopRequested, &server, &Server::stop);
    QObject::connect(&signalWatcher, &SignalWatcher::reloadRequested, &server,
                     &Server::reloadCertificate);
    QObject::connect(&server, &Server::stopped, &server, [] { QCoreApplication::quit(); });

    const auto port = server.start();
    if (!port) {
        log.error(port.error().message);
        return statusOf(port.error());
    }
    std::optional<ConsoleOnStandardStreams> console;
    if (commandLine.console == ConsoleMode::Always || ::isatty(STDIN_FILENO) == 1)
        console.emplace(server, texts);
    return QCoreApplication::exec();
}

} // namespace

int runServerProgram(const QStringList &arguments)
{
    const auto parsed = parseCommandLine(arguments, systemLanguage());
    if (!parsed)
        return leaveEarly(parsed.error());
    const CommandLine &commandLine = parsed.value();
    const ServerConfig &config = commandLine.config;
    switch (commandLine.task) {
    case Task::Serve:
        return runServer(commandLine);
    case Task::CheckStore:
        return checkStoreProgram(config.store.folder, config.language);
    case Task::Export:
        return exportProgram(config.store.folder, commandLine.exportedRoom, config.language);
    }
    Q_UNREACHABLE();
}

} // namespace kodama
