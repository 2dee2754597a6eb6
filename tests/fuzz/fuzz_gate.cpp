// libFuzzer target: an opening request is found, parsed and judged the same however it arrives,
// and Qt agrees to every upgrade that the gate lets through.
// Build and run: scripts/fuzz gate [seconds]
#include "server/transport/handshakepolicy.h"
#include "server/transport/httpresponse.h"
#include "server/transport/upgrade.h"

#include <QCoreApplication>

#include <cstdlib>

using namespace kodama;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// Where the head ends, when the bytes come one by one.
qsizetype findSlowly(const QByteArray &bytes)
{
    for (qsizetype size = 1; size <= bytes.size(); ++size) {
        const qsizetype end = findHeadEnd(QByteArrayView(bytes).first(size), size - 1);
        if (end >= 0)
            return end;
    }
    return -1;
}

void checkResponse(const QByteArray &response)
{
    check(response.startsWith("HTTP/1.1 "));
    const qsizetype end = findHeadEnd(response, 0);
    check(end > 0);
    // Nothing of the request may get into the head as a line of its own.
    QByteArrayView head = QByteArrayView(response).first(end - 2);
    while (!head.isEmpty()) {
        const qsizetype line = head.indexOf("\r\n");
        check(line > 0 && !head.first(line).contains('\n') && !head.first(line).contains('\r'));
        head = head.sliced(line + 2);
    }
}

void checkUpgrade(const HttpRequest &request)
{
    static int argc = 1;
    static char name[] = "fuzz_gate";
    static char *argv[] = {name, nullptr};
    static const QCoreApplication application(argc, argv);
    static Upgrader upgrader{HandshakePolicy{}};
    check(request.host && request.key && request.minorVersion == 1);
    const auto upgraded = upgrader.upgrade(request);
    check(upgraded.has_value());
    checkResponse(upgraded->response);
    check(upgraded->response.startsWith("HTTP/1.1 101 "));
    check(upgraded->response.endsWith("\r\n\r\n"));
    check(upgraded->deflate == agreeToDeflate(request.extensions));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const qsizetype end = findHeadEnd(bytes, 0);
    check(findSlowly(bytes) == end);
    if (end < 0)
        return 0;
    const auto request = parseHttpRequest(QByteArrayView(bytes).first(end));
    if (!request)
        return 0;
    HandshakePolicy policy;
    policy.machineName = QStringLiteral("machine");
    static const HandshakeGate gate(policy);
    const HandshakeVerdict verdict = gate.judge(request.value());
    if (verdict.answer == HandshakeAnswer::Upgrade)
        checkUpgrade(request.value());
    else
        checkResponse(encodeHttpResponse(verdict, ResponseBody::Whole));
    return 0;
}
