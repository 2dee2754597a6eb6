// The bar above the log that finds text in it: Enter goes to older, Shift+Enter to newer hits.
#pragma once

#include "app/core/logfinder.h"
#include "app/ui/messageview.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace kodama {

class Theme;

class FindBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindBar)

public:
    /// Searches what the view shows and paints the hits there. The bar is hidden until it is
    /// opened.
    FindBar(const Theme &theme, MessageView &view, QWidget *parent = nullptr);

    /// Shows the bar and remembers where one was; `text` is looked for at once unless it is empty.
    void open(const QString &text = {});
    /// Hides it and returns to where one was in this log, unless one has scrolled away from the
    /// hit.
    void close();
    void goToOlder();
    void goToNewer();

    /// Says whether there are older messages than the view has: then what is not found here may be
    /// there all the same, and the bar offers to search all of it. Empty: there never are.
    void setHasOlder(std::function<bool()> hasOlder);

    [[nodiscard]] const LogFinder &finder() const { return m_finder; }

Q_SIGNALS:
    /// This is to be looked for in the older messages, too.
    void wholeSearchWanted(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QToolButton *makeButton(const QString &name, const QString &icon);
    void placeWidgets();
    void applyTheme();
    void retranslate();
    void showCount();
    void showOffer();
    void showCurrent();
    void go(void (LogFinder::*step)());
    void onModelReplaced();
    void scrollToHit(const QModelIndex &index);
    [[nodiscard]] QList<QTextLayout::FormatRange> marks(const QModelIndex &index,
                                                        const MessageLayout &row) const;

    const Theme &m_theme;
    MessageView &m_view;
    LogFinder m_finder;
    QLineEdit *m_field;
    QLabel *m_count;
    QToolButton *m_older;
    QToolButton *m_newer;
    QToolButton *m_close;
    QWidget *m_offer; // a line of its own: what is not here may be in older messages
    QLabel *m_offerText;
    QPushButton *m_searchAll;
    std::function<bool()> m_hasOlder;
    QPointer<QWidget> m_focusBefore;
    std::optional<LogPosition> m_positionBefore; // none: of the next jump
    int m_scrollOfHit = -1;                      // where the last jump left the view
    bool m_isStaying = false; // in another log: only who asks for a result is led there
};

} // namespace kodama
