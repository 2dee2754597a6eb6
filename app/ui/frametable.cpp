#include "app/ui/frametable.h"

#include "app/core/inspect/framelogmodel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// How far below the middle of a line its letters stand.
int baseline(const QFont &font)
{
    const QFontMetrics metrics(font);
    return (metrics.ascent() - metrics.descent()) / 2;
}

/// Letters of another font stand on the same line as those beside them.
class ContentDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        ground.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter,
                                              ground.widget);
        QStyleOptionViewItem moved = option;
        moved.rect.translate(0, baseline(option.font) - baseline(ground.font));
        painter->save();
        painter->setClipRect(option.rect);
        QStyledItemDelegate::paint(painter, moved, index);
        painter->restore();
    }
};

} // namespace

FrameTable::FrameTable(const Theme &theme, FrameFilter &filter, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_texts(theme)
{
    setObjectName(u"frameTable"_s);
    followRows(); // before the view itself is told of the rows
    m_texts.setSourceModel(&filter);
    setModel(&m_texts);
    setItemDelegateForColumn(FrameLogModel::ContentColumn, new ContentDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    connect(&m_theme, &Theme::changed, this, &FrameTable::applyTheme);
    connect(this, &QAbstractItemView::doubleClicked, this, &FrameTable::frameActivated);
    applyTheme();
    retranslate();
}

std::optional<Frame> FrameTable::currentFrame() const
{
    const QModelIndex index = currentIndex();
    return index.isValid() ? std::optional<Frame>(frameAt(index)) : std::nullopt;
}

QList<Frame> FrameTable::selectedFrames() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QList<Frame> frames;
    for (const QModelIndex &row : std::as_const(rows))
        frames.append(frameAt(row));
    return frames;
}

QList<Frame> FrameTable::allFrames() const
{
    QList<Frame> frames;
    for (int row = 0; row < m_texts.rowCount(); ++row)
        frames.append(frameAt(m_texts.index(row, 0)));
    return frames;
}

void FrameTable::retranslate()
{
    setAccessibleName(tr("Frames"));
    setAccessibleDescription(tr("What went over the connection, the newest below."));
    m_texts.refresh();
}

void FrameTable::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT frameActivated();
        return;
    }
    QTableView::keyPressEvent(event);
    m_wantsNewest = currentIndex().isValid() && currentIndex().row() == m_texts.rowCount() - 1;
}

void FrameTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    m_wantsNewest = false;
    if (current.row() != previous.row() || !previous.isValid())
        Q_EMIT currentFrameChanged();
}

/// Qt would choose the next one, scroll to it, and show its contents.
void FrameTable::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const int row = currentIndex().row();
    if (row >= start && row <= end)
        selectionModel()->clearCurrentIndex();
    QTableView::rowsAboutToBeRemoved(parent, start, end);
}

void FrameTable::applyTheme()
{
    const QFontMetrics body(m_theme.font(TextSize::Body));
    const QFontMetrics mono(m_theme.font(TextSize::Mono));
    verticalHeader()->setDefaultSectionSize(std::max(body.height(), mono.height()) +
                                            m_theme.space(2));
    setIconSize(QSize(m_theme.space(4), m_theme.space(4)));
    const int edge = m_theme.space(7);
    const auto widen = [this, edge, &body](int column, const QStringList &texts) {
        int width = body.horizontalAdvance(
            m_texts.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        for (const QString &text : texts)
            width = std::max(width, body.horizontalAdvance(text));
        const int icon =
            column == FrameLogModel::DirectionColumn ? iconSize().width() + m_theme.space(1) : 0;
        setColumnWidth(column, width + edge + icon);
    };
    widen(FrameLogModel::TimeColumn, {u"00:00:00.000"_s});
    widen(FrameLogModel::DirectionColumn, {FrameTexts::directionText(Frame::Direction::Received),
                                           FrameTexts::directionText(Frame::Direction::Sent)});
    widen(FrameLogModel::KindColumn,
          {FrameTexts::kindText(Frame::Kind::Text), FrameTexts::kindText(Frame::Kind::Binary),
           FrameTexts::kindText(Frame::Kind::Ping), FrameTexts::kindText(Frame::Kind::Close)});
    widen(FrameLogModel::SizeColumn, {u"999.9 KiB"_s});
    viewport()->update();
}

/// The rows above may go at any time, and new ones come; what one reads stays in its place.
void FrameTable::followRows()
{
    const auto remember = [this] {
        m_isFollowing = isAtEnd() && !showsChosen();
        m_topRow = verticalScrollBar()->value();
    };
    connect(&m_texts, &QAbstractItemModel::rowsAboutToBeInserted, this, remember);
    connect(&m_texts, &QAbstractItemModel::rowsAboutToBeRemoved, this, remember);
    connect(
        &m_texts, &QAbstractItemModel::rowsInserted, this,
        [this] {
            if (m_isFollowing)
                scrollToBottom();
        },
        Qt::QueuedConnection);
    connect(&m_texts, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                if (!m_isFollowing && first == 0)
                    verticalScrollBar()->setValue(std::max(0, m_topRow - (last - first + 1)));
            });
}

bool FrameTable::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

bool FrameTable::showsChosen() const
{
    const QModelIndex current = currentIndex();
    return !m_wantsNewest && selectionModel()->isSelected(current) &&
           viewport()->rect().intersects(visualRect(current));
}

} // namespace kodama
