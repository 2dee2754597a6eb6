// What one can do with messages of the log: copy, quote, save, look inside; its context menu.
#pragma once

#include "app/ui/actionlist.h"
#include "app/ui/messageclipboard.h"

#include <QObject>

class QMenu;

namespace kodama {

class MessageView;

class LogActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogActions)

public:
    /// Connects the actions and the view's context menu; all must outlive it. Dialogs belong to
    /// `window`, whose title names what is saved.
    LogActions(const Theme &theme, const ActionList &actions, MessageView &view, QWidget &window);

    /// What is chosen, characters or rows, to the clipboard.
    void copy(CopyForm form);
    void quote();
    /// Quotes with the name, and names who wrote it.
    void reply();
    /// Asks for a file. More than one chosen row: those; else the whole log. Who knows whether that
    /// is all calls it (see RoomExport).
    void saveAs();
    void inspect();

Q_SIGNALS:
    /// Belongs into the composer.
    void quoteRequested(const QString &text);

private:
    void openMenu(const QPoint &position);
    void addLinks(QMenu &menu, const QPoint &position);
    void addRowActions(QMenu &menu);
    void save(const QString &fileName, int first, int last);

    const Theme &m_theme;
    const ActionList &m_actions;
    MessageView &m_view;
    QWidget &m_window;
};

} // namespace kodama
