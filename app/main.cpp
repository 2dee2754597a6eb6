// The composition root of the client: decides what to run before any application object exists.
#include "app/cli/headless.h"
#include "app/windowmain.h"
#include "common/standardstreams.h"
#include "server/log.h"
#include "server/server.h"

#include <QCoreApplication>

using namespace kodama;
namespace {
struct OwnServer final : LocalServer
{
    explicit OwnServer(const ServerConfig &config)
        : server(config, log, clock)
    {}
    [[nodiscard]] quint16 port() const override { return server.port(); }
    SystemClock clock;
    Log log{clock, LogLevel::Error, {}};
    Server server;
};

std::unique_ptr<LocalServer> makeOwnServer(UiLanguage language)
{
    ServerConfig config;
    config.port = 0;
    config.language = languageFromCode(languageName(language)).value_or(systemLanguage());
    auto own = std::make_unique<OwnServer>(config);
    return own->server.start() ? std::move(own) : nullptr;
}
} // namespace

int main(int argc, char **argv)
{
    prepareStandardStreams();
    if (const std::optional<int> status = runWindow(argc, argv, reportNoDisplay))
        return *status;
    const QCoreApplication application(argc, argv);
    return runHeadless(argc, argv, makeOwnServer);
}
