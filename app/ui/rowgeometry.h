// Where each row of a long list stands: heights and their running sums. Knows no widget.
#pragma once

#include <QtGlobal>

#include <vector>

namespace kodama {

/// Heights of rows in pixels, known or estimated. Append, evict from the front, measure and look
/// up cost O(log rows), so 100,000 rows need no layout of their own to be scrolled.
class RowGeometry final
{
public:
    explicit RowGeometry(int estimatePixels = 40)
        : m_estimate(estimatePixels)
    {}

    [[nodiscard]] int count() const noexcept { return int(m_heights.size()) - m_first; }
    [[nodiscard]] qint64 totalHeight() const;

    /// Pixels above `row`; `row` may be count().
    [[nodiscard]] qint64 top(int row) const;
    [[nodiscard]] int height(int row) const;
    [[nodiscard]] bool isMeasured(int row) const;

    /// The row at `position` pixels; the nearest one outside, -1 without rows.
    [[nodiscard]] int rowAt(qint64 position) const;

    void insert(int row, int count);
    void remove(int row, int count);
    void setHeight(int row, int pixels);

    /// The row counts as never measured, but keeps its height as estimate.
    void invalidate(int row);

    /// All rows are unmeasured again, for example after a change of width.
    void reset(int count, int estimatePixels);

private:
    struct Height
    {
        int pixels;
        bool measured;
    };

    void rebuild();
    void append(int pixels);
    [[nodiscard]] qint64 sumBefore(int index) const;

    // Rows before m_first were evicted; they stay in the tree with height 0 until a rebuild.
    std::vector<Height> m_heights;
    std::vector<qint64> m_tree; // Fenwick tree, one-based
    int m_first = 0;
    int m_estimate;
};

} // namespace kodama
