#include "server/frameencoding.h"

#include "common/protocol/codec.h"
#include "server/transport/frame.h"

namespace kodama {

SharedFrame encodeFrame(const ServerMessage &message)
{
    return encodeTextFrame(encode(message));
}

} // namespace kodama
