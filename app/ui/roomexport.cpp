#include "app/ui/roomexport.h"

#include "app/core/chat/chat.h"
#include "app/ui/actionlist.h"
#include "app/ui/logactions.h"
#include "app/ui/mainwindow.h"
#include "app/ui/messageview.h"
#include "app/ui/roomdelegate.h"

#include <QProgressDialog>

namespace kodama {

using namespace Qt::StringLiterals;

RoomExport::RoomExport(Chat &chat, MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
    , m_window(window)
    , m_whole(chat)
{
    connect(&window.action(ActionId::SaveAs), &QAction::triggered, this, &RoomExport::begin);
    connect(&m_whole, &WholeRoom::ended, this, &RoomExport::onEnded);
    connect(&m_whole, &WholeRoom::progressed, this, [this](int rows) {
        if (m_progress != nullptr)
            m_progress->setLabelText(tr("Fetching older messages; %n are here…", nullptr, rows));
    });
}

void RoomExport::begin()
{
    if (m_whole.isRunning())
        return;
    Conversation *room = m_chat.rooms().current();
    const bool isAll = m_window.view().chosenRows().size() <= 1;
    if (room == nullptr || !isAll || !m_whole.isIncomplete(*room)) {
        m_window.logActions().saveAs();
        return;
    }
    showProgress(roomTitle(room->name()));
    m_whole.bring(*room);
}

void RoomExport::showProgress(const QString &room)
{
    m_progress = new QProgressDialog(&m_window);
    m_progress->setObjectName(u"exportProgress"_s);
    m_progress->setAttribute(Qt::WA_DeleteOnClose);
    m_progress->setWindowTitle(tr("Save all of %1").arg(room));
    m_progress->setRange(0, 0); // nobody knows how many there are
    m_progress->setMinimumDuration(500);
    m_progress->setAutoClose(false);
    m_progress->setAutoReset(false);
    m_progress->setCancelButtonText(tr("Save what is here"));
    connect(m_progress, &QProgressDialog::canceled, &m_whole, &WholeRoom::stop);
}

void RoomExport::onEnded(WholeRoom::Outcome outcome)
{
    if (m_progress != nullptr) {
        m_progress->disconnect(&m_whole);
        m_progress->deleteLater();
    }
    if (outcome == WholeRoom::Outcome::Full)
        m_window.composer().showProblem(
            tr("The log is full: the oldest messages will not be in the file. The settings say how "
               "many it keeps."));
    m_window.logActions().saveAs();
}

} // namespace kodama
