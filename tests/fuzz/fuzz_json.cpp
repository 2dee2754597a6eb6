// libFuzzer target: the scanner accepts what RFC 8259 accepts, as read by the plainest parser that
// can be written, and means by it what QJsonDocument means.
// Build and run: scripts/fuzz json [seconds]
#include "common/protocol/jsonscanner.h"
#include "common/protocol/rawjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include <cstdlib>

using namespace kodama;

namespace {

constexpr int depth = 64;

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// RFC 8259 section by section, without a thought for speed.
class Reference final
{
public:
    explicit Reference(QByteArrayView text)
        : m_text(text)
    {}

    bool accepts()
    {
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString ignored = decoder(m_text);
        if (decoder.hasError())
            return false;
        return value(0) && m_at == m_text.size();
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool takeWord(QByteArrayView word)
    {
        if (!m_text.sliced(m_at).startsWith(word))
            return false;
        m_at += word.size();
        return true;
    }
    void space()
    {
        while (m_at < m_text.size() && QByteArrayView(" \t\n\r").contains(m_text[m_at]))
            ++m_at;
    }
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    bool digits()
    {
        const qsizetype from = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at > from;
    }

    bool value(int level)
    {
        space();
        const bool isFine = element(level);
        space();
        return isFine;
    }
    bool element(int level)
    {
        switch (peek()) {
        case '{':
            return level < depth && list('{', '}', level);
        case '[':
            return level < depth && list('[', ']', level);
        case '"':
            return string();
        case 't':
            return takeWord("true");
        case 'f':
            return takeWord("false");
        case 'n':
            return takeWord("null");
        default:
            return number();
        }
    }
    bool list(char open, char close, int level)
    {
        take(open);
        space();
        if (take(close))
            return true;
        do {
            if (open == '{') {
                space();
                if (!string())
                    return false;
                space();
                if (!take(':'))
                    return false;
            }
            if (!value(level + 1))
                return false;
        } while (take(','));
        return take(close);
    }
    bool string()
    {
        if (!take('"'))
            return false;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '"')
                return true;
            if (static_cast<unsigned char>(c) < 0x20 || (c == '\\' && !escape()))
                return false;
        }
        return false;
    }
    bool escape()
    {
        if (m_at >= m_text.size())
            return false;
        const char c = m_text[m_at++];
        if (c != 'u')
            return c != '\0' && QByteArrayView("\"\\/bfnrt").contains(c);
        for (int i = 0; i < 4; ++i) {
            if (!isDigit(peek()) && !(peek() >= 'a' && peek() <= 'f') &&
                !(peek() >= 'A' && peek() <= 'F'))
                return false;
            ++m_at;
        }
        return true;
    }
    bool number()
    {
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            return digits();
        }
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

/// Where QJsonDocument is known to differ: numbers that no double holds, a leading U+FEFF, lone
/// surrogates, keys that only differ in these.
bool isBeyondQt(const QByteArray &text)
{
    return text.contains("\xEF\xBB\xBF") || text.contains("\\ud") || text.contains("\\uD") ||
           text.contains("\\ufeff") || text.contains("\\uFEFF") || text.contains("\\ufEFF") ||
           text.toLower().contains("\\ufeff") || text.contains('e') || text.contains('E') ||
           text.size() > 300;
}

void compareWithQt(const QByteArray &text, const JsonObject &object)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    check(error.error == QJsonParseError::NoError);
    check(document.isObject());
    const QJsonObject qt = document.object();
    // The last of several members with one name counts.
    QHash<QString, QJsonValue> ours;
    for (const JsonMember &member : object.members) {
        const QByteArray quoted = QByteArray("\"").append(member.key).append('"');
        ours[decodeJsonString(quoted)] = RawJson::fromValidText(member.value.toByteArray()).value();
    }
    check(ours.size() == qt.size());
    for (auto entry = ours.cbegin(); entry != ours.cend(); ++entry)
        check(qt[entry.key()] == entry.value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const bool isJson = isValidJson(text, depth);
    check(isJson == Reference(text).accepts());
    const auto object = scanJsonObject(text, depth);
    check(object.hasValue() == (isJson && text.trimmed().startsWith('{')));
    if (object && !isBeyondQt(text))
        compareWithQt(text, object.value());
    return 0;
}
