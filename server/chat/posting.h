// Messages on their way into the store and out to the rooms. What is said in one batch of requests
// is one commit: it is shown when the commit is done, and acknowledged when the disk has it. When
// the store fails, version 1 goes on unstored and version 2 is told. Lives in the chat's thread.
#pragma once

#include "server/chat/chatvoice.h"
#include "server/history/history.h"

#include <deque>
#include <functional>

namespace kodama {

class Posting final
{
public:
    /// Called when everything that was asked of a connection is answered.
    using AnsweredHandler = std::function<void(ConnectionId)>;

    Posting(ChatContext &context, ChatVoice &voice, AnsweredHandler answered);

    /// To the room, which need not exist yet.
    void broadcast(ChatConnection &connection, Broadcast message, const QString &room);

    /// To a person, who need not be there.
    struct Recipient
    {
        PersonId person = 0;
        QString nick;
    };
    void direct(ChatConnection &connection, const Direct &message, const Recipient &to);
    /// Answers as at first what was stored before, even if nobody or another one has that nick by
    /// now; StoreUnavailable where that cannot be told. False: it is not known.
    [[nodiscard]] bool repeat(ChatConnection &connection, const Direct &message);

    /// An error, behind the answers that wait for the disk.
    void refuse(ChatConnection &connection, const std::optional<QString> &id,
                const Refusal &refusal);

    /// Nothing if it is set; else why not.
    [[nodiscard]] std::optional<Refusal> setTopic(const QString &room, const QString &topic);

    /// Goes out behind the answers that the connection is owed.
    void answerInOrder(ChatConnection &connection, const SharedFrame &answer);

    /// Goes out when everything that was committed so far is on the disk.
    void answerWhenStored(ChatConnection &connection, const SharedFrame &answer);

    /// Commits what was said. Before the outbound deliveries are handed over, and before anybody is
    /// told what is in the store.
    void settle();
    /// The same, if anything was said in this batch.
    void settleMessages()
    {
        if (!m_drafts.empty())
            settle();
    }
    /// The same until everybody who must be saved is, or the store fails.
    void saveEverybody();

    /// What waits for the disk goes out from now on as soon as the disk has it. After the outbound
    /// deliveries were handed over, which come before.
    void handOver();

    /// Answers whose commits are on the disk go out, or are out.
    void onSynced(CommitNumber commit);

    [[nodiscard]] qsizetype waitingCount() const
    {
        return qsizetype(m_batch.size()) + qsizetype(m_waiting.size());
    }

private:
    struct Answer
    {
        ConnectionId connection = 0;
        CommitNumber commit = 0;
        SharedFrame frame{};
    };
    /// A message of this batch, as long as it can still fail.
    struct Draft
    {
        SharedFrame frame{};
        SharedFrame ownCopy{};
        BroadcastMessage message{}; ///< to tell it unstored, version 1 only
        std::optional<QString> id{};
        SessionId session = 0;
        bool isVersion1 = false;
    };
    struct Pending
    {
        Answer answer;
        std::optional<std::size_t> draft; ///< in m_drafts; without it there is no answer
    };
    [[nodiscard]] bool open();
    [[nodiscard]] bool mayStore(ChatConnection &connection, const std::optional<QString> &id);
    void refuseUnstored(ChatConnection &connection, const std::optional<QString> &id);
    void watchEpoch();
    /// An ack for what was appended before, perhaps in this batch.
    void acknowledgeAgain(ChatConnection &connection, const Ack &ack);
    [[nodiscard]] bool answerRetry(ChatConnection &connection, const Ack &ack,
                                   const QString &stream, const RawJson &content);
    /// Whether this is what was stored at first; also when nobody can tell any more.
    [[nodiscard]] Result<bool, HistoryError>
    isRepeated(const StoredRetry &first, const QString &stream, const RawJson &content);
    /// Nothing if it was pruned.
    [[nodiscard]] Result<std::optional<ServerMessage>, HistoryError>
    storedMessage(const StoredRetry &first);
    [[nodiscard]] bool append(ChatConnection &connection, const NewItem &item,
                              const std::optional<QString> &id);
    /// Why there is no place for another room; the operator hears of it, too.
    [[nodiscard]] Refusal roomsUsedUp();
    [[nodiscard]] static Draft draftOf(const QByteArray &body, std::optional<QString> id);
    void accept(ChatConnection &connection, SharedFrame ack, Draft draft);
    void publishUnstored(BroadcastMessage message);
    void save();
    void takeBack();
    void refuseBatch();
    void release(const Answer &answer);
    [[nodiscard]] SharedFrame unstoredError(const std::optional<QString> &id) const;

    ChatContext &m_context;
    ChatVoice &m_voice;
    const AnsweredHandler m_answered;
    History &m_history;
    AnswerDesk &m_desk;
    QString m_epoch;
    bool m_isOpen = false;    // between begin() and commit()
    bool m_hasFailed = false; // the last of them
    std::vector<Draft> m_drafts;
    std::vector<Pending> m_batch;
    std::vector<ChatSession *> m_saving;
    std::deque<Answer> m_waiting; // in the order of their commits
    std::size_t m_handedOver = 0; // of them, the first; their frames are at the desk
    CommitNumber m_lastCommit = 0;
    std::chrono::nanoseconds m_usedUpQuietUntil{0}; // steady time
};

} // namespace kodama
