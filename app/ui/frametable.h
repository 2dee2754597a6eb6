// The inspector's list of frames: follows the newest while it is at the end, stands still else.
#pragma once

#include "app/core/inspect/framefilter.h"
#include "app/ui/frametexts.h"

#include <QTableView>

namespace kodama {

class FrameTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameTable)

public:
    /// The filter must outlive the table.
    FrameTable(const Theme &theme, FrameFilter &filter, QWidget *parent = nullptr);

    [[nodiscard]] std::optional<Frame> currentFrame() const;
    /// From the oldest to the newest.
    [[nodiscard]] QList<Frame> selectedFrames() const;
    [[nodiscard]] QList<Frame> allFrames() const;
    void retranslate();

Q_SIGNALS:
    void currentFrameChanged();
    /// Enter, or a double click.
    void frameActivated();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

private:
    void applyTheme();
    void followRows();
    [[nodiscard]] bool isAtEnd() const;
    /// Somebody looks at a frame that they have chosen.
    [[nodiscard]] bool showsChosen() const;

    const Theme &m_theme;
    FrameTexts m_texts;
    bool m_isFollowing = true;
    bool m_wantsNewest = false; ///< went to the last one by key
    int m_topRow = 0;
};

} // namespace kodama
