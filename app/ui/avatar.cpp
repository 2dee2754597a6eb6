#include "app/ui/avatar.h"

#include "app/ui/messagewording.h"
#include "app/ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace kodama {

void paintAvatar(QPainter &painter, const Theme &theme, const QRect &circle, const QString &nick)
{
    constexpr int partsOfACircle = 9; // as high as this many, the initial takes five
    constexpr int partsOfALetter = 5;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.senderColor(nick));
    painter.drawEllipse(circle);
    QFont font = theme.font(TextSize::Strong);
    font.setPixelSize(std::max(1, circle.height() * partsOfALetter / partsOfACircle));
    painter.setFont(font);
    painter.setPen(theme.avatarInk());
    painter.drawText(circle, Qt::AlignCenter, avatarText(nick));
    painter.restore();
}

} // namespace kodama
