// What the client remembers about a server between two starts, and under which names it is kept in
// that server's folder.
// Tested by tst_chat.
#pragma once

#include <QString>
#include <QStringList>

namespace kodama {

namespace serverfiles {

inline const auto session = QStringLiteral("session");
inline const auto outbox = QStringLiteral("outbox");

} // namespace serverfiles

struct SessionFile
{
    QString session; ///< secret
    QString nick;
    QStringList rooms; ///< open conversations
    QString current;
    QStringList left; ///< rooms that the server still counts us in, as far as we know

    static void visit(auto &self, auto &v)
    {
        v.text("session", self.session);
        v.text("nick", self.nick);
        v.texts("rooms", self.rooms);
        v.text("current", self.current);
        v.texts("left", self.left);
    }
};

} // namespace kodama
