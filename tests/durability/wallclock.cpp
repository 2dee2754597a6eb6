// Put before the C library (LD_PRELOAD): the wall clock of the program is off by as many seconds as
// the file named in KODAMA_TEST_CLOCK says, from one call to the next. Steady clocks stay.
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

using Function = int (*)(clockid_t, timespec *);

const volatile std::int64_t *offset()
{
    static const auto *const mapped = [] {
        static const std::int64_t none = 0;
        const char *const path = std::getenv("KODAMA_TEST_CLOCK");
        const int descriptor = path ? ::open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (descriptor < 0)
            return &none;
        void *const memory = ::mmap(nullptr, sizeof none, PROT_READ, MAP_SHARED, descriptor, 0);
        ::close(descriptor);
        return memory == MAP_FAILED ? &none : static_cast<const std::int64_t *>(memory);
    }();
    return mapped;
}

} // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name)
extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    static const auto real = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "clock_gettime"));
    const int result = real(clock, time);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        time->tv_sec += *offset();
    return result;
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name)
extern "C" int gettimeofday(timeval *time, void *) noexcept
{
    timespec now{};
    const int result = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return result;
}
