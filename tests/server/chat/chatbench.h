// The chat without threads and sockets: requests go in, and fake shards carry out what comes back,
// so that a test sees what each client would.
#pragma once

#include "server/chat/chatcore.h"
#include "tests/support/manualclock.h"

#include <QByteArrayList>

#include <map>
#include <set>

namespace kodama {

class ChatBench final
{
public:
    explicit ChatBench(int shardCount = 2, Language language = Language::Japanese)
        : core(shardCount, clock, Texts(language))
    {}

    /// One batch: what one turn of the chat's thread takes.
    void handle(std::vector<ChatRequest> requests)
    {
        for (const ChatRequest &request : requests)
            m_shards[request.connection] = request.shard;
        core.handle(requests);
        carryOut();
    }
    void ask(ConnectionId connection, ChatRequest::What what)
    {
        std::vector<ChatRequest> requests;
        requests.push_back({connection, m_shards[connection], std::move(what)});
        handle(std::move(requests));
    }

    /// The connection's number decides about its shard.
    void connect(ConnectionId connection)
    {
        m_shards[connection] = int(connection) % core.outbound().shardCount();
        ask(connection, Connected{nameOf(connection)});
    }
    void disconnect(ConnectionId connection)
    {
        for (auto &[key, members] : m_members)
            members.erase(connection);
        ask(connection, Disconnected{});
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
        for (int shard = 0; shard < core.outbound().shardCount(); ++shard) {
            for (const Delivery &delivery : core.outbound().take(shard))
                std::visit([&](const auto &what) { carryOut(shard, what); }, delivery);
        }
    }

    ManualClock clock;
    ChatCore core;
    std::map<ConnectionId, CloseInfo> closed;
    std::set<ConnectionId> version2;

private:
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
    void carryOut(int, const Reply &what) { receive(what.connection, what.frame); }
    void carryOut(int, const JoinRoom &what) { m_members[what.room].insert(what.connection); }
    void carryOut(int, const LeaveRoom &what) { m_members[what.room].erase(what.connection); }
    void carryOut(int, const BecomeV2 &what) { version2.insert(what.connection); }
    void carryOut(int, const CloseLink &what)
    {
        closed[what.connection] = {what.code, what.reason};
    }

    void receive(ConnectionId connection, const SharedFrame &frame)
    {
        m_received[connection].append(payloadOf(frame.bytes));
    }

    // Server frames are not masked: two bytes, then none, two or eight of length.
    static QByteArray payloadOf(const QByteArray &frame)
    {
        switch (static_cast<uchar>(frame[1])) {
        case 126:
            return frame.sliced(4);
        case 127:
            return frame.sliced(10);
        default:
            return frame.sliced(2);
        }
    }

    std::map<ConnectionId, int> m_shards;
    std::map<RoomKey, std::set<ConnectionId>> m_members;
    std::map<ConnectionId, QByteArrayList> m_received;
};

} // namespace kodama
