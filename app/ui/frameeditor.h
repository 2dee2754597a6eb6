// Where a frame is written, or edited and sent again. JSON is helped with, not asked for.
#pragma once

#include "app/core/inspect/frame.h"
#include "app/ui/theme.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace kodama {

class FrameEditor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameEditor)

public:
    explicit FrameEditor(const Theme &theme, QWidget *parent = nullptr);

    /// Takes the frame's content over; bytes as hexadecimal.
    void edit(const Frame &frame);
    void setConnected(bool isConnected);
    /// Stands until the text changes.
    void showProblem(const QString &sentence);
    void retranslate();

    /// Sends what is there, if it may be sent.
    void send();

Q_SIGNALS:
    void textSubmitted(const QByteArray &frame);
    void bytesSubmitted(const QByteArray &bytes);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyTheme();
    void onEdited();
    void showHint();
    void format();
    [[nodiscard]] QString hint() const;

    const Theme &m_theme;
    QPlainTextEdit *m_text;
    QLabel *m_hint;
    QCheckBox *m_bytes;
    QPushButton *m_format;
    QPushButton *m_send;
    QString m_problem;
    bool m_isConnected = false;
};

} // namespace kodama
