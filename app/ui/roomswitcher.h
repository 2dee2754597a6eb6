// Looks for a room or a person by a few letters and goes there; enters rooms, too. Tested by
// tst_roomswitcher.
#pragma once

#include "app/ui/theme.h"

#include <QDialog>
#include <QStandardItemModel>

class QLabel;
class QLineEdit;
class QListView;

namespace kodama {

/// A place one can go to.
struct Place
{
    QString name;   ///< `dev`, `@mika`
    QString detail; ///< what it is about, or who is there
    int unread = 0;
    int mentions = 0;
    bool isOpen = false; ///< one is there already
};

class RoomSwitcher final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomSwitcher)

public:
    explicit RoomSwitcher(const Theme &theme, QWidget *parent = nullptr);

    /// The open ones in the order of the list, then others.
    void setPlaces(const QList<Place> &places);

Q_SIGNALS:
    /// In normal form; it need not be open, nor exist yet.
    void chosen(const QString &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void filter();
    void addPlace(const Place &place);
    void choose();
    void moveBy(int rows);
    void retranslate();

    const Theme &m_theme;
    QLabel *m_label;
    QLineEdit *m_edit;
    QListView *m_list;
    QLabel *m_hint;
    QStandardItemModel m_found;
    QList<Place> m_places;
    bool m_hasChosen = false; ///< by arrow keys, among what was found
};

} // namespace kodama
