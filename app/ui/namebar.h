// Asks who has no name yet what the others shall call them. Stands above the messages and is in
// nobody's way: everything else works meanwhile.
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace kodama {

class NameBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NameBar)

public:
    explicit NameBar(const Theme &theme, QWidget *parent = nullptr);

    /// Shows itself. `guest` is the name that the server gave, `guess` one that might be wished.
    void ask(const QString &guest, const QString &guess);
    /// The wished name is not to be had, this one is; empty: nobody knows.
    void propose(const QString &nick);

Q_SIGNALS:
    void chosen(const QString &nick);
    /// The name that the server gave will do.
    void declined();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void choose();
    void applyTheme();
    void retranslate();
    void arrange();

    const Theme &m_theme;
    QString m_guest;
    QBoxLayout *m_row;
    QBoxLayout *m_answer; // below each other where the buttons need all the width
    QLabel *m_icon;
    QLabel *m_question;
    QLineEdit *m_edit;
    QPushButton *m_use;
    QPushButton *m_stay;
};

} // namespace kodama
