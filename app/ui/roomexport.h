// Saves the messages of what is shown: first brings what the server has of the room and the window
// has not.
#pragma once

#include "app/core/chat/wholeroom.h"

#include <QPointer>

class QProgressDialog;

namespace kodama {

class LogActions;
class MainWindow;

class RoomExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomExport)

public:
    /// Both outlive it.
    RoomExport(Chat &chat, MainWindow &window, QObject *parent = nullptr);

    void begin();

private:
    void showProgress(const QString &room);
    void onEnded(WholeRoom::Outcome outcome);

    Chat &m_chat;
    MainWindow &m_window;
    WholeRoom m_whole;
    QPointer<QProgressDialog> m_progress;
};

} // namespace kodama
