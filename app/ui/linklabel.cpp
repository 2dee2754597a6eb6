#include "app/ui/linklabel.h"

#include "app/ui/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace kodama {

LinkLabel::LinkLabel(const Theme &theme, QWidget *parent)
    : QLabel(parent)
    , m_theme(theme)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setMouseTracking(true);
}

void LinkLabel::showLine(const QString &text)
{
    if (text == this->text())
        return;
    setText(text);
    m_links = findLinks(text);
    m_chosen = 0;
    m_pressed = -1;
    unsetCursor();
    setFocusPolicy(m_links.isEmpty() ? Qt::NoFocus : Qt::TabFocus);
    setAccessibleDescription(m_links.isEmpty() ? QString() : tr("Enter opens the link."));
}

void LinkLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    drawFrame(&painter);
    painter.setPen(palette().color(foregroundRole()));
    line()->draw(&painter, corner());
}

void LinkLabel::mouseMoveEvent(QMouseEvent *event)
{
    if (linkAt(event->position()) >= 0)
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
    QLabel::mouseMoveEvent(event);
}

void LinkLabel::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->button() == Qt::LeftButton ? linkAt(event->position()) : -1;
    if (m_pressed < 0)
        QLabel::mousePressEvent(event);
}

void LinkLabel::mouseReleaseEvent(QMouseEvent *event)
{
    const qsizetype pressed = std::exchange(m_pressed, -1);
    if (pressed >= 0 && event->button() == Qt::LeftButton && linkAt(event->position()) == pressed)
        Q_EMIT opened(m_links[pressed].target);
}

void LinkLabel::keyPressEvent(QKeyEvent *event)
{
    const bool isForward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    if (m_links.isEmpty())
        return QLabel::keyPressEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT opened(m_links[m_chosen].target);
    } else if (isForward || event->key() == Qt::Key_Left || event->key() == Qt::Key_Up) {
        m_chosen = std::clamp(m_chosen + (isForward ? 1 : -1), qsizetype(0), m_links.size() - 1);
        update();
    } else {
        QLabel::keyPressEvent(event);
    }
}

void LinkLabel::focusInEvent(QFocusEvent *event)
{
    QLabel::focusInEvent(event);
    m_chosen = 0;
}

std::unique_ptr<QTextLayout> LinkLabel::line() const
{
    const int width = contentsRect().width();
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width);
    auto layout = std::make_unique<QTextLayout>(shown, font());
    QTextOption option(QStyle::visualAlignment(layoutDirection(), alignment()) | Qt::AlignAbsolute);
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(text().isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    layout->setTextOption(option);
    QList<QTextLayout::FormatRange> formats;
    for (qsizetype i = 0; i < m_links.size() && m_links[i].start < shown.size(); ++i) {
        QTextCharFormat format;
        format.setForeground(m_theme.color(ThemeColor::Link));
        format.setFontUnderline(true);
        if (hasFocus() && i == m_chosen)
            format.setBackground(m_theme.color(ThemeColor::SelectedRow));
        const qsizetype length = std::min(m_links[i].length, shown.size() - m_links[i].start);
        formats.append({int(m_links[i].start), int(length), format});
    }
    layout->setFormats(formats);
    layout->beginLayout();
    QTextLine line = layout->createLine();
    if (line.isValid())
        line.setLineWidth(width);
    layout->endLayout();
    return layout;
}

QPointF LinkLabel::corner() const
{
    const QRect area = contentsRect();
    return {qreal(area.left()), area.top() + (area.height() - fontMetrics().height()) / 2.0};
}

qsizetype LinkLabel::linkAt(const QPointF &position) const
{
    const std::unique_ptr<QTextLayout> layout = line();
    if (m_links.isEmpty() || layout->lineCount() == 0)
        return -1;
    const QTextLine shown = layout->lineAt(0);
    const QPointF inside = position - corner();
    if (!shown.naturalTextRect().contains(inside))
        return -1;
    const int character = shown.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
    for (qsizetype i = 0; i < m_links.size(); ++i) {
        if (character >= m_links[i].start && character < m_links[i].start + m_links[i].length)
            return i;
    }
    return -1;
}

} // namespace kodama
