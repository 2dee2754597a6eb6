#include "app/ui/helpdialog.h"

#include "ui_helpdialog.h"

#include <QEvent>

namespace kodama {

HelpDialog::HelpDialog(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::HelpDialog>())
{
    m_ui->setupUi(this);
    const int edge = theme.space(6);
    m_ui->column->setContentsMargins(edge, edge, edge, edge);
    m_ui->column->setSpacing(theme.space(5));
    m_ui->columns->setSpacing(theme.space(10));
    for (QGridLayout *grid : {m_ui->commandGrid, m_ui->keyGrid}) {
        grid->setHorizontalSpacing(theme.space(5));
        grid->setVerticalSpacing(theme.space(2));
        grid->setRowStretch(grid->rowCount(), 1);
    }
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::accept);
}

HelpDialog::~HelpDialog() = default;

void HelpDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_ui->retranslateUi(this);
}

} // namespace kodama
