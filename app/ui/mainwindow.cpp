#include "app/ui/mainwindow.h"

#include "ui_mainwindow.h"

#include "app/core/errortext.h"
#include "app/core/isolation.h"
#include "app/ui/actionlist.h"
#include "app/ui/elidedlabel.h"
#include "app/ui/findbar.h"
#include "app/ui/logactions.h"
#include "app/ui/logannouncer.h"
#include "app/ui/memberpanel.h"
#include "app/ui/messageview.h"
#include "app/ui/namebar.h"
#include "app/ui/roomlist.h"
#include "app/ui/roompanel.h"
#include "app/ui/serverpanel.h"
#include "app/ui/sidecolumns.h"
#include "app/ui/windowheader.h"
#include "app/ui/windowmenus.h"

#include <QCloseEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int quartersBesides = 10; // the two texts of the status bar

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
    , m_nameBar(new NameBar(theme))
    , m_panel(new ServerPanel(theme))
    , m_header(new WindowHeader(theme, *m_actions))
    , m_rooms(new RoomPanel(theme, *m_actions))
    , m_members(new MemberPanel(theme))
    , m_splitter(new QSplitter)
    , m_columns(new SideColumns({theme, *m_header, *m_rooms, *m_members, *m_panel, *m_splitter,
                                 action(ActionId::Members), action(ActionId::Panel)},
                                this))
    , m_stateLabel(new ElidedLabel)
    , m_summaryLabel(new QLabel)
{
    m_ui->setupUi(this);
    placeWidgets();
    action(ActionId::Panel).setChecked(true);
    action(ActionId::Members).setChecked(true);
    m_menus->setRoomsShown(false); // until there are some
    connectChoices();
    connectActions();
    retranslate();
    m_composer->setFocus();
}

MainWindow::~MainWindow()
{
    m_view->disconnect(this); // the mouse leaves it when it goes, after the status bar's owner
}

QAction &MainWindow::action(ActionId id) const
{
    return (*m_actions)[id];
}

RoomList &MainWindow::rooms() const
{
    return m_rooms->list();
}

void MainWindow::showConnection(const ConnectionInfo &info)
{
    m_info = info;
    m_banner->showInfo(info);
    m_header->showConnection(info);
    m_rooms->showIdentity(info.identity);
    showState();
}

void MainWindow::showRoom(const RoomFacts &room)
{
    m_header->showRoom(room);
    if (std::exchange(m_room, room.title) == room.title)
        return;
    showState();
    showSummary();
}

void MainWindow::setRoomsShown(bool areShown)
{
    m_composer->setSpeakingOfRooms(areShown);
    m_menus->setRoomsShown(areShown);
    m_columns->setHasRooms(areShown);
    showState();
}

void MainWindow::showUnread(int count)
{
    m_unread = count;
    showState();
}

void MainWindow::showLanguage(UiLanguage language) const
{
    action(ActionId::LanguageSystem).setChecked(language == UiLanguage::System);
    action(ActionId::LanguageJapanese).setChecked(language == UiLanguage::Japanese);
    action(ActionId::LanguageEnglish).setChecked(language == UiLanguage::English);
}

void MainWindow::showThemeMode(ThemeMode mode) const
{
    action(ActionId::ThemeSystem).setChecked(mode == ThemeMode::System);
    action(ActionId::ThemeLight).setChecked(mode == ThemeMode::Light);
    action(ActionId::ThemeDark).setChecked(mode == ThemeMode::Dark);
}

void MainWindow::setPanelWanted(bool isWanted) const
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
    m_columns->arrange(width());
    showState();
    showSummary();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

