#include "chatcommand.h"

#include <algorithm>
#include <array>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

enum class Argument { None, Optional, Required };

struct Row
{
    QLatin1StringView name;
    Argument argument;
    ChatCommand (*make)(const QString &argument);
    bool needsSlash = false; ///< at the console; else it is said
};

/// "Ann Lee": as a name is written where something may follow it.
QString withoutQuotes(const QString &text)
{
    const bool isQuoted = text.size() > 2 && text.startsWith(u'"') && text.endsWith(u'"');
    return isQuoted ? text.sliced(1, text.size() - 2) : text;
}

/// "Ann Lee" hello: the name, and what follows.
chatcommand::Message messageOf(const QString &argument)
{
    const QString text = argument.trimmed();
    const bool isQuoted = text.startsWith(u'"') && text.indexOf(u'"', 1) > 1;
    const qsizetype end =
        isQuoted ? text.indexOf(u'"', 1) : std::find_if(text.cbegin(), text.cend(), [](QChar c) {
                                               return c.isSpace();
                                           }) - text.cbegin();
    QString name = isQuoted ? text.mid(1, end - 1) : text.left(end);
    if (name.startsWith(u'@'))
        name.remove(0, 1);
    return {name, text.mid(end + 1).trimmed()};
}

/// Sorted by name.
const std::array rows{
    Row{"away"_L1, Argument::Optional,
        [](const QString &a) -> ChatCommand { return chatcommand::Away{a}; }},
    Row{"back"_L1, Argument::None,
        [](const QString &) -> ChatCommand { return chatcommand::Away{}; }, true},
    Row{"discard"_L1, Argument::Optional,
        [](const QString &a) -> ChatCommand { return chatcommand::Discard{a}; }, true},
    Row{"history"_L1, Argument::None,
        [](const QString &) -> ChatCommand { return chatcommand::History{}; }},
    Row{"join"_L1, Argument::Required,
        [](const QString &a) -> ChatCommand { return chatcommand::Join{a}; }},
    Row{"me"_L1, Argument::Required,
        [](const QString &a) -> ChatCommand { return chatcommand::Me{a}; }},
    Row{"msg"_L1, Argument::Required, [](const QString &a) -> ChatCommand { return messageOf(a); }},
    Row{"nick"_L1, Argument::Required,
        [](const QString &a) -> ChatCommand { return chatcommand::Nick{withoutQuotes(a)}; }},
    Row{"part"_L1, Argument::Optional,
        [](const QString &a) -> ChatCommand { return chatcommand::Part{a}; }},
    Row{"retry"_L1, Argument::Optional,
        [](const QString &a) -> ChatCommand { return chatcommand::Retry{a}; }, true},
    Row{"rooms"_L1, Argument::None,
        [](const QString &) -> ChatCommand { return chatcommand::Rooms{}; }},
    Row{"topic"_L1, Argument::Optional,
        [](const QString &a) -> ChatCommand { return chatcommand::Topic{a}; }},
    Row{"who"_L1, Argument::Optional,
        [](const QString &a) -> ChatCommand { return chatcommand::Who{a}; }},
};

} // namespace

std::optional<Result<ChatCommand, CommandError>> parseChatCommand(const QString &line)
{
    const QString text = line.trimmed();
    const qsizetype start = text.startsWith(u'/') ? 1 : 0;
    qsizetype end = start;
    while (end < text.size() && !text[end].isSpace())
        ++end;
    const QString word = text.mid(start, end - start);
    const QString argument = text.mid(end).trimmed();
    for (const Row &row : rows) {
        const bool isMeant = start > 0 || !row.needsSlash;
        if (!isMeant || word.compare(row.name, Qt::CaseInsensitive) != 0)
            continue;
        if (row.argument == Argument::Required && argument.isEmpty())
            return CommandError{CommandError::Kind::MissingArgument, word};
        if (row.argument == Argument::None && !argument.isEmpty())
            return CommandError{CommandError::Kind::UnexpectedArgument, word};
        return row.make(argument);
    }
    return std::nullopt;
}

bool canWait(const ChatCommand &command)
{
    if (const auto *topic = std::get_if<chatcommand::Topic>(&command))
        return topic->text.isEmpty();
    return !std::holds_alternative<chatcommand::Who>(command) &&
           !std::holds_alternative<chatcommand::History>(command) &&
           !std::holds_alternative<chatcommand::Rooms>(command);
}

QStringList chatCommandNames()
{
    QStringList names;
    names.reserve(static_cast<qsizetype>(rows.size()));
    for (const Row &row : rows)
        names.append(QString(row.name));
    return names;
}

} // namespace kodama
