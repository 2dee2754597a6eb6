#include "lineoutput.h"

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace kodama {

namespace {

/// Ends the program when nobody reads any more, as it would end without Qt, which ignores SIGPIPE
/// for the sake of its sockets.
void writeLine(int descriptor, const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    qsizetype written = 0;
    while (written < bytes.size()) {
        const ssize_t count = ::write(descriptor, bytes.constData() + written,
                                      static_cast<std::size_t>(bytes.size() - written));
        if (count >= 0) {
            written += count;
        } else if (errno == EPIPE) {
            std::signal(SIGPIPE, SIG_DFL);
            std::raise(SIGPIPE);
        } else if (errno != EINTR) {
            return; // a full disk: there is no place left to complain
        }
    }
}

bool isHarmful(QChar c)
{
    constexpr char16_t firstOverride = 0x202a; // LRE ... RLO
    constexpr char16_t lastOverride = 0x202e;
    constexpr char16_t firstIsolate = 0x2066; // LRI ... PDI
    constexpr char16_t lastIsolate = 0x2069;
    const char16_t code = c.unicode();
    return c.category() == QChar::Other_Control ||
           (code >= firstOverride && code <= lastOverride) ||
           (code >= firstIsolate && code <= lastIsolate);
}

} // namespace

void StandardOutput::print(const QString &line)
{
    writeLine(STDOUT_FILENO, line);
}

void StandardOutput::printError(const QString &line)
{
    writeLine(STDERR_FILENO, line);
}

QString printable(const QString &text)
{
    QString result = text;
    for (QChar &c : result) {
        if (c == u'\n')
            c = u'↵';
        else if (c == u'\t')
            c = u' ';
        else if (isHarmful(c))
            c = QChar::ReplacementCharacter;
    }
    return result;
}

} // namespace kodama
