#include "app/ui/completionpopup.h"

#include <QStandardItemModel>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int wordRole = Qt::UserRole + 1;
constexpr int rowsShown = 10;

} // namespace

CompletionPopup::CompletionPopup(QWidget *parent)
    : QListView(parent)
    , m_choices(new QStandardItemModel(this))
{
    setObjectName(u"completionPopup"_s);
    setModel(m_choices);
    setFocusPolicy(Qt::NoFocus);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setUniformItemSizes(true);
    connect(this, &QListView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(index.data(wordRole).toString()); });
    hide();
}

void CompletionPopup::offer(const QList<Completion> &choices, const QRect &anchor)
{
    if (choices.isEmpty()) {
        hide();
        return;
    }
    m_choices->clear();
    for (const Completion &choice : choices) {
        const bool hasArgument = !choice.argument.isEmpty();
        const QString usage = hasArgument ? choice.word + u' ' + choice.argument : choice.word;
        auto *item = new QStandardItem(u"%1   %2"_s.arg(usage, choice.explanation));
        item->setData(choice.word, wordRole);
        item->setData(u"%1, %2"_s.arg(usage, choice.explanation), Qt::AccessibleTextRole);
        m_choices->appendRow(item);
    }
    setCurrentIndex(m_choices->index(0, 0));
    const int rows = std::min(int(choices.size()), rowsShown);
    const int width = std::min(anchor.width(), sizeHintForColumn(0) + sizeHintForRow(0) * 2);
    ensurePolished(); // frame and padding are the style sheet's
    show();
    const int exact = sizeHintForRow(0) * rows + height() - viewport()->height();
    resize(width, std::min(exact, anchor.top()));
    move(anchor.left(), anchor.top() - height());
    raise();
}

void CompletionPopup::moveBy(int rows)
{
    const int count = m_choices->rowCount();
    setCurrentIndex(m_choices->index((currentIndex().row() + rows + count) % count, 0));
}

QString CompletionPopup::chosenWord() const
{
    return currentIndex().data(wordRole).toString();
}

} // namespace kodama
