// Where the client keeps what belongs to one server: session, outbox, recent messages. Readable by
// its owner only.
// Tested by tst_outbox.
#pragma once

#include "common/filelock.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <QUrl>

#include <optional>

namespace kodama {

class ServerFolder final
{
public:
    /// Keeps nothing: writes go nowhere, reads find nothing.
    ServerFolder() = default;

    /// Makes the folder below `base`. While another program of ours uses it, the next free one of
    /// a few is taken; with none left nothing is kept.
    ServerFolder(const QString &base, const QUrl &server);

    /// The next one behind this that has such a file and that nobody uses; one that keeps nothing
    /// if there is none. Those before this are what programs take that start.
    [[nodiscard]] ServerFolder abandoned(const QString &file) const;

    /// The user's own place for such data; empty if there is none.
    [[nodiscard]] static QString standardBase();

    [[nodiscard]] bool keepsFiles() const { return !m_path.isEmpty(); }
    /// Empty if nothing is kept.
    [[nodiscard]] QString filePath(const QString &name) const;
    /// All or nothing, also when the program dies meanwhile.
    [[nodiscard]] bool write(const QString &name, const QByteArray &bytes) const;
    /// Nothing if there is none, or if it is larger than anything that we write.
    [[nodiscard]] std::optional<QByteArray> read(const QString &name) const;
    [[nodiscard]] bool remove(const QString &name) const;
    /// Of the files whose names begin with this: their first lines.
    [[nodiscard]] QByteArrayList firstLines(const QString &prefix) const;

private:
    [[nodiscard]] QString pathOf(int instance) const;
    /// False: another program uses it.
    [[nodiscard]] bool take(int instance);

    QString m_first; ///< the path of the first instance's
    int m_instance = 0;
    QString m_path;
    std::optional<FileLock> m_lock;
};

} // namespace kodama
