// Tested by tst_writewhole.
#include "common/writewhole.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace kodama {

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
