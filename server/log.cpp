#include "server/log.h"

#include <QDateTime>

#include <algorithm>
#include <sys/stat.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono;

namespace {

QByteArrayView levelName(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "DEBUG";
    case LogLevel::Info:
        return "INFO";
    case LogLevel::Warning:
        return "WARNING";
    case LogLevel::Error:
        return "ERROR";
    }
    Q_UNREACHABLE();
}

/// As syslog(3) counts them.
QByteArrayView journalPrefix(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "<7>";
    case LogLevel::Info:
        return "<6>";
    case LogLevel::Warning:
        return "<4>";
    case LogLevel::Error:
        return "<3>";
    }
    Q_UNREACHABLE();
}

bool mustBeEscaped(QChar character)
{
    switch (character.category()) {
    case QChar::Other_Control:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_Format: // right-to-left overrides and the like; emoji joiners may stay
        return character != QChar(0x200d) && character != QChar(0x200c);
    default:
        return false;
    }
}

} // namespace

QString escapedLine(const QString &text)
{
    if (std::none_of(text.cbegin(), text.cend(), mustBeEscaped))
        return text;
    QString result;
    result.reserve(text.size() + 16);
    for (const QChar character : text) {
        if (character == u'\n')
            result += R"(\n)"_L1;
        else if (mustBeEscaped(character))
            result += uR"(\u%1)"_s.arg(uint(character.unicode()), 4, 16, QChar(u'0'));
        else
            result += character;
    }
    return result;
}

std::optional<LogLevel> logLevelFromName(QStringView name)
{
    if (name == "debug"_L1)
        return LogLevel::Debug;
    if (name == "info"_L1)
        return LogLevel::Info;
    if (name == "warning"_L1)
        return LogLevel::Warning;
    if (name == "error"_L1)
        return LogLevel::Error;
    return std::nullopt;
}

LogReader logReaderOf(int descriptor)
{
    const QByteArrayList numbers = qgetenv("JOURNAL_STREAM").split(':');
    struct stat status
    {};
    const bool isJournal = numbers.size() == 2 && ::fstat(descriptor, &status) == 0 &&
                           numbers[0] == QByteArray::number(quint64{status.st_dev}) &&
                           numbers[1] == QByteArray::number(quint64{status.st_ino});
    return isJournal ? LogReader::Journal : LogReader::Anybody;
}

QByteArray LogLineFormat::operator()(milliseconds wallTime, LogLevel level, const QString &text)
{
    if (m_reader == LogReader::Journal)
        return journalPrefix(level) + levelName(level) + " - " + escapedLine(text).toUtf8() + '\n';
    const seconds second = duration_cast<seconds>(wallTime);
    if (second != m_second) {
        const QDateTime time = QDateTime::fromSecsSinceEpoch(second.count());
        m_secondText = time.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1();
        m_second = second;
    }
    return m_secondText + " - " + levelName(level) + " - " + escapedLine(text).toUtf8() + '\n';
}

Log::Log(const Clock &clock, LogLevel threshold, Sink sink, LogReader reader, DropCount dropCount)
    : m_clock(clock)
    , m_threshold(threshold)
    , m_sink(std::move(sink))
    , m_dropCount(std::move(dropCount))
    , m_format(reader)
{}

void Log::write(LogLevel level, const QString &text)
{
    if (!isEnabled(level))
        return;
    // Formatting and handing over under one lock: lines come out in the order of their times.
    const std::lock_guard lock(m_mutex);
    m_sink(m_format(m_clock.wallTime(), level, text));
}

} // namespace kodama
