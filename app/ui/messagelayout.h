// One row laid out for one width: what stands where, relative to the row's top left corner.
#pragma once

#include "app/ui/linkfinder.h"
#include "app/ui/messagewording.h"

#include <QRect>
#include <QRegion>
#include <QTextLayout>

#include <memory>
#include <optional>
#include <vector>

namespace kodama {

/// What stands between a row and the one above it.
struct RowSeparator
{
    enum class Kind {
        Cut,    ///< the server has more than is kept here; one or several, a line each
        Day,    ///< a new day
        Pause,  ///< hours later
        Unread, ///< the unread messages begin
    };

    Kind kind;
    QString text;
    QRect rect; ///< of the text; lines left and right of it are the painter's business
};

/// Written small, without anything around it.
[[nodiscard]] constexpr bool isQuiet(RowSeparator::Kind kind)
{
    return kind == RowSeparator::Kind::Cut || kind == RowSeparator::Kind::Pause;
}

/// Something in a row that one can click, or reach by keyboard through the context menu.
struct RowAction
{
    enum class Kind {
        ShowAll,
        LoadGap,
        ToggleRun,
        Retry,
        Discard,
        Person, ///< the name or picture of who wrote it; never among MessageLayout::actions
    };

    Kind kind;
    QString text;
    QRect rect;
};

/// The small drawing beside the time.
enum class RowBadge { None, Pending, Stored, Failed };

struct MessageLayout
{
    int height = 0;
    int top = 0; ///< where the row itself begins, below its separators
    RowShape shape = RowShape::Notice;
    LogEntry::Kind kind = LogEntry::Kind::Local;
    bool isOwn = false;
    bool isMention = false;
    bool isAction = false;
    bool startsGroup = true;
    bool isMirrored = false; ///< others stand at the right, as where one writes to the left
    RowBadge badge = RowBadge::None;

    std::vector<RowSeparator> separators;

    QRect bubble;
    QRect avatar; ///< null: none here
    QString avatarText;
    QString sender; ///< as the model says; decides the colour
    QString name;   ///< above the text, or before its first line; empty: none here
    QRect nameRect;

    std::unique_ptr<QTextLayout> body;
    QPointF bodyAt;
    int bodyWidth = 0; ///< of its lines
    int indent = 0;    ///< by how much the first one is shorter: for the name before it
    QList<TextLink> links;
    QString time;
    QRect timeRect;
    QRect badgeRect;

    std::vector<RowAction> actions;

    /// Turns a row of this width round, as for a window that is read from right to left.
    void mirror(int width);

    /// The link at `position`, or an empty URL.
    [[nodiscard]] QUrl linkAt(const QPoint &position) const;
    [[nodiscard]] std::optional<RowAction::Kind> actionAt(const QPoint &position) const;
    /// Links and actions.
    [[nodiscard]] QRegion clickable() const;
    /// The bubble, with the time in it; and that alone, with the badge.
    [[nodiscard]] QRegion written() const { return bubble; }
    [[nodiscard]] QRegion timeArea() const { return timeRect.united(badgeRect); }
    [[nodiscard]] bool isOverBody(const QPoint &position) const;
    /// The place between characters that is nearest to `position`, also outside of the text.
    [[nodiscard]] int cursorAt(const QPoint &position) const
    {
        return placeAt(position, QTextLine::CursorBetweenCharacters);
    }
    /// The character that `position` is on.
    [[nodiscard]] int characterAt(const QPoint &position) const
    {
        return placeAt(position, QTextLine::CursorOnCharacter);
    }

private:
    [[nodiscard]] int placeAt(const QPoint &position, QTextLine::CursorPosition on) const;
};

} // namespace kodama
