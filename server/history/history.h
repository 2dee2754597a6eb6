// What the chat remembers: the one door to the store, be it a file or memory.
// Lives in one thread, the one that created it, except the handler of synced commits.
//
// Writing happens in batches: begin(), then appends and saves, then commit(). Nothing of a batch
// is there before commit() returned a number; show it to others only then, and acknowledge it only
// when that number is synced. When a write fails the batch is lost: all later writes and commit()
// return the same error, and the offsets that it gave will be given again. (TooManyStreams is no
// failure of the batch.) Reading works inside a batch, which sees its own writes, and outside.
#pragma once

#include "common/result.h"
#include "server/history/historytypes.h"

#include <chrono>
#include <functional>
#include <optional>

namespace kodama {

class History
{
public:
    /// Called with the newest commit that is on the disk, from any thread; must only pass it on.
    using SyncedHandler = std::function<void(CommitNumber)>;
    /// Nothing: it was done.
    using Failure = std::optional<HistoryError>;

    virtual ~History() = default;

    /// At most once, before the first batch. Never called where commits are synced as they are
    /// made.
    virtual void setSyncedHandler(SyncedHandler /*handler*/) {}
    /// At most once, before the first batch. Called in another thread when nothing more can be
    /// synced: trouble() says why, and tend() tries again.
    virtual void setSyncFailedHandler(std::function<void()> /*handler*/) {}

    /// Fails at once, without waiting, while the store is known not to work.
    [[nodiscard]] virtual Failure begin() = 0;

    /// The number is 0 when the batch wrote nothing: there is nothing to wait for.
    [[nodiscard]] virtual Result<CommitNumber, HistoryError> commit() = 0;

    /// Somebody waits for what was committed up to this number: it is synced now. What nobody waits
    /// for is synced when it suits, within about a second.
    virtual void hurry(CommitNumber /*commit*/) {}

    /// What survives the loss of power.
    [[nodiscard]] virtual CommitNumber syncedCommit() const = 0;

    /// Returns the item's offset: position().last + 1 as it was before.
    /// Does not look at retry ids: ask findRetry() first.
    [[nodiscard]] virtual Result<qint64, HistoryError> append(const NewItem &item) = 0;

    /// Of a room; makes it known even if it has no items.
    [[nodiscard]] virtual Failure setTopic(const QString &room, const QString &topic) = 0;

    /// New or changed. Takes the nickKey away from whoever had it, until the person is saved with
    /// another one or forgotten.
    [[nodiscard]] virtual Failure savePerson(const PersonRecord &person) = 0;

    /// New or changed. Is forgotten 7 days after lastSeen, and the person with the last session.
    [[nodiscard]] virtual Failure saveSession(const SessionRecord &session) = 0;

    [[nodiscard]] virtual Failure removeSession(SessionId session) = 0;

    /// Also of a stream that nobody has heard of. Works without the disk.
    [[nodiscard]] virtual StreamPosition position(const QString &stream) = 0;

    /// Whether positions and the epoch are the store's: not before it could be opened once, if only
    /// to be read.
    [[nodiscard]] virtual bool knowsPositions() const { return true; }

    /// The same for all streams. When it changes, the store was lost: commits that were not synced
    /// by then never will be; save people and sessions again.
    [[nodiscard]] virtual QString epoch() const = 0;

    /// The oldest items after the offset; incomplete if any after it was pruned.
    [[nodiscard]] virtual Result<Page, HistoryError> after(const QString &stream, qint64 offset,
                                                           PageLimits limits) = 0;

    /// The newest items before the offset.
    [[nodiscard]] virtual Result<Page, HistoryError> before(const QString &stream, qint64 offset,
                                                            PageLimits limits) = 0;

    /// The newest items.
    [[nodiscard]] virtual Result<Page, HistoryError> newest(const QString &stream,
                                                            PageLimits limits) = 0;

    [[nodiscard]] virtual Result<std::optional<StoredRetry>, HistoryError>
    findRetry(SessionId session, const QByteArray &retryId) = 0;

    /// Rooms and conversations that are remembered, empty ones too, which make place for others
    /// (streamBound()). Works without the disk.
    [[nodiscard]] virtual qint64 streamCount() = 0;

    /// Rooms with items or a topic, without conversations, in no order. Works without the disk.
    [[nodiscard]] virtual QList<RoomRecord> rooms() = 0;

    /// The topic; empty if there is none. Works without the disk.
    [[nodiscard]] virtual QString topic(const QString &room) = 0;

    /// Newest first; also those whose items were all pruned.
    [[nodiscard]] virtual Result<QList<DirectRecord>, HistoryError> directsOf(PersonId person,
                                                                              int limit) = 0;

    /// The others of these, for whoever needs no more: quicker where there are many.
    [[nodiscard]] virtual Result<QList<PersonId>, HistoryError> correspondentsOf(PersonId person,
                                                                                 int limit) = 0;

    [[nodiscard]] virtual Result<std::optional<PersonRecord>, HistoryError>
    findPerson(PersonId person) = 0;
    /// The one who has the key, or, where nobody has it any more, had it last before.
    [[nodiscard]] virtual Result<std::optional<PersonRecord>, HistoryError>
    findPersonByNick(const QString &nickKey) = 0;
    [[nodiscard]] virtual Result<std::optional<SessionRecord>, HistoryError>
    findSession(const QByteArray &tokenHash) = 0;

    /// Why writing does not work at present; nothing if it does.
    [[nodiscard]] virtual Failure trouble() const = 0;

    /// A small portion of what needs doing at times, outside a batch: prunes what is over the
    /// limits, forgets old sessions, tries whether a store in trouble works again. Returns when to
    /// call it next; zero: there is more to do, after the next messages.
    virtual std::chrono::milliseconds tend(std::chrono::milliseconds wallTime) = 0;
};

} // namespace kodama
