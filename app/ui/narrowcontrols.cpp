#include "app/ui/narrowcontrols.h"

#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTextLayout>

#include <algorithm>

namespace kodama {
namespace {

/// What must stay readable.
constexpr int letters = 12;

} // namespace

NarrowComboBox::NarrowComboBox(QWidget *parent)
    : QComboBox(parent)
{
    QSizePolicy policy = sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Preferred);
    setSizePolicy(policy);
}

QSize NarrowComboBox::sizeHint() const
{
    // With a style sheet, Qt's own is a little less than the words need.
    return QComboBox::sizeHint() + QSize(fontMetrics().averageCharWidth(), 0);
}

QSize NarrowComboBox::minimumSizeHint() const
{
    const QSize usual = QComboBox::minimumSizeHint();
    return {std::min(usual.width(), fontMetrics().averageCharWidth() * letters), usual.height()};
}

void NarrowComboBox::initStyleOption(QStyleOptionComboBox *option) const
{
    QComboBox::initStyleOption(option);
    const QRect field =
        style()->subControlRect(QStyle::CC_ComboBox, option, QStyle::SC_ComboBoxEditField, this);
    option->currentText =
        option->fontMetrics.elidedText(option->currentText, Qt::ElideRight, field.width());
}

NarrowCheckBox::NarrowCheckBox(const QString &caption, QWidget *parent)
    : QCheckBox(caption, parent)
    , m_caption(caption)
{
    setAccessibleName(caption);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred, QSizePolicy::CheckBox);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize NarrowCheckBox::sizeHint() const
{
    return sizeOf(m_caption);
}

QSize NarrowCheckBox::minimumSizeHint() const
{
    const QSize usual = sizeOf(m_caption);
    return {std::min(usual.width(), fontMetrics().averageCharWidth() * letters), usual.height()};
}

int NarrowCheckBox::heightForWidth(int width) const
{
    return sizeOf(inLines(width)).height();
}

void NarrowCheckBox::resizeEvent(QResizeEvent *event)
{
    QCheckBox::resizeEvent(event);
    const QString text = inLines(width());
    if (text != this->text())
        setText(text);
}

QSize NarrowCheckBox::sizeOf(const QString &text) const
{
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text = text;
    const QSize letterSize =
        style()->itemTextRect(fontMetrics(), {}, Qt::TextShowMnemonic, false, text).size();
    return style()->sizeFromContents(QStyle::CT_CheckBox, &option, letterSize, this);
}

QString NarrowCheckBox::inLines(int width) const
{
    const int room = width - (sizeOf(m_caption).width() -
                              fontMetrics().size(Qt::TextShowMnemonic, m_caption).width());
    QTextLayout layout(m_caption, font(), this);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(room, 1));
        lines.append(m_caption.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines.join(u'\n');
}

} // namespace kodama
