// What is measured of a window: memory, time since the start, how long the event loop is away, how
// long a typed character takes. Figures leave as lines "name<tab>value<tab>unit".
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

class QPlainTextEdit;

namespace kodama::bench {

void tell(const QString &name, double value, const QString &unit);

double residentMegabytes();

/// Since the kernel made this process; its clock ticks every 10 ms.
double millisecondsSinceStart();

/// Processor time of this process.
double millisecondsOfWork();

/// Median and 99th percentile of what was counted.
double median(std::vector<double> values);
double percentile99(std::vector<double> values);

void waitFor(const std::function<bool()> &condition);

/// Notes when the widget has been painted for the first time.
class FirstPaint final : public QObject
{
public:
    double at = 0;
    double work = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

/// How long the event loop is away: a timer of 1 ms notes when it comes late.
class Heart final
{
public:
    Heart();
    void report(const QString &what);

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_gaps;
};

/// From a key event to the painted character, ten times a second.
class Typist final : public QObject
{
public:
    explicit Typist(QPlainTextEdit &input);
    void report(const QString &what);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void type();

    QPlainTextEdit &m_input;
    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_took;
    bool m_isWaiting = false;
};

} // namespace kodama::bench
