#include "quietmode.h"

#include "app/cli/lineoutput.h"
#include "app/core/settingkeys.h"
#include "app/core/singleinstance.h"

#include <QCoreApplication>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

class Text
{
    Q_DECLARE_TR_FUNCTIONS(QuietMode)
};

bool wanted(QuietMode mode, bool isQuiet)
{
    return mode == QuietMode::Toggle ? !isQuiet : mode == QuietMode::On;
}

} // namespace

ExitCode runQuietMode(const AppCommandLine &line)
{
    StandardOutput output;
    InstanceRequest request;
    request.dnd = line.dnd;
    const std::optional<QByteArray> answer = handOver(instanceSocketPath(line.profile), request);
    if (answer) {
        output.print(QString::fromUtf8(*answer));
        return output.hasFailed() ? ExitCode::CannotWrite : ExitCode::Ok;
    }
    Settings settings(Settings::Profile{line.profile});
    const bool isQuiet =
        wanted(line.dnd.value_or(QuietMode::Toggle), settings.get(keys::doNotDisturb));
    settings.set(keys::doNotDisturb, isQuiet);
    if (!settings.save()) {
        output.printError(Text::tr("kodama: the settings cannot be written"));
        return ExitCode::CannotWrite;
    }
    output.print(isQuiet ? u"on"_s : u"off"_s);
    return output.hasFailed() ? ExitCode::CannotWrite : ExitCode::Ok;
}

} // namespace kodama
