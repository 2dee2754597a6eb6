// What other programs of ours left unsent when they ended: several at the same time have a folder
// each, and the later ones' may not be used again for long. Sends it over a connection of its own
// in the session in which it was written, where the server knows what it has stored already.
#pragma once

#include "app/core/chat/postsender.h"
#include "app/core/chat/serverfolder.h"

#include <QHash>

#include <functional>
#include <memory>

namespace kodama {

class AbandonedPosts final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AbandonedPosts)

public:
    /// Takes a post over that cannot be sent this way, with the server's reason if it gave one.
    /// False: there is no place for it now.
    using Heir = std::function<bool(const OutboxPost &post, const QString &reason)>;

    /// The clock must outlive it.
    AbandonedPosts(const Clock &clock, Heir heir, QObject *parent = nullptr);
    ~AbandonedPosts() override;

    /// Looks behind our own folder and sends what it finds, one program's after the other's. The
    /// folder of a program that is still there is left alone.
    void start(const ServerFolder &ours, const QUrl &server);
    void stop();

    [[nodiscard]] bool isBusy() const { return m_work != nullptr; }
    /// That are to be sent, of the program whose turn it is.
    [[nodiscard]] std::size_t waitingCount() const;

Q_SIGNALS:
    /// One was stored, or isBusy() ended.
    void progressed();
    /// See Chat::unsentDamaged().
    void damageFound(int lines, const QString &file);

private:
    /// What one program left.
    struct Work
    {
        Work(const Clock &clock, ServerFolder theFolder);
        ~Work();
        Q_DISABLE_COPY_MOVE(Work)

        ServerFolder folder;
        QString session;
        ChatClient client;
        PostSender sender;
        QHash<QString, QString> reasons; ///< why posts failed, by id
        QHash<QString, QString> unknown; ///< whose names are asked for: rooms by epoch
        bool isGreeted = false;
        bool isDone = false;
    };

    void take(ServerFolder folder);
    void connectTo(Work &work);
    void onLost();
    void greet();
    void receive(const ServerMessage &message);
    void handle(const Welcome &message);
    void handle(const HelloResponse &message);
    void handle(const JoinResponse &message);
    void handle(const Ack &message);
    void handle(const ErrorMessage &message);
    void checkPersons(const QList<DirectSummary> &directs);
    void askForPersons();
    void nameAnew(const QString &person, const QString &room);
    void failFor(const QString &person, ErrorCode code, const QString &text);
    void tryLater(std::chrono::milliseconds wait);
    void finishIfNothingWaits();
    void finish();
    void handOver(Work &work);
    void onLater();

    const Clock &m_clock;
    const Heir m_heir;
    QUrl m_server;
    std::unique_ptr<Work> m_work;
    QTimer m_later; ///< to ask again, or to go on
};

} // namespace kodama
