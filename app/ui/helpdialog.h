// The commands and shortcuts on one sheet, as they are now.
#pragma once

#include "app/core/preferences.h"
#include "app/ui/theme.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace kodama {

class ActionList;
struct CommandHelp;

class HelpDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HelpDialog)

public:
    HelpDialog(const Theme &theme, const ActionList &actions, SendKey sendKey,
               QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    using Row = std::pair<QString, QString>; // keys or command, and what they do

    enum class Columns { SideBySide, OneBelowTheOther };

    void makeSheet();
    [[nodiscard]] QWidget *makeColumns(Columns columns);
    [[nodiscard]] static QList<Row> rowsOf(const QList<CommandHelp> &commands);
    [[nodiscard]] QSize roomOnScreen() const;
    [[nodiscard]] QSize wantedSize(const QScrollArea &area) const;
    void showInstead(QScrollArea *area, QLabel *hint, QPushButton *close);
    void addSection(QVBoxLayout &column, const QString &title, const QList<Row> &rows);
    [[nodiscard]] QList<Row> writingKeys() const;
    [[nodiscard]] QList<Row> listKeys() const;
    [[nodiscard]] QList<Row> inspectorKeys() const;

    const Theme &m_theme;
    const ActionList &m_actions;
    SendKey m_sendKey;
    QWidget *m_body = nullptr; // made anew when the language changes
};

} // namespace kodama
