#include "commandparser.h"

#include <array>
#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

enum class Argument { None, Optional, Required };
enum class Where { Everywhere, ComposerOnly };

struct Row
{
    QLatin1StringView name;
    Argument argument;
    UserCommand (*make)(const QString &argument);
    Where where = Where::Everywhere;
};

constexpr auto quit = [](const QString &) -> UserCommand { return command::Quit{}; };

/// Sorted by name: commandNames() promises that.
const std::array rows{
    Row{"broadcast"_L1, Argument::Required,
        [](const QString &a) -> UserCommand { return command::Broadcast{a}; }},
    Row{"clear"_L1, Argument::None, [](const QString &) -> UserCommand { return command::Clear{}; },
        Where::ComposerOnly},
    Row{"connect"_L1, Argument::Optional,
        [](const QString &a) -> UserCommand { return command::Connect{a.trimmed()}; },
        Where::ComposerOnly},
    Row{"disconnect"_L1, Argument::None,
        [](const QString &) -> UserCommand { return command::Disconnect{}; }, Where::ComposerOnly},
    Row{"echo"_L1, Argument::Required,
        [](const QString &a) -> UserCommand { return command::Echo{a}; }},
    Row{"exit"_L1, Argument::None, quit},
    Row{"help"_L1, Argument::None, [](const QString &) -> UserCommand { return command::Help{}; }},
    Row{"ping"_L1, Argument::None, [](const QString &) -> UserCommand { return command::Ping{}; }},
    Row{"quit"_L1, Argument::None, quit},
    Row{"raw"_L1, Argument::Required,
        [](const QString &a) -> UserCommand { return command::Raw{a.toUtf8()}; }},
    Row{"status"_L1, Argument::None,
        [](const QString &) -> UserCommand { return command::Status{}; }},
};

/// `line` begins with the command's word and was typed at `where`.
Result<UserCommand, CommandError> parseWords(const QString &line, Where where)
{
    qsizetype end = 0;
    while (end < line.size() && !line[end].isSpace())
        ++end;
    const QString word = line.left(end);
    // One blank separates; all others belong to the text.
    const QString argument = line.mid(end + 1);
    for (const Row &row : rows) {
        const bool isKnown = where == Where::ComposerOnly || row.where == Where::Everywhere;
        if (!isKnown || word.compare(row.name, Qt::CaseInsensitive) != 0)
            continue;
        const bool hasArgument = !argument.trimmed().isEmpty();
        if (row.argument == Argument::Required && !hasArgument)
            return CommandError{CommandError::Kind::MissingArgument, word};
        if (row.argument == Argument::None && hasArgument)
            return CommandError{CommandError::Kind::UnexpectedArgument, word};
        return row.make(argument);
    }
    return CommandError{CommandError::Kind::UnknownCommand, word};
}

} // namespace

Result<UserCommand, CommandError> parseComposerLine(const QString &line)
{
    const QStringView text = QStringView(line).trimmed();
    if (text.isEmpty())
        return UserCommand{command::Nothing{}};
    if (!text.startsWith(u'/'))
        return UserCommand{command::Broadcast{line}};
    // Blanks in front make no difference, or a slip of the finger would tell a room what was meant
    // for a command.
    const QString words = line.mid(text.data() - line.constData() + 1);
    if (words.startsWith(u'/'))
        return UserCommand{command::Broadcast{words}};
    return parseWords(words, Where::ComposerOnly);
}

Result<UserCommand, CommandError> parseConsoleLine(const QString &line)
{
    qsizetype start = 0;
    while (start < line.size() && line[start].isSpace())
        ++start;
    if (start == line.size())
        return UserCommand{command::Nothing{}};
    if (line[start] == u'/')
        ++start;
    return parseWords(line.mid(start), Where::Everywhere);
}

QStringList commandNames()
{
    QStringList names;
    names.reserve(static_cast<qsizetype>(rows.size()));
    for (const Row &row : rows)
        names.append(QString(row.name));
    return names;
}

} // namespace kodama
