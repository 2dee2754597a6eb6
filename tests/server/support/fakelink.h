// A connection without a socket: keeps what was sent, and why it was closed.
#pragma once

#include "common/protocol/codec.h"
#include "server/transport/clientlink.h"
#include "tests/server/support/frametexts.h"

#include <QByteArrayList>

#include <optional>

namespace kodama {

class FakeLink final : public ClientLink
{
public:
    FakeLink(ConnectionId id, const QString &clientId)
        : m_id(id)
        , m_clientId(clientId)
    {}

    [[nodiscard]] ConnectionId id() const override { return m_id; }
    [[nodiscard]] const QString &clientId() const override { return m_clientId; }
    void send(const SharedFrame &frame) override { m_frames.push_back(frame); }
    void sendDroppable(const SharedFrame &frame) override
    {
        ++m_droppable;
        send(frame);
    }
    void setReading(Reading reading, Pause pause) override
    {
        if (reading == Reading::Paused)
            m_pauses |= quint8(pause);
        else
            m_pauses &= quint8(~quint8(pause));
    }
    void close(quint16 code, const QString &reason) override { m_closed = {code, reason}; }

    [[nodiscard]] const std::vector<SharedFrame> &frames() const { return m_frames; }
    [[nodiscard]] int droppableCount() const { return m_droppable; }
    [[nodiscard]] bool isPaused() const { return m_pauses != 0; }
    [[nodiscard]] const std::optional<CloseInfo> &closed() const { return m_closed; }

    /// The payloads sent since the last call.
    [[nodiscard]] QByteArrayList takeTexts()
    {
        QByteArrayList texts;
        for (const SharedFrame &frame : m_frames)
            texts.append(payloadsOf(frame.bytes));
        m_frames.clear();
        return texts;
    }

private:
    const ConnectionId m_id;
    const QString m_clientId;
    std::vector<SharedFrame> m_frames;
    std::optional<CloseInfo> m_closed;
    quint8 m_pauses = 0;
    int m_droppable = 0;
};

} // namespace kodama
