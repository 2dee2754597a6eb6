#include "app/ui/timechart.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int quartersHigh = 18;
constexpr int quartersWide = 40;
constexpr std::chrono::milliseconds step{1000};

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

TimeChart::TimeChart(const Theme &theme, const Clock &clock, Format format, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_clock(clock)
    , m_format(std::move(format))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&m_theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    describe();
}

void TimeChart::add(double value)
{
    m_series.add(m_clock.steadyTime(), value);
    describe();
    update();
}

void TimeChart::clear()
{
    m_series.clear();
    describe();
    update();
}

QString TimeChart::summary() const
{
    const std::optional<TimeSeries::Summary> summary = m_series.summary();
    if (!summary)
        return {};
    //: Of values over the last minutes
    return tr("now %1 · median %2 · highest %3")
        .arg(m_format(summary->last), m_format(summary->median), m_format(summary->highest));
}

QSize TimeChart::sizeHint() const
{
    return {m_theme.space(quartersWide), m_theme.space(quartersHigh)};
}

QSize TimeChart::minimumSizeHint() const
{
    return {1, m_theme.space(quartersHigh)};
}

void TimeChart::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight); // as the line runs
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(TextSize::Small));
    const std::optional<TimeSeries::Summary> summary = m_series.summary();
    const double top = TimeSeries::niceCeiling(summary ? summary->highest : 0);
    paintAxes(painter, top);
    if (summary) {
        paintValues(painter, top);
        return;
    }
    painter.setPen(m_theme.color(ThemeColor::TextMuted));
    painter.drawText(plotArea(), Qt::AlignCenter, tr("Nothing measured yet"));
}

void TimeChart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_timer.start(int(step.count()), this);
}

void TimeChart::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
}

void TimeChart::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        update();
    else
        QWidget::timerEvent(event);
}

void TimeChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
        update();
    }
}

QRectF TimeChart::plotArea() const
{
    const int line = QFontMetrics(m_theme.font(TextSize::Small)).height();
    const int dot = m_theme.space(1);
    return QRectF(rect()).adjusted(dot, line + 1, -dot, -line - 1);
}

QPointF TimeChart::position(const TimeSeries::Sample &sample, double top) const
{
    const QRectF area = plotArea();
    const double age = seconds(m_clock.steadyTime() - sample.time) / seconds(TimeSeries::window);
    return {area.right() - age * area.width(), area.bottom() - sample.value / top * area.height()};
}

void TimeChart::paintAxes(QPainter &painter, double top) const
{
    const QRectF area = plotArea();
    for (const double part : {0.0, 0.5, 1.0}) {
        const double y = std::round(area.bottom() - part * area.height()) + 0.5;
        painter.setPen(
            QPen(m_theme.color(ThemeColor::Border), 1, part > 0 ? Qt::DotLine : Qt::SolidLine));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter.setPen(m_theme.color(ThemeColor::TextMuted));
    const QRectF above(area.left(), 0, area.width(), area.top());
    if (!m_series.isEmpty())
        painter.drawText(above, Qt::AlignLeft | Qt::AlignTop, m_format(top));
    const QRectF below(area.left(), area.bottom() + 1, area.width(), height() - area.bottom());
    painter.drawText(below, Qt::AlignLeft | Qt::AlignTop,
                     tr("%n minutes ago", nullptr, int(TimeSeries::window.count())));
    //: The right end of a chart of the last minutes
    painter.drawText(below, Qt::AlignRight | Qt::AlignTop, tr("now"));
}

void TimeChart::paintLine(QPainter &painter, const QList<QPointF> &line) const
{
    const QColor accent = m_theme.color(ThemeColor::Accent);
    if (line.size() > 1) {
        QPainterPath path(line.first());
        for (const QPointF &point : line)
            path.lineTo(point);
        painter.setPen(QPen(accent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        path.lineTo(line.last().x(), plotArea().bottom());
        path.lineTo(line.first().x(), plotArea().bottom());
        QColor shade = accent;
        shade.setAlphaF(0.14F);
        painter.fillPath(path, shade);
    }
    const double radius = m_theme.space(1) * 0.75;
    painter.setPen(Qt::NoPen);
    painter.setBrush(accent);
    painter.drawEllipse(line.last(), radius, radius);
}

void TimeChart::paintValues(QPainter &painter, double top) const
{
    painter.save();
    const int dot = m_theme.space(1);
    painter.setClipRect(plotArea().adjusted(-dot, -dot, dot, dot));
    QList<QPointF> line;
    for (const TimeSeries::Sample &sample : m_series.samples()) {
        if (sample.isAfterGap && !line.isEmpty()) {
            paintLine(painter, line);
            line.clear();
        }
        line.append(position(sample, top));
    }
    paintLine(painter, line);
    painter.restore();
}

void TimeChart::describe()
{
    setAccessibleDescription(m_series.isEmpty() ? tr("Nothing measured yet") : summary());
}

} // namespace kodama
