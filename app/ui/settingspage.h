// One page of the settings: rows of a caption, a control and a word of help, which can be searched.
#pragma once

#include "app/ui/narrowcontrols.h"
#include "app/ui/theme.h"

#include <QWidget>

#include <functional>

class QSpinBox;
class QVBoxLayout;

namespace kodama {

class SettingsPage : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsPage)

public:
    struct Row
    {
        QString name; ///< object name of the control
        QString caption;
        QString help; ///< below the control; empty: none
    };
    template <typename Value>
    struct Choice
    {
        QString text;
        Value value;
    };

    SettingsPage(const Theme &theme, const QString &title);

    /// Each calls `changed` with what was chosen, never while the page is made.
    template <typename Value>
    QComboBox *addChoice(const Row &row, const QList<Choice<Value>> &choices, const Value &now,
                         std::function<void(const Value &)> changed);
    QCheckBox *addSwitch(const Row &row, bool now, std::function<void(bool)> changed);
    QSpinBox *addNumber(const Row &row, const QString &suffix, std::pair<int, int> range, int now,
                        std::function<void(int)> changed);
    void addControl(const Row &row, QWidget *control);
    /// Below the rows, over the whole width; with a stretch it takes what room is left.
    void addArea(QWidget *area, int stretch);

    /// Shows only rows that contain all of the words, and how many there are. No words: all.
    virtual int showMatches(const QStringList &words);
    [[nodiscard]] const QString &title() const { return m_title; }

protected:
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    [[nodiscard]] static bool matches(const QString &text, const QStringList &words);

private:
    struct Shown
    {
        QWidget *widget;
        QString text;
    };

    void addComboBox(const Row &row, QComboBox *box);

    const Theme &m_theme;
    QString m_title;
    QVBoxLayout *m_column;
    QList<Shown> m_rows;
};

template <typename Value>
QComboBox *SettingsPage::addChoice(const Row &row, const QList<Choice<Value>> &choices,
                                   const Value &now, std::function<void(const Value &)> changed)
{
    auto *box = new NarrowComboBox;
    for (const Choice<Value> &choice : choices) {
        box->addItem(choice.text);
        if (choice.value == now)
            box->setCurrentIndex(box->count() - 1);
    }
    addComboBox(row, box);
    connect(box, &QComboBox::currentIndexChanged, this,
            [choices, changed = std::move(changed)](int index) { changed(choices[index].value); });
    return box;
}

} // namespace kodama
