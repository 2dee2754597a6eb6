// How fast the window is: first paint, memory, a flood, a long log. Prints name, value, unit.
// Run it on a display: xvfb-run -a bench_window
#include "app/application.h"
#include "app/ui/messageview.h"
#include "common/protocol/codec.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTextStream>
#include <QVBoxLayout>

#include <algorithm>
#include <ctime>
#include <unistd.h>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

constexpr int floodMessages = 50'000;
constexpr int floodPerMillisecond = 5;
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

// How long the event loop is away: a timer of 1 ms notes when it comes late.
class Heart final
{
public:
    Heart()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_gaps.push_back(double(m_since.nsecsElapsed()) / 1e6);
            m_since.restart();
        });
        m_since.start();
        m_timer.start(1);
    }
    void report(const QString &what)
    {
        std::sort(m_gaps.begin(), m_gaps.end());
        print(what + u": longest block of the event loop"_s, m_gaps.back(), u"ms"_s);
        print(what + u": block p99"_s, m_gaps[m_gaps.size() * 99 / 100], u"ms"_s);
    }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_gaps;
};

// From a key event to the painted character, ten times a second.
class Typist final : public QObject
{
public:
    explicit Typist(QPlainTextEdit &input)
        : m_input(input)
    {
        input.viewport()->installEventFilter(this);
        connect(&m_timer, &QTimer::timeout, this, &Typist::type);
        m_timer.start(100);
    }
    void report(const QString &what)
    {
        m_timer.stop();
        std::sort(m_took.begin(), m_took.end());
        if (m_took.empty())
            return;
        print(what + u": key to paint (median)"_s, m_took[m_took.size() / 2], u"ms"_s);
        print(what + u": key to paint (p99)"_s, m_took[m_took.size() * 99 / 100], u"ms"_s);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_isWaiting) {
            m_isWaiting = false;
            QMetaObject::invokeMethod(
                this, [this] { m_took.push_back(double(m_since.nsecsElapsed()) / 1e6); },
                Qt::QueuedConnection);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void type()
    {
        m_since.restart();
        m_isWaiting = true;
        // Posted, as the window system does: it waits behind whatever the loop is doing.
        QApplication::postEvent(&m_input,
                                new QKeyEvent(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"a"_s));
    }

    QPlainTextEdit &m_input;
    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_took;
    bool m_isWaiting = false;
};

// Hands out numbers of messages at the rate of a flood, also after a late turn.
void pour(int messages, const std::function<void(int)> &take, const std::function<bool()> &isDone)
{
    int sent = 0;
    QTimer source;
    source.setTimerType(Qt::PreciseTimer);
    QElapsedTimer all;
    QObject::connect(&source, &QTimer::timeout, &source, [&] {
        const int due = int(std::min<qint64>(messages, all.elapsed() * floodPerMillisecond));
        for (; sent < due; ++sent)
            take(sent);
    });
    all.start();
    source.start(1);
    waitFor([&] { return sent == messages && isDone(); });
}

void flood(Application &application)
{
    const QByteArray frame = "{\"type\":\"broadcast_message\",\"from\":\"10.0.0.7:54321\","
                             "\"content\":\"A message of ordinary length, as people write them\","
                             "\"timestamp\":\"2026-11-23T14:05:09\"}"_ba;
    const QString what = u"5,000 messages a second for 10 s"_s;
    Heart heart;
    Typist typist(*application.window().composer().findChild<QPlainTextEdit *>());
    const quint64 before = application.log().evictedRows() + quint64(application.log().rowCount());
    pour(
        floodMessages,
        [&](int) {
            const auto message = decodeServerMessage(frame);
            Q_EMIT application.client().messageReceived(message.value(), frame);
        },
        [&] {
            return application.log().evictedRows() + quint64(application.log().rowCount()) >=
                   before + floodMessages;
        });
    heart.report(what);
    typist.report(what);
}

// The obvious way to show a log, with the same batches.
void floodOfATextBrowser()
{
    QWidget window;
    auto *column = new QVBoxLayout(&window);
    auto *browser = new QTextBrowser;
    auto *input = new QPlainTextEdit;
    input->setMaximumHeight(60);
    column->addWidget(browser);
    column->addWidget(input);
    browser->document()->setMaximumBlockCount(10'000);
    window.resize(900, 700);
    window.show();
    const QString what = u"the same into a QTextBrowser"_s;
    Heart heart;
    Typist typist(*input);
    QStringList batch;
    QTimer flush;
    QObject::connect(&flush, &QTimer::timeout, &flush, [&] {
        for (const QString &line : std::as_const(batch))
            browser->append(line);
        batch.clear();
        browser->verticalScrollBar()->setValue(browser->verticalScrollBar()->maximum());
    });
    flush.start(16);
    pour(
        floodMessages,
        [&batch](int) {
            batch.append(u"<b>10.0.0.7:54321</b> A message of ordinary length, as people write them"
                         " <small>14:05</small>"_s);
        },
        [&batch] { return batch.isEmpty(); });
    heart.report(what);
    typist.report(what);
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
    const int step = bar->maximum() / 1000; // through all of it, nothing is laid out already
    for (int i = 0; i < 1000; ++i) {
        timer.restart();
        bar->setValue(bar->value() - (i % 2 == 0 ? 120 : step));
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
    floodOfATextBrowser();
    longLog(Theme(QApplication::font()));
    return 0;
}
