#include "app/ui/messagelayouter.h"

#include "app/core/isolation.h"
#include "app/ui/messagewording.h"
#include "app/ui/runfolding.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QLocale>
#include <QModelIndex>

#include <algorithm>
#include <cmath>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

struct LayoutText
{
    Q_DECLARE_TR_FUNCTIONS(kodama::MessageLayout)
};

constexpr int columnQuarters = 220; // longer lines are hard to read
constexpr int bubbleQuarters = 150;
constexpr int avatarQuarters = 9;

bool isMonospaced(LogEntry::Kind kind)
{
    return kind == LogEntry::Kind::Custom || kind == LogEntry::Kind::Unknown ||
           kind == LogEntry::Kind::CommandReply;
}

QString cut(const QString &text, qsizetype characters)
{
    if (text.size() <= characters)
        return text;
    // Never half of a surrogate pair.
    return text.first(text[characters - 1].isHighSurrogate() ? characters - 1 : characters);
}

RowBadge badgeOf(const LogEntry &entry)
{
    switch (entry.delivery) {
    case LogEntry::Delivery::Pending:
        return RowBadge::Pending;
    case LogEntry::Delivery::Failed:
    case LogEntry::Delivery::Uncertain:
        return RowBadge::Failed;
    case LogEntry::Delivery::Stored:
        break;
    }
    return entry.isOwn && entry.hasPlace() ? RowBadge::Stored : RowBadge::None;
}

