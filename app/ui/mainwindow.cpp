#include "app/ui/mainwindow.h"

#include "ui_mainwindow.h"

#include "app/core/errortext.h"
#include "app/ui/connectionlook.h"
#include "app/ui/icons.h"
#include "app/ui/messageclipboard.h"
#include "app/ui/messageview.h"
#include "app/ui/serverpanel.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QLabel>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int quartersForPanel = 190; // in a narrower window the status bar has to do
constexpr int quartersForWords = 130; // beside the pictures of the buttons above

} // namespace

MainWindow::MainWindow(const Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_ui(std::make_unique<Ui::MainWindow>())
    , m_view(new MessageView(theme))
    , m_composer(new Composer(theme))
    , m_banner(new ConnectionBanner(theme))
    , m_panel(new ServerPanel(theme))
    , m_stateLabel(new QLabel)
    , m_summaryLabel(new QLabel)
{
    m_ui->setupUi(this);
    placeWidgets();
    setUpActions();
    setUpChoices();
    connectActions();
    connect(&m_theme, &Theme::changed, this, &MainWindow::applyTheme);
    applyTheme();
    retranslate();
    m_composer->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::showConnection(const ConnectionInfo &info)
{
    m_info = info;
    m_banner->showInfo(info);
    showState();
}

void MainWindow::showLanguage(UiLanguage language)
{
    m_ui->languageSystemAction->setChecked(language == UiLanguage::System);
    m_ui->languageJapaneseAction->setChecked(language == UiLanguage::Japanese);
    m_ui->languageEnglishAction->setChecked(language == UiLanguage::English);
}

void MainWindow::showThemeMode(ThemeMode mode)
{
    m_ui->themeSystemAction->setChecked(mode == ThemeMode::System);
    m_ui->themeLightAction->setChecked(mode == ThemeMode::Light);
    m_ui->themeDarkAction->setChecked(mode == ThemeMode::Dark);
}

bool MainWindow::isPanelWanted() const
{
    return m_ui->panelAction->isChecked();
}

void MainWindow::setPanelWanted(bool isWanted)
{
    m_ui->panelAction->setChecked(isWanted);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_composer->setMaximumInputHeight(height() / 3);
    updatePanel();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

void MainWindow::placeWidgets()
{
    m_ui->header->setAttribute(Qt::WA_StyledBackground);
    m_ui->column->addWidget(m_banner);
    m_ui->column->addWidget(m_view, 1);
    m_ui->column->addWidget(m_composer);
    m_ui->row->addWidget(m_panel);
    m_panel->hide(); // until there is room
    setCentralWidget(m_ui->messageArea);
    m_stateLabel->setObjectName(u"statusState"_s);
    m_summaryLabel->setObjectName(u"statusSummary"_s);
    for (QLabel *label : {m_stateLabel, m_summaryLabel})
        label->setTextFormat(Qt::PlainText);
    m_ui->statusBar->addWidget(m_stateLabel, 1);
    m_ui->statusBar->addPermanentWidget(m_summaryLabel);
    for (QLabel *label : {m_ui->serverTitle, m_ui->stateTitle, m_stateLabel})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_ui->headerRow->setStretchFactor(m_ui->titles, 1);
    m_ui->header->setMinimumWidth(m_theme.space(60));
    m_summaryLabel->setMinimumWidth(1);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &MainWindow::openContextMenu);
    QWidget *const order[] = {m_composer->focusProxy(),
                              m_composer->findChild<QWidget *>(u"echoButton"_s),
                              m_composer->findChild<QWidget *>(u"broadcastButton"_s),
                              m_view,
                              m_ui->statusButton,
                              m_ui->pingButton,
                              m_ui->panelButton};
    for (std::size_t i = 1; i < std::size(order); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void MainWindow::setUpActions()
{
    const std::initializer_list<std::pair<QAction *, QString>> drawings{
        {m_ui->connectAction, u"connect"_s},     {m_ui->disconnectAction, u"disconnect"_s},
        {m_ui->reconnectAction, u"reconnect"_s}, {m_ui->quitAction, u"quit"_s},
        {m_ui->statusAction, u"status"_s},       {m_ui->pingAction, u"ping"_s},
        {m_ui->copyAction, u"copy"_s},           {m_ui->clearAction, u"clear"_s},
        {m_ui->newestAction, u"arrow-down"_s},   {m_ui->panelAction, u"panel"_s},
        {m_ui->helpAction, u"help"_s},           {m_ui->aboutAction, u"info"_s},
    };
    for (const auto &[action, drawing] : drawings)
        action->setIcon(icons::icon(m_theme, drawing));
    m_ui->languageMenu->setIcon(icons::icon(m_theme, u"language"_s));
    m_ui->themeMenu->setIcon(icons::icon(m_theme, u"theme"_s));
    m_ui->statusButton->setDefaultAction(m_ui->statusAction);
    m_ui->pingButton->setDefaultAction(m_ui->pingAction);
    m_ui->panelButton->setDefaultAction(m_ui->panelAction);
    m_ui->quitAction->setMenuRole(QAction::QuitRole);
    m_ui->aboutAction->setMenuRole(QAction::AboutRole);
}

void MainWindow::setUpChoices()
{
    auto *themes = new QActionGroup(this);
    auto *languages = new QActionGroup(this);
    const auto offerTheme = [this, themes](QAction *action, ThemeMode mode) {
        themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, mode] { Q_EMIT themeModeChosen(mode); });
    };
    const auto offerLanguage = [this, languages](QAction *action, UiLanguage language) {
        languages->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, language] { Q_EMIT languageChosen(language); });
    };
    offerTheme(m_ui->themeSystemAction, ThemeMode::System);
    offerTheme(m_ui->themeLightAction, ThemeMode::Light);
    offerTheme(m_ui->themeDarkAction, ThemeMode::Dark);
    offerLanguage(m_ui->languageSystemAction, UiLanguage::System);
    offerLanguage(m_ui->languageJapaneseAction, UiLanguage::Japanese);
    offerLanguage(m_ui->languageEnglishAction, UiLanguage::English);
}

