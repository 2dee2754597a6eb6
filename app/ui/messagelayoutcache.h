// Keeps rows that are laid out, by id and width: what makes scrolling cheap. Bounded.
#pragma once

#include "app/ui/messagelayouter.h"

#include <QCache>

namespace kodama {

class MessageLayoutCache final
{
public:
    /// Several screens; a screen shows some 30 rows.
    static constexpr int maxRows = 600;

    MessageLayoutCache(const Theme &theme, const RunFolding &folding);

    /// Valid until the next call that is not const.
    [[nodiscard]] const MessageLayout &layoutFor(const QModelIndex &index, int width);

    [[nodiscard]] int estimatedHeight() const { return m_layouter.estimatedHeight(); }
    [[nodiscard]] qsizetype count() const { return m_layouts.count(); }
    /// How often a row was laid out; tests look at it.
    [[nodiscard]] quint64 layoutsMade() const noexcept { return m_made; }

    void remove(const QModelIndex &index);
    void clear();

private:
    struct Entry
    {
        std::unique_ptr<MessageLayout> layout;
        quint32 context; // what depends on the rows above and below
    };

    MessageLayouter m_layouter;
    QCache<quint64, Entry> m_layouts;
    int m_width = 0;
    quint64 m_made = 0;
};

} // namespace kodama
