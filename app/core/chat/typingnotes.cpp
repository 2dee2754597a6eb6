#include "app/core/chat/typingnotes.h"

#include "app/core/chat/conversation.h"

namespace kodama {

using namespace Qt::StringLiterals;

TypingNotes::TypingNotes(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_timer.setInterval(std::chrono::seconds{1});
    connect(&m_timer, &QTimer::timeout, this, &TypingNotes::expire);
}

void TypingNotes::hear(const QString &room, const QString &nick)
{
    Times &heard = m_heard[room];
    if (heard.size() >= qsizetype(Conversation::mostTyping) && !heard.contains(nick))
        return;
    heard.insert(nick, m_clock.steadyTime());
    m_timer.start();
    expire();
}

void TypingNotes::stop(const QString &room, const QString &nick)
{
    const auto heard = m_heard.find(room);
    if (heard != m_heard.end() && heard->remove(nick))
        expire();
}

void TypingNotes::rename(const QString &room, const QString &newName)
{
    if (m_heard.remove(room))
        Q_EMIT typersChanged(newName, {});
}

std::optional<QString> TypingNotes::say(const QString &room, bool isTyping)
{
    const std::chrono::nanoseconds now = m_clock.steadyTime();
    const auto said = m_said.constFind(room);
    const bool isKnown = said != m_said.cend();
    if (isTyping && (!isKnown || now - *said >= sayEvery)) {
        m_said.insert(room, now);
        return u"active"_s;
    }
    if (!isTyping && isKnown) {
        m_said.remove(room);
        return u"done"_s;
    }
    return std::nullopt;
}

void TypingNotes::forgetSaid(const QString &room)
{
    m_said.remove(room);
}

void TypingNotes::clear()
{
    m_said.clear();
    m_heard.clear();
    m_timer.stop();
}

/// Tells who types now; who was not heard of for a while does not.
void TypingNotes::expire()
{
    const std::chrono::nanoseconds now = m_clock.steadyTime();
    QHash<QString, QStringList> typers;
    for (auto room = m_heard.begin(); room != m_heard.end();) {
        room->removeIf([now](const auto &entry) { return now - entry.value() > lasts; });
        QStringList nicks = room->keys();
        nicks.sort();
        typers.insert(room.key(), nicks);
        room = room->isEmpty() ? m_heard.erase(room) : std::next(room);
    }
    if (m_heard.isEmpty())
        m_timer.stop();
    for (auto room = typers.cbegin(); room != typers.cend(); ++room)
        Q_EMIT typersChanged(room.key(), room.value());
}

} // namespace kodama
