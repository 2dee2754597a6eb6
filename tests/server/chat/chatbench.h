// The chat without threads and sockets: requests go in, and fake shards carry out what comes back,
// so that a test sees what each client would.
#pragma once

#include "common/protocol/codec.h"
#include "server/chat/chatcore.h"
#include "tests/server/chat/faultyhistory.h"
#include "tests/server/support/frametexts.h"
#include "tests/support/manualclock.h"

#include <QByteArrayList>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>
#include <memory>
#include <set>

namespace kodama {

class ChatBench final
{
public:
    explicit ChatBench(int shardCount = 2, Language language = Language::Japanese)
        : desk(shardCount,
               [this](int shard, const DeliveryBatch &batch) { carryOut(shard, batch); })
        , texts(language)
        , core(std::make_unique<ChatCore>(shardCount, services()))
    {}

    /// One batch: what one turn of the chat's thread takes.
    void handle(std::vector<ChatRequest> requests)
    {
        for (const ChatRequest &request : requests)
            m_shards[request.connection] = request.shard;
        core->handle(requests);
        carryOut();
    }
    /// One request, one batch.
    void ask(ConnectionId connection, ChatRequest::What what)
    {
        std::vector<ChatRequest> requests;
        requests.push_back({connection, m_shards[connection], std::move(what)});
        handle(std::move(requests));
    }

    /// The connection's number decides about its shard.
    void connect(ConnectionId connection)
    {
        m_shards[connection] = int(connection) % core->outbound().shardCount();
        ask(connection, Connected{nameOf(connection)});
    }
    void disconnect(ConnectionId connection)
    {
        for (auto &[key, members] : m_members)
            members.erase(connection);
        ask(connection, Disconnected{});
    }
    /// As a shard would read it from a client that said hello.
    void say(ConnectionId connection, const QByteArray &text)
    {
        const int version = version2.contains(connection) ? 2 : 1;
        const auto message = decodeClientMessage(text, version);
        if (!message)
            qFatal("%s", message.error().detail.constData());
        std::visit(
            [&](const auto &typed) {
                if constexpr (std::is_constructible_v<ChatRequest::What, decltype(typed)>)
                    ask(connection, typed);
            },
            message.value());
    }
    /// The same, and the last message that comes back.
    QJsonObject request(ConnectionId connection, const QByteArray &text)
    {
        (void)take(connection);
        say(connection, text);
        const QByteArrayList got = take(connection);
        return got.isEmpty() ? QJsonObject() : QJsonDocument::fromJson(got.last()).object();
    }
    /// Connects and says hello; the rest of the object is appended.
    QJsonObject hello(ConnectionId connection, const QByteArray &nick, const QByteArray &rest = {})
    {
        connect(connection);
        return request(connection,
                       "{\"type\":\"hello\",\"v\":2,\"nick\":\"" + nick + "\"" + rest + "}");
    }
    [[nodiscard]] QList<QJsonObject> takeObjects(ConnectionId connection)
    {
        QList<QJsonObject> objects;
        for (const QByteArray &text : take(connection))
            objects.append(QJsonDocument::fromJson(text).object());
        return objects;
    }
    /// Types in the order in which they came.
    [[nodiscard]] QByteArray takeTypes(ConnectionId connection)
    {
        QByteArrayList types;
        for (const QJsonObject &object : takeObjects(connection))
            types.append(object[QLatin1StringView("type")].toString().toUtf8());
        return types.join(' ');
    }
    void advance(std::chrono::milliseconds time)
    {
        clock.advance(time);
        core->onTimer(clock.steadyTime());
        carryOut();
    }

    [[nodiscard]] static QString nameOf(ConnectionId connection)
    {
        return QStringLiteral("127.0.0.1:%1").arg(connection);
    }

    /// The texts that the connection got since the last call.
    [[nodiscard]] QByteArrayList take(ConnectionId connection)
    {
        return std::exchange(m_received[connection], {});
    }

    void carryOut()
    {
        for (int shard = 0; shard < core->outbound().shardCount(); ++shard)
            carryOut(shard, core->outbound().take(shard));
        core->onDelivered();
    }
    void carryOut(int shard, const DeliveryBatch &batch)
    {
        for (const Delivery &delivery : batch)
            std::visit([&](const auto &what) { carryOut(shard, what); }, delivery);
    }

    /// From now on the disk gets nothing more, until sync(). Returns up to where it has everything.
    CommitNumber holdDisk()
    {
        history.syncedTo = history.syncedCommit();
        return *history.syncedTo;
    }
    /// The disk has everything up to this commit.
    void sync(CommitNumber commit)
    {
        history.syncedTo = commit;
        core->onSynced(commit);
        carryOut();
    }
    /// Another server on the same store.
    void restart()
    {
        desk.discard();
        core = std::make_unique<ChatCore>(core->outbound().shardCount(), services());
        version2.clear();
        m_members.clear();
    }

    ManualClock clock;
    FaultyHistory history;
    AnswerDesk desk;
    quint64 random = 0;
    const Texts texts;
    Bounds bounds;
    ChatMeters meters;
    std::unique_ptr<ChatCore> core;
    std::map<ConnectionId, CloseInfo> closed;
    std::set<ConnectionId> version2;
    std::set<ConnectionId> announced;
    QList<qint64> usedUp;                 ///< what the operator was told of rooms
    std::map<ConnectionId, int> answered; ///< how often
    std::map<ConnectionId, int> buffers;  ///< how many were received

private:
    [[nodiscard]] ChatServices services()
    {
        return {history, desk,   clock,   [this] { return ++random; },
                texts,   bounds, &meters, [this](qint64 streams) { usedUp.append(streams); }};
    }

    void carryOut(int shard, const Publish &what)
    {
        for (const ConnectionId member : m_members[what.room]) {
            if (m_shards[member] != shard)
                continue;
            if (member != what.except)
                receive(member, what.frame);
            else if (!what.forExcept.bytes.isEmpty())
                receive(member, what.forExcept);
        }
    }
    void carryOut(int, const Reply &what)
    {
        if (what.connection != 0) // nobody: what was taken back
            receive(what.connection, what.frame);
    }
    void carryOut(int, const JoinRoom &what) { m_members[what.room].insert(what.connection); }
    void carryOut(int, const LeaveRoom &what) { m_members[what.room].erase(what.connection); }
    void carryOut(int shard, const Announced &what)
    {
        announced.insert(what.connection);
        carryOut(shard, JoinRoom{roomkey::v1Lobby, what.connection});
    }
    void carryOut(int, const HelloAnswered &what)
    {
        if (what.version >= 2)
            version2.insert(what.connection);
    }
    void carryOut(int, const Answered &what) { ++answered[what.connection]; }
    void carryOut(int, const CloseLink &what)
    {
        closed[what.connection] = {what.code, what.reason};
    }

    void receive(ConnectionId connection, const SharedFrame &frame)
    {
        ++buffers[connection];
        m_received[connection].append(payloadsOf(frame.bytes));
    }

    std::map<ConnectionId, int> m_shards;
    std::map<RoomKey, std::set<ConnectionId>> m_members;
    std::map<ConnectionId, QByteArrayList> m_received;
};

} // namespace kodama
