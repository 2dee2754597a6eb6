#include "tests/bench/window/meters.h"

#include <QApplication>
#include <QFile>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTextStream>

#include <algorithm>
#include <ctime>
#include <unistd.h>

namespace kodama::bench {

using namespace Qt::StringLiterals;

namespace {

double milliseconds(clockid_t clock)
{
    timespec now{};
    ::clock_gettime(clock, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

} // namespace

void tell(const QString &name, double value, const QString &unit)
{
    QTextStream(stdout) << name << '\t' << value << '\t' << unit << Qt::endl;
}

double residentMegabytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const double pages = file.readAll().split(' ').value(1).toDouble();
    return pages * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

double millisecondsSinceStart()
{
    QFile file(u"/proc/self/stat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    const double ticks = line.mid(line.lastIndexOf(')') + 2).split(' ').value(19).toDouble();
    return milliseconds(CLOCK_BOOTTIME) - ticks / double(::sysconf(_SC_CLK_TCK)) * 1e3;
}

double millisecondsOfWork()
{
    return milliseconds(CLOCK_PROCESS_CPUTIME_ID);
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double percentile99(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() * 99 / 100];
}

void waitFor(const std::function<bool()> &condition)
{
    while (!condition())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

bool FirstPaint::eventFilter(QObject *watched, QEvent *event)
{
    const auto note = [this] {
        at = millisecondsSinceStart();
        work = millisecondsOfWork();
    };
    if (event->type() == QEvent::Paint && at == 0)
        QMetaObject::invokeMethod(this, note, Qt::QueuedConnection); // once it is on the screen
    return QObject::eventFilter(watched, event);
}

Heart::Heart()
{
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        m_gaps.push_back(double(m_since.nsecsElapsed()) / 1e6);
        m_since.restart();
    });
    m_since.start();
    m_timer.start(1);
}

void Heart::report(const QString &what)
{
    tell(what + u": longest block of the event loop"_s, *std::ranges::max_element(m_gaps), u"ms"_s);
    tell(what + u": block, p99"_s, percentile99(m_gaps), u"ms"_s);
}

Typist::Typist(QPlainTextEdit &input)
    : m_input(input)
{
    input.viewport()->installEventFilter(this);
    connect(&m_timer, &QTimer::timeout, this, &Typist::type);
    m_timer.start(100);
}

void Typist::report(const QString &what)
{
    m_timer.stop();
    if (m_isWaiting) // what was not painted before the flood ended took at least so long
        m_took.push_back(double(m_since.nsecsElapsed()) / 1e6);
    tell(what + u": key to paint, median"_s, median(m_took), u"ms"_s);
    tell(what + u": key to paint, p99"_s, percentile99(m_took), u"ms"_s);
}

bool Typist::eventFilter(QObject *watched, QEvent *event)
{
    const auto note = [this] { m_took.push_back(double(m_since.nsecsElapsed()) / 1e6); };
    if (event->type() == QEvent::Paint && m_isWaiting) {
        m_isWaiting = false;
        QMetaObject::invokeMethod(this, note, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

void Typist::type()
{
    if (m_isWaiting)
        return;
    m_since.restart();
    m_isWaiting = true;
    // Posted, as the window system does: it waits behind whatever the loop is doing.
    QApplication::postEvent(&m_input,
                            new QKeyEvent(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"a"_s));
}

} // namespace kodama::bench
