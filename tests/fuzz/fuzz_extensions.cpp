// libFuzzer target: what is agreed to of a Sec-WebSocket-Extensions header is within its bounds,
// follows from the header's form, and does not depend on what stands in front.
// Build and run: scripts/fuzz extensions [seconds]
#include "server/transport/deflateoffer.h"

#include <cstdlib>

using namespace kodama;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray header(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const bool isList = isExtensionList(header);
    const auto agreed = agreeToDeflate(header);
    check(isList || !agreed);
    if (agreed) {
        check(agreed->windowBits >= 8 && agreed->windowBits <= 15);
        check(agreed->isWindowAsked || agreed->windowBits == 15);
        const QByteArray answer = encodeAgreement(*agreed);
        check(isExtensionList(answer));
        check(agreeToDeflate(answer) == agreed);
        check(!answer.contains('\r') && !answer.contains('\n'));
    }
    const auto behind = [&header](const char *front) { return QByteArray(front).append(header); };
    check(isExtensionList(behind("first, ")) == isList);
    check(agreeToDeflate(behind("first; a=b, ")) == agreed);
    check(agreeToDeflate(behind("permessage-deflate; unknown, ")) == agreed);
    if (isList)
        check(agreeToDeflate(behind("permessage-deflate, ")) == DeflateParameters{});
    return 0;
}
