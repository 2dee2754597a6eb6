// What the tests of the store share: a store in a temporary folder that can be opened again, and
// what it told the operator.
#pragma once

#include "server/history/sqlitehistory.h"
#include "tests/support/manualclock.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace kodama {

class StoreFixture final
{
public:
    StoreFixture()
        : options(StoreOptions::inFolder(m_folder.path()))
    {
        // What a killed server leaves is looked at in a copy.
        options.fileIdentity = [](const QString &) { return QStringLiteral("one"); };
    }

    [[nodiscard]] Result<std::unique_ptr<SqliteHistory>, HistoryError> open()
    {
        return SqliteHistory::open(options, clock,
                                   [this](const StoreNotice &notice) { notices.append(notice); });
    }

    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString path() const { return storePath(options.folder); }

    [[nodiscard]] QStringList filesSetAside() const
    {
        return QDir(options.folder).entryList({QStringLiteral("kodama.db.corrupt-*")});
    }

    [[nodiscard]] int count(StoreNotice::Kind kind) const
    {
        return int(std::count_if(notices.cbegin(), notices.cend(),
                                 [kind](const StoreNotice &it) { return it.kind == kind; }));
    }

    /// Past the longest time that the store waits before it tries again.
    void letTimePass() { clock.advance(std::chrono::minutes(2)); }

    ManualClock clock;
    QList<StoreNotice> notices;

private:
    QTemporaryDir m_folder;

public:
    StoreOptions options;
};

/// In a batch of its own; -1 if it was not stored.
[[nodiscard]] inline qint64 put(History &history, const NewItem &item)
{
    if (history.begin())
        return -1;
    const auto offset = history.append(item);
    const auto commit = history.commit();
    return offset && commit ? offset.value() : -1;
}

[[nodiscard]] inline NewItem itemOf(const QString &stream, const QByteArray &body)
{
    return {stream, body, 1'800'000'000'000, 1, 2, {}};
}

/// The body that belongs to an offset, so that a changed one is noticed.
[[nodiscard]] inline QByteArray bodyOf(qint64 offset)
{
    return QByteArray("message ") + QByteArray::number(offset) + ' ' +
           QByteArray(int(offset % 700), char('a' + offset % 26));
}

/// Items whose bodies tell their offset; the number that was stored.
inline int fill(History &history, const QString &stream, int count)
{
    const qint64 first = history.position(stream).last + 1;
    if (history.begin())
        return 0;
    int stored = 0;
    for (int i = 0; i < count; ++i)
        stored += history
                      .append({stream, bodyOf(first + i), 1'800'000'000'000 + i, 1, 2,
                               "r" + QByteArray::number(first + i)})
                      .hasValue();
    return history.commit() ? stored : 0;
}

/// All bodies of a stream, page by page; nothing on an error.
[[nodiscard]] inline std::optional<QList<StoredItem>> readAll(History &history,
                                                              const QString &stream)
{
    QList<StoredItem> all;
    qint64 offset = 0;
    while (true) {
        const auto page = history.after(stream, offset, {100, 1'000'000});
        if (!page)
            return std::nullopt;
        all += page.value().items;
        if (!page.value().more || page.value().items.isEmpty())
            return all;
        offset = all.constLast().offset;
    }
}

} // namespace kodama
