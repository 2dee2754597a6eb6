#include "routewatch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace kodama {

namespace {

/// Whether one of the messages tells of something new.
bool tellsOfMore(const char *messages, std::size_t size)
{
    // NLMSG_OK and NLMSG_NEXT, without their casts.
    while (size >= sizeof(nlmsghdr)) {
        const auto *const head = reinterpret_cast<const nlmsghdr *>(messages);
        if (head->nlmsg_len < sizeof(nlmsghdr) || head->nlmsg_len > size)
            return false;
        if (head->nlmsg_type == RTM_NEWADDR || head->nlmsg_type == RTM_NEWROUTE)
            return true;
        const std::size_t step = std::min<std::size_t>(NLMSG_ALIGN(head->nlmsg_len), size);
        messages += step;
        size -= step;
    }
    return false;
}

} // namespace

RouteWatch::RouteWatch(QObject *parent)
    : QObject(parent)
    , m_socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE))
{
    if (m_socket < 0)
        return;
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups =
        RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
    if (::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(std::exchange(m_socket, -1));
        return;
    }
    m_gathering.setSingleShot(true);
    connect(&m_gathering, &QTimer::timeout, this, &RouteWatch::routesCame);
    m_notifier = std::make_unique<QSocketNotifier>(m_socket, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &RouteWatch::read);
}

RouteWatch::~RouteWatch()
{
    if (m_socket < 0)
        return;
    m_notifier.reset(); // before the descriptor that it watches
    ::close(m_socket);
}

void RouteWatch::read()
{
    alignas(nlmsghdr) std::array<char, 16384> buffer{};
    bool isMore = false;
    while (true) {
        const ssize_t size = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (size > 0)
            isMore = isMore || tellsOfMore(buffer.data(), std::size_t(size));
        else if (size < 0 && errno == ENOBUFS)
            isMore = true; // more than the kernel keeps for us: it may have been in there
        else if (size == 0 || errno != EINTR)
            break;
    }
    if (isMore && !m_gathering.isActive())
        m_gathering.start(gatherTime);
}

} // namespace kodama
