// Places the parts of the window and holds its actions; knows no protocol and no socket.
#pragma once

#include "app/core/language.h"
#include "app/ui/composer.h"
#include "app/ui/connectionbanner.h"
#include "app/ui/theme.h"

#include <QMainWindow>

#include <memory>

namespace Ui {
class MainWindow;
}

class QAction;
class QLabel;
class QSplitter;

namespace kodama {

class ActionList;
class FindBar;
class LogActions;
class MemberPanel;
class MessageView;
class NameBar;
class RoomList;
class RoomPanel;
class ServerPanel;
class SideColumns;
class WindowHeader;
class WindowMenus;
struct RoomFacts;
enum class ActionId;

class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(const Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] MessageView &view() const { return *m_view; }
    [[nodiscard]] Composer &composer() const { return *m_composer; }
    [[nodiscard]] FindBar &findBar() const { return *m_findBar; }
    [[nodiscard]] ConnectionBanner &banner() const { return *m_banner; }
    [[nodiscard]] LogActions &logActions() const { return *m_logActions; }
    [[nodiscard]] ServerPanel &panel() const { return *m_panel; }
    [[nodiscard]] RoomList &rooms() const;
    [[nodiscard]] MemberPanel &members() const { return *m_members; }
    [[nodiscard]] NameBar &nameBar() const { return *m_nameBar; }
    [[nodiscard]] SideColumns &columns() const { return *m_columns; }

    /// Keys, menus and buttons all end in one of these; whoever does the work connects to it.
    [[nodiscard]] ActionList &actions() const { return *m_actions; }
    [[nodiscard]] QAction &action(ActionId id) const;

    void showConnection(const ConnectionInfo &info);
    /// Above the messages and in the title.
    void showRoom(const RoomFacts &room);
    /// The list of rooms, and what belongs to rooms, is there at all.
    void setRoomsShown(bool areShown);
    /// In the title, where a task bar shows it.
    void showUnread(int count);
    void showLanguage(UiLanguage language) const;
    void showThemeMode(ThemeMode mode) const;

    void setPanelWanted(bool isWanted) const;

Q_SIGNALS:
    void languageChosen(kodama::UiLanguage language);
    void themeModeChosen(kodama::ThemeMode mode);
    void closing();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void placeWidgets();
    void connectChoices();
    void connectActions();
    void retranslate();
    void showState();
    void showSummary();

    const Theme &m_theme;
    std::unique_ptr<Ui::MainWindow> m_ui;
    ActionList *m_actions;
    WindowMenus *m_menus;
    MessageView *m_view;
    FindBar *m_findBar;
    LogActions *m_logActions;
    Composer *m_composer;
    ConnectionBanner *m_banner;
    NameBar *m_nameBar;
    ServerPanel *m_panel;
    WindowHeader *m_header;
    RoomPanel *m_rooms;
    MemberPanel *m_members;
    QSplitter *m_splitter;
    SideColumns *m_columns;
    QLabel *m_stateLabel;   // in the status bar
    QLabel *m_summaryLabel; // in the status bar
    ConnectionInfo m_info;
    QString m_room; // as it stands in the title
    QString m_link; // below the mouse; or empty
    int m_unread = 0;
};

} // namespace kodama
