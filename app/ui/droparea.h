// Lets a part of the window take what is dropped there, for the field that one writes in.
#pragma once

#include <QObject>

class QWidget;

namespace kodama {

class MessageInput;

class DropArea final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DropArea)

public:
    /// Ends with the area. Widgets in it that take drops themselves go on to do so.
    DropArea(QWidget &area, MessageInput &input);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    MessageInput &m_input;
};

} // namespace kodama
