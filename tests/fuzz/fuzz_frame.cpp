// libFuzzer target: the frame parser finds the same things wherever its input is cut, keeps its
// bounds, and passes on only UTF-8 as text. The first two bytes say where to cut, and whether
// messages may be compressed.
// Build and run: scripts/fuzz frame [seconds]
#include "common/protocol/closecode.h"
#include "server/transport/frameparser.h"

#include <QList>

#include <cstdlib>

using namespace kodama;

namespace {

constexpr FrameLimits fuzzLimits{2000, 50};

struct Found
{
    FrameEvent::Kind kind;
    quint16 code;
    QByteArray payload;
    bool operator==(const Found &) const = default;
};

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void checkEvent(const FrameEvent &event)
{
    using Kind = FrameEvent::Kind;
    if (event.kind == Kind::Text || event.kind == Kind::Close)
        check(isValidUtf8(event.payload));
    if (event.kind == Kind::Text || event.kind == Kind::Binary)
        check(event.payload.size() <= fuzzLimits.messageBytes);
    else if (event.kind != Kind::Error)
        check(event.payload.size() <= 125);
    if (event.kind == Kind::Error)
        check(isValidOnWire(event.code));
    if (event.kind == Kind::Close)
        check(event.code == 1005 || isValidOnWire(event.code));
}

QList<Found> parse(QByteArray bytes, std::size_t portion, InflaterPool *inflaters)
{
    FrameParser parser(fuzzLimits, inflaters);
    FrameEvent event;
    QList<Found> found;
    std::span<char> rest(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bool isOver = false;
    while (!rest.empty()) {
        std::span<char> input = rest.first(std::min(portion, rest.size()));
        rest = rest.subspan(input.size());
        while (!input.empty()) {
            const std::size_t before = input.size();
            if (!parser.next(input, event)) {
                check(input.empty() || input.size() < before); // it goes on
                continue;
            }
            check(!isOver); // nothing comes behind an end
            checkEvent(event);
            found.append({event.kind, event.code, event.payload});
            isOver = event.kind == FrameEvent::Kind::Close || event.kind == FrameEvent::Kind::Error;
        }
        check(parser.bufferedBytes() <= fuzzLimits.messageBytes);
    }
    return found;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::size_t portion = std::size_t{1} + data[0] + std::size_t{256} * (data[1] % 4U);
    const QByteArray bytes(reinterpret_cast<const char *>(data + 2),
                           static_cast<qsizetype>(size - 2));
    static InflaterPool pool; // what one input leaves behind must not matter to the next
    InflaterPool *const inflaters = (data[1] & 0x80U) != 0 ? &pool : nullptr;
    const QList<Found> whole = parse(bytes, size, inflaters);
    check(parse(bytes, portion, inflaters) == whole);
    check(parse(bytes, 1, inflaters) == whole);
    return 0;
}
