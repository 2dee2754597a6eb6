#include "app/ui/inspectorwindow.h"

#include "app/core/inspect/framelogmodel.h"
#include "app/ui/actionlist.h"
#include "app/ui/framedetails.h"
#include "app/ui/frameeditor.h"
#include "app/ui/frametable.h"
#include "app/ui/icons.h"
#include "app/ui/messagewording.h"
#include "app/ui/screenfit.h"
#include "app/ui/timechart.h"

#include <QComboBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int quartersForWords = 125;   // beside the pictures of the buttons
constexpr int quartersForColumns = 230; // in a narrower window the parts stand below each other
constexpr int quartersForChart = 120;
constexpr std::chrono::milliseconds filterDelay{150};

QString roundTripOf(double microseconds)
{
    return roundTripText(qint64(microseconds));
}

QPushButton *makeButton(const Theme &theme, const QString &name, const QString &icon)
{
    auto *button = new QPushButton;
    button->setObjectName(name);
    button->setIcon(icons::icon(theme, icon));
    button->setProperty("role", u"tool"_s);
    return button;
}

} // namespace

InspectorWindow::InspectorWindow(const Parts &parts)
    : m_parts(parts)
    , m_filter(parts.log)
    , m_text(new QLineEdit)
    , m_direction(new QComboBox)
    , m_kinds(new QComboBox)
    , m_pause(makeButton(parts.theme, u"inspectorPause"_s, u"pause"_s))
    , m_clear(makeButton(parts.theme, u"inspectorClear"_s, u"clear"_s))
    , m_copy(makeButton(parts.theme, u"inspectorCopy"_s, u"copy"_s))
    , m_save(makeButton(parts.theme, u"inspectorSave"_s, u"save"_s))
    , m_edit(makeButton(parts.theme, u"inspectorEdit"_s, u"edit"_s))
    , m_splitter(new QSplitter)
    , m_table(new FrameTable(parts.theme, m_filter))
    , m_pages(new QTabWidget)
    , m_tree(new FrameTreePage(parts.theme))
    , m_whole(new FrameTextPage(parts.theme))
    , m_editor(new FrameEditor(parts.theme))
    , m_sheet(new ConnectionSheet(parts.theme))
    , m_chartTitle(new QLabel)
    , m_chartFigures(new QLabel)
    , m_chart(new TimeChart(parts.theme, parts.clock, roundTripOf))
    , m_count(new QLabel)
    , m_filterTimer(new QTimer(this))
{
    setObjectName(u"inspectorWindow"_s);
    setAttribute(Qt::WA_StyledBackground);
    setAttribute(Qt::WA_QuitOnClose, false);
    m_pages->setObjectName(u"inspectorPages"_s);
    for (QWidget *page : {static_cast<QWidget *>(m_tree), static_cast<QWidget *>(m_whole),
                          static_cast<QWidget *>(m_editor), static_cast<QWidget *>(m_sheet)})
        m_pages->addTab(page, QString());
    m_splitter->setObjectName(u"inspectorSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_pages);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setHandleWidth(1);
    m_splitter->setSizes({600, 400}); // in proportion
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->setSizeConstraint(
        QLayout::SetNoConstraint); // the words of the bar go when it is narrow
    column->addWidget(makeBar());
    column->addWidget(m_splitter, 1);
    column->addWidget(makeChartArea());
    connectParts();
    addKeys();
    applyTheme();
    retranslate();
    showFrame();
    resize(fitting(*this, {parts.theme.space(255), parts.theme.space(165)}));
}

InspectorWindow::~InspectorWindow() = default;

void InspectorWindow::showReport(const ConnectionReport &report)
{
    const bool isConnected = report.state == ConnectionState::Connected;
    if (!isConnected && m_isConnected)
        m_chart->addGap();
    m_isConnected = isConnected;
    m_sheet->showReport(report);
    m_editor->setConnected(isConnected);
}

void InspectorWindow::addRoundTrip(std::chrono::nanoseconds roundTrip)
{
    m_chart->add(std::chrono::duration<double, std::micro>(roundTrip).count());
    showRoundTrips();
}

void InspectorWindow::showSendProblem(const QString &sentence)
{
    m_editor->showProblem(sentence);
}

void InspectorWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void InspectorWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitBar();
    m_splitter->setOrientation(width() < m_parts.theme.space(quartersForColumns) ? Qt::Vertical
                                                                                 : Qt::Horizontal);
    // In a low window the frames come first; the figures stay.
    m_chart->setVisible(height() >= m_parts.theme.space(quartersForChart));
}

void InspectorWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_parts.log.setWatched(true);
    m_table->scrollToBottom();
    Q_EMIT watchedChanged(true);
}

void InspectorWindow::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (event->spontaneous())
        return; // minimized: whoever comes back wants to see what was missed
    m_pause->setChecked(false);
    m_parts.log.setWatched(false);
    Q_EMIT watchedChanged(false);
}

void InspectorWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_text->hasFocus() && !m_text->text().isEmpty())
        m_text->clear();
    else if (event->matches(QKeySequence::Close) || event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

QWidget *InspectorWindow::makeBar()
{
    auto *bar = new QWidget;
    bar->setObjectName(u"inspectorBar"_s);
    bar->setAttribute(Qt::WA_StyledBackground);
    auto *rows = new QVBoxLayout(bar);
    auto *filters = new QHBoxLayout;
    auto *buttons = new QHBoxLayout;
    m_text->setObjectName(u"inspectorFilter"_s);
    icons::dressSearchField(m_parts.theme, *m_text);
    m_direction->setObjectName(u"inspectorDirection"_s);
    m_kinds->setObjectName(u"inspectorKinds"_s);
    for (int i = 0; i < 3; ++i) {
        m_direction->addItem(QString());
        m_kinds->addItem(QString());
    }
    for (QComboBox *box : {m_direction, m_kinds}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents); // in any language
        box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }
    m_pause->setCheckable(true);
    m_count->setObjectName(u"inspectorCount"_s);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setProperty("textRole", u"caption"_s);
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    filters->addWidget(m_text, 3);
    filters->addWidget(m_direction);
    filters->addWidget(m_kinds);
    for (QPushButton *button : {m_pause, m_clear, m_copy, m_save, m_edit})
        buttons->addWidget(button);
    buttons->addWidget(m_count, 1);
    rows->addLayout(filters);
    rows->addLayout(buttons);
    return bar;
}

QWidget *InspectorWindow::makeChartArea()
{
    auto *area = new QWidget;
    area->setObjectName(u"inspectorChart"_s);
    area->setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(area);
    auto *title = new QHBoxLayout;
    m_chartTitle->setProperty("textRole", u"strong"_s);
    m_chartFigures->setObjectName(u"roundTripFigures"_s);
    m_chartFigures->setProperty("textRole", u"caption"_s);
    m_chartFigures->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_chartFigures->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_chart->setObjectName(u"roundTripChart"_s);
    title->addWidget(m_chartTitle);
    title->addWidget(m_chartFigures, 1);
    column->addLayout(title);
    column->addWidget(m_chart);
    return area;
}

void InspectorWindow::connectParts()
{
    m_filterTimer->setSingleShot(true);
    m_filterTimer->setInterval(filterDelay);
    connect(m_filterTimer, &QTimer::timeout, this, &InspectorWindow::applyFilter);
    connect(m_text, &QLineEdit::textChanged, m_filterTimer, qOverload<>(&QTimer::start));
    connect(m_direction, &QComboBox::currentIndexChanged, this, &InspectorWindow::applyFilter);
    connect(m_kinds, &QComboBox::currentIndexChanged, this, &InspectorWindow::applyFilter);
    connect(m_pause, &QPushButton::toggled, &m_parts.log, &FrameLogModel::setPaused);
    connect(m_clear, &QPushButton::clicked, &m_parts.log, &FrameLogModel::clear);
    connect(m_copy, &QPushButton::clicked, this, &InspectorWindow::copy);
    connect(m_save, &QPushButton::clicked, this, &InspectorWindow::askWhereToSave);
    connect(m_edit, &QPushButton::clicked, this, &InspectorWindow::editFrame);
    connect(m_table, &FrameTable::currentFrameChanged, this, &InspectorWindow::showFrame);
    connect(m_table, &FrameTable::frameActivated, this, &InspectorWindow::editFrame);
    connect(m_table, &QWidget::customContextMenuRequested, this, &InspectorWindow::openMenu);
    connect(m_pages, &QTabWidget::currentChanged, this, [this](int page) {
        if (page == SendPage && !m_pages->tabBar()->hasFocus())
            m_editor->setFocus(); // who turned to it by Alt+D or by mouse wants to write
    });
    connect(m_editor, &FrameEditor::textSubmitted, this, &InspectorWindow::textSubmitted);
    connect(m_editor, &FrameEditor::bytesSubmitted, this, &InspectorWindow::bytesSubmitted);
    connect(&m_parts.log, &FrameLogModel::heldBackChanged, this, &InspectorWindow::showCount);
    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_parts.log, change, this, &InspectorWindow::showCount);
    connect(&m_parts.log, &QAbstractItemModel::modelReset, this, &InspectorWindow::showFrame);
    connect(&m_parts.theme, &Theme::changed, this, &InspectorWindow::applyTheme);
}

void InspectorWindow::applyTheme()
{
    const Theme &theme = m_parts.theme;
    const int edge = theme.space(3);
    setMinimumSize(theme.space(90), theme.space(90));
    m_pages->setMinimumHeight(
        theme.space(33)); // lower than it would like: the frames need room, too
    for (QPushButton *button : {m_pause, m_clear, m_copy, m_save, m_edit})
        button->setIconSize(QSize(theme.space(4), theme.space(4)));
    for (const QString &name : {u"inspectorBar"_s, u"inspectorChart"_s}) {
        QLayout *layout = findChild<QWidget *>(name)->layout();
        layout->setContentsMargins(edge, theme.space(2), edge, theme.space(2));
        layout->setSpacing(theme.space(2));
    }
    for (QWidget *page : {static_cast<QWidget *>(m_tree), static_cast<QWidget *>(m_whole),
                          static_cast<QWidget *>(m_editor)})
        page->layout()->setContentsMargins(theme.space(2), theme.space(2), theme.space(2),
                                           theme.space(2));
}

