// Finds the links in plain text; pure.
#pragma once

#include <QList>
#include <QStringView>
#include <QUrl>

namespace kodama {

struct TextLink
{
    qsizetype start = 0;
    qsizetype length = 0;
    QUrl target;
};

/// http, https, ws and wss links in order. A link ends at white space, at a character that no URL
/// contains, or where Japanese text goes on without a space; closing punctuation is not part of it.
[[nodiscard]] QList<TextLink> findLinks(QStringView text);

} // namespace kodama
