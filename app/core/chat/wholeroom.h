// Brings all that the server has of a room into its log: what is missing in it, then page by page
// what is above it. For an export of the whole.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace kodama {

class Chat;
class Conversation;

/// Ends by itself where the log is full. Lives in the window's thread.
class WholeRoom final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WholeRoom)

public:
    enum class Outcome {
        Complete,
        Full,    ///< the log takes no more
        Stopped, ///< by stop(), or no answer came
    };
    static constexpr std::chrono::seconds patience{30}; ///< for one page

    /// The chat outlives this.
    explicit WholeRoom(Chat &chat, QObject *parent = nullptr);

    /// Whether there is anything to bring, now.
    [[nodiscard]] bool isIncomplete(const Conversation &room) const;
    void bring(Conversation &room);
    void stop() { end(Outcome::Stopped); }
    [[nodiscard]] bool isRunning() const { return m_room != nullptr; }

Q_SIGNALS:
    /// So many rows are in the log.
    void progressed(int rows);
    void ended(kodama::WholeRoom::Outcome outcome);

private:
    struct Place
    {
        int rows = 0;
        qint64 gap = 0;
        friend bool operator==(const Place &, const Place &) = default;
    };
    [[nodiscard]] static Place placeOf(const Conversation &room);
    void askNext();
    void end(Outcome outcome);

    Chat &m_chat;
    QPointer<Conversation> m_room;
    Place m_asked; ///< when the last page was asked for
    QTimer m_patience;
};

} // namespace kodama
