// Every bound of the chat that is not on the wire or in the store, with its unit.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace kodama::limits {

/// What one answer lists at most; the counts beside a list are not cut.
inline constexpr int listedMembers = 1000;
inline constexpr int listedRooms = 1000;
inline constexpr int listedDirects = 100;

/// Rooms that somebody is in, all together.
inline constexpr int openRooms = 100'000;

/// Joins and names of one session, and messages to rooms that are not there yet: at once, so that
/// somebody in all rooms can come back to them, and then per second.
inline constexpr int changeBurst = 200;
inline constexpr int changesPerSecond = 20;

/// Sessions and rooms that one address makes, together: at once (a school behind one address, on
/// its first day), and then per second. They outlive whoever makes them, who may come back as
/// somebody else.
inline constexpr int creationBurst = 2000;
inline constexpr int creationsPerSecond = 20;

/// Addresses that this is counted for at a time.
inline constexpr qsizetype creatingAddresses = 20'000;

/// Requests of one connection behind a message that is being stored, bytes. Past them it is told to
/// come back later (1013).
inline constexpr qsizetype waitingRequestBytes = qsizetype{4} * 1024 * 1024;
/// The same of all connections together: past that, a connection may have no more than a little.
inline constexpr qsizetype allWaitingRequestBytes = qsizetype{64} * 1024 * 1024;
inline constexpr qsizetype littleWaitingRequestBytes = qsizetype{16} * 1024;

/// Of an answer that is ready and waits among those to messages that are being stored.
inline constexpr qsizetype shortAnswerBytes = 512;

/// Messages of all connections that are being stored, and such answers. Past them new ones are
/// refused.
inline constexpr qsizetype waitingAcks = 100'000;

/// Fewer of version 1 are told at once of each who comes or goes. To tell more takes about 5 us for
/// each of them: when they have been told, they are not told again for eight times as long, within
/// these bounds.
inline constexpr int fewListeners = 16;
inline constexpr std::chrono::microseconds noticePause{40};
inline constexpr std::chrono::milliseconds shortestNoticePause{5};
inline constexpr std::chrono::milliseconds longestNoticePause{250};
/// Comings and goings in one buffer, and those that wait.
inline constexpr int noticesTogether = 64;
inline constexpr int waitingNotices = 4096;

/// Names that are tried as a suggestion for one that is taken.
inline constexpr int suggestedNicks = 1000;

/// How far to jump at most in search of a number for a guest: beyond all names that are remembered.
inline constexpr qint64 guestStep = qint64{1} << 20;

/// People and sessions that one batch saves; the others follow with the next ones.
inline constexpr int savesPerBatch = 500;

/// Bytes of messages in one answer: it must fit into what may wait for a connection.
inline constexpr qsizetype recallBytes = qsizetype{512} * 1024;

/// A newest page when a request for history names no limit, items.
inline constexpr qint64 defaultHistoryItems = 50;

/// For how long somebody may be gone before anybody is told; also how long a version 1 connection
/// must stay silent to be shown to version 2.
inline constexpr std::chrono::milliseconds presenceDelay{3000};

/// Sessions that are in use are marked as seen this often: they are forgotten 7 days after that.
inline constexpr std::chrono::hours sessionRefresh{1};

/// A list for which more than listedRooms rooms and conversations were walked, and that took longer
/// than this to make, is used again, for so many times as long as it took.
inline constexpr std::chrono::milliseconds dearList{2};
inline constexpr int dearListRest = 20;

/// Between two words to the operator that there is no place for another room.
inline constexpr std::chrono::seconds usedUpQuiet{10};

/// When to try again a message that could not be stored.
inline constexpr std::chrono::milliseconds storeRetryTime{1000};

} // namespace kodama::limits
