// What the view of the log remembers between two events.
#pragma once

#include "app/ui/messagelayout.h"

#include <QDate>
#include <QPoint>
#include <QUrl>

namespace kodama {

/// What stands where, to come back to it after another model was shown.
struct LogPosition
{
    quint64 topId = 0; ///< of the row at the upper edge; 0: at the bottom
    int pixels = 0;    ///< of it above the edge
};

/// What the mouse is doing, unless keys are used.
struct LogGesture
{
    QUrl pressedLink;
    QUrl hoveredLink;
    QPoint hoverAt; ///< where the mouse was then
    std::optional<RowAction::Kind> pressedAction;
    bool isKeyboardUsed = false;
};

/// What was seen.
struct LogReading
{
    int newMessages = 0;      ///< below, since one has scrolled away
    qint64 readOffset = 0;    ///< the last one that was told
    bool isUnreadSeen = true; ///< the unread line may move on
    bool wasUnreadShown = false;
    bool hasAskedForOlder = false;
    QDate day; ///< "Today" in the separators
};

} // namespace kodama
