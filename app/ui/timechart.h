// A small line chart of the last minutes, without a title: whoever places it says what it shows.
#pragma once

#include "app/core/inspect/timeseries.h"
#include "app/ui/theme.h"
#include "common/clock.h"

#include <QBasicTimer>
#include <QWidget>

#include <functional>

namespace kodama {

/// Moves on by itself while it is seen. The newest value is at the right edge.
class TimeChart final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimeChart)

public:
    /// A value with its unit, for the axis and for screen readers.
    using Format = std::function<QString(double)>;

    TimeChart(const Theme &theme, const Clock &clock, Format format, QWidget *parent = nullptr);

    void add(double value);
    /// What comes next has nothing to do with what was.
    void addGap() { m_series.addGap(); }
    void clear();
    [[nodiscard]] const TimeSeries &series() const { return m_series; }

    /// "now 0.4 ms · median 0.4 ms · highest 3 ms"; empty without values.
    [[nodiscard]] QString summary() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] QPointF position(const TimeSeries::Sample &sample, double top) const;
    void paintAxes(QPainter &painter, double top) const;
    void paintLine(QPainter &painter, const QList<QPointF> &line) const;
    void paintValues(QPainter &painter, double top) const;
    void describe();

    const Theme &m_theme;
    const Clock &m_clock;
    Format m_format;
    TimeSeries m_series;
    QBasicTimer m_timer;
};

} // namespace kodama
