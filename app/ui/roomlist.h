// The rooms and direct conversations one is in, with what is unread there.
#pragma once

#include "app/ui/theme.h"

#include <QListView>

#include <memory>

namespace kodama {

class RoomListModel;
class SpokenRooms;

class RoomList final : public QListView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomList)

public:
    explicit RoomList(const Theme &theme, QWidget *parent = nullptr);
    ~RoomList() override;

    /// It outlives the list, or is taken away with nullptr.
    void setRooms(RoomListModel *rooms);
    /// Chooses the next (1) or the one before (-1), round the end.
    void step(int rows);
    /// Chooses the next one where something is unread, first of all for us.
    void stepToUnread();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &name);
    /// Enter, or a click: what is chosen is where one wants to write.
    void writeRequested();
    /// Its context menu is wanted.
    void menuRequested(const QString &name, const QPoint &at);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

private:
    void applyTheme();
    void retranslate();
    void followCurrent();

    const Theme &m_theme;
    std::unique_ptr<SpokenRooms> m_spoken;
    RoomListModel *m_rooms = nullptr;
    bool m_isFollowing = false; ///< what is chosen comes from the model, not from the user
};

} // namespace kodama
