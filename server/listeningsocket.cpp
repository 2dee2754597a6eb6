#include "server/listeningsocket.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace kodama {

namespace {

constexpr mode_t socketMode = 0660;

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] sockaddr *generic() { return reinterpret_cast<sockaddr *>(&storage); }
};

SocketAddress socketAddressOf(const QHostAddress &host, quint16 port)
{
    SocketAddress result;
    if (host.protocol() == QAbstractSocket::IPv4Protocol) {
        auto *const v4 = reinterpret_cast<sockaddr_in *>(&result.storage);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        v4->sin_addr.s_addr = htonl(host.toIPv4Address());
        result.size = sizeof *v4;
        return result;
    }
    auto *const v6 = reinterpret_cast<sockaddr_in6 *>(&result.storage);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    const Q_IPV6ADDR bytes = host.toIPv6Address();
    std::memcpy(&v6->sin6_addr, &bytes, sizeof bytes);
    bool isNumber = false;
    const QString scope = host.scopeId();
    const uint number = scope.toUInt(&isNumber);
    v6->sin6_scope_id = isNumber ? number : ::if_nametoindex(scope.toLatin1().constData());
    result.size = sizeof *v6;
    return result;
}

bool setOption(int descriptor, int level, int name, int value)
{
    return ::setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

/// Set on the listening socket, inherited by every accepted one: no system calls per client.
bool setOptions(int descriptor)
{
    constexpr int idleSeconds = 20;
    constexpr int intervalSeconds = 5;
    constexpr int probes = 3;
    // What the peer's window has no room for waits with us, where it is counted, not in the kernel,
    // which would take megabytes for each who reads nothing.
    constexpr int unsentBytes = 256 * 1024;
    return setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) &&
           setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1) &&
           setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1) &&
           setOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, idleSeconds) &&
           setOption(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, intervalSeconds) &&
           setOption(descriptor, IPPROTO_TCP, TCP_KEEPCNT, probes) &&
           setOption(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, unsentBytes);
}

int newSocket(int family)
{
    return ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/// Closes, keeping what errno says.
int closeFailed(int descriptor)
{
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return -1;
}

sockaddr_un unixAddressOf(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    return address;
}

/// Makes way for a socket at the path; errno says why that cannot be.
bool removeStaleSocket(const QByteArray &path)
{
    struct stat status
    {};
    if (::lstat(path.constData(), &status) != 0)
        return errno == ENOENT;
    if (!S_ISSOCK(status.st_mode)) {
        errno = EEXIST;
        return false;
    }
    sockaddr_un address = unixAddressOf(path);
    const int probe = newSocket(AF_UNIX);
    if (probe < 0)
        return false;
    const int result =
        ::connect(probe, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 ? 0 : errno;
    ::close(probe);
    if (result == ECONNREFUSED)
        return ::unlink(path.constData()) == 0;
    // EAGAIN: somebody is there, and busy.
    errno = result == 0 || result == EAGAIN ? EADDRINUSE : result;
    return false;
}

int openUnixSocket(const QByteArray &path)
{
    sockaddr_un address = unixAddressOf(path);
    const int descriptor = newSocket(AF_UNIX);
    if (descriptor < 0)
        return -1;
    // Before and after: bind() takes the umask away from it, and it must never be open to more.
    const bool isListening =
        ::fchmod(descriptor, socketMode) == 0 &&
        ::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
        ::chmod(path.constData(), socketMode) == 0 && ::listen(descriptor, SOMAXCONN) == 0;
    return isListening ? descriptor : closeFailed(descriptor);
}

} // namespace

int openTcpSocket(const QHostAddress &host, quint16 port)
{
    SocketAddress address = socketAddressOf(host, port);
    const int family = address.storage.ss_family;
    const int descriptor = newSocket(family);
    if (descriptor < 0)
        return -1;
    const bool isDual = host == QHostAddress(QHostAddress::AnyIPv6);
    const bool isListening =
        setOptions(descriptor) &&
        (family != AF_INET6 || setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, isDual ? 0 : 1)) &&
        ::bind(descriptor, address.generic(), address.size) == 0 &&
        ::listen(descriptor, SOMAXCONN) == 0;
    return isListening ? descriptor : closeFailed(descriptor);
}

void setUserTimeout(int descriptor, std::chrono::milliseconds time)
{
    (void)setOption(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, int(time.count())); // Unix has none
}

Result<UnixSocketFile::Listening, ListenError> UnixSocketFile::listen(const QString &path)
{
    ListenError failure{0, path, 0, false, true};
    const QByteArray name = QFile::encodeName(path);
    if (name.isEmpty() || name.size() >= qsizetype{sizeof(sockaddr_un::sun_path)}) {
        failure.systemError = name.isEmpty() ? ENOENT : ENAMETOOLONG;
        return failure;
    }
    const int descriptor = removeStaleSocket(name) ? openUnixSocket(name) : -1;
    struct stat status
    {};
    if (descriptor < 0 || ::stat(name.constData(), &status) != 0) {
        failure.systemError = errno;
        if (descriptor >= 0)
            ::close(descriptor);
        return failure;
    }
    Listening result;
    result.file.reset(new UnixSocketFile(name, status.st_dev, status.st_ino));
    result.descriptor = descriptor;
    return result;
}

UnixSocketFile::~UnixSocketFile()
{
    struct stat status
    {};
    const bool isOurs = ::lstat(m_path.constData(), &status) == 0 && status.st_dev == m_device &&
                        status.st_ino == m_inode;
    if (isOurs && ::unlink(m_path.constData()) != 0)
        qWarning("cannot remove %s: %s", m_path.constData(), strerror(errno));
}

bool prepareListeningSocket(int descriptor)
{
    int isListening = 0;
    int type = 0;
    socklen_t size = sizeof isListening;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) != 0 ||
        ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || isListening == 0 ||
        type != SOCK_STREAM)
        return false;
    sockaddr_storage name{};
    socklen_t nameSize = sizeof name;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr *>(&name), &nameSize) != 0)
        return false;
    const int flags = ::fcntl(descriptor, F_GETFL);
    return ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
           ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 &&
           (name.ss_family == AF_UNIX || setOptions(descriptor));
}

} // namespace kodama