/// As lines that are no wider than this.
QStringList wrapped(const QString &text, const QFont &font, int width)
{
    QStringList lines;
    QTextLayout layout(text, font);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid() && !text.isEmpty();
         line = layout.createLine()) {
        line.setLineWidth(std::max(1, width));
        lines.append(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

void addDeliveryActions(MessageLayout &row, const LogEntry &entry)
{
    if (!entry.hasFailed())
        return;
    const bool mayBeThere = entry.delivery == LogEntry::Delivery::Uncertain;
    row.actions.push_back({RowAction::Kind::Retry,
                           mayBeThere ? LayoutText::tr("May have arrived. Send again")
                                      : LayoutText::tr("Not sent. Send again"),
                           {}});
    row.actions.push_back({RowAction::Kind::Discard, LayoutText::tr("Discard"), {}});
}

} // namespace

MessageLayouter::MessageLayouter(const Theme &theme, const RunFolding &folding)
    : m_theme(theme)
    , m_folding(folding)
{
    update();
}

std::unique_ptr<MessageLayout> MessageLayouter::layOut(const QModelIndex &index, int width) const
{
    const LogEntry entry = entryAt(index);
    auto row = std::make_unique<MessageLayout>();
    if (m_folding.isHidden(index))
        return row;
    row->kind = entry.kind;
    row->shape = rowShape(entry);
    row->isOwn = entry.isOwn && entry.kind == LogEntry::Kind::Chat;
    row->isMention = entry.isMention;
    row->isAction = entry.isAction;
    row->badge = badgeOf(entry);
    row->sender = entry.sender;
    row->startsGroup = index.data(MessageLogModel::GroupStartRole).toBool();
    row->time = timeText(entry.time);
    layOutSeparators(*row, index, width);
    row->top = row->height;
    if (row->shape == RowShape::Bubble)
        layOutBubble(*row, entry, width);
    else
        layOutNotice(*row, index, entry, width);
    if (m_isMirrored)
        row->mirror(width);
    return row;
}

int MessageLayouter::estimatedHeight() const
{
    return QFontMetrics(m_bodyFont).lineSpacing() + m_theme.space(5);
}

void MessageLayouter::update()
{
    m_bodyFont = m_theme.font(TextSize::Body);
    m_monoFont = m_theme.font(TextSize::Mono);
    m_smallFont = m_theme.font(TextSize::Small);
    m_nameFont = m_smallFont;
    m_nameFont.setWeight(QFont::DemiBold);
    m_isMirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft;
}

MessageLayouter::Column MessageLayouter::column(int width) const
{
    const int margin = m_theme.space(3);
    const int wide = std::max(1, std::min(width - 2 * margin, m_theme.space(columnQuarters)));
    return {(width - wide) / 2, wide};
}

void MessageLayouter::layOutSeparators(MessageLayout &row, const QModelIndex &index,
                                       int width) const
{
    for (const QString &line : wrapped(cutText(index), m_smallFont, width - 2 * m_theme.space(6)))
        addSeparator(row, RowSeparator::Kind::Cut, line, width);
    if (index.data(MessageLogModel::DayStartRole).toBool()) {
        const QDate day = index.data(MessageLogModel::TimeRole).toDateTime().toLocalTime().date();
        addSeparator(row, RowSeparator::Kind::Day, dayText(day, QDate::currentDate()), width);
    } else if (const int hours = index.data(MessageLogModel::PauseRole).toInt(); hours > 0) {
        addSeparator(row, RowSeparator::Kind::Pause, LayoutText::tr("%n hour(s) later", "", hours),
                     width);
    }
    if (index.data(MessageLogModel::UnreadStartRole).toBool())
        addSeparator(row, RowSeparator::Kind::Unread, LayoutText::tr("New messages"), width);
}

void MessageLayouter::addSeparator(MessageLayout &row, RowSeparator::Kind kind, const QString &text,
                                   int width) const
{
    const QFontMetrics metrics(isQuiet(kind) ? m_smallFont : m_nameFont);
    const QSize size(metrics.horizontalAdvance(text) + m_theme.space(6),
                     metrics.height() + m_theme.space(1));
    const bool goesOn = kind == RowSeparator::Kind::Cut && !row.separators.empty();
    const int above = goesOn ? 0 : m_theme.space(row.separators.empty() ? 4 : 2);
    const QRect rect(QPoint((width - size.width()) / 2, row.height + above), size);
    row.separators.push_back({kind, text, rect});
    row.height = rect.bottom() + 1 +
                 (kind == RowSeparator::Kind::Cut ? 0 : m_theme.space(isQuiet(kind) ? 1 : 2));
}

void MessageLayouter::layOutNotice(MessageLayout &row, const QModelIndex &index,
                                   const LogEntry &entry, int width) const
{
    const Column place = column(width);
    const int inset = m_theme.space(6);
    QString text = cut(bodyText(entry, NameForm::Isolated), maxCharacters);
    if (RunFolding::isHead(index)) {
        const bool isUnfolded = m_folding.isUnfolded(index);
        const QString run = runText(index, NameForm::Isolated);
        text = isUnfolded ? run + u'\n' + text : run;
        row.actions.push_back(
            {RowAction::Kind::ToggleRun,
             isUnfolded ? LayoutText::tr("Show less") : LayoutText::tr("Show all"),
             {}});
    }
    row.time = setApart(row.time.replace(u' ', QChar::Nbsp)); // "12:05 PM" stays together
    if (entry.kind == LogEntry::Kind::Gap)
        row.actions.push_back({RowAction::Kind::LoadGap, LayoutText::tr("Load them"), {}});
    else
        text += u"  "_s + row.time;
    addDeliveryActions(row, entry);
    const int top = row.height + m_theme.space(entry.isAction ? 2 : 1);
    const QFont &font = entry.isAction ? m_bodyFont : m_smallFont;
    const QSizeF size = layOutText(row, text, font, std::max(1, place.width - 2 * inset));
    row.time.clear();
    row.bodyAt = QPointF(place.left + inset, top); // its lines are centred in their width
    int textWidth = int(std::ceil(size.width()));
    int bottom = top + int(std::ceil(size.height()));
    if (!row.actions.empty()) {
        const int wide = placeActions(row, QPoint(0, bottom + 1), place.width);
        for (RowAction &action : row.actions)
            action.rect.translate(place.left + (place.width - wide) / 2, 0);
        textWidth = std::max(textWidth, wide);
        bottom = row.actions.back().rect.bottom() + 1;
    }
    row.bubble = QRect(place.left + (place.width - textWidth) / 2, top, textWidth, bottom - top)
                     .adjusted(-m_theme.space(2), -1, m_theme.space(2), 1);
    if (row.badge == RowBadge::Pending || row.badge == RowBadge::Failed)
        placeNoticeBadge(row);
    row.height = row.bubble.bottom() + 1 + m_theme.space(1);
}

/// Behind the time, in the margin that notices have at both sides.
void MessageLayouter::placeNoticeBadge(MessageLayout &row) const
{
    const QTextLine last = row.body->lineAt(row.body->lineCount() - 1);
    const QRect words = last.naturalTextRect().translated(row.bodyAt).toAlignedRect();
    const int size = QFontMetrics(m_smallFont).height() - 2;
    row.badgeRect = QRect(0, 0, size, size);
    row.badgeRect.moveCenter(words.center());
    const bool runsToTheLeft = row.body->textOption().textDirection() == Qt::RightToLeft;
    if (runsToTheLeft != m_isMirrored) // it is turned round with the row
        row.badgeRect.moveRight(words.left() - m_theme.space(1));
    else
        row.badgeRect.moveLeft(words.right() + m_theme.space(1));
    row.bubble = row.bubble.united(row.badgeRect);
}

void MessageLayouter::layOutBubble(MessageLayout &row, const LogEntry &entry, int width) const
{
    const Column place = column(width);
    const int gutter = avatarSize() + m_theme.space(2);
    const int padding = m_theme.space(3);
    const int widest =
        std::min(place.width - gutter - m_theme.space(4), m_theme.space(bubbleQuarters));
    const int inner = std::max(m_theme.space(4), widest - 2 * padding);
    const int top =
        row.height + (row.startsGroup ? m_theme.space(3) : std::max(2, m_theme.space(3) / 4));

    QPoint origin(place.left + gutter + padding, top + air());
    row.bubble = QRect(place.left + gutter, top, 0, 0);
    layOutName(row, entry, place, inner, origin);
    const QFont &font = isMonospaced(entry.kind) ? m_monoFont : m_bodyFont;
    row.bodyAt = origin;
    layOutText(row, cut(entry.text, maxCharacters), font, inner);
    if (row.indent > 0) // on one base line
        row.nameRect.moveTop(origin.y() + int(std::round(row.body->lineAt(0).ascent())) -
                             QFontMetrics(m_nameFont).ascent());
    if (entry.text.size() > maxCharacters && row.actions.empty())
        row.actions.push_back({RowAction::Kind::ShowAll, {}, {}});
    if (!row.actions.empty())
        row.actions.back().text = LayoutText::tr("Show all (%1)")
                                      .arg(QLocale().formattedDataSize(entry.text.toUtf8().size()));
    addDeliveryActions(row, entry);
    placeTimeAndEdges(row, origin, inner);
    if (row.isOwn) {
        const int shift = place.left + place.width - (row.bubble.right() + 1);
        row.bubble.translate(shift, 0);
        row.bodyAt.rx() += shift;
        row.timeRect.translate(shift, 0);
        row.badgeRect.translate(shift, 0);
        for (RowAction &action : row.actions)
            action.rect.translate(shift, 0);
    }
}

void MessageLayouter::layOutName(MessageLayout &row, const LogEntry &entry, const Column &place,
                                 int inner, QPoint &origin) const
{
    if (row.isOwn || !row.startsGroup)
        return;
    const QFontMetrics metrics(m_nameFont);
    const int avatar = avatarSize();
    row.avatar = QRect(place.left, row.bubble.top(), avatar, avatar);
    row.avatarText = avatarText(entry.sender);
    row.name =
        metrics.elidedText(senderName(entry), Qt::ElideMiddle, isDense() ? inner / 3 : inner);
    row.nameRect = QRect(origin, QSize(metrics.horizontalAdvance(row.name), metrics.height()));
    if (isDense()) {
        row.indent = row.nameRect.width() + m_theme.size(2);
        return;
    }
    // Lines of a fixed pitch have less air above their letters.
    origin.ry() += metrics.height() + (isMonospaced(entry.kind) ? m_theme.space(1) : 1);
}

int MessageLayouter::air() const
{
    return isDense() ? m_theme.space(1) + 1 : m_theme.space(2);
}

int MessageLayouter::avatarSize() const
{
    // As high as one line in its bubble, where the name has no line of its own.
    return isDense() ? QFontMetrics(m_bodyFont).height() + 2 * air() : m_theme.size(avatarQuarters);
}

int MessageLayouter::placeActions(MessageLayout &row, const QPoint &at, int width) const
{
    const QFontMetrics metrics(m_smallFont);
    int x = 0;
    int y = at.y();
    int widest = 0;
    for (RowAction &action : row.actions) {
        const QSize size(metrics.horizontalAdvance(action.text) + 1,
                         metrics.height() + m_theme.space(1));
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += size.height();
        }
        action.rect = QRect(QPoint(at.x() + x, y), size);
        x += size.width() + m_theme.space(4);
        widest = std::max(widest, x - m_theme.space(4));
    }
    return widest;
}

