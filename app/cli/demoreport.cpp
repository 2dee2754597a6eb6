#include "demoreport.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// The translation context of all texts in this file.
class DemoText
{
    Q_DECLARE_TR_FUNCTIONS(Demo)

public:
    static QString title(DemoStep step);
};

QString DemoText::title(DemoStep step)
{
    switch (step) {
    case DemoStep::Connect:
        return tr("connect", "step of the demo");
    case DemoStep::SecondClient:
        return tr("second client", "step of the demo");
    case DemoStep::Echo:
        return tr("echo", "step of the demo");
    case DemoStep::Broadcast:
        return tr("broadcast", "step of the demo");
    case DemoStep::Status:
        return tr("status", "step of the demo");
    case DemoStep::Ping:
        return tr("ping", "step of the demo");
    case DemoStep::Custom:
        return tr("custom message", "step of the demo");
    }
    return {};
}

double milliseconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

QLatin1StringView demoStepName(DemoStep step)
{
    switch (step) {
    case DemoStep::Connect:
        return "connect"_L1;
    case DemoStep::SecondClient:
        return "second_client"_L1;
    case DemoStep::Echo:
        return "echo"_L1;
    case DemoStep::Broadcast:
        return "broadcast"_L1;
    case DemoStep::Status:
        return "status"_L1;
    case DemoStep::Ping:
        return "ping"_L1;
    case DemoStep::Custom:
        return "custom"_L1;
    }
    return {};
}

void DemoReport::started(const QUrl &url)
{
    if (m_format == Format::Json)
        printJson({{u"event"_s, u"started"_s}, {u"url"_s, url.toString()}});
    else
        m_output.print(DemoText::tr("Kodama demo with %1").arg(url.toString()));
}

void DemoReport::ownServerStarted(const QUrl &url, const QString &reason)
{
    if (m_format == Format::Json) {
        printJson(
            {{u"event"_s, u"own_server"_s}, {u"url"_s, url.toString()}, {u"reason"_s, reason}});
        return;
    }
    m_output.print(reason);
    m_output.print(
        DemoText::tr("Started a server inside this program instead: %1").arg(url.toString()));
}

void DemoReport::stepPassed(DemoStep step, std::chrono::nanoseconds time, const QString &what)
{
    ++m_passed;
    if (m_format == Format::Json) {
        printJson({{u"event"_s, u"step"_s},
                   {u"step"_s, QString(demoStepName(step))},
                   {u"ok"_s, true},
                   {u"ms"_s, milliseconds(time)},
                   {u"answer"_s, what}});
        return;
    }
    //: %1: step of the demo, %2: milliseconds, %3: what came back
    m_output.print(DemoText::tr("  ok    %1 (%2 ms): %3")
                       .arg(DemoText::title(step), QString::number(milliseconds(time), 'f', 1),
                            printable(what)));
}

void DemoReport::stepFailed(DemoStep step, const QString &reason)
{
    ++m_failed;
    if (m_format == Format::Json) {
        printJson({{u"event"_s, u"step"_s},
                   {u"step"_s, QString(demoStepName(step))},
                   {u"ok"_s, false},
                   {u"reason"_s, reason}});
        return;
    }
    m_output.print(DemoText::tr("  FAIL  %1: %2").arg(DemoText::title(step), printable(reason)));
}

void DemoReport::ended(ExitCode code, std::chrono::nanoseconds time)
{
    if (m_format == Format::Json) {
        printJson({{u"event"_s, u"ended"_s},
                   {u"ok"_s, code == ExitCode::Ok},
                   {u"passed"_s, m_passed},
                   {u"failed"_s, m_failed},
                   {u"ms"_s, milliseconds(time)},
                   {u"exit"_s, static_cast<int>(code)}});
        return;
    }
    const QString span = QString::number(milliseconds(time), 'f', 0);
    if (code == ExitCode::Ok)
        m_output.print(
            DemoText::tr("All %n answer(s) came back right, in %1 ms.", "", m_passed).arg(span));
    else
        m_output.print(DemoText::tr("The demo failed after %n right answer(s).", "", m_passed));
}

void DemoReport::printJson(const QJsonObject &object)
{
    m_output.print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

} // namespace kodama
