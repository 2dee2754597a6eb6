#include "server/listener.h"

#include "server/listeningsocket.h"
#include "server/transport/peeraddress.h"

#include <QHostInfo>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Clients accepted before those that are connected have their turn.
constexpr int acceptsPerTurn = 16;

/// How long nobody is accepted when the system has run out of descriptors or memory.
constexpr std::chrono::milliseconds pauseTime = 200ms;

/// Whose silence or slowness we notice ourselves gets a close code that says so.
constexpr std::chrono::milliseconds userTimeoutReserve = 5s;

/// Tries to find a port that is free on all addresses, if any port will do.
constexpr int portTries = 32;

bool meansNoSuchFamily(int error)
{
    return error == EAFNOSUPPORT || error == EADDRNOTAVAIL;
}

/// Whether accepting later may succeed although it does not now.
bool meansExhausted(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/// Never QHostAddress(QString): what that does not understand means "any address" to it. Nor the
/// old forms of IPv4 with less than four numbers, which are slips today.
std::optional<QHostAddress> parseAddress(const QString &text)
{
    QHostAddress address;
    const bool isWhole = text.contains(u':') || text.count(u'.') == 3;
    return isWhole && address.setAddress(text) ? std::optional(address) : std::nullopt;
}

/// Whether asking for the name makes sense. What is neither this nor an address is a slip, such as
/// an address with a port, and not worth the seconds that a name server may take to say so.
bool mayBeName(const QString &name)
{
    const bool hasOnlyNameCharacters = std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.';
    });
    const QString lastLabel = name.section(u'.', -1, -1, QString::SectionSkipEmpty);
    const bool isNumeric =
        std::all_of(lastLabel.begin(), lastLabel.end(), [](QChar c) { return c.isDigit(); });
    return hasOnlyNameCharacters && !isNumeric; // an empty name is numeric, too
}

} // namespace

/// One listening socket. Closes it.
class Listener::Socket final : private Reactor::Handler
{
    Q_DISABLE_COPY_MOVE(Socket)

public:
    Socket(Listener &listener, int descriptor)
        : m_listener(listener)
        , m_descriptor(descriptor)
    {
        setUserTimeout(descriptor, listener.m_userTimeout);
    }
    virtual ~Socket()
    {
        unwatch();
        ::close(m_descriptor);
    }

    [[nodiscard]] quint16 port() const { return localPortOf(m_descriptor); }

    [[nodiscard]] bool watch()
    {
        if (!m_isWatched)
            m_isWatched = m_listener.m_reactor.watch(m_descriptor, EPOLLIN, *this);
        return m_isWatched;
    }
    void unwatch()
    {
        if (std::exchange(m_isWatched, false))
            m_listener.m_reactor.forget(m_descriptor, *this);
    }

private:
    void onReady(quint32 events) override;

    Listener &m_listener;
    int m_descriptor;
    bool m_isWatched = false;
};

void Listener::Socket::onReady(quint32)
{
    for (int i = 0; i < acceptsPerTurn && m_isWatched; ++i) {
        const int client = ::accept4(m_descriptor, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (client >= 0) {
            m_listener.m_isExhausted = false;
            m_listener.m_handler(client);
        } else if (errno == EAGAIN) {
            return;
        } else if (meansExhausted(errno)) {
            // The client stays in the backlog, so epoll would report it for ever.
            m_listener.pause();
            return;
        }
        // Anything else is this one client's trouble, such as having gone already.
    }
}

Listener::Listener(Reactor &reactor, DescriptorHandler handler, std::chrono::milliseconds deadAfter)
    : m_reactor(reactor)
    , m_handler(std::move(handler))
    , m_userTimeout(deadAfter + userTimeoutReserve)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Listener::resume);
}

Listener::~Listener() = default;

Result<quint16, ListenError> Listener::listen(const QString &host, quint16 port)
{
    QString name = host;
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.sliced(1, name.size() - 2);
    if (name.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return listenOn(
            {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)},
            port, true);
    if (const auto address = parseAddress(name))
        return listenOn({*address}, port, false);
    const QHostInfo info = mayBeName(name) ? QHostInfo::fromName(name) : QHostInfo();
    if (info.addresses().isEmpty())
        return ListenError{EADDRNOTAVAIL, host, port, true};
    return listenOn(info.addresses(), port, false);
}

Result<quint16, ListenError> Listener::listenOn(const QList<QHostAddress> &hosts, quint16 port,
                                                bool mayLackFamily)
{
    // Another program may hold the port that one address picked on the next one.
    for (int left = port == 0 && hosts.size() > 1 ? portTries : 1; left > 1; --left) {
        const auto result = tryListenOn(hosts, port, mayLackFamily);
        if (result || result.error().systemError != EADDRINUSE)
            return result;
    }
    return tryListenOn(hosts, port, mayLackFamily);
}

Result<quint16, ListenError> Listener::tryListenOn(const QList<QHostAddress> &hosts, quint16 port,
                                                   bool mayLackFamily)
{
    Sockets sockets;
    std::vector<Address> addresses;
    ListenError failure;
    for (const QHostAddress &host : hosts) {
        const int descriptor = openTcpSocket(host, port);
        if (descriptor < 0) {
            failure = {errno, host.toString(), port, false};
            if (mayLackFamily && meansNoSuchFamily(failure.systemError))
                continue;
            return failure;
        }
        sockets.push_back(std::make_unique<Socket>(*this, descriptor));
        port = sockets.back()->port();
        addresses.push_back({host, port});
    }
    if (sockets.empty())
        return failure;
    std::move(sockets.begin(), sockets.end(), std::back_inserter(m_sockets));
    m_addresses.insert(m_addresses.end(), addresses.begin(), addresses.end());
    resume();
    return port;
}

std::optional<ListenError> Listener::listenOnPath(const QString &path)
{
    auto file = UnixSocketFile::listen(path);
    if (!file)
        return file.error();
    m_files.push_back(std::move(file.value().file));
    m_sockets.push_back(std::make_unique<Socket>(*this, file.value().descriptor));
    resume();
    return std::nullopt;
}

quint16 Listener::adopt(int descriptor)
{
    m_sockets.push_back(std::make_unique<Socket>(*this, descriptor));
    resume();
    return m_sockets.back()->port();
}

void Listener::stopAccepting()
{
    m_pause.stop();
    m_files.clear(); // while the sockets keep the files' numbers from being given to others
    m_sockets.clear();
}

void Listener::pause()
{
    if (!std::exchange(m_isExhausted, true))
        qWarning("out of descriptors or memory: new clients have to wait");
    for (const auto &socket : m_sockets)
        socket->unwatch();
    m_pause.start(pauseTime);
}

void Listener::resume()
{
    for (const auto &socket : m_sockets) {
        if (!socket->watch())
            m_pause.start(pauseTime);
    }
}

qsizetype raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024; // what every system gives
    if (limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
        raised.rlim_cur = raised.rlim_max;
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return static_cast<qsizetype>(limit.rlim_cur);
}

} // namespace kodama
