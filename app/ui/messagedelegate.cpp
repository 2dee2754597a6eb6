#include "app/ui/messagedelegate.h"

#include "app/ui/icons.h"
#include "app/ui/plaintooltip.h"

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
QPainterPath bubblePath(const QRectF &rect, qreal radius, bool isFromTheRight)
{
    const qreal tight = radius / 3;
    const qreal topLeft = isFromTheRight ? radius : tight;
    const qreal topRight = isFromTheRight ? tight : radius;
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
    , m_cache(theme, m_folding)
    , m_pendingIcon(icons::icon(theme, u"clock"_s, ThemeColor::MutedOwn))
    , m_pendingNoticeIcon(icons::icon(theme, u"clock"_s, ThemeColor::TextMuted))
    , m_storedIcon(icons::icon(theme, u"check"_s, ThemeColor::MutedOwn))
    , m_failedIcon(icons::icon(theme, u"warning"_s, ThemeColor::Danger))
{
    invalidate();
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const MessageLayout &row = m_cache.layoutFor(index, option.rect.width());
    if (row.height == 0)
        return;
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    FormatRanges marks;
    for (const Marks &more : m_marks)
        marks += more(index, row);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(option.rect.topLeft());
    for (const RowSeparator &separator : row.separators)
        paintSeparator(*painter, separator, option.rect.width());
    const QRect band(0, row.top, option.rect.width(), option.rect.height() - row.top);
    if (isSelected) // without a seam between those of two people
        painter->fillRect(band, m_theme.color(ThemeColor::SelectedRow));
    if (row.shape == RowShape::Bubble)
        paintBubble(*painter, row, marks, isSelected);
    else
        paintNotice(*painter, row, marks);
    paintActions(*painter, row);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(m_theme.color(ThemeColor::Accent), 1.5));
        painter->setBrush(Qt::NoBrush);
        // Between the bubbles of two people there is more room than above a line of a notice: where
        // no colour fills it the frame leaves some of that out.
        const bool hasRoomAbove = row.startsGroup && row.shape == RowShape::Bubble && !isSelected;
        const int above = hasRoomAbove ? m_theme.space(1) : 0;
        painter->drawRect(QRectF(band).adjusted(1, 1 + above, -1, -1));
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
    QToolTip::showText(event->globalPos(), plainToolTip(text), view);
    return true;
}

QUrl MessageDelegate::linkAt(const QModelIndex &index, const QRect &rowRect,
                             const QPoint &position) const
{
    if (!index.isValid())
        return {};
    return m_cache.layoutFor(index, rowRect.width()).linkAt(position - rowRect.topLeft());
}

std::optional<RowAction::Kind> MessageDelegate::actionAt(const QModelIndex &index,
                                                         const QRect &rowRect,
                                                         const QPoint &position) const
{
    if (!index.isValid())
        return std::nullopt;
    return m_cache.layoutFor(index, rowRect.width()).actionAt(position - rowRect.topLeft());
}

const MessageLayout &MessageDelegate::layoutFor(const QModelIndex &index, int width) const
{
    return m_cache.layoutFor(index, width);
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

void MessageDelegate::paintSeparator(QPainter &painter, const RowSeparator &separator,
                                     int width) const
{
    const QRect &rect = separator.rect;
    const bool isUnread = separator.kind == RowSeparator::Kind::Unread;
    painter.setFont(isQuiet(separator.kind) ? m_smallFont : m_nameFont);
    if (separator.kind == RowSeparator::Kind::Day) {
        const qreal radius = rect.height() / 2.0;
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(ThemeColor::Pill));
        painter.drawRoundedRect(rect, radius, radius);
        painter.setPen(m_theme.color(ThemeColor::TextPill));
    } else if (isUnread) {
        painter.setPen(QPen(m_theme.color(ThemeColor::Accent), 1.5));
        const int y = rect.center().y();
        painter.drawLine(m_theme.space(3), y, rect.left(), y);
        painter.drawLine(rect.right(), y, width - m_theme.space(3), y);
    } else {
        painter.setPen(m_theme.color(ThemeColor::TextMuted));
    }
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // of the words
    painter.drawText(rect, Qt::AlignCenter, separator.text);
}

