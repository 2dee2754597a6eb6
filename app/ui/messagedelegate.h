// Paints one row of the log from its layout, and answers what stands under the mouse.
#pragma once

#include "app/ui/messagelayoutcache.h"

#include <QStyledItemDelegate>

namespace kodama {

class MessageDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageDelegate)

public:
    explicit MessageDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

    [[nodiscard]] QUrl linkAt(const QModelIndex &index, const QRect &rowRect,
                              const QPoint &position) const;
    [[nodiscard]] bool isShowAllAt(const QModelIndex &index, const QRect &rowRect,
                                   const QPoint &position) const;

    [[nodiscard]] int estimatedHeight() const { return m_cache.estimatedHeight(); }
    [[nodiscard]] const MessageLayoutCache &cache() const noexcept { return m_cache; }

    /// Theme, font, language or day are others: everything is laid out anew.
    void invalidate();
    /// The facts of one row are others.
    void forget(const QModelIndex &index);

private:
    void paintDay(QPainter &painter, const MessageLayout &row) const;
    void paintBubble(QPainter &painter, const MessageLayout &row, bool isSelected) const;
    void paintAvatar(QPainter &painter, const MessageLayout &row) const;
    void paintNotice(QPainter &painter, const MessageLayout &row) const;

    const Theme &m_theme;
    mutable MessageLayoutCache m_cache; // filled on demand while painting, as caches are
    QFont m_smallFont;
    QFont m_nameFont;
};

} // namespace kodama
