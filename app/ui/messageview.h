// The message log on the screen: stays at the newest message unless one has scrolled away.
#pragma once

#include "app/ui/logstate.h"
#include "app/ui/rowgeometry.h"
#include "app/ui/theme.h"

#include <QListView>

namespace kodama {

class LogPills;
class MessageDelegate;
class TextSelector;

/// A list view with a geometry of its own: only rows that were on the screen are measured, so that
/// a row more costs the same with ten rows and with 100,000. The model is one with the roles of
/// MessageLogModel.
class MessageView final : public QListView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageView)

public:
    explicit MessageView(const Theme &theme, QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    [[nodiscard]] bool isAtBottom() const noexcept { return m_isFollowing; }
    /// Messages that came below since one has scrolled away.
    [[nodiscard]] int newMessages() const noexcept { return m_reading.newMessages; }
    void scrollToNewest();
    void setEmptyHint(const QString &hint); ///< below "No messages yet"
    void scrollToUnread(); ///< to the line above the first unread message, if there is one
    /// Whether only unsent messages stand below this row: it came now, not with history.
    [[nodiscard]] bool isAppended(int row) const;
    /// Everything below is seen when it is on the screen of the active window.
    [[nodiscard]] bool isSeen() const;

    [[nodiscard]] LogPosition position() const;
    void setPosition(const LogPosition &position);

    /// The chosen rows from top to bottom, those with chosen characters, or the current one.
    [[nodiscard]] QModelIndexList chosenRows() const;
    /// The chosen characters, with names when they are of several messages; empty: rows are chosen.
    [[nodiscard]] QString selectedText() const;

    [[nodiscard]] QUrl linkAt(const QPoint &position) const; ///< of the viewport; empty: none
    [[nodiscard]] bool isTextSelected(const QPoint &position) const;
    /// Does what a click on this part of the row does.
    void activate(const QModelIndex &index, RowAction::Kind action);

    [[nodiscard]] MessageDelegate &delegate() const { return *m_delegate; }
    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &point) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    void doItemsLayout() override;
    void reset() override;
    void keyboardSearch(const QString &search) override;

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void personClicked(const QString &sender);
    void wholeTextRequested(const QModelIndex &index);
    void textTyped(const QString &text); ///< it belongs into the composer
    void pasteTyped();                   ///< the key for it, likewise
    void newMessagesChanged(int count);
    void modelReplaced();
    void olderRequested(); ///< the upper edge comes near: rows above would be welcome
    /// What is missing before this offset is wanted.
    void gapRequested(qint64 offset);
    void retryRequested(const QString &messageId);
    void discardRequested(const QString &messageId);
    /// All messages up to this offset were on the screen of the active window.
    void readUpTo(qint64 offset);
    void linkHovered(const QUrl &link); ///< the mouse is over another one, or over none

protected:
    [[nodiscard]] int horizontalOffset() const override { return 0; }
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action,
                                         Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void selectionChanged(const QItemSelection &now, const QItemSelection &before) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    [[nodiscard]] int rows() const { return m_geometry.count(); }
    [[nodiscard]] QStyleOptionViewItem rowOption(int row) const;
    [[nodiscard]] int emptyAbove() const;
    [[nodiscard]] qint64 contentHeight() const;
    void paintEmpty(QPainter &painter) const;
    void measure(int row);
    void layOutAnew();
    void settle();
    [[nodiscard]] qint64 settledAt(qint64 top);
    [[nodiscard]] qint64 settledAtBottom();
    void setScrollValue(qint64 top);
    void countNew(int start, int end);
    void countUnseen();
    void resetNewMessages();
    void updatePills();
    [[nodiscard]] bool keepsText(const QMouseEvent &press) const;
    [[nodiscard]] QRegion areaOf(QRegion (MessageLayout::*part)() const) const; // of the viewport
    [[nodiscard]] qint64 unreadLineTop() const;
    void askForOlder();
    void noteSeen();
    void findUnreadRow();
    void forgetHover();
    /// Discard, or whatever else the current row offers first.
    void activateCurrent(RowAction::Kind wanted);
    void toggleRun(const QModelIndex &head);
    [[nodiscard]] int visibleRow(int row, int step) const;

    const Theme &m_theme;
    MessageDelegate *m_delegate;
    LogPills *m_pills;
    TextSelector *m_text;
    RowGeometry m_geometry;
    QPersistentModelIndex m_unreadRow; // where the unread line stands
    LogGesture m_gesture;
    LogReading m_reading;
    QString m_emptyHint;
    int m_measuredWidth = 0;
    bool m_isFollowing = true;
    bool m_isSettling = false;
};

} // namespace kodama
