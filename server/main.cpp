#include "server/process.h"
#include "server/program.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    kodama::prepareServerProcess();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("kodama-server"));
    QCoreApplication::setApplicationVersion(QStringLiteral(KODAMA_VERSION));
    return kodama::runServerProgram(QCoreApplication::arguments());
}
