#include "app/ui/searchcontroller.h"

#include "app/core/chat/chat.h"
#include "app/ui/actionlist.h"
#include "app/ui/findbar.h"
#include "app/ui/mainwindow.h"
#include "app/ui/messageview.h"
#include "app/ui/roomcontroller.h"
#include "app/ui/searchdialog.h"

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// What is one text in the log, in the form in which the dialog takes it for one.
QString asOnePhrase(QString text)
{
    for (const QChar quote : {u'"', u'“', u'”'}) {
        if (text.contains(quote)) // a phrase cannot have these
            return text.replace(u'"', u' ').replace(u'“', u' ').replace(u'”', u' ');
    }
    text = text.simplified();
    const bool isPhrase = text.contains(u' ') || text.contains(u':') || text.contains(u'：');
    return isPhrase ? u"\"%1\""_s.arg(text) : text;
}

} // namespace

SearchController::SearchController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_search(parts.chat, parts.serverLog)
{
    connect(&parts.window.action(ActionId::FindEverywhere), &QAction::triggered, this,
            &SearchController::open);
    FindBar &bar = parts.window.findBar();
    connect(&bar, &FindBar::wholeSearchWanted, this, &SearchController::openForRoom);
    bar.setHasOlder([this] { return hasOlder(); });
}

SearchController::~SearchController()
{
    m_parts.window.findBar().setHasOlder({}); // the window lives on
}

void SearchController::open()
{
    openWith(m_parts.window.view().selectedText());
}

void SearchController::openForRoom(const QString &text)
{
    const Conversation *shown = m_parts.chat.rooms().current();
    if (shown == nullptr)
        return openWith(asOnePhrase(text));
    const bool hasBlank = shown->name().contains(u' '); // names of people may
    openWith((hasBlank ? u"%1 in:\"%2\""_s : u"%1 in:%2"_s).arg(asOnePhrase(text), shown->name()));
}

bool SearchController::hasOlder() const
{
    const Conversation *shown = m_parts.chat.rooms().current();
    const ChatPhase phase = m_parts.chat.phase();
    const bool hasRooms = phase != ChatPhase::Version1 && phase != ChatPhase::Refused;
    return hasRooms && shown != nullptr && (shown->isCut() || shown->newestGap() != 0);
}

void SearchController::openWith(const QString &text)
{
    if (m_dialog == nullptr) {
        m_dialog = new SearchDialog(m_parts.theme, m_search, &m_parts.window);
        connect(m_dialog, &SearchDialog::messageWanted, this, &SearchController::showMessage);
    }
    m_dialog->open(text);
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
