#include "lineoutput.h"

#include "common/writewhole.h"

#include <QCoreApplication>

#include <cerrno>
#include <csignal>
#include <unistd.h>
#include <utility>

namespace kodama {

namespace {

class OutputText
{
    Q_DECLARE_TR_FUNCTIONS(StandardOutput)
};

/// 0, or the errno of a full disk. Ends the program when nobody reads any more, as it would end
/// without Qt, which ignores SIGPIPE for the sake of its sockets.
int writeLine(int descriptor, const QString &line)
{
    const int error = writeWhole(descriptor, QByteArray(line.toUtf8() + '\n'));
    if (error == EPIPE) {
        std::signal(SIGPIPE, SIG_DFL);
        std::raise(SIGPIPE);
    }
    return error;
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
    const int error = writeLine(STDOUT_FILENO, line);
    if (error != 0 && !std::exchange(m_hasFailed, true))
        printError(OutputText::tr("kodama: standard output cannot be written: %1")
                       .arg(qt_error_string(error)));
}

void StandardOutput::printError(const QString &line)
{
    (void)writeLine(STDERR_FILENO, line); // there is no place left to complain
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