void MessageLayouter::placeTimeAndEdges(MessageLayout &row, const QPoint &origin, int inner) const
{
    const int padding = m_theme.space(3);
    const QFontMetrics small(m_smallFont);
    const int badge = row.badge == RowBadge::None ? 0 : small.height();
    const QSize timeSize(small.horizontalAdvance(row.time) + 1 + badge, small.height());
    qreal widest = row.nameRect.width();
    const auto widthOf = [&row](int line) {
        return row.body->lineAt(line).naturalTextWidth() + (line == 0 ? row.indent : 0);
    };
    for (int i = 0; i < row.body->lineCount(); ++i)
        widest = std::max(widest, widthOf(i));
    const QTextLine last = row.body->lineAt(row.body->lineCount() - 1);
    int bottom = origin.y() + int(std::ceil(last.y() + last.height()));
    qreal lastWidth = widthOf(row.body->lineCount() - 1);
    if (!row.actions.empty()) {
        lastWidth = placeActions(row, QPoint(origin.x(), bottom + m_theme.space(1) / 2), inner);
        bottom = row.actions.back().rect.bottom() + 1;
        widest = std::max(widest, lastWidth);
    }
    // The time stands behind the last line if there is room, else below it.
    const bool isAgainstTheWindow = row.body->text().isRightToLeft() != m_isMirrored;
    const qreal together = lastWidth + m_theme.space(3) + timeSize.width();
    if (!isAgainstTheWindow && together <= inner) {
        widest = std::max(widest, together);
    } else {
        widest = std::max(widest, qreal(timeSize.width()));
        bottom += timeSize.height();
    }
    const int inside = std::min(inner, int(std::ceil(widest)));
    row.bubble.setWidth(inside + 2 * padding);
    row.bubble.setBottom(bottom + air() - 1);
    const QPoint corner(origin.x() + inside, bottom - timeSize.height() + m_theme.space(1) / 2);
    row.timeRect = QRect(corner - QPoint(timeSize.width(), 0), timeSize).adjusted(0, 0, -badge, 0);
    row.badgeRect = QRect(corner - QPoint(badge, 0), QSize(badge, badge)).adjusted(2, 1, 0, -1);
    if (isAgainstTheWindow)
        row.bodyAt.rx() -= inner - inside;
    row.height = std::max(row.bubble.bottom(), row.avatar.bottom()) + 1;
}

} // namespace kodama
