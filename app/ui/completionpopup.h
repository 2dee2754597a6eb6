// The list of slash commands above the composer; takes no focus and no keys of its own.
#pragma once

#include <QListView>

class QStandardItemModel;

namespace kodama {

struct Completion
{
    QString word;        ///< what is written, `/echo`
    QString explanation; ///< what it does, for people
    QString argument;    ///< what is typed behind it, `TEXT`, as shown to people; empty: none
};

class CompletionPopup final : public QListView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CompletionPopup)

public:
    explicit CompletionPopup(QWidget *parent);

    /// Shows `choices` above `anchor` (in the parent's coordinates); hides without any.
    void offer(const QList<Completion> &choices, const QRect &anchor);
    void moveBy(int rows);
    [[nodiscard]] QString chosenWord() const;

Q_SIGNALS:
    void chosen(const QString &word);

private:
    QStandardItemModel *m_choices;
};

} // namespace kodama
