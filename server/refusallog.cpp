#include "server/refusallog.h"

#include <algorithm>
#include <utility>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ReasonRow
{
    RefusalReason reason{};
    QStringView japanese;
    QStringView english;
};

// In the order of the enum; checked below. %1: the value, %2: what to write behind an option.
constexpr ReasonRow reasonRows[] = {
    {RefusalReason::None, u"", u""},
    {RefusalReason::ForeignHost, u"Host '%1' は許可されていません: --allow-host %2",
     u"Host '%1' is not allowed: --allow-host %2"},
    {RefusalReason::ForeignOrigin, u"Origin '%1' は許可されていません: --allow-origin %2",
     u"Origin '%1' is not allowed: --allow-origin %2"},
    {RefusalReason::Malformed, u"不正な要求です: %1", u"bad request: %1"},
    {RefusalReason::WrongVersion, u"WebSocket のバージョン '%1' には対応していません (13 のみ)",
     u"version '%1' of WebSocket is not spoken, only 13"},
    {RefusalReason::UpgradeLost,
     u"Upgrade ヘッダーがありません。間のプロキシーが WebSocket に対応していますか",
     u"the Upgrade header is missing: does the proxy in between pass on WebSockets?"},
    {RefusalReason::TlsExpected, u"TLS (wss://) のポートに平文 (ws://, http://) で接続しました",
     u"speaks plain HTTP (ws://, http://) where TLS (wss://) is expected"},
    {RefusalReason::PlainExpected, u"平文 (ws://) のポートに TLS (wss://, https://) で接続しました",
     u"speaks TLS (wss://, https://) where plain ws:// is expected"},
    {RefusalReason::TlsFailed, u"TLS の開始に失敗しました: %1", u"TLS could not begin: %1"},
    {RefusalReason::RequestTooLong, u"要求が長すぎます (--max-request-bytes)",
     u"the request is too long (--max-request-bytes)"},
    {RefusalReason::RequestTooSlow, u"要求に時間がかかりすぎました (--request-timeout)",
     u"the request took too long (--request-timeout)"},
    {RefusalReason::NoPlace, u"接続が多すぎます (--max-connections)",
     u"too many connections (--max-connections)"},
    {RefusalReason::NoPlaceFromThere,
     u"このアドレスからの接続が多すぎます (--max-connections-per-address)",
     u"too many connections from this address (--max-connections-per-address)"},
    {RefusalReason::NoPlaceForPages, u"--admin-port への接続が多すぎます",
     u"too many connections to --admin-port"},
    {RefusalReason::UpgradeFailed, u"WebSocket への切り替えに失敗しました", u"the upgrade failed"},
};

consteval bool reasonsFollowTheEnum()
{
    for (std::size_t i = 0; i < std::size(reasonRows); ++i) {
        if (reasonRows[i].reason != static_cast<RefusalReason>(i))
            return false;
    }
    return std::size(reasonRows) == refusalReasonCount;
}
static_assert(reasonsFollowTheEnum());

QString shortened(const QString &value)
{
    return value.size() <= RefusalLog::longestValue
               ? value
               : value.first(RefusalLog::longestValue) + QChar(0x2026);
}

/// What may be copied into a shell as it is, whoever has made it up; else what stands for it.
QString optionValue(const QString &value)
{
    const bool isPlain = std::all_of(value.cbegin(), value.cend(), [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || "-._:/"_L1.contains(c));
    });
    const bool isWhole = !value.isEmpty() && value.size() <= RefusalLog::longestValue;
    return isPlain && isWhole ? value : u"..."_s;
}

QString sentenceOf(const ClientRefusal &refusal, Language language)
{
    const ReasonRow &row = reasonRows[static_cast<std::size_t>(refusal.reason)];
    QString text = (language == Language::Japanese ? row.japanese : row.english).toString();
    if (text.contains("%2"_L1))
        return text.arg(shortened(refusal.value), optionValue(refusal.value));
    return text.contains("%1"_L1) ? text.arg(shortened(refusal.value)) : text;
}

} // namespace

RefusalLog::RefusalLog(Log &log, const Clock &clock, Language language)
    : m_log(log)
    , m_clock(clock)
    , m_texts(language)
{}

std::optional<quint64> RefusalLog::speak(RefusalReason reason)
{
    const std::chrono::nanoseconds now = m_clock.steadyTime();
    const std::lock_guard lock(m_mutex);
    Silence &silence = m_silences[static_cast<std::size_t>(reason)];
    if (silence.end && now < *silence.end) {
        ++silence.unsaid;
        return std::nullopt;
    }
    silence.end = now + quietTime;
    return std::exchange(silence.unsaid, 0);
}

void RefusalLog::onRefused(const QString &clientId, int status, const ClientRefusal &refusal)
{
    if (!m_log.isEnabled(LogLevel::Warning))
        return;
    const auto unsaid = speak(refusal.reason);
    if (!unsaid)
        return;
    const QString answer = status == 0 ? m_texts(Text::RefusedSilently) : u"HTTP %1"_s.arg(status);
    QString line =
        m_texts(Text::Refused).arg(clientId, answer, sentenceOf(refusal, m_texts.language()));
    if (*unsaid > 0)
        line += m_texts(Text::RefusedMore).arg(*unsaid);
    m_log.warning(line);
}

} // namespace kodama
