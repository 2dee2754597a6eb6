// What docs/protocol.md says that a client's message means, over QJsonDocument and without a line
// of the codec.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace kodama {

/// What a message says, whoever has read it.
struct Meaning
{
    int errorCode = 0;         ///< of the table in docs/protocol.md; 0: it can be read
    std::optional<QString> id; ///< that the error is told with
    QStringList wrong;         ///< the members that break their rule, all of them
    QString type;              ///< empty: a custom message
    QJsonObject members;       ///< those that mean something, as far as they are there
    QByteArray source;         ///< of what is passed on whole, without the space around it
};

[[nodiscard]] Meaning readAsDocumented(const QByteArray &text, int version);

} // namespace kodama
