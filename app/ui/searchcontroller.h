// Between the search and the window: opens the dialog, and shows what was found in its place.
#pragma once

#include "app/core/chat/historysearch.h"

#include <QObject>

namespace kodama {

class MainWindow;
class RoomController;
class SearchDialog;
class Theme;

class SearchController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SearchController)

public:
    /// What it works with; everything outlives it.
    struct Parts
    {
        const Theme &theme;
        Chat &chat;
        MessageLogModel &serverLog;
        RoomController &rooms;
        MainWindow &window;
    };

    explicit SearchController(const Parts &parts, QObject *parent = nullptr);
    ~SearchController() override;

    /// With what is selected in the log.
    void open();
    /// With words that were looked for among the loaded messages of the room that is shown: now in
    /// all that the server has of it.
    void openForRoom(const QString &text);
    void showMessage(const QString &room, quint64 rowId);
    [[nodiscard]] HistorySearch &search() { return m_search; }
    /// Null: it was never opened.
    [[nodiscard]] SearchDialog *dialog() const { return m_dialog; }

private:
    void openWith(const QString &text);
    [[nodiscard]] bool hasOlder() const;

    Parts m_parts;
    HistorySearch m_search;
    SearchDialog *m_dialog = nullptr; ///< a child of the window
};

} // namespace kodama
