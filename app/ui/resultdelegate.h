// Paints a message that was found: where, who and when in one line, the text around the words in
// the other. Tested by tst_searchdialog.
#pragma once

#include "app/core/chat/historysearch.h"
#include "app/ui/theme.h"

#include <QStyledItemDelegate>

namespace kodama {

/// For HistorySearch.
class ResultDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultDelegate)

public:
    ResultDelegate(const Theme &theme, const HistorySearch &search, QObject *parent);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

    /// One line of the message that begins a little before the first hit.
    [[nodiscard]] static QString excerpt(const QString &text, const SearchQuery &query);

private:
    const Theme &m_theme;
    const HistorySearch &m_search;
};

} // namespace kodama
