#include "app/ui/attentioncontroller.h"

#include "app/core/activationtoken.h"
#include "app/core/chat/chatentries.h"
#include "app/core/messagelogmodel.h"
#include "app/ui/actionlist.h"
#include "app/ui/mainwindow.h"
#include "app/ui/messageview.h"
#include "app/ui/settingscontroller.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

const QString onlyRoom = u"lobby"_s; // of version 1 of the protocol

bool isSpoken(LogEntry::Kind kind)
{
    return kind == LogEntry::Kind::Chat || kind == LogEntry::Kind::Custom;
}

} // namespace

AttentionController::AttentionController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_notifier(parts.service, parts.clock)
    , m_tray(parts.theme, parts.window.actions())
    , m_room(onlyRoom)
{
    m_parts.window.installEventFilter(this);
    m_notifier.setWindowActive(m_parts.window.isActiveWindow(), m_room);
    showPreferences(m_parts.settings.preferences());
    connect(&m_parts.settings, &SettingsController::changed, this,
            &AttentionController::showPreferences);
    connect(&m_parts.window.action(ActionId::DoNotDisturb), &QAction::triggered, this,
            &AttentionController::setQuiet);
    connect(&m_notifier, &Notifier::unreadChanged, &m_tray, &TrayIcon::showUnread);
    connect(&m_notifier, &Notifier::unreadChanged, &m_parts.window, &MainWindow::showUnread);
    connect(&m_notifier, &Notifier::activated, this, &AttentionController::showMessage);
    connect(&m_parts.service, &NotificationService::unavailable, this,
            [this](const DesktopNotification &one) {
                m_tray.showMessage(one.room, one.title, one.body);
                QApplication::alert(&m_parts.window); // not every tray shows a text
            });
    connect(&m_tray, &TrayIcon::messageClicked, this,
            [this](const QString &room) { showMessage(room); });
    connect(&m_tray, &TrayIcon::windowWanted, this, [this] { raiseWindow(); });
}

void AttentionController::watch(const MessageLogModel &log)
{
    connect(&log, &QAbstractItemModel::rowsInserted, this,
            [this, log = &log](const QModelIndex & /*parent*/, int first, int last) {
                onRowsInserted(*log, first, last);
            });
}

void AttentionController::setQuiet(bool isQuiet)
{
    Preferences next = m_parts.settings.preferences();
    next.doNotDisturb = isQuiet;
    m_parts.settings.set(next);
}

void AttentionController::raiseWindow(const QString &activationToken)
{
    MainWindow &window = m_parts.window;
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    offerActivationToken(activationToken);
    window.activateWindow();
    // Elsewhere than on Wayland nobody has taken it, and the programs started from here must not.
    if (!activationToken.isEmpty())
        QTimer::singleShot(0, this, [] { (void)takeActivationToken(); });
}

void AttentionController::showMessage(const QString &room, const QString &activationToken)
{
    Q_EMIT roomWanted(room);
    raiseWindow(activationToken);
    m_parts.window.view().scrollToNewest();
}

bool AttentionController::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowActivate || event->type() == QEvent::WindowDeactivate)
        m_notifier.setWindowActive(event->type() == QEvent::WindowActivate, m_room);
    else if (event->type() == QEvent::LanguageChange)
        m_tray.retranslate();
    return QObject::eventFilter(watched, event);
}

void AttentionController::onRowsInserted(const MessageLogModel &log, int first, int last)
{
    if (last != log.rowCount() - 1)
        return; // older ones, come from the history
    for (int row = first; row <= last; ++row) {
        const LogEntry &entry = log.entry(row);
        if (!entry.isOwn && isSpoken(entry.kind))
            messageArrived(onlyRoom, entry);
    }
}

void AttentionController::messageArrived(const QString &room, const LogEntry &entry)
{
    IncomingMessage message;
    message.room = room;
    message.sender = entry.sender.isEmpty() ? tr("Server") : entry.sender;
    message.text = entry.text;
    message.isDirect = entry.kind == LogEntry::Kind::Direct || room.startsWith(u'@');
    message.isMention = entry.isMention || mentions(entry.text, m_nick);
    m_notifier.messageArrived(message);
}

void AttentionController::operatorSpoke(const LogEntry &entry)
{
    LogEntry addressed = entry;
    addressed.isMention = true;
    messageArrived(m_room, addressed);
}

void AttentionController::setRoom(const QString &room)
{
    m_room = room.isEmpty() ? onlyRoom : room;
    m_notifier.setWindowActive(m_parts.window.isActiveWindow(), m_room);
}

void AttentionController::renameRoom(const QString &room, const QString &newRoom)
{
    if (m_room == room)
        m_room = newRoom;
    m_notifier.rename(room, newRoom);
    Preferences next = m_parts.settings.preferences();
    next.roomAttention = withRenamedRoom(next.roomAttention, room, newRoom);
    if (next.roomAttention != m_parts.settings.preferences().roomAttention)
        m_parts.settings.set(next);
}

void AttentionController::showPreferences(const Preferences &preferences)
{
    m_notifier.setPreferences(preferences);
    m_tray.showQuiet(preferences.doNotDisturb);
    m_parts.window.action(ActionId::DoNotDisturb).setChecked(preferences.doNotDisturb);
}

} // namespace kodama
