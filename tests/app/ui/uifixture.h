// What the tests of the window share: a theme, a log and rows to put into it.
#pragma once

#include "app/core/messagelogmodel.h"
#include "app/ui/spokenlogmodel.h"
#include "app/ui/theme.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

namespace kodama::test {

/// To be called from init(): any warning fails the test, but for those that the offscreen platform
/// prints at every window and menu.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(
        QStringLiteral("^(?!This plugin does not support (propagateSizeHints|raise|grabbing))")));
}

/// The one that QTEST_MAIN made.
inline QApplication &application()
{
    return *static_cast<QApplication *>(
        QCoreApplication::instance()); // lint: allow(singleton) QTEST_MAIN
}

inline LogEntry chatEntry(const QString &sender, const QString &text)
{
    LogEntry entry;
    entry.kind = LogEntry::Kind::Chat;
    entry.sender = sender;
    entry.text = text;
    entry.time = QDateTime(QDate(2026, 11, 23), QTime(14, 5));
    entry.frame = QByteArrayLiteral("{\"type\":\"broadcast_message\"}");
    return entry;
}

inline void fill(MessageLogModel &log, int rows, const QString &sender = QStringLiteral("ana"))
{
    std::vector<LogEntry> entries;
    for (int i = 0; i < rows; ++i)
        entries.push_back(chatEntry(sender, QStringLiteral("message %1").arg(i)));
    log.append(std::move(entries));
}

} // namespace kodama::test
