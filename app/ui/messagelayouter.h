// Lays rows of the log out. Texts beyond the bounds are cut, so that no message can cost more than
// a few milliseconds.
#pragma once

#include "app/ui/messagelayout.h"
#include "app/ui/theme.h"

#include <QFont>

class QModelIndex;

namespace kodama {

class RunFolding;

class MessageLayouter final
{
public:
    static constexpr qsizetype maxCharacters = 4000;
    static constexpr int maxLines = 40;

    MessageLayouter(const Theme &theme, const RunFolding &folding);

    [[nodiscard]] std::unique_ptr<MessageLayout> layOut(const QModelIndex &index, int width) const;

    /// Height of an ordinary row, to start with.
    [[nodiscard]] int estimatedHeight() const;

    /// Fonts and colours of the theme are others, or the direction of the window.
    void update();

private:
    struct Column
    {
        int left;
        int width;
    };

    [[nodiscard]] Column column(int width) const;
    void layOutSeparators(MessageLayout &row, const QModelIndex &index, int width) const;
    void addSeparator(MessageLayout &row, RowSeparator::Kind kind, const QString &text,
                      int width) const;
    void layOutNotice(MessageLayout &row, const QModelIndex &index, const LogEntry &entry,
                      int width) const;
    void layOutBubble(MessageLayout &row, const LogEntry &entry, int width) const;
    /// Above `origin`, which moves below it; where there is little air, before the text.
    void layOutName(MessageLayout &row, const LogEntry &entry, const Column &place, int inner,
                    QPoint &origin) const;
    [[nodiscard]] bool isDense() const { return m_theme.density() == Density::Compact; }
    [[nodiscard]] int air() const; ///< above and below a text
    [[nodiscard]] int avatarSize() const;
    void placeTimeAndEdges(MessageLayout &row, const QPoint &origin, int inner) const;
    /// Side by side from `at`; the width they take.
    int placeActions(MessageLayout &row, const QPoint &at, int width) const;
    QSizeF layOutText(MessageLayout &row, const QString &text, const QFont &font, int width) const;
    void addEmoji(QList<QTextLayout::FormatRange> &formats, const QString &text,
                  const QFont &font) const;
    void addNotice(QList<QTextLayout::FormatRange> &formats, const MessageLayout &row,
                   const QString &text) const;
    /// Of what somebody does that of the name, which must not jump with the text.
    [[nodiscard]] Qt::LayoutDirection directionOf(const MessageLayout &row,
                                                  const QString &text) const;
    void placeNoticeBadge(MessageLayout &row) const;
    void breakLines(MessageLayout &row, int width, QSizeF &size) const;

    const Theme &m_theme;
    const RunFolding &m_folding;
    QFont m_bodyFont;
    QFont m_monoFont;
    QFont m_smallFont;
    QFont m_nameFont;
    bool m_isMirrored = false; // the window is read from right to left
};

} // namespace kodama
