// Wakes a thread that waits for a descriptor to become readable. wake() is callable from any
// thread, the rest from the one that is woken.
#pragma once

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace kodama {

class Wakeup final
{
    Q_DISABLE_COPY_MOVE(Wakeup)

public:
    Wakeup();
    ~Wakeup();

    void wake() const;

    /// Returns when it was woken, that time is over, or a signal was handled meanwhile.
    void wait(std::optional<std::chrono::nanoseconds> atMost) const;

    /// Forgets that it was woken. What was put aside for the thread is to be looked at afterwards,
    /// never before.
    void clear() const;

    /// Readable (EPOLLIN) from wake() to clear().
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

} // namespace kodama
