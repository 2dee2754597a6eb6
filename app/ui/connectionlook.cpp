#include "app/ui/connectionlook.h"

namespace kodama {

using namespace Qt::StringLiterals;

ConnectionLook lookOf(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Connected:
        return {u"connect"_s, ThemeColor::Success};
    case ConnectionState::Connecting:
    case ConnectionState::Reconnecting:
        return {u"reconnect"_s, ThemeColor::Warning};
    case ConnectionState::Failed:
        return {u"error"_s, ThemeColor::Danger};
    case ConnectionState::Disconnected:
        break;
    }
    return {u"disconnect"_s, ThemeColor::TextMuted};
}

} // namespace kodama
