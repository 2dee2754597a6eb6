// A line of text of which links can be opened, by mouse or with Tab and Enter; text() stays whole.
// Tested by tst_mainwindow.
#pragma once

#include "app/ui/linkfinder.h"

#include <QLabel>
#include <QTextLayout>
#include <QUrl>

#include <memory>

namespace kodama {

class Theme;

class LinkLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LinkLabel)

public:
    explicit LinkLabel(const Theme &theme, QWidget *parent = nullptr);

    void showLine(const QString &text);

Q_SIGNALS:
    void opened(const QUrl &link);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] std::unique_ptr<QTextLayout> line() const;
    [[nodiscard]] QPointF corner() const;
    [[nodiscard]] qsizetype linkAt(const QPointF &position) const;

    const Theme &m_theme;
    QList<TextLink> m_links;
    qsizetype m_chosen = 0;   ///< the link that Enter opens
    qsizetype m_pressed = -1; ///< the one that the mouse is held on
};

} // namespace kodama