void MainWindow::connectActions()
{
    connect(m_ui->connectAction, &QAction::triggered, this, &MainWindow::connectDialogRequested);
    connect(m_ui->reconnectAction, &QAction::triggered, this, &MainWindow::reconnectRequested);
    connect(m_ui->disconnectAction, &QAction::triggered, this, &MainWindow::disconnectRequested);
    connect(m_ui->quitAction, &QAction::triggered, this, &QWidget::close);
    connect(m_ui->statusAction, &QAction::triggered, this, &MainWindow::statusRequested);
    connect(m_ui->pingAction, &QAction::triggered, this, &MainWindow::pingRequested);
    connect(m_ui->clearAction, &QAction::triggered, this, &MainWindow::clearRequested);
    connect(m_ui->helpAction, &QAction::triggered, this, &MainWindow::helpRequested);
    connect(m_ui->aboutAction, &QAction::triggered, this, &MainWindow::aboutRequested);
    connect(m_ui->panelAction, &QAction::toggled, this, &MainWindow::updatePanel);
    connect(m_ui->newestAction, &QAction::triggered, m_view, &MessageView::scrollToNewest);
    connect(m_ui->selectAllAction, &QAction::triggered, m_view, &QAbstractItemView::selectAll);
    connect(m_ui->writeAction, &QAction::triggered, m_composer, [this] { m_composer->setFocus(); });
    const auto copyAs = [this](QAction *action, CopyForm form) {
        connect(action, &QAction::triggered, this,
                [this, form] { copyMessages(m_view->chosenRows(), form); });
    };
    copyAs(m_ui->copyAction, CopyForm::Sentences);
    copyAs(m_ui->copyTextAction, CopyForm::TextOnly);
    copyAs(m_ui->copyJsonAction, CopyForm::Json);
    connect(m_view, &MessageView::textTyped, m_composer, &Composer::takeOver);
    connect(m_panel, &ServerPanel::changed, this, &MainWindow::showSummary);
    connect(m_banner, &ConnectionBanner::reconnectRequested, this, &MainWindow::reconnectRequested);
    connect(m_banner, &ConnectionBanner::disconnectRequested, this,
            &MainWindow::disconnectRequested);
    connect(m_banner, &ConnectionBanner::chooseServerRequested, this,
            &MainWindow::connectDialogRequested);
}