void InspectorWindow::retranslate()
{
    setWindowTitle(tr("Inspector – Kodama"));
    m_text->setPlaceholderText(tr("Filter by text"));
    m_text->setAccessibleName(tr("Filter by text"));
    m_direction->setAccessibleName(tr("Direction"));
    m_direction->setAccessibleDescription(tr("Shows what was sent, what was received, or both."));
    m_direction->setItemText(0, tr("Both directions"));
    m_direction->setItemText(1, tr("Received"));
    m_direction->setItemText(2, tr("Sent"));
    m_kinds->setAccessibleName(tr("Kind"));
    m_kinds->setAccessibleDescription(tr("Shows frames of one kind, or all."));
    m_kinds->setItemText(0, tr("All kinds"));
    m_kinds->setItemText(1, tr("Messages"));
    m_kinds->setItemText(2, tr("Ping, pong, close"));
    fitBar();
    m_pages->setAccessibleName(tr("Closer looks"));
    m_pages->setTabText(TreePage, tr("&Tree"));
    //: The page with a frame's text as it is
    m_pages->setTabText(TextPage, tr("Te&xt"));
    m_pages->setTabText(SendPage, tr("Sen&d"));
    m_pages->setTabText(ConnectionPage, tr("C&onnection"));
    m_chartTitle->setText(tr("Round trip"));
    m_chart->setAccessibleName(tr("Round trips of the last minutes"));
    m_table->retranslate();
    m_tree->retranslate();
    m_whole->retranslate();
    m_editor->retranslate();
    m_sheet->retranslate();
    showCount();
    showRoundTrips();
}

/// Pictures alone where there is no room; names and keys stay.
void InspectorWindow::fitBar()
{
    const bool hasWords = width() >= m_parts.theme.space(quartersForWords);
    m_table->setColumnHidden(FrameLogModel::SizeColumn, !hasWords);
    const auto show = [hasWords](QPushButton *button, const QString &text) {
        const QKeySequence keys = QKeySequence::mnemonic(text);
        const QString name =
            QString(text).remove(u"(&%1)"_s.arg(keys.toString().right(1))).remove(u'&');
        button->setText(hasWords ? text : QString());
        button->setShortcut(keys);
        button->setAccessibleName(name);
        button->setToolTip(name);
    };
    show(m_pause, tr("&Pause"));
    show(m_clear, tr("C&lear"));
    show(m_copy, tr("&Copy"));
    show(m_save, tr("Sa&ve…"));
    show(m_edit, tr("&Edit and resend"));
}

void InspectorWindow::applyFilter()
{
    m_filterTimer->stop();
    m_problem.clear();
    std::optional<Frame::Direction> direction;
    if (m_direction->currentIndex() > 0)
        direction =
            m_direction->currentIndex() == 1 ? Frame::Direction::Received : Frame::Direction::Sent;
    m_filter.setDirection(direction);
    m_filter.setKinds(static_cast<FrameFilter::Kinds>(m_kinds->currentIndex()));
    m_filter.setText(m_text->text());
    m_table->scrollTo(m_table->currentIndex());
    showCount();
}

void InspectorWindow::showFrame()
{
    const std::optional<Frame> frame = m_table->currentFrame();
    m_tree->showFrame(frame);
    m_whole->showFrame(frame);
    m_edit->setEnabled(frame && frame->kind != Frame::Kind::Close);
    m_copy->setEnabled(frame.has_value());
    showCount();
}

void InspectorWindow::showCount()
{
    const FrameLogModel &log = m_parts.log;
    QStringList parts;
    if (!m_problem.isEmpty())
        parts.append(m_problem);
    if (m_filter.isFiltering())
        parts.append(tr("%1 of %n frames", nullptr, log.rowCount()).arg(m_filter.rowCount()));
    else
        parts.append(tr("%n frames", nullptr, log.rowCount()));
    if (log.isPaused())
        parts.append(tr("%n held back", "frames of a pause", log.heldBack()));
    if (log.missed() > 0)
        parts.append(tr("%n not kept", "frames of a pause", int(log.missed())));
    m_count->setText(parts.join(u" · "_s));
    m_count->setToolTip(m_count->text());
    m_save->setEnabled(m_filter.rowCount() > 0);
}

void InspectorWindow::showRoundTrips()
{
    m_chartFigures->setText(m_chart->summary());
}

void InspectorWindow::editFrame()
{
    const std::optional<Frame> frame = m_table->currentFrame();
    if (!frame || frame->kind == Frame::Kind::Close)
        return;
    m_pages->setCurrentIndex(SendPage);
    m_editor->edit(*frame);
}

} // namespace kodama
