#include "app/ui/mainwindow.h"

#include "ui_mainwindow.h"

#include "app/core/errortext.h"
#include "app/ui/actionlist.h"
#include "app/ui/connectionlook.h"
#include "app/ui/findbar.h"
#include "app/ui/icons.h"
#include "app/ui/logactions.h"
#include "app/ui/logannouncer.h"
#include "app/ui/messageview.h"
#include "app/ui/serverpanel.h"
#include "app/ui/windowmenus.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenu>

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
    , m_actions(new ActionList(theme, this))
    , m_menus(new WindowMenus(*this, *m_actions, theme))
    , m_view(new MessageView(theme))
    , m_findBar(new FindBar(theme, *m_view))
    , m_logActions(new LogActions(theme, *m_actions, *m_view, *this))
    , m_composer(new Composer(theme))
    , m_banner(new ConnectionBanner(theme))
    , m_panel(new ServerPanel(theme))
    , m_stateLabel(new QLabel)
    , m_summaryLabel(new QLabel)
{
    m_ui->setupUi(this);
    placeWidgets();
    action(ActionId::Panel).setChecked(true);
    connectChoices();
    connectActions();
    connect(&m_theme, &Theme::changed, this, &MainWindow::applyTheme);
    applyTheme();
    retranslate();
    m_composer->setFocus();
}

MainWindow::~MainWindow() = default;

QAction &MainWindow::action(ActionId id) const
{
    return (*m_actions)[id];
}

void MainWindow::showConnection(const ConnectionInfo &info)
{
    m_info = info;
    m_banner->showInfo(info);
    showState();
}

void MainWindow::showUnread(int count)
{
    m_unread = count;
    showState();
}

void MainWindow::showLanguage(UiLanguage language)
{
    action(ActionId::LanguageSystem).setChecked(language == UiLanguage::System);
    action(ActionId::LanguageJapanese).setChecked(language == UiLanguage::Japanese);
    action(ActionId::LanguageEnglish).setChecked(language == UiLanguage::English);
}

void MainWindow::showThemeMode(ThemeMode mode)
{
    action(ActionId::ThemeSystem).setChecked(mode == ThemeMode::System);
    action(ActionId::ThemeLight).setChecked(mode == ThemeMode::Light);
    action(ActionId::ThemeDark).setChecked(mode == ThemeMode::Dark);
}

bool MainWindow::isPanelWanted() const
{
    return action(ActionId::Panel).isChecked();
}

void MainWindow::setPanelWanted(bool isWanted)
{
    action(ActionId::Panel).setChecked(isWanted);
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
    m_ui->column->addWidget(m_findBar);
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

void MainWindow::connectChoices()
{
    const auto offerTheme = [this](ActionId id, ThemeMode mode) {
        connect(&action(id), &QAction::triggered, this,
                [this, mode] { Q_EMIT themeModeChosen(mode); });
    };
    const auto offerLanguage = [this](ActionId id, UiLanguage language) {
        connect(&action(id), &QAction::triggered, this,
                [this, language] { Q_EMIT languageChosen(language); });
    };
    offerTheme(ActionId::ThemeSystem, ThemeMode::System);
    offerTheme(ActionId::ThemeLight, ThemeMode::Light);
    offerTheme(ActionId::ThemeDark, ThemeMode::Dark);
    offerLanguage(ActionId::LanguageSystem, UiLanguage::System);
    offerLanguage(ActionId::LanguageJapanese, UiLanguage::Japanese);
    offerLanguage(ActionId::LanguageEnglish, UiLanguage::English);
}

void MainWindow::connectActions()
{
    m_ui->statusButton->setDefaultAction(&action(ActionId::Status));
    m_ui->pingButton->setDefaultAction(&action(ActionId::Ping));
    m_ui->panelButton->setDefaultAction(&action(ActionId::Panel));
    const auto run = [this](ActionId id, auto *receiver, auto method) {
        connect(&action(id), &QAction::triggered, receiver, method);
    };
    run(ActionId::Quit, this, &QWidget::close);
    run(ActionId::Find, m_findBar, [this] { m_findBar->open(m_view->selectedText()); });
    run(ActionId::FindOlder, m_findBar, &FindBar::goToOlder);
    run(ActionId::FindNewer, m_findBar, &FindBar::goToNewer);
    new LogAnnouncer(*m_view, *this);
    connect(m_logActions, &LogActions::quoteRequested, m_composer, &Composer::takeOver);
    connect(m_view, &MessageView::linkHovered, this, [this](const QUrl &link) {
        m_ui->statusBar->showMessage(QString::fromLatin1(link.toEncoded()));
    });
    run(ActionId::Write, m_composer, [this] { m_composer->setFocus(); });
    connect(&action(ActionId::Panel), &QAction::toggled, this, &MainWindow::updatePanel);
    connect(m_view, &MessageView::textTyped, m_composer, &Composer::takeOver);
    connect(m_panel, &ServerPanel::changed, this, &MainWindow::showSummary);
    connect(m_banner, &ConnectionBanner::reconnectRequested, &action(ActionId::Reconnect),
            &QAction::trigger);
    connect(m_banner, &ConnectionBanner::disconnectRequested, &action(ActionId::Disconnect),
            &QAction::trigger);
    connect(m_banner, &ConnectionBanner::chooseServerRequested, &action(ActionId::Connect),
            &QAction::trigger);
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
    m_actions->retranslate();
    m_menus->retranslate();
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
    const QString title =
        m_info.server.isEmpty() ? u"Kodama"_s : tr("%1 – Kodama").arg(m_info.server);
    setWindowTitle(m_unread > 0 ? u"(%1) %2"_s.arg(m_unread).arg(title) : title);
    action(ActionId::Status).setEnabled(isConnected);
    action(ActionId::Ping).setEnabled(isConnected);
    action(ActionId::Disconnect)
        .setEnabled(m_info.state != ConnectionState::Disconnected &&
                    m_info.state != ConnectionState::Failed);
    action(ActionId::Reconnect).setEnabled(!isConnected && !m_info.server.isEmpty());
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

} // namespace kodama
