// The ways from room to room, and what one does to a room by mouse, menu and key: the switcher, the
// context menu, the members, the small questions. Tested by tst_roomnavigation.
#pragma once

#include "app/core/chat/chat.h"
#include "app/ui/roomswitcher.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace kodama {

class MainWindow;
class Settings;
class SettingsController;

class RoomNavigation final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomNavigation)

public:
    /// What it works with; everything outlives it.
    struct Parts
    {
        const Theme &theme;
        const ChatClient &client;
        Chat &chat;
        MainWindow &window;
        SettingsController &settings;
        Settings &store;
    };

    explicit RoomNavigation(const Parts &parts, QObject *parent = nullptr);

    void openSwitcher();
    void askForName();
    void askForTopic();
    void leave(const QString &room);
    void openMenu(const QString &room, const QPoint &at);

Q_SIGNALS:
    /// Enter this room, or go to it.
    void roomWanted(const QString &name);
    void nameWanted(const QString &nick);
    void topicWanted(const QString &room, const QString &topic);

private:
    void connectWindow();
    void updateActions();
    void connectNameBar();
    void askGuest();
    void fillSwitcher();
    void followInSwitcher();
    void renewSwitcherWith(const QAbstractItemModel &model);
    void renewSwitcher();
    [[nodiscard]] QList<Place> peopleInRooms() const;
    void addAttention(QMenu &menu, const QString &room);
    struct Question
    {
        QString name; ///< of the dialog
        QString title;
        QString label;
        QString text;
        QString button;
    };
    void ask(const Question &question, const std::function<void(const QString &)> &answer);

    Parts m_parts;
    QPointer<RoomSwitcher> m_switcher;
    QTimer m_renewal;                     ///< of what it shows: once for all that changes together
    std::unique_ptr<QObject> m_following; ///< hears what changes, while it is open
    QList<RoomSummary> m_known;           ///< of the server, as far as it told
    QUrl m_knownTo;                       ///< which server that is
};

} // namespace kodama
