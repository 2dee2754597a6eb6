#include "app/ui/messagedelegate.h"

#include "app/ui/icons.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

// A rounded rectangle whose corner next to the sender is nearly square.
QPainterPath bubblePath(const QRectF &rect, qreal radius, bool isOwn)
{
    const qreal tight = radius / 3;
    const qreal topLeft = isOwn ? radius : tight;
    const qreal topRight = isOwn ? tight : radius;
    QPainterPath path;
    path.moveTo(rect.left() + topLeft, rect.top());
    path.lineTo(rect.right() - topRight, rect.top());
    path.quadTo(rect.topRight(), rect.topRight() + QPointF(0, topRight));
    path.lineTo(rect.right(), rect.bottom() - radius);
    path.quadTo(rect.bottomRight(), rect.bottomRight() - QPointF(radius, 0));
    path.lineTo(rect.left() + radius, rect.bottom());
    path.quadTo(rect.bottomLeft(), rect.bottomLeft() - QPointF(0, radius));
    path.lineTo(rect.left(), rect.top() + topLeft);
    path.quadTo(rect.topLeft(), rect.topLeft() + QPointF(topLeft, 0));
    return path;
}

// A kind of message that no person sent shows a drawing instead of a letter.
QString avatarIcon(LogEntry::Kind kind)
{
    switch (kind) {
    case LogEntry::Kind::Echo:
        return u"echo"_s;
    case LogEntry::Kind::Notification:
    case LogEntry::Kind::Direct:
    case LogEntry::Kind::CommandReply:
    case LogEntry::Kind::Unknown:
        return u"server"_s;
    default:
        return {};
    }
}

bool isFromServer(LogEntry::Kind kind)
{
    return !avatarIcon(kind).isEmpty();
}

} // namespace

MessageDelegate::MessageDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_cache(theme)
{
    invalidate();
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const MessageLayout &row = m_cache.layoutFor(index, option.rect.width());
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(option.rect.topLeft());
    if (!row.day.isEmpty())
        paintDay(*painter, row);
    const int top = row.day.isEmpty() ? 0 : row.dayPill.bottom() + 1 + m_theme.space(1);
    const QRect band(0, top, option.rect.width(), option.rect.height() - top);
    if (isSelected)
        painter->fillRect(band, m_theme.color(ThemeColor::SelectedRow));
    if (row.shape == RowShape::Bubble)
        paintBubble(*painter, row, isSelected);
    else
        paintNotice(*painter, row);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(m_theme.color(ThemeColor::Accent), 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(band).adjusted(1, 1, -1, -1));
    }
    painter->restore();
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.rect.width();
    return {width, m_cache.layoutFor(index, width).height};
}

bool MessageDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (!index.isValid())
        return false;
    const QUrl link = linkAt(index, option.rect, event->pos());
    // The encoded form: a look-alike host in another script shows as xn--…
    const QString text =
        link.isEmpty() ? fullTimeText(entryAt(index).time) : QString::fromLatin1(link.toEncoded());
    QToolTip::showText(event->globalPos(), text, view);
    return true;
}

QUrl MessageDelegate::linkAt(const QModelIndex &index, const QRect &rowRect,
                             const QPoint &position) const
{
    if (!index.isValid())
        return {};
    return m_cache.layoutFor(index, rowRect.width()).linkAt(position - rowRect.topLeft());
}

bool MessageDelegate::isShowAllAt(const QModelIndex &index, const QRect &rowRect,
                                  const QPoint &position) const
{
    if (!index.isValid())
        return false;
    const MessageLayout &row = m_cache.layoutFor(index, rowRect.width());
    return row.showAllRect.contains(position - rowRect.topLeft());
}

void MessageDelegate::invalidate()
{
    m_smallFont = m_theme.font(TextSize::Small);
    m_nameFont = m_smallFont;
    m_nameFont.setWeight(QFont::DemiBold);
    m_cache.clear();
}

void MessageDelegate::forget(const QModelIndex &index)
{
    m_cache.remove(index);
}

void MessageDelegate::paintDay(QPainter &painter, const MessageLayout &row) const
{
    const qreal radius = row.dayPill.height() / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(ThemeColor::Pill));
    painter.drawRoundedRect(row.dayPill, radius, radius);
    painter.setPen(m_theme.color(ThemeColor::TextPill));
    painter.setFont(m_nameFont);
    painter.drawText(row.dayPill, Qt::AlignCenter, row.day);
}

void MessageDelegate::paintBubble(QPainter &painter, const MessageLayout &row,
                                  bool isSelected) const
{
    const ThemeColor ground = row.isOwn                ? ThemeColor::BubbleOwn
                              : isFromServer(row.kind) ? ThemeColor::BubbleEcho
                                                       : ThemeColor::BubbleOther;
    painter.setPen(
        QPen(m_theme.color(isSelected ? ThemeColor::Accent : ThemeColor::BubbleEdge), 1));
    painter.setBrush(m_theme.color(ground));
    const QRectF edge = QRectF(row.bubble).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawPath(bubblePath(edge, m_theme.space(3), row.isOwn));
    if (!row.avatar.isNull())
        paintAvatar(painter, row);
    if (!row.name.isEmpty()) {
        painter.setFont(m_nameFont);
        painter.setPen(isFromServer(row.kind) ? m_theme.color(ThemeColor::TextMuted)
                                              : m_theme.senderColor(row.sender));
        painter.drawText(row.nameRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                         row.name);
    }
    painter.setPen(m_theme.color(row.isOwn ? ThemeColor::TextOwn : ThemeColor::Text));
    row.body->draw(&painter, row.bodyAt);
    painter.setFont(m_smallFont);
    painter.setPen(m_theme.color(row.isOwn ? ThemeColor::MutedOwn : ThemeColor::TextMuted));
    painter.drawText(row.timeRect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, row.time);
    if (!row.showAll.isEmpty()) {
        painter.setPen(m_theme.color(ThemeColor::Link));
        painter.drawText(row.showAllRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                         row.showAll);
    }
}

void MessageDelegate::paintAvatar(QPainter &painter, const MessageLayout &row) const
{
    const QString drawing = avatarIcon(row.kind);
    painter.setPen(Qt::NoPen);
    painter.setBrush(drawing.isEmpty() ? m_theme.senderColor(row.sender)
                                       : m_theme.color(ThemeColor::TextMuted));
    painter.drawEllipse(row.avatar);
    if (!drawing.isEmpty()) {
        const int inset = row.avatar.width() / 5;
        icons::icon(m_theme, drawing, ThemeColor::BubbleOther)
            .paint(&painter, row.avatar.adjusted(inset, inset, -inset, -inset));
        return;
    }
    painter.setFont(m_nameFont);
    painter.setPen(m_theme.avatarInk());
    painter.drawText(row.avatar, Qt::AlignCenter, row.avatarText);
}

void MessageDelegate::paintNotice(QPainter &painter, const MessageLayout &row) const
{
    if (isProblem(row.kind)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(ThemeColor::DangerSoft));
        const qreal radius = std::min<qreal>(m_theme.space(3), row.bubble.height() / 2.0);
        painter.drawRoundedRect(row.bubble, radius, radius);
    }
    painter.setPen(m_theme.color(isProblem(row.kind) ? ThemeColor::Danger : ThemeColor::TextMuted));
    row.body->draw(&painter, row.bodyAt);
}

} // namespace kodama
