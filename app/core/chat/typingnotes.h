// Who types where: what was heard of others, and what the server has heard of us.
#pragma once

#include "common/clock.h"

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <optional>

namespace kodama {

class TypingNotes final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TypingNotes)

public:
    static constexpr std::chrono::milliseconds sayEvery{3'000};
    static constexpr std::chrono::milliseconds lasts{7'000}; ///< without another notice

    /// The clock must outlive it.
    explicit TypingNotes(const Clock &clock, QObject *parent = nullptr);

    /// Somebody types there. Beyond Conversation::mostTyping they are not counted.
    void hear(const QString &room, const QString &nick);
    /// Said something there, stopped, or went.
    void stop(const QString &room, const QString &nick);
    /// The room has another name, and nobody types there until they are heard of again.
    void rename(const QString &room, const QString &newName);

    /// To be called for every key: the `state` that the server is to hear of now, if any.
    [[nodiscard]] std::optional<QString> say(const QString &room, bool isTyping);
    /// What was typed there is sent: that tells the others enough.
    void forgetSaid(const QString &room);
    /// There is no connection: nobody is told.
    void clear();

Q_SIGNALS:
    /// Sorted; may be the same as before.
    void typersChanged(const QString &room, const QStringList &nicks);

private:
    using Times = QHash<QString, std::chrono::nanoseconds>;
    void expire();

    const Clock &m_clock;
    Times m_said;                  ///< by room
    QHash<QString, Times> m_heard; ///< room -> nick -> when
    QTimer m_timer;
};

} // namespace kodama
