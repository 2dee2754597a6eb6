// Paints one row of the log from its layout, and answers what stands under the mouse.
#pragma once

#include "app/ui/messagelayoutcache.h"
#include "app/ui/runfolding.h"

#include <QIcon>
#include <QStyledItemDelegate>

#include <functional>

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
    [[nodiscard]] std::optional<RowAction::Kind>
    actionAt(const QModelIndex &index, const QRect &rowRect, const QPoint &position) const;
    [[nodiscard]] const MessageLayout &layoutFor(const QModelIndex &index, int width) const;

    [[nodiscard]] int estimatedHeight() const { return m_cache.estimatedHeight(); }
    [[nodiscard]] const MessageLayoutCache &cache() const noexcept { return m_cache; }

    /// Ranges of a row's text that are painted on top, for example what is found or chosen.
    using Marks =
        std::function<QList<QTextLayout::FormatRange>(const QModelIndex &, const MessageLayout &)>;
    void addMarks(Marks marks) { m_marks.push_back(std::move(marks)); }

    [[nodiscard]] RunFolding &folding() noexcept { return m_folding; }
    [[nodiscard]] const RunFolding &folding() const noexcept { return m_folding; }

    /// Theme, font, language or day are others: everything is laid out anew.
    void invalidate();
    /// The facts of one row are others.
    void forget(const QModelIndex &index);

private:
    using FormatRanges = QList<QTextLayout::FormatRange>;

    void paintSeparator(QPainter &painter, const RowSeparator &separator, int width) const;
    void paintBubble(QPainter &painter, const MessageLayout &row, const FormatRanges &marks,
                     bool isSelected) const;
    void paintGround(QPainter &painter, const MessageLayout &row, bool isSelected) const;
    void paintAvatar(QPainter &painter, const MessageLayout &row) const;
    void paintBadge(QPainter &painter, const MessageLayout &row) const;
    void paintActions(QPainter &painter, const MessageLayout &row) const;
    void paintNotice(QPainter &painter, const MessageLayout &row, const FormatRanges &marks) const;

    const Theme &m_theme;
    RunFolding m_folding;
    std::vector<Marks> m_marks;
    mutable MessageLayoutCache m_cache; // filled on demand while painting, as caches are
    QFont m_smallFont;
    QFont m_nameFont;
    QIcon m_pendingIcon;
    QIcon m_pendingNoticeIcon; // on the ground of the log
    QIcon m_storedIcon;
    QIcon m_failedIcon;
};

} // namespace kodama
