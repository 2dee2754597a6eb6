#include "app/ui/messagelayout.h"

#include <QCoreApplication>
#include <QFontMetrics>
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
constexpr ushort controlPictures = 0x2400;

bool isMonospaced(LogEntry::Kind kind)
{
    return kind == LogEntry::Kind::Custom || kind == LogEntry::Kind::Unknown ||
           kind == LogEntry::Kind::CommandReply;
}

// Line breaks as QTextLayout knows them; other control characters become visible.
QString displayable(QString text)
{
    text.replace("\r\n"_L1, "\n"_L1);
    for (QChar &c : text) {
        if (c == u'\n' || c == u'\r')
            c = QChar::LineSeparator;
        else if (c.unicode() < 0x20 && c != u'\t')
            c = QChar(ushort(controlPictures + c.unicode()));
    }
    return text;
}

QString cut(const QString &text, qsizetype characters)
{
    if (text.size() <= characters)
        return text;
    // Never half of a surrogate pair.
    return text.first(text[characters - 1].isHighSurrogate() ? characters - 1 : characters);
}

} // namespace

QUrl MessageLayout::linkAt(const QPoint &position) const
{
    if (!body || links.isEmpty())
        return {};
    const QPointF inside = position - bodyAt;
    for (int i = 0; i < body->lineCount(); ++i) {
        const QTextLine line = body->lineAt(i);
        if (!line.naturalTextRect().contains(inside))
            continue;
        const int cursor = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (const TextLink &link : links) {
            if (cursor >= link.start && cursor < link.start + link.length)
                return link.target;
        }
    }
    return {};
}

MessageLayouter::MessageLayouter(const Theme &theme)
    : m_theme(theme)
{
    update();
}

std::unique_ptr<MessageLayout> MessageLayouter::layOut(const QModelIndex &index, int width) const
{
    const LogEntry entry = entryAt(index);
    auto row = std::make_unique<MessageLayout>();
    row->kind = entry.kind;
    row->shape = rowShape(entry.kind);
    row->isOwn = entry.isOwn && entry.kind == LogEntry::Kind::Chat;
    row->sender = entry.sender;
    row->startsGroup = index.data(MessageLogModel::GroupStartRole).toBool();
    row->time = timeText(entry.time);
    layOutDay(*row, index, width);
    if (row->shape == RowShape::Bubble)
        layOutBubble(*row, entry, width);
    else
        layOutNotice(*row, entry, width);
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
}

MessageLayouter::Column MessageLayouter::column(int width) const
{
    const int margin = m_theme.space(3);
    const int wide = std::max(1, std::min(width - 2 * margin, m_theme.space(columnQuarters)));
    return {(width - wide) / 2, wide};
}

void MessageLayouter::layOutDay(MessageLayout &row, const QModelIndex &index, int width) const
{
    if (!index.data(MessageLogModel::DayStartRole).toBool())
        return;
    const QDate day = index.data(MessageLogModel::TimeRole).toDateTime().toLocalTime().date();
    row.day = dayText(day, QDate::currentDate());
    const QFontMetrics metrics(m_smallFont);
    const QSize size(metrics.horizontalAdvance(row.day) + m_theme.space(6),
                     metrics.height() + m_theme.space(1));
    row.dayPill = QRect(QPoint((width - size.width()) / 2, m_theme.space(4)), size);
    row.height = row.dayPill.bottom() + 1 + m_theme.space(2);
}

void MessageLayouter::layOutNotice(MessageLayout &row, const LogEntry &entry, int width) const
{
    const Column place = column(width);
    const int inset = m_theme.space(6);
    const QString text = u"%1  %2"_s.arg(cut(bodyText(entry), maxCharacters), row.time);
    const int top = row.height + m_theme.space(1);
    const QSizeF size = layOutText(row, text, m_smallFont, std::max(1, place.width - 2 * inset));
    row.time.clear();
    row.bodyAt = QPointF(place.left + inset, top); // its lines are centred in their width
    const int textWidth = int(std::ceil(size.width()));
    row.bubble = QRect(place.left + (place.width - textWidth) / 2, top, textWidth,
                       int(std::ceil(size.height())))
                     .adjusted(-m_theme.space(2), -1, m_theme.space(2), 1);
    row.height = row.bubble.bottom() + 1 + m_theme.space(1);
}

