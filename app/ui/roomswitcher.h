// Looks for a room or a person by a few letters and goes there; enters rooms, too. Tested by
// tst_roomswitcher.
#pragma once

#include "app/ui/theme.h"

#include <QDialog>
#include <QStandardItemModel>

#include <optional>

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
    bool isOpen = false;              ///< one is there already
    bool isPresent = false;           ///< a person who is there
    std::optional<QString> away = {}; ///< that one is, perhaps for a reason
};

class RoomSwitcher final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomSwitcher)

public:
    explicit RoomSwitcher(const Theme &theme, QWidget *parent = nullptr);

    /// The open ones in the order of the list, then others. `people`: to whom one has not written,
    /// who is there first; offered below the places once something is typed. Also while it is open:
    /// what is typed stays, and so does the row that Enter takes, unless that is only a new name or
    /// there is the very name that is typed now.
    void setPlaces(const QList<Place> &places, const QList<Place> &people = {});

Q_SIGNALS:
    /// In normal form; it need not be open, nor exist yet.
    void chosen(const QString &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void filter();
    [[nodiscard]] QList<Place> matching(const QString &typed) const;
    [[nodiscard]] bool isKnown(const QString &name) const;
    [[nodiscard]] bool isKept(const QString &name, const QString &typed,
                              const QList<Place> &found) const;
    void showPlace(int row, const Place &place);
    /// A row that is to stay where it is on the screen while others come and go.
    struct Anchor
    {
        QString name; ///< empty: none
        int top = 0;
    };
    [[nodiscard]] Anchor topmost() const;
    void scrollBack(const Anchor &anchor);
    void showHint();
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
    QList<Place> m_people;
    QString m_filtered;       ///< what was typed when they were found
    bool m_hasChosen = false; ///< by arrow keys or the mouse, among what was found
};

} // namespace kodama
