#include "headless.h"

#include "app/cli/console.h"
#include "app/cli/demo.h"
#include "app/cli/pipelines.h"
#include "app/cli/quietmode.h"
#include "app/cli/terminallines.h"
#include "app/cli/terminalsignals.h"
#include "app/core/chat/serverfolder.h"
#include "app/core/commandline.h"
#include "app/core/serverurl.h"
#include "app/core/trust.h"
#include "app/core/wakewatch.h"

#include <QCoreApplication>
#include <QStandardPaths>

#include <memory>
#include <optional>
#include <unistd.h>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// The translation context of all texts in this file.
class HeadlessText
{
    Q_DECLARE_TR_FUNCTIONS(Headless)
};

constexpr int signalBase = 128; // as shells report it

/// What is missing on a full disk must not look like success.
int statusOf(int code, const StandardOutput &output)
{
    const bool isWrong = code == static_cast<int>(ExitCode::Ok) && output.hasFailed();
    return isWrong ? static_cast<int>(ExitCode::CannotWrite) : code;
}

int printWhole(const QString &text)
{
    StandardOutput output;
    output.print(text);
    return statusOf(static_cast<int>(ExitCode::Ok), output);
}

int runDemo(const AppCommandLine &line, const LocalServerFactory &makeServer)
{
    const SystemClock clock;
    StandardOutput output;
    const DemoReport report(output,
                            line.json ? DemoReport::Format::Json : DemoReport::Format::Text);
    Demo demo(line.url.value_or(defaultServerUrl()),
              line.url ? Demo::Fallback::None : Demo::Fallback::OwnServer, makeServer, report,
              clock);
    QObject::connect(
        &demo, &Demo::finished, &demo,
        [](ExitCode code) { QCoreApplication::exit(static_cast<int>(code)); },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(&demo, &Demo::start, Qt::QueuedConnection);
    return statusOf(QCoreApplication::exec(), output);
}

int reportUsage(const CommandLineError &error)
{
    StandardOutput().printError(
        HeadlessText::tr("kodama: %1 (kodama --help explains)").arg(errorText(error)));
    return static_cast<int>(ExitCode::Usage);
}

QString historyPath()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return folder.isEmpty() ? QString() : folder + u"/kodama/console_history"_s;
}

int runConsole(const AppCommandLine &line)
{
    const SystemClock clock;
    const bool isTerminal = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
    ChatClient client(clock, ReconnectPolicy::withSystemRandom());
    const WakeWatch wakeWatch(client, clock);
    StandardOutput output;
    std::unique_ptr<LineSource> lines;
    std::unique_ptr<TerminalSignals> signalWatcher;
    if (isTerminal) {
        auto terminal = std::make_unique<TerminalLines>(historyPath());
        signalWatcher = std::make_unique<TerminalSignals>();
        QObject::connect(signalWatcher.get(), &TerminalSignals::resized, terminal.get(),
                         &TerminalLines::resized);
        QObject::connect(signalWatcher.get(), &TerminalSignals::continued, terminal.get(),
                         &TerminalLines::continued);
        QObject::connect(signalWatcher.get(), &TerminalSignals::stopRequested, terminal.get(),
                         [](int number) { QCoreApplication::exit(signalBase + number); });
        lines = std::move(terminal);
    } else {
        lines = std::make_unique<PipeLines>(STDIN_FILENO, output);
    }
    const QString data = ServerFolder::standardBase();
    Console console(client, *lines, clock, data.isEmpty() ? data : data + u"/console"_s);
    if (!console.setUp(line.nick, line.rooms)) {
        return reportUsage({CommandLineError::Kind::BadName, u"--nick, --room"_s, {}});
    }
    if (line.patience)
        console.setPatience(*line.patience);
    QObject::connect(
        &console, &Console::finished, &console,
        [](ExitCode code) { QCoreApplication::exit(static_cast<int>(code)); },
        Qt::QueuedConnection);
    const QUrl url = line.url.value_or(defaultServerUrl());
    QMetaObject::invokeMethod(
        &console, [console = &console, url] { console->start(url); }, Qt::QueuedConnection);
    return statusOf(QCoreApplication::exec(), output);
}

} // namespace

int runHeadless(int argc, char **argv, const LocalServerMaker &makeServer)
{
    const QStringList arguments = argumentsOf(argc, argv);
    Translations translations;
    translations.setLanguage(languageOf(arguments));
    const Result<AppCommandLine, CommandLineError> line = parseCommandLine(arguments);
    if (!line)
        return reportUsage(line.error());
    if (!line.value().trustedFile.isEmpty()) {
        if (const auto error = trustCertificatesIn(line.value().trustedFile))
            return reportUsage(*error);
    }
    switch (line.value().mode) {
    case AppCommandLine::Mode::Help:
        return printWhole(helpText().trimmed());
    case AppCommandLine::Mode::Version:
        return printWhole(u"kodama "_s + QStringLiteral(KODAMA_VERSION));
    case AppCommandLine::Mode::Demo:
        return runDemo(line.value(), [&] { return makeServer(translations.language()); });
    case AppCommandLine::Mode::Console:
        return runConsole(line.value());
    case AppCommandLine::Mode::DoNotDisturb:
        return static_cast<int>(runQuietMode(line.value()));
    case AppCommandLine::Mode::Window:
        return reportNoDisplay();
    }
    return static_cast<int>(ExitCode::Ok);
}

int reportNoDisplay()
{
    // Qt finds out that there is no display before it has an application that we could prepare.
    Translations translations;
    translations.setLanguage(languageOf(QCoreApplication::arguments()));
    StandardOutput().printError(HeadlessText::tr(
        "kodama: no window can be shown, because there is no display here. \"kodama --console\" "
        "chats in this terminal, \"kodama --demo\" shows what the protocol can do."));
    return static_cast<int>(ExitCode::NoDisplay);
}

} // namespace kodama
