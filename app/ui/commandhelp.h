// The slash commands with what they do, for the offer above the composer and the sheet of F1.
#pragma once

#include <QList>
#include <QString>

namespace kodama {

struct CommandHelp
{
    QString word;        ///< `/echo`
    QString argument;    ///< `TEXT`, as shown to people; empty: none
    QString explanation; ///< what it does
};

/// In the language of this moment.
[[nodiscard]] QList<CommandHelp> commandHelp();
/// What there is besides with a server that has rooms and names.
[[nodiscard]] QList<CommandHelp> roomCommandHelp();

} // namespace kodama
