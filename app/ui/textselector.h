// Chooses characters of the log's text with the mouse, within one message and over several.
// Tested by tst_logactions.
#pragma once

#include "app/ui/logselection.h"
#include "app/ui/messagelayout.h"

#include <QBasicTimer>
#include <QObject>
#include <QPoint>

namespace kodama {

class MessageView;
class Theme;

/// The view hands it what the mouse does; it paints nothing, see marks(). Positions are those of
/// the viewport.
class TextSelector final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TextSelector)

public:
    /// A child of the view.
    TextSelector(const Theme &theme, MessageView &view);

    /// The button goes down here. False: there is no text, and nothing has begun.
    bool begin(const QPoint &at);
    /// The mouse has come here. Beyond the edge the view scrolls until it comes back or end().
    void extend(const QPoint &at);
    /// The button goes up; what is chosen can be pasted with the middle button.
    void end();
    /// Twice on the same word. False: there is none.
    bool selectWord(const QPoint &at);
    void clear();

    [[nodiscard]] bool isSelecting() const { return m_isSelecting; }
    [[nodiscard]] bool isEmpty() const { return m_selection.isEmpty(); }
    [[nodiscard]] bool contains(const QPoint &position) const;
    /// Those with chosen characters, from top to bottom.
    [[nodiscard]] QModelIndexList rows() const;
    /// With names when it is of several messages.
    [[nodiscard]] QString text() const;
    /// How what is chosen of this row looks.
    [[nodiscard]] QList<QTextLayout::FormatRange> marks(const QModelIndex &index,
                                                        const MessageLayout &row) const;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void chooseRow(const QModelIndex &index);
    [[nodiscard]] QModelIndex rowNearest(const QPoint &at) const;
    [[nodiscard]] const MessageLayout &layoutOf(const QModelIndex &index) const;

    const Theme &m_theme;
    MessageView &m_view;
    LogSelection m_selection;
    bool m_isSelecting = false;
    QBasicTimer m_scrollTimer; // while the mouse is beyond the edge
    QPoint m_lastMouse;
};

} // namespace kodama
