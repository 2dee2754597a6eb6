// What is chosen of the log's text with the mouse, from one place to another, over several rows.
#pragma once

#include <QModelIndex>
#include <QPersistentModelIndex>

#include <optional>

namespace kodama {

/// A place between characters of a row's text as it is laid out. Rows that go take the whole
/// selection with them.
class LogSelection final
{
public:
    struct Part
    {
        int from = 0;
        int to = 0; ///< -1: to the end
    };

    void begin(const QModelIndex &row, int position);
    void extend(const QModelIndex &row, int position);
    void select(const QModelIndex &row, int from, int to);
    void clear() { *this = LogSelection(); }

    [[nodiscard]] bool isEmpty() const;
    /// What of this row is chosen; nothing if nothing is.
    [[nodiscard]] std::optional<Part> partOf(const QModelIndex &row) const;
    [[nodiscard]] int firstRow() const { return std::min(m_anchor.row(), m_focus.row()); }
    [[nodiscard]] int lastRow() const { return std::max(m_anchor.row(), m_focus.row()); }

private:
    QPersistentModelIndex m_anchor;
    QPersistentModelIndex m_focus;
    int m_anchorAt = 0;
    int m_focusAt = 0;
};

} // namespace kodama
