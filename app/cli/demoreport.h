// What the demo tells while it runs: lines for people, or JSON lines for programs.
#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/lineoutput.h"

#include <QLatin1StringView>
#include <QUrl>

#include <chrono>

namespace kodama {

/// One thing that the demo shows and checks.
enum class DemoStep { Connect, SecondClient, Echo, Broadcast, Status, Ping, Custom };

/// Stable names, for --json.
[[nodiscard]] QLatin1StringView demoStepName(DemoStep step);

class DemoReport final
{
public:
    enum class Format { Text, Json };

    DemoReport(LineOutput &output, Format format)
        : m_output(output)
        , m_format(format)
    {}

    void started(const QUrl &url);
    /// Nobody answered at the usual place; `reason` is a sentence.
    void ownServerStarted(const QUrl &url, const QString &reason);
    /// `what` came back, in words; it may hold the peer's text.
    void stepPassed(DemoStep step, std::chrono::nanoseconds time, const QString &what);
    void stepFailed(DemoStep step, const QString &reason);
    void ended(ExitCode code, std::chrono::nanoseconds time);

private:
    void printJson(const class QJsonObject &object);

    LineOutput &m_output;
    Format m_format;
    int m_passed = 0;
    int m_failed = 0;
};

} // namespace kodama
