// One row laid out for one width: what stands where, relative to the row's top left corner.
#pragma once

#include "app/ui/linkfinder.h"
#include "app/ui/messagewording.h"
#include "app/ui/theme.h"

#include <QFont>
#include <QRect>
#include <QTextLayout>

#include <memory>

class QModelIndex;

namespace kodama {

struct MessageLayout
{
    int height = 0;
    RowShape shape = RowShape::Notice;
    LogEntry::Kind kind = LogEntry::Kind::Local;
    bool isOwn = false;
    bool startsGroup = true;

    QString day; ///< empty unless the row is the first of its day
    QRect dayPill;

    QRect bubble;
    QRect avatar; ///< null: none here
    QString avatarText;
    QString sender; ///< as the model says; decides the colour
    QString name;   ///< above the text; empty: none here
    QRect nameRect;

    std::unique_ptr<QTextLayout> body;
    QPointF bodyAt;
    QList<TextLink> links;
    QString time;
    QRect timeRect;

    QString showAll; ///< what leads to the rest of a long text; empty: it is all here
    QRect showAllRect;

    /// The link at `position`, or an empty URL.
    [[nodiscard]] QUrl linkAt(const QPoint &position) const;
};

/// Lays rows out. Texts beyond the bounds are cut, so that no message can cost more than a few
/// milliseconds.
class MessageLayouter final
{
public:
    static constexpr qsizetype maxCharacters = 4000;
    static constexpr int maxLines = 40;

    explicit MessageLayouter(const Theme &theme);

    [[nodiscard]] std::unique_ptr<MessageLayout> layOut(const QModelIndex &index, int width) const;

    /// Height of an ordinary row, to start with.
    [[nodiscard]] int estimatedHeight() const;

    /// Fonts and colours of the theme are others.
    void update();

private:
    struct Column
    {
        int left;
        int width;
    };

    [[nodiscard]] Column column(int width) const;
    void layOutDay(MessageLayout &row, const QModelIndex &index, int width) const;
    void layOutNotice(MessageLayout &row, const LogEntry &entry, int width) const;
    void layOutBubble(MessageLayout &row, const LogEntry &entry, int width) const;
    void placeTimeAndEdges(MessageLayout &row, const QPoint &origin, int inner) const;
    QSizeF layOutText(MessageLayout &row, const QString &text, const QFont &font, int width) const;

    const Theme &m_theme;
    QFont m_bodyFont;
    QFont m_monoFont;
    QFont m_smallFont;
    QFont m_nameFont;
};

} // namespace kodama
