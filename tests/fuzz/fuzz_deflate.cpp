// libFuzzer target: what we compress comes back from every window, and whatever else is called
// compressed gives the same bytes however it is cut, within its bounds.
// Build and run: scripts/fuzz deflate [seconds]
#include "server/transport/deflate.h"

#include <QByteArray>

#include <cstdlib>

using namespace kodama;

namespace {

constexpr qsizetype mostBytes = 200'000;

void check(bool holds)
{
    if (!holds)
        std::abort();
}

struct Outcome
{
    QByteArray bytes;
    bool isStream = true;
    bool isWhole = false;
    bool operator==(const Outcome &) const = default;
};

/// False if it is no stream, or too long.
bool readAll(Inflater &inflater, std::span<char> output, Outcome &outcome)
{
    qsizetype size = 0;
    do {
        size = inflater.read(output);
        check(size <= static_cast<qsizetype>(output.size()));
        check(size != Inflater::outOfMemory);
        outcome.isStream = size >= 0;
        if (!outcome.isStream || outcome.bytes.size() + size > mostBytes)
            return false;
        outcome.bytes.append(output.data(), size);
    } while (size > 0);
    return true;
}

Outcome inflate(QByteArrayView input, std::size_t inputPortion, std::size_t outputPortion)
{
    static Inflater inflater; // what one message leaves behind must not matter to the next
    std::vector<char> output(outputPortion);
    Outcome outcome;
    inflater.begin();
    std::span<const char> rest(input.data(), static_cast<std::size_t>(input.size()));
    while (!rest.empty()) {
        const std::span<const char> piece = rest.first(std::min(inputPortion, rest.size()));
        rest = rest.subspan(piece.size());
        inflater.setInput(piece);
        if (!readAll(inflater, output, outcome))
            return outcome;
    }
    if (!inflater.isBetweenBlocks()) {
        inflater.setInputToEnd();
        if (!readAll(inflater, output, outcome))
            return outcome;
    }
    outcome.isWhole = inflater.isBetweenBlocks();
    return outcome;
}

void checkRoundTrip(QByteArrayView text, int windowBits)
{
    static Deflater deflater;
    const QByteArray compressed = deflater.compress(text, windowBits).toByteArray();
    if (compressed.isEmpty())
        return;
    check(compressed.size() < text.size());
    const Outcome outcome = inflate(compressed, 1000, 1000);
    check(outcome.isStream && outcome.isWhole);
    check(QByteArrayView(outcome.bytes) == text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char *>(data + 2),
                           static_cast<qsizetype>(size - 2));
    const std::size_t portion = std::size_t{1} + data[0];
    const Outcome whole = inflate(bytes, size, 4096);
    const auto agrees = [&whole](const Outcome &other) { check(other == whole); };
    if (whole.bytes.size() < mostBytes / 2) {
        agrees(inflate(bytes, portion, 4096));
        agrees(inflate(bytes, size, portion));
        agrees(inflate(bytes, 1, 7));
    }
    checkRoundTrip(bytes, 8 + data[1] % 8);
    checkRoundTrip(bytes.repeated(1 + data[1] / 8), 8 + data[1] % 8);
    return 0;
}
