#include "app/ui/roomdelegate.h"

#include "app/core/chat/roomlistmodel.h"
#include "app/ui/avatar.h"

#include <QPainter>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostShown = 99;
constexpr int markQuarters = 6;

// The side is the one where one reads from left to right.
int aligned(Qt::LayoutDirection direction, Qt::Alignment side)
{
    return int(QStyle::visualAlignment(direction, side) | Qt::AlignVCenter) |
           int(Qt::TextSingleLine);
}

} // namespace

QString roomTitle(const QString &name)
{
    return name.startsWith(u'@') ? name : u'#' + name;
}

RoomDelegate::RoomDelegate(const Theme &theme, Style style, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_style(style)
{}

QSize RoomDelegate::sizeHint(const QStyleOptionViewItem & /*option*/,
                             const QModelIndex &index) const
{
    const int row = m_theme.size(markQuarters) + 2 * m_theme.space(1);
    return {m_theme.space(narrowestQuarters), row + (hasCaption(index) ? captionHeight() : 0)};
}

void RoomDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(Qt::LayoutDirectionAuto); // of the words
    QRect area = option.rect;
    if (hasCaption(index)) {
        paintCaption(*painter, QRect(area.topLeft(), QSize(area.width(), captionHeight())),
                     option.direction);
        area.setTop(area.top() + captionHeight());
    }
    const int unread = index.data(RoomListModel::UnreadRole).toInt();
    const bool isCurrent = m_style == Style::List ? index.data(RoomListModel::CurrentRole).toBool()
                                                  : option.state.testFlag(QStyle::State_Selected);
    const bool isShown = m_style == Style::List && isCurrent;
    const RowStyle style{option.direction, unread > 0, unread > 0 || isShown,
                         isCurrent || option.state.testFlag(QStyle::State_MouseOver)};
    if (style.isLit)
        paintGround(*painter, area, option, isCurrent);
    QRect inside = area.adjusted(m_theme.space(3), 0, -m_theme.space(3), 0);
    const auto takeFrom = [&inside, &option](Qt::Alignment side, int width) {
        // The side that it has where one reads from left to right.
        const bool isLeft = QStyle::visualAlignment(option.direction, side).testFlag(Qt::AlignLeft);
        return isLeft ? inside.setLeft(inside.left() + width)
                      : inside.setRight(inside.right() - width);
    };
    paintMark(*painter,
              QStyle::alignedRect(option.direction, Qt::AlignLeft | Qt::AlignVCenter,
                                  QSize(m_theme.size(markQuarters), m_theme.size(markQuarters)),
                                  inside),
              index, style);
    takeFrom(Qt::AlignLeft, m_theme.size(markQuarters) + m_theme.space(2));
    if (unread > 0)
        takeFrom(Qt::AlignRight, paintBadges(*painter, inside, index, style) + m_theme.space(2));
    paintTexts(*painter, inside, index, style);
    painter->restore();
}

bool RoomDelegate::hasCaption(const QModelIndex &index) const
{
    return m_style == Style::List && index.data(RoomListModel::DirectRole).toBool() &&
           (index.row() == 0 ||
            !index.siblingAtRow(index.row() - 1).data(RoomListModel::DirectRole).toBool());
}

int RoomDelegate::captionHeight() const
{
    return QFontMetrics(m_theme.font(TextSize::Strong)).height() + 2 * m_theme.space(2);
}

void RoomDelegate::paintCaption(QPainter &painter, const QRect &area,
                                Qt::LayoutDirection direction) const
{
    painter.setFont(m_theme.font(TextSize::Strong));
    painter.setPen(m_theme.color(ThemeColor::Text));
    const int edge = m_theme.space(3);
    painter.drawText(area.adjusted(edge, 0, -edge, 0), aligned(direction, Qt::AlignLeft),
                     //: Above the conversations with one person
                     tr("People"));
}

void RoomDelegate::paintGround(QPainter &painter, const QRect &area,
                               const QStyleOptionViewItem &option, bool isCurrent) const
{
    const QStyle::State state = option.state;
    const int edge = m_theme.space(1);
    const QRectF ground = QRectF(area).adjusted(edge + 0.5, 1.5, -edge - 0.5, -1.5);
    const bool hasFocus = isCurrent && state.testFlag(QStyle::State_HasFocus);
    painter.setPen(hasFocus ? QPen(m_theme.color(ThemeColor::Accent), 1) : QPen(Qt::NoPen));
    painter.setBrush(m_theme.color(ThemeColor::AccentSoft));
    painter.drawRoundedRect(ground, edge, edge);
    if (!isCurrent)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(ThemeColor::Accent));
    const qreal thick = m_theme.space(3) / 4.0;
    const qreal left = option.direction == Qt::RightToLeft ? ground.right() - thick : ground.left();
    painter.drawRoundedRect(QRectF(left, ground.top() + edge, thick, ground.height() - 2 * edge),
                            thick / 2, thick / 2);
}

// A hash for a room, a picture for a person, with a dot beside it while that one is there. Who is
// away is pale, as among the members, and who is gone is a ring.
void RoomDelegate::paintMark(QPainter &painter, const QRect &mark, const QModelIndex &index,
                             const RowStyle &style) const
{
    const bool isJoined = index.data(RoomListModel::JoinedRole).toBool();
    const QString name = index.data(RoomListModel::NameRole).toString();
    if (index.data(RoomListModel::DirectRole).toBool()) {
        const bool isPresent = index.data(RoomListModel::PresentRole).toBool();
        const bool isAway = isPresent && index.data(RoomListModel::AwayRole).isValid();
        const AvatarLook look = !isPresent ? AvatarLook::Hollow
                                : isAway   ? AvatarLook::Pale
                                           : AvatarLook::Full;
        paintAvatar(painter, m_theme, mark, name.sliced(1), look);
        if (isPresent)
            paintPresence(painter, mark, isAway, style);
        return;
    }
    painter.setFont(m_theme.font(TextSize::Title));
    painter.setPen(m_theme.color(isJoined ? ThemeColor::TextMuted : ThemeColor::TextDisabled));
    painter.drawText(mark, Qt::AlignCenter, u"#"_s);
}

