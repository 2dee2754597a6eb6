#include "terminallines.h"

#include "common/protocol/limits.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <clocale>
#include <cstdio>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

namespace kodama {

namespace {

constexpr char controlD = 4;

void write(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

int terminalColumns()
{
    constexpr int usual = 80;
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return usual;
    return size.ws_col;
}

/// Cells that the text takes; kana and kanji take two.
int columnsOf(const QString &text)
{
    int columns = 0;
    for (const uint code : text.toUcs4())
        columns += std::max(0, ::wcwidth(static_cast<wchar_t>(code)));
    return columns;
}

} // namespace

TerminalLines::TerminalLines(const QString &historyPath, QObject *parent)
    : LineSource(parent)
    , m_edit(el_init("kodama", stdin, stdout, stderr))
    , m_history(history_init())
    , m_historyPath(QFile::encodeName(historyPath))
    , m_notifier(STDIN_FILENO, QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &TerminalLines::onReadable);
    HistEvent event{};
    history(m_history, &event, H_SETSIZE, historyLines);
    history(m_history, &event, H_SETUNIQUE, 1);
    if (!m_historyPath.isEmpty())
        history(m_history, &event, H_LOAD, m_historyPath.constData());
    el_set(m_edit, EL_CLIENTDATA, this);
    el_set(m_edit, EL_PROMPT, &promptOf);
    el_set(m_edit, EL_EDITOR, "emacs");
    el_set(m_edit, EL_SIGNAL, 0);
    el_set(m_edit, EL_HIST, &history, m_history);
    el_source(m_edit, nullptr); // the user's ~/.editrc
}

TerminalLines::~TerminalLines()
{
    pause();
    HistEvent event{};
    if (!m_historyPath.isEmpty()) {
        QDir().mkpath(QFileInfo(QFile::decodeName(m_historyPath)).path());
        history(m_history, &event, H_SAVE, m_historyPath.constData());
        // What one says is nobody else's business.
        QFile::setPermissions(QFile::decodeName(m_historyPath),
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    el_end(m_edit);
    history_end(m_history);
}

char *TerminalLines::promptOf(EditLine *edit)
{
    TerminalLines *self = nullptr;
    el_get(edit, EL_CLIENTDATA, &self);
    return self->m_prompt.data(); // libedit takes a non-const pointer, but only reads
}

void TerminalLines::setPlace(const QString &room)
{
    const QByteArray prompt = printable(room).toUtf8() + "> ";
    if (prompt == m_prompt)
        return;
    const QByteArray erase = eraseLine();
    m_prompt = prompt;
    if (!m_isEditing)
        return;
    write(erase);
    el_set(m_edit, EL_REFRESH);
}

void TerminalLines::start()
{
    m_isRunning = true;
    beginEditing();
}

void TerminalLines::pause()
{
    m_isRunning = false;
    if (!m_isEditing)
        return;
    endEditing();
    print({}); // what comes next, the shell's prompt perhaps, begins a line
}

void TerminalLines::beginEditing()
{
    if (m_isEditing)
        return;
    m_isEditing = true;
    el_set(m_edit, EL_UNBUFFERED, 1);
    m_notifier.setEnabled(true);
}

void TerminalLines::endEditing()
{
    if (!m_isEditing)
        return;
    m_isEditing = false;
    m_notifier.setEnabled(false);
    el_set(m_edit, EL_UNBUFFERED, 0);
}

void TerminalLines::onReadable()
{
    int count = 0;
    const char *text = el_gets(m_edit, &count);
    if (!text || count <= 0) {
        if (hasHungUp()) {
            pause();
            Q_EMIT ended();
        }
        return;
    }
    const QByteArray typed(text, count);
    if (typed.size() == 1 && typed.front() == controlD) {
        pause();
        Q_EMIT ended();
    } else if (typed.endsWith('\n') || typed.endsWith('\r')) {
        onLine(typed.chopped(1));
    }
}

void TerminalLines::onLine(const QByteArray &line)
{
    // What the line brings about is printed without a prompt below it.
    endEditing();
    if (line.size() > limits::messageBytes) {
        Q_EMIT lineTooLong();
    } else {
        HistEvent event{};
        if (!line.trimmed().isEmpty())
            history(m_history, &event, H_ENTER, line.constData());
        Q_EMIT lineRead(QString::fromUtf8(line));
    }
    if (m_isRunning)
        beginEditing();
}

bool TerminalLines::hasHungUp() const
{
    pollfd entry{STDIN_FILENO, POLLIN, 0};
    return ::poll(&entry, 1, 0) > 0 && (entry.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

int TerminalLines::cursorRow() const
{
    const LineInfo *line = el_line(m_edit);
    const QByteArrayView before(line->buffer, line->cursor - line->buffer);
    return columnsOf(QString::fromUtf8(m_prompt) + QString::fromUtf8(before)) / terminalColumns();
}

QByteArray TerminalLines::eraseLine() const
{
    QByteArray bytes("\r");
    if (const int rows = cursorRow(); rows > 0)
        bytes += "\033[" + QByteArray::number(rows) + 'A';
    return bytes + "\033[J";
}

void TerminalLines::print(const QString &line)
{
    write((m_isEditing ? eraseLine() : QByteArray()) + line.toUtf8() + "\r\n");
    if (m_isEditing)
        el_set(m_edit, EL_REFRESH);
}

void TerminalLines::resized()
{
    el_resize(m_edit);
}

void TerminalLines::continued()
{
    if (!m_isEditing)
        return;
    endEditing();
    beginEditing();
}

} // namespace kodama
