// The commands and shortcuts on one sheet.
#pragma once

#include "app/ui/theme.h"

#include <QDialog>

#include <memory>

namespace Ui {
class HelpDialog;
}

namespace kodama {

class HelpDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HelpDialog)

public:
    explicit HelpDialog(const Theme &theme, QWidget *parent = nullptr);
    ~HelpDialog() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    std::unique_ptr<Ui::HelpDialog> m_ui;
};

} // namespace kodama
