#include "server/transport/proxytrust.h"

#include <algorithm>
#include <array>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// More proxies in a row than anybody has; a longer list is somebody's joke.
constexpr int largestHopCount = 32;

constexpr qsizetype longestAddress = 45;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Decimal without sign, blank or leading zero.
std::optional<int> parseNumber(QByteArrayView text, int largest)
{
    constexpr qsizetype mostDigits = 5;
    const bool isNumber = !text.isEmpty() && text.size() <= mostDigits &&
                          std::all_of(text.begin(), text.end(), isDigit) &&
                          (text.front() != '0' || text.size() == 1);
    const int number = isNumber ? text.toInt() : -1;
    return isNumber && number <= largest ? std::optional(number) : std::nullopt;
}

std::optional<QHostAddress> parseV4(QByteArrayView text)
{
    constexpr int parts = 4;
    quint32 address = 0;
    for (int i = 0; i < parts; ++i) {
        const qsizetype dot = i + 1 < parts ? text.indexOf('.') : text.size();
        const auto number = dot < 0 ? std::nullopt : parseNumber(text.first(dot), 255);
        if (!number)
            return std::nullopt;
        address = address << 8 | static_cast<quint32>(*number);
        text = text.sliced(std::min(dot + 1, text.size()));
    }
    return QHostAddress(address);
}

std::optional<QHostAddress> parseV6(QByteArrayView text)
{
    const bool mayBe = text.size() <= longestAddress && text.contains(':') &&
                       std::all_of(text.begin(), text.end(), [](char c) {
                           return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
                                  c == ':' || c == '.';
                       });
    QHostAddress address;
    if (!mayBe || !address.setAddress(QString::fromLatin1(text)))
        return std::nullopt;
    return unmapped(address);
}

std::optional<QHostAddress> parseAddress(QByteArrayView text)
{
    return text.contains(':') ? parseV6(text) : parseV4(text);
}

} // namespace

bool ProxyTrust::add(const QString &text)
{
    if (text == "unix"_L1) {
        m_isUnixTrusted = true;
        return true;
    }
    const QByteArray bytes = text.toLatin1();
    const qsizetype slash = bytes.indexOf('/');
    const auto address = parseAddress(slash < 0 ? bytes : bytes.first(slash));
    if (!address)
        return false;
    const int allBits = address->protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128;
    const auto bits = slash < 0 ? std::optional(allBits)
                                : parseNumber(QByteArrayView(bytes).sliced(slash + 1), allBits);
    if (!bits)
        return false;
    m_ranges.push_back({*address, *bits});
    return true;
}

bool ProxyTrust::isTrusted(const QHostAddress &address) const
{
    return std::any_of(m_ranges.begin(), m_ranges.end(), [&address](const Range &range) {
        return address.protocol() == range.address.protocol() &&
               address.isInSubnet(range.address, range.prefixBits);
    });
}

bool ProxyTrust::trusts(const Peer &peer) const
{
    switch (peer.kind) {
    case Peer::Kind::Unknown:
    case Peer::Kind::Hidden:
        return false;
    case Peer::Kind::Unix:
        return m_isUnixTrusted;
    case Peer::Kind::Ip:
        return isTrusted(peer.address);
    }
    Q_UNREACHABLE();
}

std::optional<Peer> ProxyTrust::clientIn(QByteArrayView list) const
{
    std::optional<Peer> client;
    if (list.trimmed().isEmpty())
        return client;
    for (int hop = 0; hop < largestHopCount; ++hop) {
        const qsizetype comma = list.lastIndexOf(',');
        const auto peer = parseForwardedAddress(list.sliced(comma + 1).trimmed());
        if (!peer)
            return Peer{Peer::Kind::Hidden, {}, 0};
        client = peer;
        if (comma < 0 || !isTrusted(peer->address))
            return client;
        list = list.first(comma);
    }
    return client;
}

std::optional<Peer> parseForwardedAddress(QByteArrayView text)
{
    QByteArrayView port;
    QByteArrayView address = text;
    if (text.startsWith('[')) {
        const qsizetype end = text.indexOf(']');
        if (end < 0 || (end + 1 < text.size() && text[end + 1] != ':'))
            return std::nullopt;
        address = text.sliced(1, end - 1);
        port = text.sliced(end + 1);
        if (!address.contains(':'))
            return std::nullopt;
    } else if (text.count(':') == 1) {
        const qsizetype colon = text.indexOf(':');
        address = text.first(colon);
        port = text.sliced(colon);
    }
    const qsizetype zone = address.contains(':') ? address.lastIndexOf('%') : -1;
    const auto parsed = parseAddress(zone < 0 ? address : address.first(zone));
    const auto number = port.isEmpty() ? std::optional(0) : parseNumber(port.sliced(1), 0xFFFF);
    if (!parsed || !number)
        return std::nullopt;
    return Peer{Peer::Kind::Ip, *parsed, static_cast<quint16>(*number)};
}

} // namespace kodama
