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
    const int row = m_theme.space(markQuarters) + 2 * m_theme.space(1);
    return {m_theme.space(narrowestQuarters), row + (hasCaption(index) ? captionHeight() : 0)};
}

void RoomDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRect area = option.rect;
    if (hasCaption(index)) {
        paintCaption(*painter, QRect(area.topLeft(), QSize(area.width(), captionHeight())));
        area.setTop(area.top() + captionHeight());
    }
    const int unread = index.data(RoomListModel::UnreadRole).toInt();
    const bool isCurrent = m_style == Style::List ? index.data(RoomListModel::CurrentRole).toBool()
                                                  : option.state.testFlag(QStyle::State_Selected);
    paintGround(*painter, area, option.state, isCurrent);
    QRect inside = area.adjusted(m_theme.space(3), 0, -m_theme.space(3), 0);
    paintMark(*painter, inside, index);
    inside.setLeft(inside.left() + m_theme.space(markQuarters) + m_theme.space(2));
    if (unread > 0)
        inside.setRight(paintBadge(*painter, inside, unread,
                                   index.data(RoomListModel::MentionsRole).toInt() > 0) -
                        m_theme.space(2));
    const bool isShown = m_style == Style::List && isCurrent;
    paintTexts(*painter, inside, index, unread > 0 || isShown);
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

void RoomDelegate::paintCaption(QPainter &painter, const QRect &area) const
{
    painter.setFont(m_theme.font(TextSize::Strong));
    painter.setPen(m_theme.color(ThemeColor::Text));
    painter.drawText(area.adjusted(m_theme.space(3), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     //: Above the conversations with one person
                     tr("People"));
}

void RoomDelegate::paintGround(QPainter &painter, const QRect &area, QStyle::State state,
                               bool isCurrent) const
{
    if (!isCurrent && !state.testFlag(QStyle::State_MouseOver))
        return;
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
    painter.drawRoundedRect(
        QRectF(ground.left(), ground.top() + edge, 3, ground.height() - 2 * edge), 1.5, 1.5);
}

// A hash for a room, a picture for a person.
void RoomDelegate::paintMark(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    const int side = m_theme.space(markQuarters);
    const QRect mark(area.left(), area.center().y() - side / 2 + 1, side, side);
    const bool isJoined = index.data(RoomListModel::JoinedRole).toBool();
    const QString name = index.data(RoomListModel::NameRole).toString();
    if (index.data(RoomListModel::DirectRole).toBool()) {
        painter.setOpacity(isJoined ? 1.0 : 0.45);
        paintAvatar(painter, m_theme, mark, name.sliced(1));
        painter.setOpacity(1.0);
        return;
    }
    painter.setFont(m_theme.font(TextSize::Title));
    painter.setPen(m_theme.color(isJoined ? ThemeColor::TextMuted : ThemeColor::TextDisabled));
    painter.drawText(mark, Qt::AlignCenter, u"#"_s);
}

// How much is unread; filled and with an @ if some of it is meant for us. Returns where it begins.
int RoomDelegate::paintBadge(QPainter &painter, const QRect &inside, int unread, bool isMeant) const
{
    const QString number = unread > mostShown ? u"%1+"_s.arg(mostShown) : QString::number(unread);
    const QString text = isMeant ? u"@ "_s + number : number;
    QFont font = m_theme.font(TextSize::Small);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const int height = painter.fontMetrics().height() + m_theme.space(1);
    const int width =
        std::max(height, painter.fontMetrics().horizontalAdvance(text) + 2 * m_theme.space(2));
    const QRect badge(inside.right() - width + 1, inside.center().y() - height / 2, width, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(isMeant ? ThemeColor::Accent : ThemeColor::Pill));
    painter.drawRoundedRect(badge, height / 2.0, height / 2.0);
    painter.setPen(m_theme.color(isMeant ? ThemeColor::TextOnAccent : ThemeColor::TextPill));
    painter.drawText(badge, Qt::AlignCenter, text);
    return badge.left();
}

void RoomDelegate::paintTexts(QPainter &painter, QRect inside, const QModelIndex &index,
                              bool isStrong) const
{
    const QString name = index.data(RoomListModel::NameRole).toString();
    const bool isDirect = index.data(RoomListModel::DirectRole).toBool();
    const bool isJoined = index.data(RoomListModel::JoinedRole).toBool();
    painter.setFont(m_theme.font(isStrong ? TextSize::Strong : TextSize::Body));
    painter.setPen(m_theme.color(isJoined || m_style == Style::Choices ? ThemeColor::Text
                                                                       : ThemeColor::TextMuted));
    const QString shown = painter.fontMetrics().elidedText(isDirect ? name.sliced(1) : name,
                                                           Qt::ElideRight, inside.width());
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    if (m_style == Style::List)
        return;
    inside.setLeft(inside.left() + painter.fontMetrics().horizontalAdvance(shown) +
                   m_theme.space(3));
    painter.setFont(m_theme.font(TextSize::Small));
    painter.setPen(m_theme.color(ThemeColor::TextMuted));
    const QString detail = index.data(RoomListModel::TopicRole).toString();
    painter.drawText(
        inside, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(detail, Qt::ElideRight, std::max(0, inside.width())));
}

} // namespace kodama
