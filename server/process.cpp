#include "server/process.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
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

int writeWhole(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count =
            ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (count >= 0) {
            bytes = bytes.sliced(count);
        } else if (errno == EAGAIN) { // somebody else has made it non-blocking
            pollfd entry{descriptor, POLLOUT, 0};
            (void)::poll(&entry, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

} // namespace kodama
