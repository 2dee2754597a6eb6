#include "app/ui/messagelayout.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace kodama {

void MessageLayout::mirror(int width)
{
    isMirrored = !isMirrored;
    const auto turn = [width](QRect &rect) {
        if (!rect.isNull())
            rect.moveLeft(width - rect.right() - 1);
    };
    for (QRect *rect : {&bubble, &avatar, &nameRect, &timeRect, &badgeRect})
        turn(*rect);
    for (RowSeparator &separator : separators)
        turn(separator.rect);
    for (RowAction &action : actions)
        turn(action.rect);
    // The letters keep their direction: only the column that they stand in moves.
    if (body && body->lineCount() > 0)
        bodyAt.setX(width - bodyAt.x() - bodyWidth);
}

QUrl MessageLayout::linkAt(const QPoint &position) const
{
    if (!body || links.isEmpty())
        return {};
    const QPointF inside = position - bodyAt;
    for (int i = 0; i < body->lineCount(); ++i) {
        const QTextLine line = body->lineAt(i);
        if (!line.naturalTextRect().contains(inside))
            continue;
        const int cursor = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (const TextLink &link : links) {
            if (cursor >= link.start && cursor < link.start + link.length)
                return link.target;
        }
    }
    return {};
}

std::optional<RowAction::Kind> MessageLayout::actionAt(const QPoint &position) const
{
    for (const RowAction &action : actions) {
        if (action.rect.contains(position))
            return action.kind;
    }
    const bool isOfPerson = kind == LogEntry::Kind::Chat || kind == LogEntry::Kind::Custom;
    if (isOfPerson && (avatar.contains(position) || nameRect.contains(position)))
        return RowAction::Kind::Person;
    return std::nullopt;
}

QRegion MessageLayout::clickable() const
{
    QRegion region;
    for (const RowAction &action : actions)
        region += action.rect;
    for (const TextLink &link : links) {
        for (int i = 0; body && i < body->lineCount(); ++i) {
            const QTextLine line = body->lineAt(i);
            const qsizetype from = std::max<qsizetype>(link.start, line.textStart());
            const qsizetype to =
                std::min<qsizetype>(link.start + link.length, line.textStart() + line.textLength());
            if (from >= to)
                continue;
            const qreal first = line.cursorToX(int(from));
            const qreal last = line.cursorToX(int(to));
            region += QRectF(std::min(first, last), line.y(), std::abs(last - first), line.height())
                          .translated(bodyAt)
                          .toAlignedRect();
        }
    }
    return region;
}

bool MessageLayout::isOverBody(const QPoint &position) const
{
    if (!body)
        return false;
    const QPointF inside = position - bodyAt;
    for (int i = 0; i < body->lineCount(); ++i) {
        if (body->lineAt(i).naturalTextRect().contains(inside))
            return true;
    }
    return false;
}

int MessageLayout::placeAt(const QPoint &position, QTextLine::CursorPosition on) const
{
    if (!body)
        return 0;
    const QPointF inside = position - bodyAt;
    if (inside.y() < 0)
        return 0;
    for (int i = 0; i < body->lineCount(); ++i) {
        const QTextLine line = body->lineAt(i);
        if (inside.y() < line.y() + line.height())
            return line.xToCursor(inside.x(), on);
    }
    return int(body->text().size());
}

} // namespace kodama
