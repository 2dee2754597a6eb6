// Above the log: where one is, what it is about, what became of the connection, and buttons.
// Tested by tst_mainwindow and tst_roomcontroller.
#pragma once

#include "app/ui/connectionbanner.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace kodama {

class ActionList;
class LinkLabel;

/// The other one of a direct conversation, as far as the server tells.
struct PersonFacts
{
    enum class Presence { Unknown, Here, Away, Gone };
    Presence presence = Presence::Unknown;
    QString reason; ///< of being away; or empty

    bool operator==(const PersonFacts &) const = default;
};

/// The room that is shown, in words for people.
struct RoomFacts
{
    QString title;  ///< `#dev`, `@mika`; empty: no room, the server's name stands there
    QString topic;  ///< or empty
    QString typing; ///< who is writing; or empty
    int unreadElsewhere = 0;
    PersonFacts person = {}; ///< of a room nothing

    bool operator==(const RoomFacts &) const = default;
};

class WindowHeader final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowHeader)

public:
    WindowHeader(const Theme &theme, const ActionList &actions, QWidget *parent = nullptr);

    void showConnection(const ConnectionInfo &info);
    void showRoom(const RoomFacts &room);
    /// Whether there are rooms, and whether their list stands beside the log.
    enum class Rooms { None, InList, Hidden };
    void setRooms(Rooms rooms);
    /// Whether there is room for a column beside the log, ever.
    enum class Columns { None, Members, All };
    void setColumns(Columns columns);

    /// Its buttons and its topic, in the order of Tab.
    [[nodiscard]] QList<QWidget *> buttons() const;

Q_SIGNALS:
    /// Somebody wants to open a link of the topic.
    void linkActivated(const QUrl &link);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyTheme();
    void showTexts();
    [[nodiscard]] QString personText() const;
    void showButtons();
    [[nodiscard]] QToolButton *addButton(const QString &name, QAction &action);

    const Theme &m_theme;
    QHBoxLayout *m_row;
    QToolButton *m_rooms;
    QLabel *m_icon;
    QLabel *m_title;
    LinkLabel *m_subtitle;
    QToolButton *m_status = nullptr;
    QToolButton *m_ping = nullptr;
    QToolButton *m_find = nullptr;
    QToolButton *m_members = nullptr;
    QToolButton *m_panel = nullptr;
    ConnectionInfo m_info;
    RoomFacts m_room;
    Rooms m_roomsState = Rooms::None;
    Columns m_columns = Columns::All;
};

} // namespace kodama
