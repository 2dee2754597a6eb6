// Drags chosen text and links out of the log: into the field, or into another program. Tested by
// tst_logactions.
#pragma once

#include <QObject>
#include <QPoint>

#include <optional>

class QMouseEvent;

namespace kodama {

class MessageView;

class LogDrag final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogDrag)

public:
    explicit LogDrag(MessageView &view);

Q_SIGNALS:
    /// About to be dragged, as text; for whoever wants to know.
    void started(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] bool press(const QMouseEvent &event);
    [[nodiscard]] bool move(const QMouseEvent &event);
    void release();
    void start();

    MessageView &m_view;
    std::optional<QPoint> m_pressedAt; // on what could be dragged
    bool m_isOnText = false;           // on chosen characters, else on a link
};

} // namespace kodama
