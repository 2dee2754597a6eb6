// libFuzzer target: whatever a trusted proxy forwards, the client found in it is an address that
// can be written and read again, and it is no trusted proxy unless all are.
// Build and run: scripts/fuzz forwarded [seconds]
#include "server/transport/proxytrust.h"

#include <cstdlib>

using namespace kodama;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

ProxyTrust usualTrust()
{
    ProxyTrust trust;
    check(trust.add(QStringLiteral("10.0.0.0/8")));
    check(trust.add(QStringLiteral("fd00::/8")));
    return trust;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    static const ProxyTrust trust = usualTrust();
    const QByteArrayView list(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto client = trust.clientIn(list);
    if (client && client->kind == Peer::Kind::Hidden) {
        check(client->address.isNull() && !trust.trusts(*client));
    } else if (client) {
        check(client->kind == Peer::Kind::Ip && !client->address.isNull());
        const QByteArray text = client->address.toString().toLatin1();
        const auto again = parseForwardedAddress(text);
        check(again && again->address == client->address);
        // The end of the list is what the proxy itself has seen: it alone decides.
        const auto last = trust.clientIn(list.sliced(list.lastIndexOf(',') + 1));
        check(last.has_value());
        check(trust.trusts(*last) || last->address == client->address);
        check(last->kind == Peer::Kind::Ip);
    }
    ProxyTrust other;
    if (other.add(QString::fromLatin1(list)) && list != "unix")
        check(list.contains('.') || list.contains(':'));
    return 0;
}
