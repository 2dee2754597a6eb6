// Put before the C library (LD_PRELOAD): while there is the file named in KODAMA_TEST_READ_ONLY, no
// file can be written, as on a disk that the system has made read-only because of its errors. Files
// that are open stay so, and can be read.
#include <cerrno>
#include <cstdlib>
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

bool isReadOnly()
{
    static const char *const path = std::getenv("KODAMA_TEST_READ_ONLY");
    struct stat file = {};
    return path && ::stat(path, &file) == 0;
}

/// The C library's, unless the disk is read-only.
template <typename Function, typename... Arguments>
auto passOn(const char *name, Arguments... arguments) -> decltype(Function()(arguments...))
{
    if (isReadOnly()) {
        errno = EROFS;
        return -1;
    }
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name))(arguments...);
}

} // namespace

extern "C" ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset)
{
    return passOn<ssize_t (*)(int, const void *, size_t, off_t)>("pwrite", file, bytes, count,
                                                                 offset);
}

extern "C" ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset)
{
    return passOn<ssize_t (*)(int, const void *, size_t, off64_t)>("pwrite64", file, bytes, count,
                                                                   offset);
}

extern "C" int ftruncate(int file, off_t size) noexcept
{
    return passOn<int (*)(int, off_t)>("ftruncate", file, size);
}

extern "C" int ftruncate64(int file, off64_t size) noexcept
{
    return passOn<int (*)(int, off64_t)>("ftruncate64", file, size);
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name)
extern "C" int faccessat(int folder, const char *path, int mode, int flags) noexcept
{
    if ((mode & W_OK) != 0)
        return passOn<int (*)(int, const char *, int, int)>("faccessat", folder, path, mode, flags);
    return reinterpret_cast<int (*)(int, const char *, int, int)>(::dlsym(RTLD_NEXT, "faccessat"))(
        folder, path, mode, flags);
}
