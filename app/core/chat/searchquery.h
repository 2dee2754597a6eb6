// What is looked for in all conversations: words, and who, where and when. Pure.
#pragma once

#include "app/core/logentry.h"
#include "app/core/textsearch.h"

#include <QDate>

#include <optional>

namespace kodama {

struct SearchQuery
{
    QList<TextSearch> words;     ///< all of them
    QString from;                ///< how the sender's name begins, in the form of searchForm()
    QString room;                ///< `dev`, `@mika`; empty: anywhere
    std::optional<QDate> before; ///< said before this day began
    QString wrongDate;           ///< what stood behind `before:` and is none

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool matches(const LogEntry &entry) const;
    [[nodiscard]] bool isAbout(const QString &name) const;
};

/// `from:ana in:dev before:2026-11-20 "two words" word`; also with full-width colons and spaces.
[[nodiscard]] SearchQuery parseSearchQuery(const QString &text);

} // namespace kodama
