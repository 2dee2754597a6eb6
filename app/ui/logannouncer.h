// Tells assistive technology of new messages, without a flood of words.
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>

class QAbstractItemModel;

namespace kodama {

class MessageView;

/// Messages of others that come to the end of the log are spoken one by one; of many at once the
/// number and the last one. So are answers and what this program says there; who comes and goes is
/// not.
class LogAnnouncer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogAnnouncer)

public:
    static constexpr int gatherMilliseconds = 400;
    static constexpr int spokenOneByOne = 3;
    static constexpr int longestSentence = 2000; // characters

    /// Both must outlive it; it belongs to `window`, among whose children what is spoken is found.
    LogAnnouncer(MessageView &view, QWidget &window);

    /// Speaks this, too. Of many at once the newest few.
    void say(const QString &sentence);
    /// The same of something of which only the newest matters.
    void sayState(const QString &sentence);

Q_SIGNALS:
    void announced(const QString &text);

private:
    void watch();
    void onInserted(int first, int last);
    void announce();

    MessageView &m_view;
    QPointer<QAbstractItemModel> m_model;
    QWidget *m_region; // what is spoken is its name
    QTimer m_timer;
    QStringList m_waiting; // messages: the newest few
    int m_count = 0;       // of messages
    QStringList m_sentences;
    QString m_state;
};

} // namespace kodama
