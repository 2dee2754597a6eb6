// The server's log: one line per fact, `2025-12-14 10:00:05 - INFO - text`, local time. In
// systemd's journal, which knows the time, `INFO - text` with the level in front as the journal
// wants it.
#pragma once

#include "common/clock.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <mutex>
#include <optional>

namespace kodama {

enum class LogLevel { Debug, Info, Warning, Error };

/// `debug`, `info`, `warning`, `error`.
[[nodiscard]] std::optional<LogLevel> logLevelFromName(QStringView name);

/// The text with control characters escaped: what peers send cannot forge lines or steer a
/// terminal.
[[nodiscard]] QString escapedLine(const QString &text);

/// Who reads the lines.
enum class LogReader {
    Anybody,
    Journal, ///< sd-daemon(3): `<4>` in front of a warning, for `journalctl -p warning`
};

/// Whether the descriptor is the stream to the journal that $JOURNAL_STREAM tells of
/// (systemd.exec(5)), and nothing that it was redirected to.
[[nodiscard]] LogReader logReaderOf(int descriptor);

/// Formats a line, line feed included. The text is escaped as by escapedLine().
class LogLineFormat final
{
public:
    explicit LogLineFormat(LogReader reader = LogReader::Anybody)
        : m_reader(reader)
    {}

    [[nodiscard]] QByteArray operator()(std::chrono::milliseconds wallTime, LogLevel level,
                                        const QString &text);

private:
    const LogReader m_reader;
    // Formatting a local time looks at the time-zone file; once a second is enough.
    std::chrono::seconds m_second{-1};
    QByteArray m_secondText;
};

/// Callable from any thread. Does not block as long as the sink does not.
class Log final
{
public:
    /// Takes one complete line with its line feed.
    using Sink = std::function<void(QByteArray line)>;

    /// How many lines the sink has had no room for.
    using DropCount = std::function<quint64()>;

    /// Without a sink nothing is logged, nor formatted.
    Log(const Clock &clock, LogLevel threshold, Sink sink, LogReader reader = LogReader::Anybody,
        DropCount dropCount = {});

    Q_DISABLE_COPY_MOVE(Log)

    /// Ask before composing a text that is costly or holds what users wrote.
    [[nodiscard]] bool isEnabled(LogLevel level) const { return m_sink && level >= m_threshold; }

    /// Lines that were dropped so far; 0 where the sink does not say.
    [[nodiscard]] quint64 droppedCount() const { return m_dropCount ? m_dropCount() : 0; }

    void write(LogLevel level, const QString &text);
    void debug(const QString &text) { write(LogLevel::Debug, text); }
    void info(const QString &text) { write(LogLevel::Info, text); }
    void warning(const QString &text) { write(LogLevel::Warning, text); }
    void error(const QString &text) { write(LogLevel::Error, text); }

private:
    const Clock &m_clock;
    const LogLevel m_threshold;
    const Sink m_sink;
    const DropCount m_dropCount;
    std::mutex m_mutex;
    LogLineFormat m_format;
};

} // namespace kodama
