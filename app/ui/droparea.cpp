#include "app/ui/droparea.h"

#include "app/ui/messageinput.h"

#include <QDropEvent>
#include <QWidget>

namespace kodama {

DropArea::DropArea(QWidget &area, MessageInput &input)
    : QObject(&area)
    , m_input(input)
{
    area.setAcceptDrops(true);
    area.installEventFilter(this);
}

bool DropArea::eventFilter(QObject *watched, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (type != QEvent::DragEnter && type != QEvent::DragMove && type != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto *drop = static_cast<QDropEvent *>(event);
    // What is dragged from here was meant for elsewhere.
    const auto *source = qobject_cast<QWidget *>(drop->source());
    const auto *area = qobject_cast<QWidget *>(watched);
    const bool isFromHere = source != nullptr && area != nullptr && area->isAncestorOf(source);
    if (isFromHere || !m_input.takes(*drop->mimeData())) {
        drop->ignore();
        return true;
    }
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    if (type == QEvent::Drop) {
        m_input.setFocus(Qt::OtherFocusReason); // before somebody is asked
        m_input.take(*drop->mimeData());
    }
    return true;
}

} // namespace kodama
