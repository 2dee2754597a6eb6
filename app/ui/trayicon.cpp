#include "app/ui/trayicon.h"

#include "app/ui/actionlist.h"
#include "app/ui/icons.h"

#include <QPainter>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

QPixmap drawn(const Theme &theme, int side, int count, bool hasMention, bool isQuiet)
{
    QPixmap picture = icons::appIcon().pixmap(side, side);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(ThemeColor::Window), side / 16.0));
    const QRectF corner(side * 0.52, side * 0.52, side * 0.46, side * 0.46);
    if (isQuiet) {
        painter.setBrush(theme.color(ThemeColor::TextMuted));
        painter.drawEllipse(corner);
        painter.drawLine(QPointF(corner.left() + corner.width() * 0.25, corner.center().y()),
                         QPointF(corner.right() - corner.width() * 0.25, corner.center().y()));
    } else if (count > 0) {
        // A mention differs by its form, not by colour alone.
        painter.setBrush(theme.color(hasMention ? ThemeColor::Danger : ThemeColor::Warning));
        if (hasMention)
            painter.drawRect(corner.adjusted(0, side * 0.05, -side * 0.05, 0));
        else
            painter.drawEllipse(corner);
    }
    return picture;
}

} // namespace

TrayIcon::TrayIcon(const Theme &theme, const ActionList &actions, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_actions(actions)
    , m_show(m_menu.addAction(QString()))
{
    m_menu.addAction(&actions[ActionId::DoNotDisturb]);
    m_menu.addAction(&actions[ActionId::Settings]);
    m_menu.addSeparator();
    m_menu.addAction(&actions[ActionId::Quit]);
    connect(m_show, &QAction::triggered, this, &TrayIcon::windowWanted);
    connect(&m_theme, &Theme::changed, this, &TrayIcon::showAll);
    retranslate();
}

void TrayIcon::appear()
{
    if (m_icon != nullptr)
        return;
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(&m_menu);
    connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this,
            [this] { Q_EMIT messageClicked(m_room); });
    connect(m_icon.get(), &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
                    Q_EMIT windowWanted();
            });
    showAll();
    m_icon->show(); // where there is no tray yet, Qt waits for one
}

void TrayIcon::showUnread(int count, bool hasMention)
{
    m_count = count;
    m_hasMention = hasMention;
    showAll();
}

void TrayIcon::showQuiet(bool isQuiet)
{
    m_isQuiet = isQuiet;
    showAll();
}

void TrayIcon::showMessage(const QString &room, const QString &title, const QString &body)
{
    m_room = room;
    if (m_icon != nullptr)
        m_icon->showMessage(title, body, icons::appIcon());
}

void TrayIcon::retranslate()
{
    m_show->setText(tr("&Show the window"));
    showAll();
}

QIcon TrayIcon::picture(const Theme &theme, int count, bool hasMention, bool isQuiet)
{
    QIcon icon;
    for (const int side : {16, 22, 32, 48, 64})
        icon.addPixmap(drawn(theme, side, count, hasMention, isQuiet));
    return icon;
}

QString TrayIcon::toolTip() const
{
    if (m_isQuiet)
        return tr("Kodama: do not disturb");
    if (m_count > 0)
        return tr("Kodama: %n unread message(s)", nullptr, m_count);
    return u"Kodama"_s;
}

void TrayIcon::showAll()
{
    if (m_icon == nullptr)
        return;
    m_icon->setIcon(picture(m_theme, m_count, m_hasMention, m_isQuiet));
    m_icon->setToolTip(toolTip());
}

} // namespace kodama
