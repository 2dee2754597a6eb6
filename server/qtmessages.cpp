#include "server/qtmessages.h"

#include "server/log.h"

#include <atomic>

namespace kodama {

namespace {

// Qt's message handler is a plain function: it has nothing but globals.
std::atomic<Log *> receiver{nullptr};

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
    case QtInfoMsg:
        return LogLevel::Debug;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        return LogLevel::Error;
    }
    Q_UNREACHABLE();
}

void forward(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (Log *log = receiver)
        log->write(levelOf(type), qFormatLogMessage(type, context, text));
}

} // namespace

QtMessages::QtMessages(Log &log)
{
    Q_ASSERT_X(!receiver, "QtMessages", "there is one already");
    receiver = &log;
    m_before = qInstallMessageHandler(forward);
}

QtMessages::~QtMessages()
{
    qInstallMessageHandler(m_before);
    receiver = nullptr;
}

} // namespace kodama
