// libFuzzer target: whatever decodes can be encoded and decodes again to the same bytes.
// Build and run: scripts/fuzz codec [seconds]
#include "common/protocol/codec.h"

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
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    for (const int version : {1, 2}) {
        if (const auto message = decodeClientMessage(text, version)) {
            const QByteArray once = encode(message.value());
            const auto again = decodeClientMessage(once, version);
            check(again.hasValue());
            check(again.value().index() == message.value().index());
            check(encode(again.value()) == once);
        }
    }
    if (const auto message = decodeServerMessage(text)) {
        const QByteArray once = encode(message.value());
        const auto again = decodeServerMessage(once);
        check(again.hasValue());
        check(encode(again.value()) == once);
    }
    return 0;
}
