#include "app/ui/searchcontroller.h"

#include "app/core/chat/chat.h"
#include "app/ui/actionlist.h"
#include "app/ui/mainwindow.h"
#include "app/ui/messageview.h"
#include "app/ui/roomcontroller.h"
#include "app/ui/searchdialog.h"

namespace kodama {

SearchController::SearchController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_search(parts.chat, parts.serverLog)
{
    connect(&parts.window.action(ActionId::FindEverywhere), &QAction::triggered, this,
            &SearchController::open);
}

void SearchController::open()
{
    if (m_dialog == nullptr) {
        m_dialog = new SearchDialog(m_parts.theme, m_search, &m_parts.window);
        connect(m_dialog, &SearchDialog::messageWanted, this, &SearchController::showMessage);
    }
    m_dialog->open(m_parts.window.view().selectedText());
}

void SearchController::showMessage(const QString &room, quint64 rowId)
{
    const MessageLogModel *log = &m_parts.serverLog;
    if (!room.isEmpty()) {
        const Conversation *conversation = m_parts.chat.rooms().find(room);
        if (conversation == nullptr)
            return; // left in the meantime
        m_parts.rooms.showRoom(room);
        log = &conversation->log();
    }
    const int row = log->rowOfId(rowId);
    MessageView &view = m_parts.window.view();
    if (row < 0 || row >= view.model()->rowCount())
        return; // pushed out in the meantime
    const QModelIndex index = view.model()->index(row, 0);
    view.selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    view.scrollTo(index, QAbstractItemView::PositionAtCenter);
    view.setFocus(Qt::OtherFocusReason);
    m_parts.window.activateWindow();
}

} // namespace kodama
