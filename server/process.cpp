#include "server/process.h"

#include "common/standardstreams.h"

#include <csignal>
#include <malloc.h>

namespace kodama {

void prepareServerProcess()
{
    prepareStandardStreams();
    std::signal(SIGTTIN, SIG_IGN);

#ifdef __GLIBC__
    constexpr int largeBytes = 128 * 1024; // malloc's own limits, before it raises them
    ::mallopt(M_MMAP_THRESHOLD, largeBytes);
    ::mallopt(M_TRIM_THRESHOLD, largeBytes);
#endif
}

} // namespace kodama
