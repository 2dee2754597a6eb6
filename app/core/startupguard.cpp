#include "startupguard.h"

#include <QMessageLogContext>
#include <QString>

#include <cstdlib>

namespace kodama {

namespace {

// A message handler is a bare function. Both are set and read in the main thread, before any other
// thread exists.
StartupGuard::Report reportFailure = nullptr;
QtMessageHandler handlerBefore = nullptr;

void onMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type == QtFatalMsg)
        std::_Exit(reportFailure());
    // Qt's own lines about displays and plugins say the same in worse words.
    if (QLatin1StringView(context.category).startsWith(QLatin1StringView("qt.qpa")))
        return;
    if (handlerBefore)
        handlerBefore(type, context, text);
}

} // namespace

StartupGuard::StartupGuard(Report report)
{
    reportFailure = report;
    handlerBefore = qInstallMessageHandler(onMessage);
}

StartupGuard::~StartupGuard()
{
    qInstallMessageHandler(handlerBefore);
    reportFailure = nullptr;
}

} // namespace kodama
