#include "server/process.h"

#include <csignal>
#include <fcntl.h>
#include <malloc.h>
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

#ifdef __GLIBC__
    constexpr int largeBytes = 128 * 1024; // malloc's own limits, before it raises them
    ::mallopt(M_MMAP_THRESHOLD, largeBytes);
    ::mallopt(M_TRIM_THRESHOLD, largeBytes);
#endif

    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGTTIN, SIG_IGN);
}

} // namespace kodama
