#include "app/ui/rowgeometry.h"

#include <algorithm>

namespace kodama {
namespace {

constexpr int compactAfterRows = 4096;

constexpr std::size_t lowestBit(std::size_t value)
{
    return value & (~value + 1);
}

} // namespace

qint64 RowGeometry::totalHeight() const
{
    return sumBefore(int(m_heights.size()));
}

qint64 RowGeometry::top(int row) const
{
    return sumBefore(m_first + row);
}

int RowGeometry::height(int row) const
{
    return m_heights[std::size_t(m_first + row)].pixels;
}

bool RowGeometry::isMeasured(int row) const
{
    return m_heights[std::size_t(m_first + row)].measured;
}

int RowGeometry::rowAt(qint64 position) const
{
    if (count() == 0)
        return -1;
    std::size_t step = 1;
    while (step * 2 <= m_heights.size())
        step *= 2;
    std::size_t index = 0;
    for (qint64 left = position; step > 0; step /= 2) {
        if (index + step <= m_heights.size() && m_tree[index + step] <= left) {
            index += step;
            left -= m_tree[index];
        }
    }
    return std::clamp(int(index) - m_first, 0, count() - 1);
}

void RowGeometry::insert(int row, int count)
{
    if (row == this->count()) {
        for (int i = 0; i < count; ++i)
            append(m_estimate);
        return;
    }
    m_heights.insert(m_heights.begin() + m_first + row, std::size_t(count),
                     Height{m_estimate, false});
    rebuild();
}

void RowGeometry::remove(int row, int count)
{
    if (row != 0) {
        const auto from = m_heights.begin() + m_first + row;
        m_heights.erase(from, from + count);
        rebuild();
        return;
    }
    for (int i = 0; i < count; ++i)
        setHeight(i, 0);
    m_first += count;
    if (m_first > compactAfterRows && m_first > this->count())
        rebuild();
}

void RowGeometry::setHeight(int row, int pixels)
{
    Height &entry = m_heights[std::size_t(m_first + row)];
    const int change = pixels - entry.pixels;
    entry = {pixels, true};
    if (change == 0)
        return;
    for (std::size_t i = std::size_t(m_first + row) + 1; i < m_tree.size(); i += lowestBit(i))
        m_tree[i] += change;
}

void RowGeometry::invalidate(int row)
{
    m_heights[std::size_t(m_first + row)].measured = false;
}

void RowGeometry::reset(int count, int estimatePixels)
{
    m_estimate = estimatePixels;
    m_first = 0;
    m_heights.assign(std::size_t(count), Height{estimatePixels, false});
    rebuild();
}

void RowGeometry::rebuild()
{
    m_heights.erase(m_heights.begin(), m_heights.begin() + m_first);
    m_first = 0;
    m_tree.assign(m_heights.size() + 1, 0);
    for (std::size_t i = 1; i < m_tree.size(); ++i) {
        m_tree[i] += m_heights[i - 1].pixels;
        const std::size_t parent = i + lowestBit(i);
        if (parent < m_tree.size())
            m_tree[parent] += m_tree[i];
    }
}

void RowGeometry::append(int pixels)
{
    if (m_tree.empty())
        m_tree.push_back(0);
    m_heights.push_back({pixels, false});
    // A new node covers the lowestBit(i) rows that end with it.
    const std::size_t i = m_heights.size();
    qint64 sum = pixels;
    for (std::size_t child = i - 1; child > i - lowestBit(i); child -= lowestBit(child))
        sum += m_tree[child];
    m_tree.push_back(sum);
}

qint64 RowGeometry::sumBefore(int index) const
{
    qint64 sum = 0;
    for (auto i = std::size_t(index); i > 0; i -= lowestBit(i))
        sum += m_tree[i];
    return sum;
}

} // namespace kodama
