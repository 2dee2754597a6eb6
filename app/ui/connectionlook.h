// How a state of the connection looks: one drawing and colour wherever it is shown.
#pragma once

#include "app/core/connectionstate.h"
#include "app/ui/theme.h"

#include <QString>

namespace kodama {

struct ConnectionLook
{
    QString icon;
    ThemeColor color;
};

[[nodiscard]] ConnectionLook lookOf(ConnectionState state);

} // namespace kodama
