#include "app/ui/settingspage.h"

#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

SettingsPage::SettingsPage(const Theme &theme, const QString &title)
    : m_theme(theme)
    , m_title(title)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(theme.space(5), theme.space(5), theme.space(5), theme.space(5));
    m_column->setSpacing(theme.space(4));
    auto *heading = new QLabel(title);
    heading->setProperty("textRole", u"title"_s);
    m_column->addWidget(heading);
    m_column->addStretch(1);
}

QCheckBox *SettingsPage::addSwitch(const Row &row, bool now, std::function<void(bool)> changed)
{
    auto *box = new NarrowCheckBox(row.caption);
    box->setChecked(now);
    addControl({row.name, {}, row.help}, box);
    m_rows.last().text += row.caption;
    connect(box, &QCheckBox::toggled, this, std::move(changed));
    return box;
}

QSpinBox *SettingsPage::addNumber(const Row &row, const QString &suffix, std::pair<int, int> range,
                                  int now, std::function<void(int)> changed)
{
    auto *box = new QSpinBox;
    box->setRange(range.first, range.second);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    box->setProperty("hasSteps", true);
    box->setKeyboardTracking(false); // half a number is none
    box->setValue(now);
    addControl(row, box);
    connect(box, &QSpinBox::valueChanged, this, std::move(changed));
    return box;
}

void SettingsPage::addControl(const Row &row, QWidget *control)
{
    auto *frame = new QWidget;
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(m_theme.space(1));
    control->setObjectName(row.name);
    if (!row.caption.isEmpty()) {
        auto *caption = new QLabel(row.caption);
        caption->setProperty("textRole", u"strong"_s);
        caption->setWordWrap(true);
        caption->setBuddy(control);
        control->setAccessibleName(row.caption);
        column->addWidget(caption);
    }
    column->addWidget(control, 0, Qt::AlignLeft);
    if (!row.help.isEmpty()) {
        auto *help = new QLabel(row.help);
        help->setTextFormat(Qt::PlainText);
        help->setWordWrap(true);
        help->setProperty("textRole", u"caption"_s);
        control->setAccessibleDescription(row.help);
        column->addWidget(help);
    }
    m_rows.append({frame, row.caption + u' ' + row.help + u' '});
    m_column->insertWidget(m_column->count() - 1, frame);
}

void SettingsPage::addArea(QWidget *area, int stretch)
{
    if (stretch > 0)
        m_column->setStretch(m_column->count() - 1, 0);
    m_column->insertWidget(m_column->count() - 1, area, stretch);
}

int SettingsPage::showMatches(const QStringList &words)
{
    int shown = 0;
    for (const Shown &row : std::as_const(m_rows)) {
        const bool isWanted = matches(m_title + u' ' + row.text, words);
        row.widget->setVisible(isWanted);
        shown += isWanted ? 1 : 0;
    }
    return shown;
}

bool SettingsPage::matches(const QString &text, const QStringList &words)
{
    const QString normal = text.normalized(QString::NormalizationForm_KC);
    return std::all_of(words.begin(), words.end(), [&normal](const QString &word) {
        return normal.contains(word.normalized(QString::NormalizationForm_KC), Qt::CaseInsensitive);
    });
}

void SettingsPage::addComboBox(const Row &row, QComboBox *box)
{
    addControl(row, box);
    for (int i = 0; i < box->count(); ++i)
        m_rows.last().text += box->itemText(i) + u' ';
}

} // namespace kodama
