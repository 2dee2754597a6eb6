#include "pipelines.h"

#include "common/protocol/limits.h"

#include <QTimer>

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kodama {

PipeLines::PipeLines(int descriptor, LineOutput &output, QObject *parent)
    : LineSource(parent)
    , m_descriptor(descriptor)
    , m_output(output)
    , m_notifier(std::make_unique<QSocketNotifier>(QSocketNotifier::Read))
{
    m_notifier->setSocket(descriptor);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &PipeLines::onReadable);
}

void PipeLines::start()
{
    m_isRunning = true;
    m_notifier->setEnabled(!m_isAtEnd);
    QTimer::singleShot(0, this, &PipeLines::deliver); // what a pause held back
}

void PipeLines::pause()
{
    m_isRunning = false;
    m_notifier->setEnabled(false);
}

bool PipeLines::isComplete() const
{
    struct stat facts = {};
    if (m_isAtEnd || (::fstat(m_descriptor, &facts) == 0 && S_ISREG(facts.st_mode)))
        return true;
    pollfd state{m_descriptor, 0, 0}; // POLLHUP comes unasked
    return ::poll(&state, 1, 0) == 1; // hung up; what is in the pipe may still be unread
}

void PipeLines::onReadable()
{
    readMore();
    deliver();
}

void PipeLines::readMore()
{
    constexpr std::size_t portion = std::size_t{64} * 1024;
    std::array<char, portion>
        buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills
    const ssize_t count = ::read(m_descriptor, buffer.data(), buffer.size());
    if (count > 0) {
        m_waiting.append(buffer.data(), count);
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
        m_isAtEnd = true;
        m_notifier->setEnabled(false);
    }
}

void PipeLines::deliver()
{
    while (m_isRunning) {
        const qsizetype end = m_waiting.indexOf('\n');
        if (end < 0)
            break;
        QByteArray line = m_waiting.left(end);
        m_waiting.remove(0, end + 1);
        if (line.endsWith('\r'))
            line.chop(1);
        if (!std::exchange(m_isSkipping, false))
            Q_EMIT lineRead(QString::fromUtf8(line));
    }
    if (m_waiting.size() > limits::messageBytes && !m_waiting.contains('\n')) {
        m_waiting.clear();
        if (!std::exchange(m_isSkipping, true))
            Q_EMIT lineTooLong();
    }
    if (m_isRunning && m_isAtEnd)
        end();
}

void PipeLines::end()
{
    if (std::exchange(m_hasEnded, true))
        return;
    // A last line without its end counts, too.
    const QByteArray last = std::exchange(m_waiting, {});
    if (!last.isEmpty() && !m_isSkipping)
        Q_EMIT lineRead(QString::fromUtf8(last));
    Q_EMIT ended();
}

} // namespace kodama
