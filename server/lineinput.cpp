#include "server/lineinput.h"

#include <QSocketNotifier>

#include <cerrno>
#include <unistd.h>

namespace kodama {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t portionBytes = 4096;

/// How soon a program that was moved to the foreground reads the terminal again.
constexpr std::chrono::milliseconds foregroundCheck = 500ms;

} // namespace

LineInput::LineInput(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_isTerminal(::isatty(descriptor) == 1)
    , m_notifier(new QSocketNotifier(descriptor, QSocketNotifier::Read, this))
{
    m_backgroundTimer.setSingleShot(true);
    m_backgroundTimer.setInterval(foregroundCheck);
    connect(m_notifier, &QSocketNotifier::activated, this, &LineInput::onReadable);
    connect(&m_backgroundTimer, &QTimer::timeout, this, [this] { m_notifier->setEnabled(true); });
}

LineInput::~LineInput()
{
    m_notifier->setEnabled(false);
}

void LineInput::onReadable()
{
    // What is typed while we are in the background is meant for the shell.
    if (isInBackground()) {
        m_notifier->setEnabled(false);
        m_backgroundTimer.start();
        return;
    }
    char bytes[portionBytes];
    const ssize_t count = ::read(m_descriptor, bytes, sizeof(bytes));
    if (count > 0)
        takeLines({bytes, count});
    else if (count == 0)
        finish(m_isTerminal && ::isatty(m_descriptor) == 1);
    else if (errno != EINTR && errno != EAGAIN)
        finish(false);
}

void LineInput::takeLines(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView part = end < 0 ? bytes : bytes.first(end);
        if (m_partial.size() + part.size() > longestLine) {
            m_partial.clear();
            m_isSkipping = true;
        }
        if (!m_isSkipping)
            m_partial.append(part);
        if (end < 0)
            return;
        if (m_isSkipping)
            Q_EMIT lineSkipped();
        else
            tell(m_partial);
        m_isSkipping = false;
        m_partial.clear();
        bytes = bytes.sliced(end + 1);
    }
}

void LineInput::tell(const QByteArray &line)
{
    const bool hasCarriageReturn = line.endsWith('\r');
    Q_EMIT lineRead(QString::fromUtf8(hasCarriageReturn ? line.chopped(1) : line));
}

void LineInput::finish(bool byUser)
{
    m_notifier->setEnabled(false);
    if (std::exchange(m_isSkipping, false))
        Q_EMIT lineSkipped();
    else if (!m_partial.isEmpty())
        tell(std::exchange(m_partial, {}));
    if (byUser)
        Q_EMIT endedByUser();
    Q_EMIT ended();
}

bool LineInput::isInBackground() const
{
    if (!m_isTerminal)
        return false;
    const pid_t foreground = ::tcgetpgrp(m_descriptor);
    // An error means that the terminal is gone or not our controlling one: read() will tell.
    return foreground != -1 && foreground != ::getpgrp();
}

} // namespace kodama