// In the lower corner of the picture, set apart from it by a ring of what is behind the row.
// Hollow: away.
void RoomDelegate::paintPresence(QPainter &painter, const QRect &mark, bool isAway,
                                 const RowStyle &style) const
{
    const qreal size = mark.width() / 3.0;
    const qreal ring = std::max(1.5, size / 5);
    const QRectF dot(mark.right() + 1 - size, mark.bottom() + 1 - size, size, size);
    painter.setPen(Qt::NoPen);
    const ThemeColor behind = m_style == Style::List ? ThemeColor::Window : ThemeColor::Field;
    painter.setBrush(m_theme.color(style.isLit ? ThemeColor::AccentSoft : behind));
    painter.drawEllipse(dot.adjusted(-ring, -ring, ring, ring));
    if (isAway) {
        painter.setPen(QPen(m_theme.color(ThemeColor::TextMuted), ring));
        painter.drawEllipse(dot.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2));
        return;
    }
    painter.setBrush(m_theme.color(ThemeColor::Success));
    painter.drawEllipse(dot);
}

// How much is unread, and before it an @ if some of it is meant for us: all of what one person says
// to us is. Returns how wide that is.
int RoomDelegate::paintBadges(QPainter &painter, QRect inside, const QModelIndex &index,
                              const RowStyle &style) const
{
    const auto number = [](int count) {
        return count > mostShown ? u"%1+"_s.arg(mostShown) : QString::number(count);
    };
    const QString unread = number(index.data(RoomListModel::UnreadRole).toInt());
    const int mentions = index.data(RoomListModel::MentionsRole).toInt();
    if (index.data(RoomListModel::DirectRole).toBool())
        return paintBadge(painter, inside, style, {unread, true});
    const int width = paintBadge(painter, inside, style, {unread, false});
    if (mentions == 0)
        return width;
    const int taken = width + m_theme.space(1);
    inside = style.direction == Qt::RightToLeft ? inside.adjusted(taken, 0, 0, 0)
                                                : inside.adjusted(0, 0, -taken, 0);
    const QString meant = mentions > 1 ? u"@ "_s + number(mentions) : u"@"_s;
    return taken + paintBadge(painter, inside, style, {meant, true});
}

int RoomDelegate::paintBadge(QPainter &painter, const QRect &inside, const RowStyle &style,
                             const Badge &badge) const
{
    QFont font = m_theme.font(TextSize::Small);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const int height = painter.fontMetrics().height() + m_theme.space(1);
    const int width = std::max(height, painter.fontMetrics().horizontalAdvance(badge.text) +
                                           2 * m_theme.space(2));
    const QRect place = QStyle::alignedRect(style.direction, Qt::AlignRight | Qt::AlignVCenter,
                                            QSize(width, height), inside);
    // A pill is nearly as light as the ground of a chosen row: there it is the other way round.
    const ThemeColor pill = style.isLit ? ThemeColor::TextMuted : ThemeColor::Pill;
    const ThemeColor ink = style.isLit ? ThemeColor::AccentSoft : ThemeColor::TextPill;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(badge.isMeant ? ThemeColor::Accent : pill));
    painter.drawRoundedRect(place, height / 2.0, height / 2.0);
    painter.setPen(m_theme.color(badge.isMeant ? ThemeColor::TextOnAccent : ink));
    painter.drawText(place, Qt::AlignCenter, badge.text);
    return width;
}

void RoomDelegate::paintTexts(QPainter &painter, QRect inside, const QModelIndex &index,
                              const RowStyle &style) const
{
    const QString name = index.data(RoomListModel::NameRole).toString();
    const bool isDirect = index.data(RoomListModel::DirectRole).toBool();
    const bool isJoined = index.data(RoomListModel::JoinedRole).toBool();
    const bool isGone = isDirect && !index.data(RoomListModel::PresentRole).toBool();
    const bool isPlain =
        m_style == Style::Choices || style.isUnread || (isJoined && (!isGone || style.isStrong));
    painter.setFont(m_theme.font(style.isStrong ? TextSize::Strong : TextSize::Body));
    painter.setPen(m_theme.color(isPlain ? ThemeColor::Text : ThemeColor::TextMuted));
    const QString shown = painter.fontMetrics().elidedText(isDirect ? name.sliced(1) : name,
                                                           Qt::ElideRight, inside.width());
    painter.drawText(inside, aligned(style.direction, Qt::AlignLeft), shown);
    if (m_style == Style::List)
        return;
    const int taken = painter.fontMetrics().horizontalAdvance(shown) + m_theme.space(3);
    inside = style.direction == Qt::RightToLeft ? inside.adjusted(0, 0, -taken, 0)
                                                : inside.adjusted(taken, 0, 0, 0);
    painter.setFont(m_theme.font(TextSize::Small));
    painter.setPen(m_theme.color(ThemeColor::TextMuted));
    const QString detail = index.data(RoomListModel::TopicRole).toString();
    painter.drawText(
        inside, aligned(style.direction, Qt::AlignRight),
        painter.fontMetrics().elidedText(detail, Qt::ElideRight, std::max(0, inside.width())));
}

} // namespace kodama
