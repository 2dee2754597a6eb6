// Asks once before a long text goes into the field: it may have been the wrong clipboard.
#pragma once

#include "app/ui/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace kodama {

class PasteQuestion final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PasteQuestion)

public:
    explicit PasteQuestion(const Theme &theme, QWidget *parent = nullptr);

    /// Texts shorter than both need no question.
    static constexpr qsizetype longLines = 30;
    static constexpr qsizetype longCharacters = 4000;
    [[nodiscard]] static bool isLong(const QString &text);

    void ask(const QString &text);

Q_SIGNALS:
    void confirmed(const QString &text);
    /// Answered, in whatever way.
    void closed();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void finish(bool isWanted);
    void retranslate();

    QLabel *m_label;
    QPushButton *m_paste;
    QPushButton *m_cancel;
    QString m_text;
};

} // namespace kodama