void MessageDelegate::paintGround(QPainter &painter, const MessageLayout &row,
                                  bool isSelected) const
{
    const ThemeColor ground = row.isOwn                ? ThemeColor::BubbleOwn
                              : isFromServer(row.kind) ? ThemeColor::BubbleEcho
                                                       : ThemeColor::BubbleOther;
    const bool hasFailed = row.badge == RowBadge::Failed;
    const ThemeColor edge = hasFailed                     ? ThemeColor::Danger
                            : isSelected || row.isMention ? ThemeColor::Accent
                                                          : ThemeColor::BubbleEdge;
    QPen pen(m_theme.color(edge), 1);
    if (row.badge == RowBadge::Pending)
        pen = QPen(m_theme.color(ThemeColor::MutedOwn), 1, Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(m_theme.color(ground));
    const QPainterPath shape = bubblePath(QRectF(row.bubble).adjusted(0.5, 0.5, -0.5, -0.5),
                                          m_theme.space(3), row.isOwn != row.isMirrored);
    painter.drawPath(shape);
    if (!row.isMention)
        return;
    painter.save();
    painter.setClipPath(shape);
    QRect bar = row.bubble;
    bar.setWidth(m_theme.space(1));
    if (row.isMirrored)
        bar.moveRight(row.bubble.right());
    painter.fillRect(bar, m_theme.color(ThemeColor::Accent));
    painter.restore();
}

void MessageDelegate::paintBubble(QPainter &painter, const MessageLayout &row,
                                  const FormatRanges &marks, bool isSelected) const
{
    paintGround(painter, row, isSelected);
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
    row.body->draw(&painter, row.bodyAt, marks);
    painter.setFont(m_smallFont);
    painter.setPen(m_theme.color(row.isOwn ? ThemeColor::MutedOwn : ThemeColor::TextMuted));
    painter.drawText(row.timeRect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, row.time);
    paintBadge(painter, row);
}

void MessageDelegate::paintBadge(QPainter &painter, const MessageLayout &row) const
{
    switch (row.badge) {
    case RowBadge::None:
        return;
    case RowBadge::Pending:
        (row.shape == RowShape::Notice ? m_pendingNoticeIcon : m_pendingIcon)
            .paint(&painter, row.badgeRect);
        return;
    case RowBadge::Stored:
        m_storedIcon.paint(&painter, row.badgeRect);
        return;
    case RowBadge::Failed:
        m_failedIcon.paint(&painter, row.badgeRect);
        return;
    }
}

void MessageDelegate::paintActions(QPainter &painter, const MessageLayout &row) const
{
    QFont font = m_smallFont;
    font.setUnderline(true);
    painter.setFont(font);
    for (const RowAction &action : row.actions) {
        const bool isProblem = action.kind == RowAction::Kind::Retry;
        painter.setPen(m_theme.color(isProblem ? ThemeColor::Danger : ThemeColor::Link));
        painter.drawText(action.rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                         action.text);
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
    painter.setFont(m_theme.font(TextSize::Strong));
    painter.setPen(m_theme.avatarInk());
    painter.drawText(row.avatar, Qt::AlignCenter, row.avatarText);
}

void MessageDelegate::paintNotice(QPainter &painter, const MessageLayout &row,
                                  const FormatRanges &marks) const
{
    const bool isGap = row.kind == LogEntry::Kind::Gap;
    if (isProblem(row.kind) || isGap) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(isGap ? ThemeColor::Pill : ThemeColor::DangerSoft));
        const qreal radius = std::min<qreal>(m_theme.space(3), row.bubble.height() / 2.0);
        painter.drawRoundedRect(row.bubble, radius, radius);
    }
    painter.setPen(m_theme.color(isProblem(row.kind) ? ThemeColor::Danger
                                 : row.isAction      ? ThemeColor::Text
                                                     : ThemeColor::TextMuted));
    row.body->draw(&painter, row.bodyAt, marks);
    if (!row.badgeRect.isNull())
        paintBadge(painter, row);
}

} // namespace kodama