void MessageLayouter::layOutBubble(MessageLayout &row, const LogEntry &entry, int width) const
{
    const Column place = column(width);
    const int avatar = m_theme.space(avatarQuarters);
    const int gutter = avatar + m_theme.space(2);
    const int padding = m_theme.space(3);
    const int widest =
        std::min(place.width - gutter - m_theme.space(4), m_theme.space(bubbleQuarters));
    const int inner = std::max(m_theme.space(4), widest - 2 * padding);
    const int top =
        row.height + (row.startsGroup ? m_theme.space(3) : std::max(2, m_theme.space(1) / 2));

    QPoint origin(place.left + gutter + padding, top + m_theme.space(2));
    if (!row.isOwn && row.startsGroup) {
        const QFontMetrics metrics(m_nameFont);
        row.avatar = QRect(place.left, top, avatar, avatar);
        row.avatarText = avatarText(entry.sender);
        row.name = metrics.elidedText(senderName(entry), Qt::ElideMiddle, inner);
        row.nameRect = QRect(origin, QSize(metrics.horizontalAdvance(row.name), metrics.height()));
        origin.ry() += metrics.height() + 1;
    }
    row.bubble = QRect(place.left + gutter, top, 0, 0);
    const QFont &font = isMonospaced(entry.kind) ? m_monoFont : m_bodyFont;
    row.bodyAt = origin;
    layOutText(row, cut(entry.text, maxCharacters), font, inner);
    if (entry.text.size() > maxCharacters && row.showAll.isEmpty())
        row.showAll = LayoutText::tr("Show all");
    if (!row.showAll.isEmpty())
        row.showAll = LayoutText::tr("Show all (%1)")
                          .arg(QLocale().formattedDataSize(entry.text.toUtf8().size()));
    placeTimeAndEdges(row, origin, inner);
    if (row.isOwn) {
        const int shift = place.left + place.width - (row.bubble.right() + 1);
        row.bubble.translate(shift, 0);
        row.bodyAt.rx() += shift;
        row.timeRect.translate(shift, 0);
        row.showAllRect.translate(shift, 0);
    }
}

void MessageLayouter::placeTimeAndEdges(MessageLayout &row, const QPoint &origin, int inner) const
{
    const int padding = m_theme.space(3);
    const QFontMetrics small(m_smallFont);
    const QSize timeSize(small.horizontalAdvance(row.time) + 1, small.height());
    qreal widest = row.nameRect.width();
    for (int i = 0; i < row.body->lineCount(); ++i)
        widest = std::max(widest, row.body->lineAt(i).naturalTextWidth());
    const QTextLine last = row.body->lineAt(row.body->lineCount() - 1);
    int bottom = origin.y() + int(std::ceil(last.y() + last.height()));
    if (!row.showAll.isEmpty()) {
        const QSize size(small.horizontalAdvance(row.showAll) + 1, small.height());
        row.showAllRect = QRect(QPoint(origin.x(), bottom + m_theme.space(1)), size);
        bottom = row.showAllRect.bottom() + 1;
        widest = std::max(widest, qreal(size.width()));
    }
    // The time stands behind the last line if there is room, else below it.
    const bool isRightToLeft = row.body->text().isRightToLeft();
    const qreal lastWidth =
        row.showAll.isEmpty() ? last.naturalTextWidth() : row.showAllRect.width();
    const qreal together = lastWidth + m_theme.space(3) + timeSize.width();
    if (!isRightToLeft && together <= inner) {
        widest = std::max(widest, together);
    } else {
        widest = std::max(widest, qreal(timeSize.width()));
        bottom += timeSize.height();
    }
    const int inside = std::min(inner, int(std::ceil(widest)));
    row.bubble.setWidth(inside + 2 * padding);
    row.bubble.setBottom(bottom + m_theme.space(2) - 1);
    row.timeRect = QRect(QPoint(origin.x() + inside - timeSize.width(),
                                bottom - timeSize.height() + m_theme.space(1) / 2),
                         timeSize);
    if (isRightToLeft)
        row.bodyAt.rx() -= inner - inside;
    row.height = row.bubble.bottom() + 1;
}

QSizeF MessageLayouter::layOutText(MessageLayout &row, const QString &text, const QFont &font,
                                   int width) const
{
    const QString shown = displayable(text);
    row.links = findLinks(shown);
    row.body = std::make_unique<QTextLayout>(shown, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(shown.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    if (row.shape == RowShape::Notice)
        option.setAlignment(Qt::AlignHCenter);
    else if (shown.isRightToLeft())
        option.setAlignment(Qt::AlignRight | Qt::AlignAbsolute);
    row.body->setTextOption(option);
    row.body->setCacheEnabled(true);
    QList<QTextLayout::FormatRange> formats;
    for (const TextLink &link : std::as_const(row.links)) {
        QTextCharFormat format;
        format.setForeground(m_theme.color(ThemeColor::Link));
        format.setFontUnderline(true);
        formats.append({int(link.start), int(link.length), format});
    }
    row.body->setFormats(formats);

    QSizeF size;
    row.body->beginLayout();
    for (QTextLine line = row.body->createLine(); line.isValid(); line = row.body->createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, size.height()});
        size = QSizeF(std::max(size.width(), line.naturalTextWidth()),
                      size.height() + std::ceil(line.height()));
        if (row.body->lineCount() == maxLines &&
            line.textStart() + line.textLength() < shown.size()) {
            row.showAll = LayoutText::tr("Show all");
            break;
        }
    }
    row.body->endLayout();
    if (row.shape == RowShape::Notice)
        size.setWidth(std::min<qreal>(size.width() + 1, width));
    return size;
}

} // namespace kodama
