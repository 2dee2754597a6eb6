// Which frames are looked at: by direction, kind and text.
#pragma once

#include "app/core/inspect/frame.h"
#include "app/core/textsearch.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace kodama {

/// Over a model with the roles of FrameLogModel.
class FrameFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameFilter)

public:
    enum class Kinds {
        All,
        Messages, ///< text and binary
        Control,  ///< ping, pong and close
    };

    /// The frames must outlive the filter.
    explicit FrameFilter(QAbstractItemModel &frames, QObject *parent = nullptr);

    /// Nothing: both.
    void setDirection(std::optional<Frame::Direction> direction);
    void setKinds(Kinds kinds);
    /// As in the log: without regard to case, width and kana.
    void setText(const QString &text);
    [[nodiscard]] bool isFiltering() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    std::optional<Frame::Direction> m_direction;
    Kinds m_kinds = Kinds::All;
    QString m_text;
    TextSearch m_search;
};

/// The frame of a row, from any model with the roles of FrameLogModel.
[[nodiscard]] Frame frameAt(const QModelIndex &index);

} // namespace kodama
