// Tested by test_store.py.
// Tested by test_store.py.
#include "server/storeprogram.h"

#include "server/exitstatus.h"
#include "server/history/storecheck.h"
#include "server/history/storefile.h"
#include "server/storeopening.h"
#include "server/storetexts.h"
#include "server/texts.h"

#include <QFile>

#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

void say(std::FILE *stream, const QString &text)
{
    const QByteArray line = text.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stream);
}

int cannotRead(const HistoryError &error, const QString &folder, Language language)
{
    if (error.kind == HistoryError::Kind::NewerVersion ||
        error.kind == HistoryError::Kind::NoDriver) {
        const StoreRefusal refusal = refusalOf(error, folder, language);
        say(stderr, refusal.message);
        return refusal.exitStatus;
    }
    const bool isThere = ::access(QFile::encodeName(storePath(folder)).constData(), R_OK) == 0;
    const bool isForbidden = !isThere && errno == EACCES;
    if (!isThere && !isForbidden) {
        say(stderr, storeText(language, StoreText::NoHistory).arg(folder));
        return exitstatus::noInput;
    }
    say(stderr, storeText(language, StoreText::CannotRead)
                    .arg(folder, reasonText(language, error.kind), error.detail));
    if (isForbidden)
        return exitstatus::notPermitted;
    return error.kind == HistoryError::Kind::Corrupt ? exitstatus::badData : exitstatus::noInput;
}

/// What was asked for, on standard output.
class Output final
{
public:
    void write(const QByteArray &line)
    {
        const bool isWritten =
            std::fwrite(line.constData(), 1, size_t(line.size()), stdout) == size_t(line.size()) &&
            std::fputc('\n', stdout) != EOF;
        if (!isWritten && m_error == 0)
            m_error = errno;
    }
    void write(const QString &line) { write(line.toUtf8()); }

    /// The exit status. A pipe that nobody reads any more or a full disk: what is missing must not
    /// look like the end. Whoever has closed the pipe knows about it.
    [[nodiscard]] int finish(int status, Language language)
    {
        if (std::fflush(stdout) != 0 && m_error == 0)
            m_error = errno;
        if (m_error == 0)
            return status;
        if (m_error != EPIPE)
            say(stderr, Texts(language)(Text::OutputFailed).arg(qt_error_string(m_error)));
        return exitstatus::ioError;
    }

private:
    int m_error = 0;
};

} // namespace

int checkStoreProgram(const QString &folder, Language language)
{
    const auto checked = checkStore(folder);
    if (!checked)
        return cannotRead(checked.error(), folder, language);
    Output output;
    const StoreReport &report = checked.value();
    QString summary = storeText(language, StoreText::Checked).arg(folder);
    for (const qint64 count : {report.rooms, report.conversations, report.items, report.bytes,
                               report.people, report.sessions})
        summary = summary.arg(count);
    output.write(summary);
    for (const QString &problem : report.problems)
        output.write(storeText(language, StoreText::Problem).arg(problem));
    const bool isWhole = report.problems.isEmpty();
    output.write(isWhole ? storeText(language, StoreText::Whole)
                         : storeText(language, StoreText::Damaged).arg(report.problems.size()));
    return output.finish(isWhole ? exitstatus::ok : exitstatus::badData, language);
}

int exportProgram(const QString &folder, const QString &room, Language language)
{
    Output output;
    const auto exported =
        exportRoom(folder, room, [&output](const QByteArray &line) { output.write(line); });
    if (!exported)
        return cannotRead(exported.error(), folder, language);
    if (!exported.value()) {
        say(stderr, storeText(language, StoreText::NoSuchRoom).arg(room));
        return exitstatus::noInput;
    }
    const qint64 damaged = exported.value()->damaged;
    if (damaged > 0)
        say(stderr, storeText(language, StoreText::LeftOut).arg(damaged));
    return output.finish(damaged > 0 ? exitstatus::badData : exitstatus::ok, language);
}

} // namespace kodama
