// What could be completed at the cursor, and with what. Pure: knows no widget and no room.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace kodama {

/// Where names come from; whoever knows the rooms provides it.
class CompletionSource
{
public:
    virtual ~CompletionSource() = default;
    [[nodiscard]] virtual QStringList nicks() const = 0; ///< who spoke last first
    [[nodiscard]] virtual QStringList rooms() const = 0; ///< without #
};

struct CompletionQuery
{
    enum class Kind { Command, Nick, Room, Emoji };

    Kind kind = Kind::Command;
    qsizetype start = 0; ///< of what is replaced
    qsizetype length = 0;
    QString prefix;         ///< what was typed, without the sign before it
    bool isAtStart = false; ///< nothing stands before it
};

/// What is asked for by a sign: `/` at the very beginning, `@`, `#`, `:` and two letters.
[[nodiscard]] std::optional<CompletionQuery> completionAt(const QString &text, qsizetype cursor);

/// The same for a word without a sign, which Tab completes as a name.
[[nodiscard]] std::optional<CompletionQuery> wordAt(const QString &text, qsizetype cursor);

/// Those that begin with `prefix` in any case and width, as they come; at most `most`.
[[nodiscard]] QStringList matching(const QStringList &words, const QString &prefix, qsizetype most);

/// What is written for a name: `ana: ` at the beginning of a text, `@ana ` or `ana ` inside.
[[nodiscard]] QString nickText(const CompletionQuery &query, const QString &nick);

struct Emoji
{
    QLatin1StringView name; ///< between colons
    const char16_t *text = nullptr;
};

[[nodiscard]] QList<Emoji> emojiBeginningWith(const QString &prefix, qsizetype most);

} // namespace kodama
