// How fast the window is, beside the obvious ways to show a log: first paint, memory, a flood, a
// long log. Each runs in a process of its own, one after the other; prints one table.
// Run it on a display: xvfb-run -a bench_window
#include "common/protocol/codec.h"
#include "tests/bench/window/benchedlog.h"
#include "tests/bench/window/meters.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QProcess>
#include <QScrollBar>
#include <QStyleFactory>
#include <QTextStream>
#include <QWindow>

using namespace kodama;
using namespace kodama::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int floodMessages = 50'000;
constexpr int floodPerMillisecond = 5;
constexpr int longLogRows = 100'000;
constexpr int frames = 1'000;
constexpr qint64 longestFloodMs = 60'000; // who has not shown all by then does not follow

// Hands out numbers of messages at the rate of a flood, also after a late turn.
void pour(int messages, const std::function<void()> &take, const std::function<bool()> &isDone)
{
    int sent = 0;
    QTimer source;
    source.setTimerType(Qt::PreciseTimer);
    QElapsedTimer all;
    QObject::connect(&source, &QTimer::timeout, &source, [&] {
        const int due = int(std::min<qint64>(messages, all.elapsed() * floodPerMillisecond));
        for (; sent < due; ++sent)
            take();
    });
    all.start();
    source.start(1);
    waitFor([&] { return sent == messages && isDone(); });
}

void flood(BenchedLog &log)
{
    const QByteArray frame = "{\"type\":\"broadcast_message\",\"from\":\"10.0.0.7:54321\","
                             "\"content\":\"A message of ordinary length, as people write them\","
                             "\"timestamp\":\"2026-11-23T14:05:09\"}"_ba;
    const QString what = u"5,000 a second for 10 s"_s;
    Heart heart;
    Typist typist(log.input());
    const quint64 before = log.shown();
    QElapsedTimer all;
    all.start();
    const double work = millisecondsOfWork();
    pour(
        floodMessages, [&] { log.receive(decodeServerMessage(frame).value(), frame); },
        [&] { return log.shown() >= before + floodMessages || all.elapsed() > longestFloodMs; });
    tell(what + u": until all are shown"_s, double(all.elapsed()) / 1e3, u"s"_s);
    tell(what + u": shown by then"_s, double(log.shown() - before) * 100 / floodMessages, u"%"_s);
    tell(what + u": processor time"_s, (millisecondsOfWork() - work) / 1e3, u"s"_s);
    heart.report(what);
    typist.report(what);
}

void longLog(BenchedLog &log)
{
    const QString what = u"100,000 messages"_s;
    QElapsedTimer timer;
    timer.start();
    log.fill(longLogRows);
    tell(what + u": appended"_s, double(timer.nsecsElapsed()) / 1e6, u"ms"_s);
    timer.restart();
    QAbstractScrollArea &view = log.open();
    view.resize(900, 700);
    view.show();
    QScrollBar *bar = view.verticalScrollBar();
    bar->setValue(bar->maximum());
    view.grab();
    tell(what + u": opening, painted"_s, double(timer.nsecsElapsed()) / 1e6, u"ms"_s);
    waitFor([&view] { return view.windowHandle()->isExposed(); }); // or nothing is painted
    std::vector<double> took;
    const double work = millisecondsOfWork();
    const int step = bar->maximum() / frames; // through all of it, nothing is laid out already
    const int notch = bar->singleStep() * QApplication::wheelScrollLines();
    for (int i = 0; i < frames; ++i) {
        timer.restart();
        bar->setValue(bar->value() - (i % 2 == 0 ? notch : step));
        view.viewport()->repaint();
        took.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    tell(what + u": scrolled frame, processor time"_s, (millisecondsOfWork() - work) / frames,
         u"ms"_s);
    tell(what + u": scrolled frame, median"_s, median(took), u"ms"_s);
    tell(what + u": scrolled frame, p99"_s, percentile99(took), u"ms"_s);
    tell(what + u": resident"_s, residentMegabytes(), u"MB"_s);
    log.close();
}

int measure(QApplication &app, const QString &name)
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    const std::unique_ptr<BenchedLog> log = makeBenchedLog(name, app);
    if (!log)
        return 2;
    FirstPaint firstPaint;
    log->painted().installEventFilter(&firstPaint);
    log->window().show();
    waitFor([&firstPaint] { return firstPaint.at > 0; });
    tell(u"process start to first paint"_s, firstPaint.at, u"ms"_s);
    tell(u"process start to first paint: processor time"_s, firstPaint.work, u"ms"_s);
    tell(u"resident, empty log"_s, residentMegabytes(), u"MB"_s);
    longLog(*log);
    flood(*log);
    return 0;
}

using Figures = QHash<QString, QString>;

// Lines of a child, in the order in which it told them.
Figures run(const QString &program, const QString &name, QStringList &order)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(program, {name});
    Figures figures;
    if (!child.waitForFinished(-1) || child.exitCode() != 0)
        return figures;
    const QStringList lines = QString::fromUtf8(child.readAllStandardOutput()).split(u'\n');
    for (const QString &line : lines) {
        const QStringList parts = line.split(u'\t');
        if (parts.size() != 3)
            continue;
        if (!order.contains(parts[0]))
            order.append(parts[0]);
        figures.insert(parts[0], QString::number(parts[1].toDouble(), 'f', 1) + u' ' + parts[2]);
    }
    return figures;
}

int compare(const QString &program)
{
    QStringList order;
    QList<Figures> columns;
    for (const QString &name : benchedLogNames())
        columns.append(run(program, name, order));
    QTextStream out(stdout);
    out << "| measure | " << benchedLogNames().join(u" | "_s) << " |\n";
    out << "|---" << u"|---"_s.repeated(columns.size()) << "|\n";
    for (const QString &measure : std::as_const(order)) {
        out << "| " << measure;
        for (const Figures &figures : std::as_const(columns))
            out << " | " << figures.value(measure, u"failed"_s);
        out << " |\n";
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    // As the program does: else the library starts a bus of its own, and waits for it.
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    if (argc < 2) {
        // Stays connected to the display: an Xvfb that loses its last client begins anew, which the
        // next one would wait for.
        const QGuiApplication app(argc, argv);
        return compare(QCoreApplication::applicationFilePath());
    }
    QApplication app(argc, argv);
    return measure(app, QString::fromLocal8Bit(argv[1]));
}
