// Tested by tst_roomrequests and tst_greeting.
#include "server/chat/plainline.h"

#include <algorithm>

namespace kodama {

namespace {

/// Turns the direction of what follows; joiners, which some scripts need, are none of these.
bool isDirectional(QChar c)
{
    const char16_t unit = c.unicode();
    return (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069) ||
           unit == 0x200e || unit == 0x200f || unit == 0x061c;
}

} // namespace

QString plainLine(QString text)
{
    std::replace_if(
        text.begin(), text.end(),
        [](QChar c) { return c.category() == QChar::Other_Control || isDirectional(c); }, u' ');
    return QString::fromUtf8(text.simplified().toUtf8());
}

} // namespace kodama
