#include "app/ui/commandhelp.h"

#include <QCoreApplication>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(CommandHelp)
};

} // namespace

QList<CommandHelp> commandHelp()
{
    //: Stands for what is typed behind a command: /echo TEXT
    const QString text = Text::tr("TEXT");
    return {
        {u"/broadcast"_s, text, Text::tr("Send a text to everyone")},
        {u"/echo"_s, text, Text::tr("Send a text and get it back")},
        {u"/status"_s, {}, Text::tr("Ask the server how many are here")},
        {u"/ping"_s, {}, Text::tr("Measure the round trip")},
        {u"/raw"_s, u"JSON"_s, Text::tr("Send JSON as it stands")},
        //: Stands for what is typed behind a command: /connect SERVER
        {u"/connect"_s, Text::tr("SERVER"), Text::tr("Connect, or choose another server")},
        {u"/disconnect"_s, {}, Text::tr("Close the connection")},
        {u"/clear"_s, {}, Text::tr("Empty the message log")},
        {u"/help"_s, {}, Text::tr("Show commands and shortcuts")},
        {u"/quit"_s, {}, Text::tr("Leave the program")},
    };
}

QList<CommandHelp> roomCommandHelp()
{
    //: Stands for what is typed behind a command: /join ROOM
    const QString room = Text::tr("ROOM");
    //: Stands for what is typed behind a command: /nick NAME
    const QString name = Text::tr("NAME");
    const QString text = Text::tr("TEXT");
    return {
        {u"/join"_s, room, Text::tr("Enter a room")},
        {u"/part"_s, room, Text::tr("Leave the room, or the one that is named")},
        {u"/msg"_s, name + u' ' + text, Text::tr("Write to one person alone")},
        {u"/nick"_s, name, Text::tr("Take another name")},
        {u"/topic"_s, text, Text::tr("Show the topic of the room, or change it")},
        {u"/me"_s, text, Text::tr("Say what you do")},
        {u"/away"_s, text, Text::tr("Say that you are away; without a text: you are back")},
        {u"/back"_s, {}, Text::tr("Say that you are back")},
        {u"/who"_s, room, Text::tr("Show who is in the room")},
        {u"/rooms"_s, {}, Text::tr("Show all rooms of the server")},
        {u"/history"_s, {}, Text::tr("Load older messages")},
        {u"/retry"_s, room, Text::tr("Send again what failed in the room")},
        {u"/discard"_s, room, Text::tr("Remove what failed in the room")},
    };
}

} // namespace kodama
