// Paints a room or direct conversation: in the list beside the log and where one looks for one.
#pragma once

#include "app/ui/theme.h"

#include <QStyledItemDelegate>

namespace kodama {

/// A name of RoomListModel as people write it: "#dev", "@mika".
[[nodiscard]] QString roomTitle(const QString &name);

/// For models with the roles of RoomListModel.
class RoomDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomDelegate)

public:
    enum class Style {
        List,   ///< people stand below a caption; the current row is the one that is shown
        Choices ///< with topics; the selected row is the one that Enter takes
    };

    RoomDelegate(const Theme &theme, Style style, QObject *parent);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

    static constexpr int narrowestQuarters = 26;

private:
    [[nodiscard]] bool hasCaption(const QModelIndex &index) const;
    [[nodiscard]] int captionHeight() const;
    struct RowStyle
    {
        Qt::LayoutDirection direction;
        bool isUnread;
        bool isStrong; ///< unread, or the one that is shown
        bool isLit;    ///< chosen or under the mouse: it has a ground of its own
    };

    void paintCaption(QPainter &painter, const QRect &area, Qt::LayoutDirection direction) const;
    void paintGround(QPainter &painter, const QRect &area, const QStyleOptionViewItem &option,
                     bool isCurrent) const;
    void paintMark(QPainter &painter, const QRect &mark, const QModelIndex &index,
                   const RowStyle &style) const;
    void paintPresence(QPainter &painter, const QRect &mark, bool isAway,
                       const RowStyle &style) const;
    struct Badge
    {
        QString text;
        bool isMeant;
    };

    [[nodiscard]] int paintBadges(QPainter &painter, QRect inside, const QModelIndex &index,
                                  const RowStyle &style) const;
    [[nodiscard]] int paintBadge(QPainter &painter, const QRect &inside, const RowStyle &style,
                                 const Badge &badge) const;
    void paintTexts(QPainter &painter, QRect inside, const QModelIndex &index,
                    const RowStyle &style) const;

    const Theme &m_theme;
    Style m_style;
};

} // namespace kodama
