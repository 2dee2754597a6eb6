// Tested by test_store.py.
#include "server/storeprogram.h"

#include "common/writewhole.h"
#include "server/exitstatus.h"
#include "server/history/storecheck.h"
#include "server/history/storefile.h"
#include "server/storeopening.h"
#include "server/storetexts.h"
#include "server/texts.h"

#include <QFile>

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

void complain(const QString &text)
{
    (void)writeWhole(STDERR_FILENO, QByteArray(text.toUtf8() + '\n'));
}

int cannotRead(const HistoryError &error, const QString &folder, Language language)
{
    if (error.kind == HistoryError::Kind::NewerVersion ||
        error.kind == HistoryError::Kind::NoDriver) {
        const StoreRefusal refusal = refusalOf(error, folder, language);
        complain(refusal.message);
        return refusal.exitStatus;
    }
    const bool isThere = ::access(QFile::encodeName(storePath(folder)).constData(), R_OK) == 0;
    const bool isForbidden = !isThere && errno == EACCES;
    if (!isThere && !isForbidden) {
        complain(storeText(language, StoreText::NoHistory).arg(folder));
        return exitstatus::noInput;
    }
    complain(storeText(language, StoreText::CannotRead)
                 .arg(folder, reasonText(language, error.kind), error.detail));
    if (isForbidden)
        return exitstatus::notPermitted;
    return error.kind == HistoryError::Kind::Corrupt ? exitstatus::badData : exitstatus::noInput;
}

/// What was asked for, on standard output.
class Output final
{
    Q_DISABLE_COPY_MOVE(Output)

public:
    Output() = default;
    ~Output() { flush(); } // what could be read of a damaged store

    void write(const QByteArray &line)
    {
        m_unwritten += line + '\n';
        if (m_unwritten.size() > portionBytes)
            flush();
    }
    void write(const QString &line) { write(line.toUtf8()); }

    /// The exit status. A pipe that nobody reads any more or a full disk: what is missing must not
    /// look like the end. Whoever has closed the pipe knows about it.
    [[nodiscard]] int finish(int status, Language language)
    {
        flush();
        if (m_error == 0)
            return status;
        if (m_error != EPIPE)
            complain(Texts(language)(Text::OutputFailed).arg(qt_error_string(m_error)));
        return exitstatus::ioError;
    }

private:
    static constexpr qsizetype portionBytes = qsizetype{64} * 1024;

    void flush()
    {
        const QByteArray bytes = std::exchange(m_unwritten, {});
        if (m_error == 0)
            m_error = writeWhole(STDOUT_FILENO, bytes);
    }

    QByteArray m_unwritten;
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
    const auto number = [](qint64 count) { return QString::number(count); };
    output.write(storeText(language, StoreText::Checked)
                     .arg(folder, number(report.rooms), number(report.conversations),
                          number(report.items), number(report.bytes), number(report.people),
                          number(report.sessions)));
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
        complain(storeText(language, StoreText::NoSuchRoom).arg(room));
        return exitstatus::noInput;
    }
    const qint64 damaged = exported.value()->damaged;
    if (damaged > 0)
        complain(storeText(language, StoreText::LeftOut).arg(damaged));
    return output.finish(damaged > 0 ? exitstatus::badData : exitstatus::ok, language);
}

} // namespace kodama
