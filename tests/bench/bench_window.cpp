// How fast the window is: first paint, memory, a flood, a long log. Prints name, value, unit.
// Run it on a display: xvfb-run -a bench_window
#include "app/application.h"
#include "app/ui/messageview.h"
#include "common/protocol/codec.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <ctime>
#include <unistd.h>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

constexpr int floodMessages = 10'000;
constexpr int floodPerStep = 10; // each millisecond: 10,000 a second
constexpr int longLogRows = 100'000;

void print(const QString &name, double value, const QString &unit)
{
    QTextStream(stdout) << name << ": " << QString::number(value, 'f', 1) << ' ' << unit
                        << Qt::endl;
}

double residentMegabytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const double pages = file.readAll().split(' ').value(1).toDouble();
    return pages * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

// Since the kernel made this process; its clock ticks every 10 ms.
double millisecondsSinceStart()
{
    QFile file(u"/proc/self/stat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    const double ticks = line.mid(line.lastIndexOf(')') + 2).split(' ').value(19).toDouble();
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return (double(now.tv_sec) + double(now.tv_nsec) / 1e9 -
            ticks / double(::sysconf(_SC_CLK_TCK))) *
           1000;
}

class FirstPaint final : public QObject
{
public:
    double at = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && at == 0)
            QMetaObject::invokeMethod(
                this, [this] { at = millisecondsSinceStart(); }, Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }
};

void waitFor(const std::function<bool()> &condition)
{
    while (!condition())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

void flood(Application &application)
{
    const QByteArray frame = "{\"type\":\"broadcast_message\",\"from\":\"10.0.0.7:54321\","
                             "\"content\":\"A message of ordinary length, as people write them\","
                             "\"timestamp\":\"2026-11-23T14:05:09\"}"_ba;
    QElapsedTimer sinceBeat;
    std::vector<double> gaps;
    QTimer heart;
    QObject::connect(&heart, &QTimer::timeout, &heart, [&sinceBeat, &gaps] {
        gaps.push_back(double(sinceBeat.nsecsElapsed()) / 1e6);
        sinceBeat.restart();
    });
    int sent = 0;
    QTimer source;
    source.setTimerType(Qt::PreciseTimer);
    QElapsedTimer all;
    QObject::connect(&source, &QTimer::timeout, &source, [&] {
        // As many as are due, also after a late turn.
        const int due = int(std::min<qint64>(floodMessages, all.elapsed() * floodPerStep));
        for (; sent < due; ++sent) {
            const auto message = decodeServerMessage(frame);
            Q_EMIT application.client().messageReceived(message.value(), frame);
        }
    });
    heart.setTimerType(Qt::PreciseTimer);
    sinceBeat.start();
    all.start();
    heart.start(1);
    source.start(1);
    waitFor([&application, &sent] {
        return sent == floodMessages && application.log().rowCount() >= floodMessages;
    });
    std::sort(gaps.begin(), gaps.end());
    print(u"flood of 10,000, took"_s, double(all.elapsed()), u"ms"_s);
    print(u"flood of 10,000, longest block of the event loop"_s, gaps.back(), u"ms"_s);
    print(u"flood of 10,000, block p99"_s, gaps[gaps.size() * 99 / 100], u"ms"_s);
}

void longLog(const Theme &theme)
{
    MessageLogModel log(longLogRows);
    std::vector<LogEntry> entries(longLogRows);
    for (int i = 0; i < longLogRows; ++i) {
        entries[std::size_t(i)].kind = LogEntry::Kind::Chat;
        entries[std::size_t(i)].sender = u"10.0.0.%1:5000"_s.arg(i / 3 % 20);
        entries[std::size_t(i)].text = u"Message number %1 of a long day"_s.arg(i);
        entries[std::size_t(i)].time = QDateTime::currentDateTime();
    }
    log.append(std::move(entries));
    MessageView view(theme);
    view.resize(900, 700);
    QElapsedTimer timer;
    timer.start();
    view.setModel(&log);
    view.show();
    view.grab();
    print(u"100,000 rows, opening"_s, double(timer.nsecsElapsed()) / 1e6, u"ms"_s);
    std::vector<double> frames;
    QScrollBar *bar = view.verticalScrollBar();
    for (int i = 0; i < 300; ++i) {
        timer.restart();
        bar->setValue(bar->value() - 120);
        view.viewport()->repaint();
        frames.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(frames.begin(), frames.end());
    print(u"100,000 rows, scrolled frame (median)"_s, frames[frames.size() / 2], u"ms"_s);
    print(u"100,000 rows, scrolled frame (p99)"_s, frames[frames.size() * 99 / 100], u"ms"_s);
    print(u"100,000 rows, resident"_s, residentMegabytes(), u"MB"_s);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    const QTemporaryDir folder;
    Settings settings(folder.filePath(u"bench.ini"_s));
    Application application(app, settings, UiLanguage::English);
    FirstPaint firstPaint;
    application.window().view().viewport()->installEventFilter(&firstPaint);
    application.window().show();
    waitFor([&firstPaint] { return firstPaint.at > 0; });
    print(u"process start to first paint"_s, firstPaint.at, u"ms"_s);
    print(u"resident, empty log"_s, residentMegabytes(), u"MB"_s);
    flood(application);
    longLog(Theme(QApplication::font()));
    return 0;
}
