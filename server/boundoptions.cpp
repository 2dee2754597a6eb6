#include "server/boundoptions.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using std::chrono::seconds;

namespace {

constexpr qint64 million = 1'000'000;
constexpr qint64 gibi = qint64{1024} * 1024 * 1024;

/// What may come at once after a pause, beside what comes in a second.
constexpr qint64 messageBurst = 2;
constexpr qint64 pingBurst = 10;

constexpr BoundOption options[] = {
    {"max-connections"_L1, 1, million,
     [](Bounds &bounds, qint64 value) { bounds.transport.connections = value; },
     [](const Bounds &bounds) { return qint64{bounds.transport.connections}; }},
    {"max-connections-per-address"_L1, 0, million,
     [](Bounds &bounds, qint64 value) { bounds.transport.connectionsPerAddress = value; },
     [](const Bounds &bounds) { return qint64{bounds.transport.connectionsPerAddress}; }},
    {"max-request-bytes"_L1, 1024, million,
     [](Bounds &bounds, qint64 value) { bounds.transport.handshakeBytes = value; },
     [](const Bounds &bounds) { return qint64{bounds.transport.handshakeBytes}; }},
    {"request-timeout"_L1, 1, 3600,
     [](Bounds &bounds, qint64 value) { bounds.transport.handshakeTime = seconds(value); },
     [](const Bounds &bounds) {
         return qint64{std::chrono::floor<seconds>(bounds.transport.handshakeTime).count()};
     }},
    {"max-message-bytes"_L1, 1024, gibi,
     [](Bounds &bounds, qint64 value) { bounds.transport.messageBytes = value; },
     [](const Bounds &bounds) { return qint64{bounds.transport.messageBytes}; }},
    {"max-fragments"_L1, 1, million,
     [](Bounds &bounds, qint64 value) { bounds.transport.fragmentsPerMessage = int(value); },
     [](const Bounds &bounds) { return qint64{bounds.transport.fragmentsPerMessage}; }},
    {"max-messages-per-second"_L1, 0, 100 * million,
     [](Bounds &bounds, qint64 value) {
         bounds.session.messages = {value, messageBurst * value};
     },
     [](const Bounds &bounds) { return bounds.session.messages.perSecond; }},
    {"max-bytes-per-second"_L1, 0, 64 * gibi,
     [](Bounds &bounds, qint64 value) {
         bounds.session.bytes = {value, messageBurst * value};
     },
     [](const Bounds &bounds) { return bounds.session.bytes.perSecond; }},
    {"max-pings-per-second"_L1, 0, million,
     [](Bounds &bounds, qint64 value) {
         bounds.transport.controlFrames = {value, pingBurst * value};
     },
     [](const Bounds &bounds) { return bounds.transport.controlFrames.perSecond; }},
    {"max-queued-bytes"_L1, 64 * 1024, gibi,
     [](Bounds &bounds, qint64 value) { bounds.transport.queuedBytes = value; },
     [](const Bounds &bounds) { return qint64{bounds.transport.queuedBytes}; }},
    {"max-held-bytes"_L1, 0, 64 * gibi,
     [](Bounds &bounds, qint64 value) { bounds.transport.heldBytes = value; },
     [](const Bounds &bounds) { return qint64{bounds.transport.heldBytes}; }},
    {"dead-after"_L1, 2, 86'400,
     [](Bounds &bounds, qint64 value) {
         // Two pings fit in: the first at 4/9 to 5/9 of the time, as 20 to 25 s of 45 s.
         constexpr qint64 parts = 9;
         bounds.transport.deadAfter = seconds(value);
         bounds.transport.pingJitter = bounds.transport.deadAfter / parts;
         bounds.transport.pingAfter = bounds.transport.pingJitter * 4;
     },
     [](const Bounds &bounds) {
         return qint64{std::chrono::floor<seconds>(bounds.transport.deadAfter).count()};
     }},
};

} // namespace

std::span<const BoundOption> boundOptions()
{
    return options;
}

std::optional<qint64> readBound(const BoundOption &option, const QString &text)
{
    constexpr qsizetype mostDigits = 15;
    const bool isNumber =
        !text.isEmpty() && text.size() <= mostDigits &&
        std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const qint64 value = isNumber ? text.toLongLong() : -1;
    const bool isInRange = value >= option.least && value <= option.most;
    return isInRange ? std::optional(value) : std::nullopt;
}

} // namespace kodama
