#include "server/wakeup.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace kodama {

Wakeup::Wakeup()
    : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_descriptor < 0)
        qFatal("eventfd: %s", strerror(errno));
}

Wakeup::~Wakeup()
{
    ::close(m_descriptor);
}

void Wakeup::wake() const
{
    const quint64 one = 1;
    // It fails when it is full, and then the thread is being woken anyway.
    if (::write(m_descriptor, &one, sizeof one) < 0 && errno != EAGAIN)
        qWarning("eventfd: cannot wake a thread: %s", strerror(errno));
}

void Wakeup::wait(std::optional<std::chrono::nanoseconds> atMost) const
{
    pollfd woken{m_descriptor, POLLIN, 0};
    timespec timeout{};
    if (atMost) {
        const auto whole = std::chrono::duration_cast<std::chrono::seconds>(*atMost);
        timeout = {whole.count(), (*atMost - whole).count()};
    }
    if (::ppoll(&woken, 1, atMost ? &timeout : nullptr, nullptr) < 0 && errno != EINTR)
        qFatal("ppoll: %s", strerror(errno));
}

void Wakeup::clear() const
{
    quint64 count = 0;
    if (::read(m_descriptor, &count, sizeof count) < 0 && errno != EAGAIN)
        qWarning("eventfd: %s", strerror(errno));
}

} // namespace kodama
