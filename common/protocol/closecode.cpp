#include "common/protocol/closecode.h"

namespace kodama {

bool mayReconnect(quint16 code)
{
    switch (code) {
    case 1000:
    case 1002:
    case 1003:
    case 1007:
    case 1008:
    case 1009:
    case 1010: // mandatory extension: ours would be missing again
        return false;
    default:
        return code < 4500 || code > 4999;
    }
}

bool isValidOnWire(quint16 code)
{
    if (code >= 3000 && code <= 4999)
        return true;
    return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

} // namespace kodama
