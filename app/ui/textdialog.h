// One message as a whole, for texts that are too long for the log.
#pragma once

#include "app/ui/theme.h"

#include <QDialog>

#include <memory>

namespace Ui {
class TextDialog;
}

namespace kodama {

class TextDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TextDialog)

public:
    TextDialog(const Theme &theme, const QString &caption, const QString &text,
               QWidget *parent = nullptr);
    ~TextDialog() override;

    /// A line longer than this is shown in pieces: laying out a megabyte in one line takes seconds.
    static constexpr qsizetype maxLineCharacters = 4000;
    [[nodiscard]] static QString inShortLines(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void copyText() const;

    std::unique_ptr<Ui::TextDialog> m_ui;
    QString m_text;
};

} // namespace kodama
