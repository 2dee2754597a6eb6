#include "server/wakeup.h"

#include <cerrno>
#include <cstring>
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

void Wakeup::clear() const
{
    quint64 count = 0;
    if (::read(m_descriptor, &count, sizeof count) < 0 && errno != EAGAIN)
        qWarning("eventfd: %s", strerror(errno));
}

} // namespace kodama
