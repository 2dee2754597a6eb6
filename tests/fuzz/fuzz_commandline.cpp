// libFuzzer target: any command line, one argument a line, gives a checked configuration or one
// complaint that names what is wrong; never both, never neither.
// Build and run: scripts/fuzz commandline [seconds]
#include "server/commandline.h"
#include "server/exitstatus.h"

#include <cstdlib>

using namespace kodama;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void checkConfig(const ServerConfig &config)
{
    check(normalizedHost(config.host) == config.host);
    check(config.heartbeat >= std::chrono::seconds::zero());
    for (const QString &host : config.allowedHosts)
        check(!host.isEmpty());
    for (const QString &origin : config.allowedOrigins)
        check(!origin.isEmpty() && origin == origin.toLower());
}

void checkExit(const EarlyExit &exit)
{
    check(exit.status == exitstatus::ok || exit.status == exitstatus::badArguments);
    check(!exit.text.isEmpty());
    if (exit.status == exitstatus::badArguments)
        check(exit.text.startsWith(QStringLiteral("kodama-server: ")));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const QStringList arguments = QStringList{QStringLiteral("kodama-server")} + text.split(u'\n');
    for (const Language language : {Language::English, Language::Japanese}) {
        const auto result = parseCommandLine(arguments, language);
        if (result)
            checkConfig(result.value().config);
        else
            checkExit(result.error());
    }
    return 0;
}
