#include "server/process.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace kodama {

void prepareProcess()
{
    // open() takes the lowest free number: below 3 until all three are there.
    int descriptor = -1;
    do {
        descriptor = ::open("/dev/null", O_RDWR);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0)
        ::close(descriptor);

    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGTTIN, SIG_IGN);
}

} // namespace kodama
