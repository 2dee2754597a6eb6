// Looks for messages in all conversations; knows no window, see SearchController.
#pragma once

#include "app/core/chat/historysearch.h"
#include "app/ui/theme.h"

#include <QDialog>
#include <QPersistentModelIndex>

class QLabel;
class QKeyEvent;
class QLineEdit;
class QListView;
class QPushButton;

namespace kodama {

class SearchDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SearchDialog)

public:
    /// The search must outlive the dialog.
    SearchDialog(const Theme &theme, HistorySearch &search, QWidget *parent = nullptr);

    using QDialog::open;
    /// With a text that is marked somewhere, or none.
    void open(const QString &text);

Q_SIGNALS:
    /// Empty room: the log of a server without rooms.
    void messageWanted(const QString &room, quint64 rowId);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void placeParts();
    void applyTheme();
    void retranslate();
    void begin();
    void showState();
    void choose();
    void moveBy(int rows);
    bool moveByKey(const QKeyEvent &press);
    [[nodiscard]] QString stateLine() const;
    [[nodiscard]] QString endLine() const;

    const Theme &m_theme;
    HistorySearch &m_search;
    QLineEdit *m_edit;
    QLabel *m_hint;
    QListView *m_list;
    QLabel *m_state;
    QPushButton *m_stop;
    QTimer *m_delay;
    QPersistentModelIndex m_top; // chosen without being asked for; invalid: somebody chose another
};

} // namespace kodama
