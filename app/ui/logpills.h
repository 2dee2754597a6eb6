// The buttons that float over the log: down to the newest message, up to the unread ones.
#pragma once

#include <QObject>
#include <QRegion>

class QPushButton;
class QWidget;

namespace kodama {

class Theme;

class LogPills final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogPills)

public:
    /// What the view shows at the moment.
    struct State
    {
        int newMessages = 0;
        bool isAtBottom = true;
        bool isUnreadAbove = false;
        QRegion clickable; ///< what stands below them in the viewport and is not to be covered
        QRegion written;   ///< and what would better not be: all that is said there
        QRegion times;     ///< and when, at least
    };

    LogPills(const Theme &theme, QWidget &viewport, QWidget &parent);

    /// Shows, hides and places the buttons over the viewport.
    void update(const State &state);

Q_SIGNALS:
    void newestRequested();
    void unreadRequested();

private:
    enum class Edge { Top, Bottom };

    void place(QPushButton &pill, Edge edge, const State &state) const;
    [[nodiscard]] QRect freePlace(const QSize &size, Edge edge, const State &state) const;
    [[nodiscard]] QPushButton *makePill(const QString &name, const QString &icon, QWidget &parent);

    const Theme &m_theme;
    QWidget &m_viewport;
    QPushButton *m_newest;
    QPushButton *m_unread;
};

} // namespace kodama