void MainWindow::placeWidgets()
{
    m_ui->column->addWidget(m_header);
    m_ui->column->addWidget(m_banner);
    m_ui->column->addWidget(m_nameBar);
    m_ui->column->addWidget(m_findBar);
    m_ui->column->addWidget(m_view, 1);
    m_ui->column->addWidget(m_composer);
    m_splitter->setObjectName(u"columns"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_rooms);
    m_splitter->addWidget(m_ui->messageArea);
    m_splitter->addWidget(m_members);
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(m_splitter->indexOf(m_ui->messageArea), 1);
    setCentralWidget(m_splitter);
    m_stateLabel->setObjectName(u"statusState"_s);
    m_summaryLabel->setObjectName(u"statusSummary"_s);
    m_summaryLabel->setTextFormat(Qt::PlainText);
    m_ui->statusBar->addWidget(m_stateLabel, 1);
    m_ui->statusBar->addPermanentWidget(m_summaryLabel);
    m_summaryLabel->setMinimumWidth(1);
    m_composer->takeDropsOn(*m_ui->messageArea);
    connect(m_header, &WindowHeader::linkActivated, m_view, &MessageView::linkActivated);
    QList<QWidget *> order{m_composer->focusProxy()};
    for (const QString &name :
         {u"echoButton"_s, u"broadcastButton"_s, u"pasteCancelButton"_s, u"pasteButton"_s})
        order.append(m_composer->findChild<QWidget *>(name));
    order.append(m_view);
    order.append(&m_rooms->list());
    for (const QString &name : {u"identityButton"_s, u"enterRoomButton"_s})
        order.append(m_rooms->findChild<QWidget *>(name));
    order += m_header->buttons();
    order.append(&m_members->list());
    order.append(m_panel->findChild<QWidget *>(u"serverPanelArea"_s));
    for (const QString &name : {u"nameEdit"_s, u"useNameButton"_s, u"stayGuestButton"_s})
        order.append(m_nameBar->findChild<QWidget *>(name)); // one step back from where one writes
    for (qsizetype i = 1; i < order.size(); ++i)
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
    const auto run = [this](ActionId id, auto *receiver, auto method) {
        connect(&action(id), &QAction::triggered, receiver, method);
    };
    run(ActionId::Quit, this, &QWidget::close);
    run(ActionId::Find, m_findBar, [this] { m_findBar->open(m_view->selectedText()); });
    run(ActionId::FindOlder, m_findBar, &FindBar::goToOlder);
    run(ActionId::FindNewer, m_findBar, &FindBar::goToNewer);
    auto *announcer = new LogAnnouncer(*m_view, *this);
    connect(m_composer, &Composer::problemShown, announcer, &LogAnnouncer::say);
    connect(m_banner, &ConnectionBanner::stateTold, announcer, &LogAnnouncer::sayState);
    connect(m_logActions, &LogActions::quoteRequested, m_composer, &Composer::takeOver);
    connect(m_view, &MessageView::linkHovered, this, [this](const QUrl &link) {
        m_link = QString::fromLatin1(link.toEncoded());
        showState();
        showSummary();
    });
    for (const ActionId column : {ActionId::Members, ActionId::Panel}) // the rooms may give way
        connect(&action(column), &QAction::toggled, this, &MainWindow::showState);
    run(ActionId::Write, m_composer, [this] { m_composer->setFocus(); });
    connect(m_view, &MessageView::textTyped, m_composer, &Composer::takeOver);
    connect(m_view, &MessageView::pasteTyped, m_composer, &Composer::takeOverPaste);
    connect(m_composer, &Composer::pageKeyPressed, m_view->verticalScrollBar(),
            &QScrollBar::triggerAction);
    connect(m_panel, &ServerPanel::changed, this, &MainWindow::showSummary);
    connect(m_banner, &ConnectionBanner::reconnectRequested, &action(ActionId::Reconnect),
            &QAction::trigger);
    connect(m_banner, &ConnectionBanner::disconnectRequested, &action(ActionId::Disconnect),
            &QAction::trigger);
    connect(m_banner, &ConnectionBanner::chooseServerRequested, &action(ActionId::Connect),
            &QAction::trigger);
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
    const bool isConnected = m_info.state == ConnectionState::Connected;
    const QString state = stateText(m_info.state);
    // Once is enough: the column of rooms says it, too, and without rooms the header.
    const bool isToldHere = !m_room.isEmpty() && m_rooms->isHidden();
    const QString whole = isConnected && isToldHere && !m_info.identity.isEmpty()
                              ? tr("%1 · you are %2").arg(state, isolated(m_info.identity))
                              : state;
    m_stateLabel->setText(m_link.isEmpty() ? whole : m_link);
    const QString place =
        m_room.isEmpty() ? m_info.server : u"%1 · %2"_s.arg(m_room, m_info.server);
    const QString title = m_info.server.isEmpty() ? u"Kodama"_s : tr("%1 – Kodama").arg(place);
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
    // Where there is room for one of the two: without rooms the header says who one is. Whoever
    // points at a link wants to know where it leads.
    const int both = m_stateLabel->sizeHint().width() + m_summaryLabel->sizeHint().width();
    const bool isNarrow = width() < both + m_theme.space(quartersBesides);
    const bool hasSummary = !m_summaryLabel->text().isEmpty();
    const bool isStateFirst = !m_room.isEmpty() || !m_link.isEmpty();
    m_summaryLabel->setVisible(!isStateFirst || !isNarrow);
    m_stateLabel->setVisible(isStateFirst || !isNarrow || !hasSummary);
}

} // namespace kodama
