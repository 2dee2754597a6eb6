#include "server/socketactivation.h"

#include "server/listeningsocket.h"

#include <QtGlobal>

#include <unistd.h>

namespace kodama {

std::optional<std::vector<int>> takeActivatedSockets(int first)
{
    constexpr int atMost = 64;
    bool isOurs = false;
    isOurs = qEnvironmentVariableIntValue("LISTEN_PID", &isOurs) == ::getpid() && isOurs;
    const int count = isOurs ? qEnvironmentVariableIntValue("LISTEN_FDS") : 0;
    for (const char *name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        qunsetenv(name);
    if (count <= 0)
        return std::nullopt;

    std::vector<int> sockets;
    for (int descriptor = first; descriptor < first + qMin(count, atMost); ++descriptor) {
        if (prepareListeningSocket(descriptor)) {
            sockets.push_back(descriptor);
        } else {
            qWarning("descriptor %d of LISTEN_FDS is no listening socket", descriptor);
            ::close(descriptor);
        }
    }
    return sockets;
}

} // namespace kodama
