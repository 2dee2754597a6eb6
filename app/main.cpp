// The composition root of the client: decides what to run before any application object exists.
#include "app/cli/headless.h"

#include <QCoreApplication>

using namespace kodama;

int main(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const Result<AppCommandLine, CommandLineError> line = parseCommandLine(arguments);
    const QCoreApplication application(argc, argv);
    Translations translations;
    translations.setLanguage(languageOf(arguments));
    if (!line)
        return reportUsage(line.error());
    if (line.value().mode == AppCommandLine::Mode::Window)
        return reportNoDisplay();
    return runHeadless(line.value(), {});
}
