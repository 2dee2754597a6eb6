#include "app/ui/logdrag.h"

#include "app/ui/messageview.h"

#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>

#include <utility>

namespace kodama {

LogDrag::LogDrag(MessageView &view)
    : QObject(&view)
    , m_view(view)
{
    view.viewport()->installEventFilter(this);
}

bool LogDrag::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        return press(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseMove:
        return m_pressedAt && move(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseButtonRelease:
        release();
        return false;
    default:
        return QObject::eventFilter(watched, event);
    }
}

/// What is chosen stays chosen while nobody knows whether it is dragged or only clicked.
bool LogDrag::press(const QMouseEvent &event)
{
    const QPoint at = event.position().toPoint();
    m_pressedAt.reset();
    if (event.button() != Qt::LeftButton || event.modifiers() != Qt::NoModifier)
        return false;
    m_isOnText = m_view.isTextSelected(at);
    if (m_isOnText || !m_view.linkAt(at).isEmpty())
        m_pressedAt = at;
    return m_isOnText;
}

bool LogDrag::move(const QMouseEvent &event)
{
    const int distance = (event.position().toPoint() - *m_pressedAt).manhattanLength();
    if (event.buttons().testFlag(Qt::LeftButton) && distance >= QApplication::startDragDistance())
        start();
    return true;
}

/// It was a click: the view hears now of what was kept from it.
void LogDrag::release()
{
    const std::optional<QPoint> at = std::exchange(m_pressedAt, std::nullopt);
    if (!at || !m_isOnText)
        return;
    const QWidget &port = *m_view.viewport();
    QMouseEvent pressed(QEvent::MouseButtonPress, *at, port.mapToGlobal(*at), Qt::LeftButton,
                        Qt::LeftButton, Qt::NoModifier);
    m_view.viewport()->removeEventFilter(this);
    QCoreApplication::sendEvent(m_view.viewport(), &pressed);
    m_view.viewport()->installEventFilter(this);
}

void LogDrag::start()
{
    const QPoint at = *std::exchange(m_pressedAt, std::nullopt);
    auto *data = new QMimeData;
    const QUrl link = m_view.linkAt(at);
    if (m_isOnText) {
        data->setText(m_view.selectedText());
    } else {
        data->setText(link.toString(QUrl::FullyEncoded));
        data->setUrls({link});
    }
    Q_EMIT started(data->text());
    auto *drag = new QDrag(&m_view); // Qt deletes it, and it the data
    drag->setMimeData(data);
    drag->exec(Qt::CopyAction);
}

} // namespace kodama
