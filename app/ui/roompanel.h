// Beside the log: the rooms, a way into others, and who one is. Tested by tst_roomlist.
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace kodama {

class ActionList;
class RoomList;

class RoomPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomPanel)

public:
    RoomPanel(const Theme &theme, const ActionList &actions, QWidget *parent = nullptr);

    [[nodiscard]] RoomList &list() const { return *m_list; }
    /// At the lower edge; empty: nobody yet.
    void showIdentity(const QString &nick);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();
    void retranslate();

    const Theme &m_theme;
    QLabel *m_title;
    QToolButton *m_enter;
    RoomList *m_list;
    QToolButton *m_identity;
    QHBoxLayout *m_bottom;
    QString m_nick;
};

} // namespace kodama
