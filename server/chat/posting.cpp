#include "server/chat/posting.h"

#include "common/protocol/codec.h"
#include "common/protocol/fieldwriter.h"
#include "common/protocol/names.h"
#include "server/chat/answerdesk.h"
#include "server/chat/chatlimits.h"
#include "server/frameencoding.h"
#include "server/transport/frame.h"

namespace kodama {

namespace {

/// The sender's copy: the id is the last member.
SharedFrame withId(const QByteArray &body, const QString &id)
{
    QByteArray copy;
    copy.reserve(body.size() + id.size() + 16);
    copy.append(body).chop(1);
    copy += ",\"id\":";
    appendJsonString(copy, id);
    copy += '}';
    return encodeTextFrame(copy);
}

/// What is stored with this position and id; from version 1 without a sender.
NewItem itemOf(const QString &stream, const QByteArray &body, const Ack &ack,
               const ChatSession *session)
{
    NewItem item{stream, body, ack.ts, 0, 0, ack.id.toUtf8()};
    if (session) {
        item.sender = session->person;
        item.session = session->id;
    }
    return item;
}

/// A message that has no place in a history.
SharedFrame unstoredFrame(BroadcastMessage message)
{
    message.room.reset();
    message.offset.reset();
    message.ts.reset();
    return encodeFrame(message);
}

} // namespace

Posting::Posting(ChatContext &context, ChatVoice &voice, AnsweredHandler answered)
    : m_context(context)
    , m_voice(voice)
    , m_answered(std::move(answered))
    , m_history(context.services.history)
    , m_desk(context.services.desk)
    , m_epoch(m_history.epoch())
{}

void Posting::broadcast(ChatConnection &connection, Broadcast message, const QString &room)
{
    const ChatSession *session = connection.session;
    BroadcastMessage post{connection.clientId, std::move(message.content),
                          m_context.timestamps.now()};
    if (!session && !open()) {
        publishUnstored(std::move(post));
        return;
    }
    if (session && !mayStore(connection, message.id))
        return;
    const StreamPosition position = m_history.position(room);
    const Ack ack{message.id.value_or(QString()), room, position.epoch, position.last + 1,
                  m_context.ts()};
    if (session && answerRetry(connection, ack, room, post.content))
        return;
    post.room = room;
    post.offset = ack.offset;
    post.ts = ack.ts;
    if (session)
        post.fromNick = session->nick;
    ServerMessage whole(std::move(post));
    const QByteArray body = encode(whole);
    if (!append(connection, itemOf(room, body, ack, session), message.id)) {
        if (!session)
            publishUnstored(std::move(std::get<BroadcastMessage>(whole)));
        return;
    }
    Draft draft = draftOf(body, std::move(message.id));
    if (!session)
        draft.message = std::move(std::get<BroadcastMessage>(whole));
    if (const Room *place = m_context.rooms.find(room))
        m_voice.publishToAll(*place, {draft.frame, connection.id, draft.ownCopy});
    accept(connection, draft.id ? encodeFrame(ack) : SharedFrame{}, std::move(draft));
}

void Posting::direct(ChatConnection &connection, const Direct &message, const Recipient &to)
{
    if (!mayStore(connection, message.id))
        return;
    const ChatSession &session = *connection.session;
    const QString stream = directStream(session.person, to.person);
    const StreamPosition position = m_history.position(stream);
    const Ack ack{message.id.value_or(QString()), directRoomName(to.nick),
                  epochOf(stream, position.epoch), position.last + 1, m_context.ts()};
    if (answerRetry(connection, ack, stream, message.content))
        return;
    const QByteArray body = encode(ServerMessage(
        DirectMessage{session.nick, to.nick, ack.epoch, ack.offset, ack.ts, message.content, {}}));
    if (!append(connection, itemOf(stream, body, ack, &session), message.id))
        return;
    Draft draft = draftOf(body, message.id);
    connection.session->mayHaveDirects = true;
    ChatSession *recipient = m_context.people.sessionByNick(foldNick(to.nick));
    if (recipient && recipient != &session) {
        recipient->mayHaveDirects = true;
        for (const ChatConnection *one : recipient->connections)
            m_voice.reply(*one, draft.frame);
    }
    for (const ChatConnection *one : session.connections)
        m_voice.reply(*one, one == &connection ? draft.ownCopy : draft.frame);
    accept(connection, draft.id ? encodeFrame(ack) : SharedFrame{}, std::move(draft));
}

void Posting::refuse(ChatConnection &connection, const std::optional<QString> &id,
                     const Refusal &refusal)
{
    answerInOrder(connection, encodeFrame(m_voice.errorOf(id, refusal)));
}

void Posting::answerInOrder(ChatConnection &connection, const SharedFrame &answer)
{
    if (connection.unanswered == 0)
        m_voice.reply(connection, answer);
    else
        answerWhenStored(connection, answer);
}

void Posting::answerWhenStored(ChatConnection &connection, const SharedFrame &answer)
{
    ++connection.unanswered;
    m_batch.push_back({{connection.id, 0, answer}, {}});
}

std::optional<Refusal> Posting::setTopic(const QString &room, const QString &topic)
{
    settle();
    if (!open())
        return storeUnavailable();
    const auto failure = m_history.setTopic(room, topic);
    m_isOpen = false;
    const auto commit = m_history.commit();
    if (commit)
        m_lastCommit = qMax(m_lastCommit, commit.value());
    if (commit && failure && failure->kind == HistoryError::Kind::TooManyStreams)
        return roomsUsedUp();
    return commit && !failure ? std::nullopt : std::optional(storeUnavailable());
}

void Posting::settle()
{
    save();
    watchEpoch();
    if (m_isOpen) {
        m_isOpen = false;
        const auto commit = m_history.commit();
        m_hasFailed = !commit;
        if (commit) {
            m_lastCommit = qMax(m_lastCommit, commit.value());
            m_context.people.confirmSaved(m_saving);
        } else {
            takeBack();
        }
        m_saving.clear();
    }
    for (Pending &pending : std::exchange(m_batch, {})) {
        pending.answer.commit = m_lastCommit;
        if (pending.answer.frame.bytes.isEmpty())
            release(pending.answer); // nothing to say, nothing to wait for
        else
            m_waiting.push_back(std::move(pending.answer));
    }
    m_drafts.clear();
    onSynced(m_history.syncedCommit());
}

void Posting::saveEverybody()
{
    do {
        settle();
    } while (m_context.people.hasUnsaved() && !m_hasFailed);
}

void Posting::handOver()
{
    if (m_handedOver == m_waiting.size())
        return;
    std::vector<AnswerDesk::Answer> answers;
    answers.reserve(m_waiting.size() - m_handedOver);
    for (; m_handedOver < m_waiting.size(); ++m_handedOver) {
        Answer &answer = m_waiting[m_handedOver];
        if (const ChatConnection *connection = m_context.people.connection(answer.connection))
            answers.push_back({answer.commit,
                               connection->shard,
                               {answer.connection, std::exchange(answer.frame, {})}});
    }
    m_desk.put(std::move(answers));
    m_history.hurry(m_lastCommit);
    // The disk may have had it before it was put there.
    (void)m_desk.release(m_history.syncedCommit());
}

void Posting::onSynced(CommitNumber commit)
{
    watchEpoch();
    (void)m_desk.release(commit); // before what comes after it
    while (!m_waiting.empty() && m_waiting.front().commit <= commit) {
        const Answer answer = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_handedOver -= m_handedOver > 0 ? 1 : 0;
        release(answer);
    }
}

bool Posting::open()
{
    if (!m_isOpen) {
        m_isOpen = !m_history.begin();
        m_hasFailed = !m_isOpen;
        watchEpoch();
    }
    return m_isOpen;
}

// The store was lost, and with it what was not on the disk by then: that is never acknowledged. Who
// waits for it is told to come again, and repeats it.
void Posting::watchEpoch()
{
    if (m_history.epoch() == m_epoch)
        return;
    m_epoch = m_history.epoch();
    m_desk.discard();
    m_handedOver = 0;
    for (const Answer &answer : std::exchange(m_waiting, {})) {
        if (ChatConnection *connection = m_context.people.connection(answer.connection))
            --connection->unanswered;
    }
}

bool Posting::mayStore(ChatConnection &connection, const std::optional<QString> &id)
{
    if (waitingCount() < limits::waitingAcks && open())
        return true;
    refuseUnstored(connection, id);
    return false;
}

void Posting::refuseUnstored(ChatConnection &connection, const std::optional<QString> &id)
{
    refuse(connection, id, storeUnavailable());
}

bool Posting::append(ChatConnection &connection, const NewItem &item,
                     const std::optional<QString> &id)
{
    // What is stored before the session that may repeat it would be stored twice after a crash.
    if (connection.session && connection.session->isUnsaved &&
        m_context.people.unsavedCount() > limits::savesPerBatch) {
        saveEverybody();
        if (!open()) {
            refuseUnstored(connection, id);
            return false;
        }
    }
    const auto offset = m_history.append(item);
    if (offset)
        return true;
    if (connection.session) {
        if (offset.error().kind == HistoryError::Kind::TooManyStreams)
            refuse(connection, id, roomsUsedUp());
        else
            refuseUnstored(connection, id);
    }
    return false;
}

Refusal Posting::roomsUsedUp()
{
    const auto &services = m_context.services;
    const std::chrono::nanoseconds now = services.clock.steadyTime();
    if (services.onRoomsUsedUp && now >= m_usedUpQuietUntil) {
        m_usedUpQuietUntil = now + limits::usedUpQuiet;
        services.onRoomsUsedUp(m_history.streamCount());
    }
    return {ErrorCode::RateLimited, Text::TooManyRooms};
}

Posting::Draft Posting::draftOf(const QByteArray &body, std::optional<QString> id)
{
    Draft draft{encodeTextFrame(body)};
    draft.ownCopy = id ? withId(body, *id) : draft.frame;
    draft.id = std::move(id);
    return draft;
}

void Posting::accept(ChatConnection &connection, SharedFrame ack, Draft draft)
{
    draft.isVersion1 = connection.session == nullptr;
    draft.session = connection.session ? connection.session->id : SessionId{0};
    m_drafts.push_back(std::move(draft));
    if (!connection.session)
        return;
    ++connection.unanswered;
    m_batch.push_back({{connection.id, 0, std::move(ack)}, m_drafts.size() - 1});
}

void Posting::publishUnstored(BroadcastMessage message)
{
    m_voice.publishToAll(m_context.rooms.lobby(), {unstoredFrame(std::move(message))});
}

void Posting::save()
{
    if (!m_context.people.hasUnsaved() || !open())
        return;
    m_saving = m_context.people.unsaved(limits::savesPerBatch);
    for (const ChatSession *session : m_saving) {
        QStringList rooms;
        for (const Room *room : session->rooms)
            rooms.append(room->name);
        // A failure shows at the commit.
        (void)m_history.savePerson({session->person, session->nick, session->nickKey});
        (void)m_history.saveSession(
            {session->id, session->tokenHash, session->person, rooms, session->lastSeen});
    }
}

void Posting::takeBack()
{
    QHash<const char *, const Draft *> lost;
    QHash<const Draft *, SharedFrame> unstored;
    for (Draft &draft : m_drafts) {
        lost.insert(draft.frame.bytes.constData(), &draft);
        lost.insert(draft.ownCopy.bytes.constData(), &draft);
        if (draft.isVersion1)
            unstored.insert(&draft, unstoredFrame(std::move(draft.message)));
    }
    m_context.out.forEach([&](Delivery &delivery) {
        if (auto *publication = std::get_if<Publish>(&delivery)) {
            const Draft *draft = lost.value(publication->frame.bytes.constData());
            if (draft && draft->isVersion1)
                publication->frame = publication->forExcept = unstored.value(draft);
            else if (draft)
                delivery = Reply{}; // to nobody: no connection has this number
        } else if (const auto *reply = std::get_if<Reply>(&delivery)) {
            if (lost.contains(reply->frame.bytes.constData()))
                delivery = Reply{};
        }
    });
    refuseBatch();
}

void Posting::refuseBatch()
{
    for (Pending &pending : m_batch) {
        if (pending.draft)
            pending.answer.frame = unstoredError(m_drafts[*pending.draft].id);
    }
}

void Posting::release(const Answer &answer)
{
    ChatConnection *connection = m_context.people.connection(answer.connection);
    if (!connection)
        return;
    --connection->unanswered;
    if (!answer.frame.bytes.isEmpty())
        m_voice.reply(*connection, answer.frame);
    if (connection->unanswered == 0 && !connection->waiting.empty())
        m_answered(connection->id);
}

SharedFrame Posting::unstoredError(const std::optional<QString> &id) const
{
    return encodeFrame(m_voice.errorOf(id, storeUnavailable()));
}

} // namespace kodama
