<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Demo</name>
    <message numerus="yes">
        <source>All %n answer(s) came back right, in %1 ms.</source>
        <translation>
            <numerusform>%n answer came back right, in %1 ms.</numerusform>
            <numerusform>All %n answers came back right, in %1 ms.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The demo failed after %n right answer(s).</source>
        <translation>
            <numerusform>The demo failed after %n right answer.</numerusform>
            <numerusform>The demo failed after %n right answers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message numerus="yes">
        <source>%n line(s) in the file of unsent messages could not be read: a message may be lost.</source>
        <translation>
            <numerusform>%n line in the file of unsent messages could not be read: a message may be lost.</numerusform>
            <numerusform>%n lines in the file of unsent messages could not be read: a message may be lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) in the file of unsent messages could not be read and are kept in %1: a message may not have been sent.</source>
        <translation>
            <numerusform>%n line in the file of unsent messages could not be read and is kept in %1: a message may not have been sent.</numerusform>
            <numerusform>%n lines in the file of unsent messages could not be read and are kept in %1: a message may not have been sent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageLine</name>
    <message numerus="yes">
        <source>status: %n client(s), server time %1</source>
        <translation>
            <numerusform>status: %n client, server time %1</numerusform>
            <numerusform>status: %n clients, server time %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> (%n client(s) now)</source>
        <extracomment>Follows a sentence without a full stop; keep the blank.</extracomment>
        <translation>
            <numerusform> (%n client now)</numerusform>
            <numerusform> (%n clients now)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::ConnectionBanner</name>
    <message numerus="yes">
        <source>%1 Reconnecting in %n s.</source>
        <extracomment>%1: a whole sentence, for example &quot;The connection to localhost was lost.&quot;</extracomment>
        <translation>
            <numerusform>%1 Reconnecting in %n s.</numerusform>
            <numerusform>%1 Reconnecting in %n s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::Console</name>
    <message numerus="yes">
        <source>%n answer(s) did not come in time.</source>
        <translation>
            <numerusform>%n answer did not come in time.</numerusform>
            <numerusform>%n answers did not come in time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait and will be sent the next time.</source>
        <translation>
            <numerusform>%n message waits and will be sent the next time.</numerusform>
            <numerusform>%n messages wait and will be sent the next time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) were lost with the connection.</source>
        <translation>
            <numerusform>%n answer was lost with the connection.</numerusform>
            <numerusform>%n answers were lost with the connection.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) could not be sent.</source>
        <translation>
            <numerusform>%n message could not be sent.</numerusform>
            <numerusform>%n messages could not be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The rest of the input was not sent. %n line(s) are lost.</source>
        <extracomment>%n: lines of the input</extracomment>
        <translation>
            <numerusform>The rest of the input was not sent. %n line is lost.</numerusform>
            <numerusform>The rest of the input was not sent. %n lines are lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::Demo</name>
    <message numerus="yes">
        <source>%n client(s), server time %1</source>
        <translation>
            <numerusform>%n client, server time %1</numerusform>
            <numerusform>%n clients, server time %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::FrameTreePage</name>
    <message numerus="yes">
        <source>Only the first %n values are shown.</source>
        <translation>
            <numerusform>Only the first value is shown.</numerusform>
            <numerusform>Only the first %n values are shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::InspectorWindow</name>
    <message numerus="yes">
        <source>%1 of %n frames</source>
        <translation>
            <numerusform>%1 of %n frame</numerusform>
            <numerusform>%1 of %n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held back</source>
        <comment>frames of a pause</comment>
        <translation>
            <numerusform>%n held back</numerusform>
            <numerusform>%n held back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not kept</source>
        <comment>frames of a pause</comment>
        <translation>
            <numerusform>%n not kept</numerusform>
            <numerusform>%n not kept</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::JsonTreeModel</name>
    <message numerus="yes">
        <source>%n members</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n elements</source>
        <translation>
            <numerusform>%n element</numerusform>
            <numerusform>%n elements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::LogAnnouncer</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::LogPills</name>
    <message numerus="yes">
        <source>%n new</source>
        <extracomment>On the button that leads down to messages one has not seen yet</extracomment>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::MessageLayout</name>
    <message numerus="yes">
        <source>%n hour(s) later</source>
        <translation>
            <numerusform>%n hour later</numerusform>
            <numerusform>%n hours later</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::Notifier</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (and %n more)</source>
        <extracomment>%1: the text of the newest message</extracomment>
        <translation>
            <numerusform>%1 (and %n more)</numerusform>
            <numerusform>%1 (and %n more)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::PasteQuestion</name>
    <message numerus="yes">
        <source>Paste %n line(s) with %1 characters?</source>
        <extracomment>%1: a number of characters</extracomment>
        <translation>
            <numerusform>Paste %n line with %1 characters?</numerusform>
            <numerusform>Paste %n lines with %1 characters?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::RoomController</name>
    <message numerus="yes">
        <source>%1, %n here</source>
        <extracomment>%1: a room, %n: how many people are there</extracomment>
        <translation>
            <numerusform>%1, %n here</numerusform>
            <numerusform>%1, %n here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people are writing…</source>
        <translation>
            <numerusform>%n person is writing…</numerusform>
            <numerusform>%n people are writing…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %1: %2; and %n more</source>
        <translation>
            <numerusform>In %1: %2; and %n more</numerusform>
            <numerusform>In %1: %2; and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::RoomExport</name>
    <message numerus="yes">
        <source>Fetching older messages; %n are here…</source>
        <translation>
            <numerusform>Fetching older messages; %n is here…</numerusform>
            <numerusform>Fetching older messages; %n are here…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::RoomList</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n for you</source>
        <translation>
            <numerusform>%n for you</numerusform>
            <numerusform>%n for you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::RoomNavigation</name>
    <message numerus="yes">
        <source>%n there</source>
        <translation>
            <numerusform>%n there</numerusform>
            <numerusform>%n there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::RoomSwitcher</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::SearchDialog</name>
    <message numerus="yes">
        <source>%n found; searching what the server has of %1…</source>
        <translation>
            <numerusform>%n found; searching what the server has of %1…</numerusform>
            <numerusform>%n found; searching what the server has of %1…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found.</source>
        <translation>
            <numerusform>%n found.</numerusform>
            <numerusform>%n found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found; stopped.</source>
        <translation>
            <numerusform>%n found; stopped.</numerusform>
            <numerusform>%n found; stopped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The newest %n are shown; more words find fewer.</source>
        <translation>
            <numerusform>The newest one is shown; more words find fewer.</numerusform>
            <numerusform>The newest %n are shown; more words find fewer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found here; not connected: the rest is searched later.</source>
        <translation>
            <numerusform>%n found here; not connected: the rest is searched later.</numerusform>
            <numerusform>%n found here; not connected: the rest is searched later.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::ServerPanel</name>
    <message numerus="yes">
        <source>%n online</source>
        <translation>
            <numerusform>%n online</numerusform>
            <numerusform>%n online</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::TimeChart</name>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::TrayIcon</name>
    <message numerus="yes">
        <source>Kodama: %n unread message(s)</source>
        <translation>
            <numerusform>Kodama: %n unread message</numerusform>
            <numerusform>Kodama: %n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::WindowHeader</name>
    <message numerus="yes">
        <source>%n unread elsewhere</source>
        <translation>
            <numerusform>%n unread elsewhere</numerusform>
            <numerusform>%n unread elsewhere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::Wording</name>
    <message numerus="yes">
        <source>%1 · %n online</source>
        <extracomment>%1: a whole sentence such as &quot;A joined&quot;; %n: people connected now</extracomment>
        <translation>
            <numerusform>%1 · %n online</numerusform>
            <numerusform>%1 · %n online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Status: %n online, the server&apos;s time is %1</source>
        <translation>
            <numerusform>Status: %n online, the server&apos;s time is %1</numerusform>
            <numerusform>Status: %n online, the server&apos;s time is %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n other(s) joined</source>
        <translation>
            <numerusform>%1 and %n other joined</numerusform>
            <numerusform>%1 and %n others joined</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n other(s) left</source>
        <translation>
            <numerusform>%1 and %n other left</numerusform>
            <numerusform>%1 and %n others left</numerusform>
        </translation>
    </message>
</context>
</TS>
