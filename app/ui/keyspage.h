// The page of the settings on which every shortcut can be changed.
#pragma once

#include "app/ui/actionlist.h"
#include "app/ui/settingspage.h"

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace kodama {

/// Changes the actions themselves; whoever stores that listens to ActionList::keysChanged().
class KeysPage final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeysPage)

public:
    KeysPage(const Theme &theme, ActionList &actions);

    int showMatches(const QStringList &words) override;

    void exportTo(const QString &path);
    void importFrom(const QString &path);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildTree();
    [[nodiscard]] QWidget *makeEditor();
    void showKeys();
    void showChosen();
    void onTyped(const QKeyEvent &event);
    void take();
    void sayProblem(const QString &sentence);
    void askForFile(bool isExport);
    [[nodiscard]] std::optional<ActionId> chosen() const;

    ActionList &m_actions;
    QTreeWidget *m_tree;
    QKeySequenceEdit *m_edit;
    QLabel *m_problem;
    QPushButton *m_take;
    QPushButton *m_clear;
    QPushButton *m_reset;
    QKeySequence m_wanted; // what collides with another action and waits for `take`
};

} // namespace kodama
