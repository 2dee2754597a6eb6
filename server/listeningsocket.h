// Sockets that listen, as the Listener wants them: non-blocking, not inherited by child programs.
#pragma once

#include "common/result.h"

#include <QHostAddress>

#include <chrono>
#include <memory>
#include <sys/types.h>

namespace kodama {

/// Why nothing listens.
struct ListenError
{
    int systemError = 0; ///< errno; EADDRNOTAVAIL also for a name that nobody knows
    QString address;     ///< the one that failed, the name, or a path
    quint16 port = 0;
    bool isUnknownName = false;
    bool isPath = false; ///< EEXIST: it is another kind of file; EADDRINUSE: somebody answers
};

/// With TCP_NODELAY, keepalive and TCP_NOTSENT_LOWAT, which accepted sockets inherit. -1 with errno
/// set if the system refuses.
[[nodiscard]] int openTcpSocket(const QHostAddress &host, quint16 port);

/// How long a peer may leave unacknowledged what it was sent, or have no room for it, until the
/// system gives the connection up (TCP_USER_TIMEOUT, tcp(7)); inherited, too.
void setUserTimeout(int descriptor, std::chrono::milliseconds time);

/// A Unix socket's file; removed with this object, unless another one has taken its place. To be
/// destroyed before the descriptor is closed: then no other file can have its number.
class UnixSocketFile final
{
    Q_DISABLE_COPY_MOVE(UnixSocketFile)

public:
    struct Listening
    {
        std::unique_ptr<UnixSocketFile> file;
        int descriptor = -1;
    };

    /// Readable and writable for owner and group (0660). A socket that nobody answers on any more
    /// is replaced; one that somebody does, and every other kind of file, is left alone.
    [[nodiscard]] static Result<Listening, ListenError> listen(const QString &path);

    ~UnixSocketFile();

private:
    UnixSocketFile(QByteArray path, dev_t device, ino_t inode)
        : m_path(std::move(path))
        , m_device(device)
        , m_inode(inode)
    {}

    const QByteArray m_path;
    const dev_t m_device;
    const ino_t m_inode;
};

/// Makes a socket that another program has opened for us ready for the Listener: sets what is
/// inherited by accepted ones. False if it is no stream socket that listens.
[[nodiscard]] bool prepareListeningSocket(int descriptor);

} // namespace kodama
