#include "app/ui/resultdelegate.h"

#include "app/ui/roomdelegate.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

QString whereAndWhen(const QModelIndex &index)
{
    QStringList parts;
    const QString room = index.data(HistorySearch::RoomRole).toString();
    if (!room.isEmpty())
        parts.append(roomTitle(room));
    parts.append(index.data(HistorySearch::SenderRole).toString());
    parts.append(
        QLocale().toString(index.data(HistorySearch::TimeRole).toDateTime(), QLocale::ShortFormat));
    return parts.join(u" · "_s);
}

} // namespace

ResultDelegate::ResultDelegate(const Theme &theme, const HistorySearch &search, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_search(search)
{}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem & /*option*/,
                               const QModelIndex & /*index*/) const
{
    const int lines = QFontMetrics(m_theme.font(TextSize::Small)).height() +
                      QFontMetrics(m_theme.font(TextSize::Body)).height();
    return {m_theme.space(40), lines + m_theme.space(5)};
}

void ResultDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, m_theme.color(ThemeColor::AccentSoft));
    const int edge = m_theme.space(2);
    const QRect inside = option.rect.adjusted(edge, edge, -edge, -edge);
    const QFont small = m_theme.font(TextSize::Small);
    painter->setFont(small);
    painter->setPen(m_theme.color(ThemeColor::TextMuted));
    painter->drawText(
        inside, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignTop),
        QFontMetrics(small).elidedText(whereAndWhen(index), Qt::ElideMiddle, inside.width()));
    const QFont body = m_theme.font(TextSize::Body);
    const QString text = QFontMetrics(body).elidedText(
        excerpt(index.data(HistorySearch::TextRole).toString(), m_search.query()), Qt::ElideRight,
        inside.width());
    QList<QTextLayout::FormatRange> marks;
    for (const TextSearch &word : m_search.query().words) {
        for (const TextRange &range : word.findIn(text)) {
            QTextCharFormat format;
            format.setBackground(m_theme.color(ThemeColor::Hit));
            format.setForeground(m_theme.color(ThemeColor::TextHit));
            marks.append({int(range.start), int(range.length), format});
        }
    }
    QTextLayout layout(text, body);
    layout.setFormats(marks);
    layout.setTextOption(QTextOption(QStyle::visualAlignment(option.direction, Qt::AlignLeft)));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    if (line.isValid())
        line.setLineWidth(inside.width());
    layout.endLayout();
    painter->setPen(m_theme.color(ThemeColor::Text));
    layout.draw(painter, QPointF(inside.left(),
                                 inside.top() + QFontMetrics(small).height() + m_theme.space(1)));
    painter->restore();
}

QString ResultDelegate::excerpt(const QString &text, const SearchQuery &query)
{
    constexpr qsizetype before = 30;
    constexpr qsizetype length = 300;
    qsizetype start = 0;
    if (!query.words.isEmpty()) {
        const QList<TextRange> found = query.words.first().findIn(text);
        if (!found.isEmpty())
            start = std::max(qsizetype{0}, found.first().start - before);
    }
    if (start < before / 2)
        start = 0;
    if (start > 0 && text[start].isLowSurrogate())
        --start;
    const QString part = text.mid(start, length).simplified();
    return start > 0 ? u'…' + part : part;
}

} // namespace kodama
