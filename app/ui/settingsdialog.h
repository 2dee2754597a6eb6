// The settings: pages, and a field that searches all of them. What is changed is in force at once.
#pragma once

#include "app/core/preferences.h"
#include "app/ui/theme.h"

#include <QDialog>

#include <functional>

class QAbstractItemDelegate;
class QBoxLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace kodama {

class ActionList;
class SettingsPage;

/// Gets values and returns values; knows no file.
class SettingsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsDialog)

public:
    SettingsDialog(const Theme &theme, ActionList &actions, const Preferences &preferences,
                   QWidget *parent = nullptr);

    /// They changed elsewhere: in a menu, by a key.
    void setPreferences(const Preferences &preferences);
    void showPage(int page);
    [[nodiscard]] int pageCount() const;

Q_SIGNALS:
    void changed(const kodama::Preferences &preferences);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildWidgets();
    void retranslate();
    void makePages();
    void dropPages();
    void addPage(SettingsPage *page, const QString &drawing);
    void fitList();
    void placeSearch();
    void orderTabs();
    void search();
    void change(const std::function<void(Preferences &)> &edit);
    void askForDefaults();
    void restoreDefaults();

    const Theme &m_theme;
    ActionList &m_actions;
    Preferences m_now;
    QLineEdit *m_search;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    QLabel *m_nothing;
    QPushButton *m_defaults;
    QPushButton *m_close;
    QBoxLayout *m_top;  ///< where the search stands while the list is only pictures
    QBoxLayout *m_left; ///< the list, and above it usually the search
    QAbstractItemDelegate *m_words;
    QAbstractItemDelegate *m_pictures;
    bool m_isNarrow = false;
    QList<SettingsPage *> m_pages;
};

} // namespace kodama
