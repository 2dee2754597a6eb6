// Which runs of people coming and going are shown as one line.
#pragma once

#include <QSet>
#include <QString>

class QModelIndex;

namespace kodama {

/// Runs of this many rows and more are folded until one unfolds them. The rows are those of a
/// model with the roles of MessageLogModel.
class RunFolding final
{
public:
    static constexpr int minRows = 3;

    /// Whether this row is the first of a run that is or could be folded.
    [[nodiscard]] static bool isHead(const QModelIndex &index);
    /// Whether it is one of the rows that are not shown because their run is folded.
    [[nodiscard]] bool isHidden(const QModelIndex &index) const;
    [[nodiscard]] bool isUnfolded(const QModelIndex &head) const;
    void toggle(const QModelIndex &head);
    void clear() { m_unfolded.clear(); }

private:
    QSet<quint64> m_unfolded; // ids of heads
};

} // namespace kodama
