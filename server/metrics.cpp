#include "server/metrics.h"

namespace kodama {

using std::chrono::nanoseconds;
using std::chrono::seconds;

namespace {

using Shards = std::vector<std::unique_ptr<ShardMeters>>;

constexpr double nanosecondsPerSecond = 1e9;

QByteArray inSeconds(nanoseconds time)
{
    return QByteArray::number(double(time.count()) / nanosecondsPerSecond, 'g', 12);
}

/// One metric after the other, each with its help and type.
class Page final
{
public:
    explicit Page(const Shards &shards)
        : m_shards(shards)
    {}

    [[nodiscard]] QByteArray finish() { return std::move(m_out); }

    void begin(QByteArrayView name, QByteArrayView type, QByteArrayView help)
    {
        m_name = name;
        m_out.append("# HELP kodama_").append(name).append(' ').append(help);
        m_out.append("\n# TYPE kodama_").append(name).append(' ').append(type).append('\n');
    }
    void line(QByteArrayView suffix, const QByteArray &labels, const QByteArray &value)
    {
        m_out.append("kodama_").append(m_name).append(suffix);
        if (!labels.isEmpty())
            m_out.append('{').append(labels).append('}');
        m_out.append(' ').append(value).append('\n');
    }
    void single(QByteArrayView name, QByteArrayView help, const QByteArray &value)
    {
        begin(name, "gauge", help);
        line({}, {}, value);
    }

    /// value(meters) of each shard.
    template <typename Value>
    void perShard(QByteArrayView name, QByteArrayView help, const Value &value)
    {
        begin(name, "counter", help);
        for (std::size_t i = 0; i < m_shards.size(); ++i)
            line({}, label(i), QByteArray::number(quint64{value(*m_shards[i])}));
    }

    template <typename Value>
    void histogram(QByteArrayView name, QByteArrayView help, const Value &value)
    {
        begin(name, "histogram", help);
        for (std::size_t i = 0; i < m_shards.size(); ++i)
            buckets(label(i), value(*m_shards[i]));
    }

    void buckets(const QByteArray &shard, const Histogram &histogram)
    {
        quint64 sum = 0;
        for (std::size_t place = 0; place < Histogram::bounds.size(); ++place) {
            sum += histogram.count(place);
            line("_bucket", shard + ",le=\"" + inSeconds(Histogram::bounds[place]) + '"',
                 QByteArray::number(sum));
        }
        sum += histogram.count(Histogram::bounds.size());
        line("_bucket", shard + ",le=\"+Inf\"", QByteArray::number(sum));
        line("_sum", shard, inSeconds(histogram.sum()));
        line("_count", shard, QByteArray::number(sum));
    }

