// Writes lines to a descriptor from a thread of its own, so that a reader who stops reading (a
// blocked pipe, a terminal on hold) never stops the program. What does not fit, there or on a full
// disk, is dropped and counted.
#pragma once

#include <QByteArray>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace kodama {

class LineWriter final
{
public:
    /// Bounds of what waits to be written.
    static constexpr qsizetype queuedBytes = qsizetype{1024} * 1024;
    static constexpr qsizetype queuedLines = 8192;

    /// Makes the line (with its line feed) that stands where count lines were dropped. Called in
    /// the writer's thread.
    using DropNotice = std::function<QByteArray(quint64 count)>;

    /// The descriptor stays the caller's, who keeps it open longer than this object.
    explicit LineWriter(int descriptor, DropNotice dropNotice = {});

    /// Waits for what is queued, but not for a reader who does not read: flushTime, and a moment
    /// for the thread to end.
    ~LineWriter();

    Q_DISABLE_COPY_MOVE(LineWriter)

    /// Queues a line that ends with a line feed. Never blocks; callable from any thread.
    void write(QByteArray line);

    /// Whether everything queued so far was written before the time was over.
    bool flush(std::chrono::milliseconds time);

    /// Lines dropped so far.
    [[nodiscard]] quint64 droppedCount() const;

    static constexpr std::chrono::milliseconds flushTime{300};

private:
    struct State;
    static void run(const std::shared_ptr<State> &state);

    std::shared_ptr<State> m_state;
    std::thread m_thread;
};

} // namespace kodama