void MainWindow::applyTheme()
{
    const int gap = m_theme.space(2);
    m_ui->headerRow->setContentsMargins(m_theme.space(4), gap, gap, gap);
    m_ui->headerRow->setSpacing(gap);
    for (QToolButton *button : {m_ui->statusButton, m_ui->pingButton, m_ui->panelButton})
        button->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
    showState();
}

void MainWindow::retranslate()
{
    m_ui->retranslateUi(this);
    m_ui->statusAction->setIconText(tr("Status"));
    m_ui->pingAction->setIconText(tr("Ping"));
    m_view->setAccessibleName(tr("Messages"));
    m_view->setAccessibleDescription(tr("Everything that was said, the newest below."));
    showState();
    showSummary();
}

void MainWindow::showState()
{
    const ConnectionLook look = lookOf(m_info.state);
    const QSize size(m_theme.space(6), m_theme.space(6));
    m_ui->stateIcon->setPixmap(
        icons::icon(m_theme, look.icon, look.color).pixmap(size, devicePixelRatioF()));
    const bool isConnected = m_info.state == ConnectionState::Connected;
    const QString state = stateText(m_info.state);
    m_ui->stateIcon->setAccessibleDescription(state);
    m_ui->serverTitle->setText(m_info.server.isEmpty() ? u"Kodama"_s : m_info.server);
    m_ui->stateTitle->setText(isConnected && !m_info.identity.isEmpty()
                                  ? tr("%1 · you are %2").arg(state, m_info.identity)
                                  : state);
    m_stateLabel->setText(state);
    setWindowTitle(m_info.server.isEmpty() ? u"Kodama"_s : tr("%1 – Kodama").arg(m_info.server));
    m_ui->statusAction->setEnabled(isConnected);
    m_ui->pingAction->setEnabled(isConnected);
    m_ui->disconnectAction->setEnabled(m_info.state != ConnectionState::Disconnected &&
                                       m_info.state != ConnectionState::Failed);
    m_ui->reconnectAction->setEnabled(!isConnected && !m_info.server.isEmpty());
}

void MainWindow::showSummary()
{
    m_summaryLabel->setText(m_panel->summary());
}

void MainWindow::updatePanel()
{
    const auto style = width() >= m_theme.space(quartersForWords) ? Qt::ToolButtonTextBesideIcon
                                                                  : Qt::ToolButtonIconOnly;
    m_ui->statusButton->setToolButtonStyle(style);
    m_ui->pingButton->setToolButtonStyle(style);
    m_panel->setVisible(isPanelWanted() && width() >= m_theme.space(quartersForPanel));
}

void MainWindow::openContextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_view->chosenRows().isEmpty())
        menu->addActions({m_ui->copyAction, m_ui->copyTextAction, m_ui->copyJsonAction});
    const QUrl link = m_view->linkAt(position);
    if (!link.isEmpty()) {
        menu->addAction(icons::icon(m_theme, u"copy"_s), tr("Copy the &link"), this,
                        [link] { copyLink(link); });
    }
    menu->addSeparator();
    menu->addAction(m_ui->selectAllAction);
    menu->addAction(m_ui->newestAction);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

} // namespace kodama
