// A store of known content, and ways to damage its file.
#pragma once

#include "tests/server/history/storefixture.h"

#include <QTest>

namespace kodama {

inline constexpr int storedItems = 400;

/// A closed store with two rooms; the epoch it has.
inline QString makeStore(StoreFixture &fixture)
{
    const auto opened = fixture.open();
    fill(*opened.value(), QStringLiteral("lab"), storedItems);
    fill(*opened.value(), QStringLiteral("other"), 50);
    return opened.value()->epoch();
}

/// Whether everything that the store gives is what was put there.
[[nodiscard]] inline bool isTrue(const QList<StoredItem> &items)
{
    return std::all_of(items.cbegin(), items.cend(),
                       [](const StoredItem &item) { return item.body == bodyOf(item.offset); });
}

inline void overwrite(const QString &path, qint64 position, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(position));
    QCOMPARE(file.write(bytes), bytes.size());
}

[[nodiscard]] inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// An item's id as SQLite spells it in a tree, of the store's first stream.
[[nodiscard]] inline QByteArray spelledId(qint64 offset)
{
    constexpr int bits = 7;
    QByteArray spelled("\xa0\x80\x80\x80", 4); // 1 << 40, the upper four groups of seven bits
    spelled += char(0x80 | (offset >> bits));
    spelled += char(offset & 0x7f);
    return spelled;
}

[[nodiscard]] inline qsizetype wordsOf(const QByteArray &file, qint64 offset)
{
    return file.indexOf(QByteArray("message ").append(QByteArray::number(offset)).append(' '));
}

/// Where the item's own cell is.
[[nodiscard]] inline qsizetype placeOf(const QByteArray &file, qint64 offset)
{
    return file.lastIndexOf(spelledId(offset), wordsOf(file, offset));
}

} // namespace kodama
