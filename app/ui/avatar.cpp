#include "app/ui/avatar.h"

#include "app/ui/messagewording.h"
#include "app/ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace kodama {
namespace {

void paintCircle(QPainter &painter, const Theme &theme, const QRect &circle, const QBrush &ground)
{
    if (ground.style() != Qt::NoBrush) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawEllipse(circle);
        return;
    }
    const qreal thick = std::max(1.0, circle.height() / 16.0);
    const qreal inset = thick / 2;
    painter.setPen(QPen(theme.color(ThemeColor::TextDisabled), thick));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QRectF(circle).adjusted(inset, inset, -inset, -inset));
}

} // namespace

void paintAvatar(QPainter &painter, const Theme &theme, const QRect &circle, const QString &nick,
                 AvatarLook look)
{
    constexpr int partsOfACircle = 9; // as high as this many, the initial takes five
    constexpr int partsOfALetter = 5;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QBrush ground; // none
    QColor ink;
    switch (look) {
    case AvatarLook::Full:
        ground = theme.senderColor(nick);
        ink = theme.avatarInk();
        break;
    case AvatarLook::Pale:
        ground = theme.paleSenderColor(nick);
        ink = theme.color(ThemeColor::Text);
        break;
    case AvatarLook::Hollow:
        ink = theme.color(ThemeColor::TextMuted);
        break;
    }
    paintCircle(painter, theme, circle, ground);
    QFont font = theme.font(TextSize::Strong);
    font.setPixelSize(std::max(1, circle.height() * partsOfALetter / partsOfACircle));
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(circle, Qt::AlignCenter, avatarText(nick));
    painter.restore();
}

} // namespace kodama