    [[nodiscard]] static QByteArray label(std::size_t shard)
    {
        return "shard=\"" + QByteArray::number(qulonglong(shard)) + '"';
    }

private:
    const Shards &m_shards;
    QByteArray m_out;
    QByteArrayView m_name;
};

void writeTraffic(Page &page)
{
    page.perShard(
        "accepted_total", "TCP connections.",
        [](const auto &m) -> auto & { return m.transport.accepted; });
    page.perShard(
        "upgraded_total", "Of them, became WebSockets.",
        [](const auto &m) -> auto & { return m.transport.upgraded; });
    page.perShard(
        "refused_total", "Of them, got an HTTP answer instead.",
        [](const auto &m) -> auto & { return m.transport.refused; });
    page.perShard(
        "dropped_total", "Of them, gone or closed without either.",
        [](const auto &m) -> auto & { return m.transport.dropped; });
    page.perShard(
        "messages_received_total", "Messages from clients.",
        [](const auto &m) -> auto & { return m.transport.messagesIn; });
    page.perShard(
        "frames_sent_total", "Frames queued for clients.",
        [](const auto &m) -> auto & { return m.transport.framesOut; });
    page.perShard(
        "received_bytes_total", "Bytes that came from clients, with all that is around messages.",
        [](const auto &m) -> auto & { return m.reactor.receivedBytes; });
    page.perShard(
        "sent_bytes_total", "Bytes that went to clients, as they were sent.",
        [](const auto &m) -> auto & { return m.reactor.sentBytes; });
    page.perShard(
        "frames_dropped_total", "Droppable frames that slow readers went without.",
        [](const auto &m) -> auto & { return m.transport.framesDropped; });
    page.perShard(
        "shed_total", "Clients closed since all together held too much.",
        [](const auto &m) -> auto & { return m.transport.shed; });
    page.perShard(
        "rate_limited_total", "Messages refused since there were too many.",
        [](const auto &m) -> auto & { return m.rateLimited; });
}

template <quint16... known>
void writeByCode(Page &page, const QByteArray &label, const CodeCounters<known...> &counters)
{
    const auto &codes = counters.codes;
    for (std::size_t place = 0; place <= codes.size(); ++place) {
        const quint64 count = counters.counts[place];
        const QByteArray code =
            place < codes.size() ? QByteArray::number(codes[place]) : QByteArray("other");
        if (count > 0)
            page.line({}, label + ",code=\"" + code + '"', QByteArray::number(count));
    }
}

void writeCodes(Page &page, const Shards &shards)
{
    page.begin("http_responses_total", "counter", "Answers to those refused, by HTTP status.");
    for (std::size_t i = 0; i < shards.size(); ++i)
        writeByCode(page, Page::label(i), shards[i]->transport.responses);
    page.begin("closes_total", "counter", "Connections that ended, by close code.");
    for (std::size_t i = 0; i < shards.size(); ++i)
        writeByCode(page, Page::label(i), shards[i]->transport.closes);
}

void writeErrors(Page &page, const QByteArray &label, const ErrorCounters &errors)
{
    for (std::size_t code = 1; code < errors.size(); ++code) {
        const QLatin1StringView name = errorName(ErrorCode(code));
        if (const quint64 count = errors[code])
            page.line({}, label + ",name=\"" + QByteArray(name.data(), name.size()) + '"',
                      QByteArray::number(count));
    }
}

void writeErrors(Page &page, const Shards &shards, const ChatMeters &chat)
{
    page.begin("errors_total", "counter", "Errors told to clients, by name.");
    for (std::size_t i = 0; i < shards.size(); ++i)
        writeErrors(page, Page::label(i), shards[i]->errors);
    writeErrors(page, "shard=\"chat\"", chat.errors);
}

} // namespace

Metrics::Metrics(const Clock &clock, const Population &population, const ChatPort &chat,
                 const Log &log)
    : m_clock(clock)
    , m_population(population)
    , m_chat(chat)
    , m_log(log)
    , m_start(clock.steadyTime())
    , m_before{m_start, 0, 0}
    , m_last(m_before)
{}

ShardMeters &Metrics::addShard()
{
    m_shards.push_back(std::make_unique<ShardMeters>());
    return *m_shards.back();
}

QByteArray Metrics::page() const
{
    Page page(m_shards);
    page.begin("build_info", "gauge", "The program's version.");
    page.line({}, "version=\"" KODAMA_VERSION "\"", "1");
    page.single("uptime_seconds", "Time since the start.",
                inSeconds(m_clock.steadyTime() - m_start));
    page.single("clients", "Open WebSockets.", QByteArray::number(m_population.count()));
    page.single("shards", "Threads that serve clients.",
                QByteArray::number(qulonglong(m_shards.size())));
    if (const qint64 rooms = m_chat.meters.rooms.load(); rooms >= 0)
        page.single("rooms", "The lobby and the rooms that somebody is in.",
                    QByteArray::number(rooms));
    if (const qint64 streams = m_chat.meters.historyStreams.load(); streams >= 0)
        page.single("history_streams", "Rooms and direct conversations that are remembered.",
                    QByteArray::number(streams));
    page.begin("log_lines_dropped_total", "counter", "Lines of the log that nobody took.");
    page.line({}, {}, QByteArray::number(m_log.droppedCount()));
    page.single("history_available", "1: messages can be stored.",
                m_chat.meters.isStoring.load() ? "1" : "0");
    page.begin("queued_bytes", "gauge", "Bytes that wait for clients to take them.");
    for (std::size_t i = 0; i < m_shards.size(); ++i)
        page.line({}, Page::label(i), QByteArray::number(m_shards[i]->reactor.queued.value()));
    page.begin("held_bytes", "gauge", "Bytes held for clients, about (--max-held-bytes).");
    for (std::size_t i = 0; i < m_shards.size(); ++i)
        page.line({}, Page::label(i), QByteArray::number(m_shards[i]->reactor.held.value()));
    writeTraffic(page);
    writeCodes(page, m_shards);
    writeErrors(page, m_shards, m_chat.meters);
    page.histogram(
        "fanout_seconds", "From a client's request to its delivery on this shard.",
        [](const auto &m) -> auto & { return m.fanout; });
    page.histogram(
        "loop_lag_seconds", "How late the event loop came to its timers.",
        [](const auto &m) -> auto & { return m.transport.loopLag; });
    page.histogram(
        "turn_seconds", "Turns of the event loop: what others had to wait.",
        [](const auto &m) -> auto & { return m.reactor.turns; });
    page.buckets("shard=\"chat\"", m_chat.meters.turns);
    return page.finish();
}

Metrics::Sample Metrics::sample() const
{
    Sample now{m_clock.steadyTime(), 0, 0};
    for (const auto &shard : m_shards) {
        now.messages += shard->transport.messagesIn;
        now.bytes += shard->reactor.receivedBytes + shard->reactor.sentBytes;
    }
    return now;
}

Figures Metrics::figures()
{
    const Sample now = sample();
    const std::lock_guard lock(m_mutex);
    if (now.time - m_last.time >= seconds(1)) {
        m_before = m_last;
        m_last = now;
    }
    Figures figures;
    figures.uptimeSeconds = std::chrono::floor<seconds>(now.time - m_start).count();
    const double span = double((now.time - m_before.time).count()) / nanosecondsPerSecond;
    if (span > 0) {
        figures.messagesPerSecond = qRound64(double(now.messages - m_before.messages) / span);
        figures.bytesPerSecond = qRound64(double(now.bytes - m_before.bytes) / span);
    }
    const qint64 rooms = m_chat.meters.rooms.load();
    if (rooms >= 0)
        figures.rooms = rooms;
    return figures;
}

} // namespace kodama
