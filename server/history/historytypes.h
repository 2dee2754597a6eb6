// What a History takes and gives: streams of items, positions, people and their sessions.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace kodama {

/// Chosen at random by the caller, so that people exist while the store does not work. Greater than
/// 0.
using PersonId = qint64;
/// The same for sessions. Retry ids belong to a session.
using SessionId = qint64;
/// Numbers the batches of one History, from 1.
using CommitNumber = quint64;

/// Why something was not done.
struct HistoryError
{
    enum class Kind {
        DiskFull,
        ReadOnly,
        Forbidden,      ///< who we are may not open a file that there is
        Locked,         ///< another process holds the database
        Corrupt,        ///< set aside soon; a new epoch follows
        Io,             ///< any other fault of the disk
        InUse,          ///< by another server
        NoFolder,       ///< none that can be locked is at the path, or can be made
        NewerVersion,   ///< made by a newer kodama-server, at opening only
        NoDriver,       ///< Qt's SQLite driver is not installed, at opening only
        TooManyStreams, ///< refuses the one append; the batch goes on
    };
    Kind kind = Kind::Io;
    QString detail; ///< English, for the log
};

/// Where a stream is. Offsets rise by at least 1 from item to item; they may leave numbers out.
struct StreamPosition
{
    QString epoch;    ///< changes when the store was lost: offsets of another epoch mean nothing
    qint64 last = 0;  ///< of the newest item, kept or not; 0: there was none
    qint64 first = 1; ///< of the oldest item that is kept; last + 1: none is
};

/// An item to be appended.
struct NewItem
{
    QString stream; ///< a room's name, or directStream()
    QByteArray body;
    qint64 ts = 0; ///< Unix milliseconds
    PersonId sender = 0;
    SessionId session = 0;
    QByteArray retryId; ///< empty: cannot be retried
};

/// An item as it was appended.
struct StoredItem
{
    qint64 offset = 0;
    qint64 ts = 0;
    PersonId sender = 0;
    SessionId session = 0;
    QByteArray retryId;
    QByteArray body;
};

/// What became of an item with a retry id. Known longer than the item itself is kept.
struct StoredRetry
{
    QString stream;
    qint64 offset = 0;
    qint64 ts = 0;
};

/// How much a page may hold. It has at least one item if there is any.
struct PageLimits
{
    int items = 0;
    qsizetype bytes = 0; ///< of all bodies
};

struct Page
{
    QList<StoredItem> items; ///< oldest first
    bool more = false;       ///< there are further ones in the direction asked for
    bool isComplete = true;  ///< false: some in the range are pruned or damaged, and left out
    int damaged = 0;         ///< items that the disk has changed
};

struct RoomRecord
{
    QString name;
    QString topic;
    StreamPosition position;
    qint64 items = 0; ///< that are kept
};

struct PersonRecord
{
    PersonId id = 0;
    QString nick;
    QString nickKey; ///< the nick as it is compared; belongs to one person at a time
};

struct SessionRecord
{
    SessionId id = 0;
    QByteArray tokenHash;
    PersonId person = 0;
    QStringList rooms;
    qint64 lastSeen = 0; ///< Unix milliseconds
};

/// A conversation of two people, as one of them sees it.
struct DirectRecord
{
    PersonId other = 0;
    QString nick;    ///< the other's, also when that person is gone
    QString nickKey; ///< by which findPersonByNick() finds the other; empty: by none
    StreamPosition position;
};

/// The stream of two people's conversation, whoever of them asks. Rooms never begin with `@`.
[[nodiscard]] QString directStream(PersonId one, PersonId other);

/// The two of a conversation; nothing for a room.
[[nodiscard]] std::optional<std::pair<PersonId, PersonId>> directPeople(const QString &stream);

/// With how many streams there is no place for this one.
[[nodiscard]] std::size_t streamBound(const QString &stream);

/// The store's epoch as clients are told it. That of a conversation is its own: they know it by a
/// nick, which may become another person's, and both conversations count from 1.
[[nodiscard]] QString epochOf(const QString &stream, const QString &epoch);

} // namespace kodama
