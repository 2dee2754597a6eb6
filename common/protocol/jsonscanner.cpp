#include "common/protocol/jsonscanner.h"

#include "common/utf8.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace kodama {

namespace {

constexpr int deepest = 1023;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Whether a byte ends a run of plain string characters.
bool isSpecial(char c)
{
    return c == '"' || c == '\\' || static_cast<uchar>(c) < 0x20;
}

/// The first byte that ends a run of plain string characters, or the end.
const char *endOfPlainRun(const char *at, const char *end)
{
#ifdef __SSE2__ // every x86-64; elsewhere byte by byte
    constexpr qsizetype blockBytes = 16;
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i lastControl = _mm_set1_epi8(0x1F);
    for (; end - at >= blockBytes; at += blockBytes) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, lastControl), block);
        const __m128i delimiter =
            _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash));
        const int found = _mm_movemask_epi8(_mm_or_si128(control, delimiter));
        if (found != 0)
            return at + std::countr_zero(static_cast<unsigned>(found));
    }
#endif
    return std::find_if(at, end, isSpecial);
}

class Scanner
{
public:
    Scanner(QByteArrayView text, int maxDepth)
        : m_begin(text.data())
        , m_at(text.data())
        , m_end(text.data() + text.size())
        , m_maxDepth(std::min(maxDepth, deepest))
    {}

    Result<JsonObject, JsonError> object();
    bool wholeValue();

private:
    bool skipValue();
    bool skipScalarOrOpen();
    bool closeAndContinue();
    bool open(bool isObject);
    bool skipString();
    bool skipEscape();
    bool skipNumber();
    bool skipDigits();
    bool skipLiteral(QByteArrayView literal);
    bool skipKeyAndColon();
    bool atEnd();

    void skipSpace()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }
    [[nodiscard]] char peek() const { return m_at == m_end ? '\0' : *m_at; }
    bool take(char c)
    {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }
    bool fail(const char *expected)
    {
        m_error = {m_at - m_begin, expected};
        return false;
    }

    const char *m_begin;
    const char *m_at;
    const char *m_end;
    int m_maxDepth;
    int m_depth = 0;
    std::bitset<deepest + 1> m_isObject; ///< by depth
    JsonError m_error;
};

bool Scanner::skipLiteral(QByteArrayView literal)
{
    if (!QByteArrayView(m_at, m_end).startsWith(literal))
        return fail("expected a value");
    m_at += literal.size();
    return true;
}

bool Scanner::skipDigits()
{
    if (!isDigit(peek()))
        return fail("expected a digit");
    while (isDigit(peek()))
        ++m_at;
    return true;
}

bool Scanner::skipNumber()
{
    take('-');
    if (!take('0') && !skipDigits())
        return false;
    if (take('.') && !skipDigits())
        return false;
    if (take('e') || take('E')) {
        if (!take('+'))
            take('-');
        return skipDigits();
    }
    return true;
}

bool Scanner::skipEscape()
{
    const char c = peek();
    if (c == 'u') {
        ++m_at;
        for (int i = 0; i < 4; ++i, ++m_at) {
            if (!isHexDigit(peek()))
                return fail("expected four hexadecimal digits");
        }
        return true;
    }
    if (c == '\0' || std::strchr("\"\\/bfnrt", c) == nullptr)
        return fail("expected an escape");
    ++m_at;
    return true;
}

/// Called behind the opening quote.
bool Scanner::skipString()
{
    for (;;) {
        m_at = endOfPlainRun(m_at, m_end);
        if (take('"'))
            return true;
        if (!take('\\'))
            return fail("expected the end of a string");
        if (!skipEscape())
            return false;
    }
}

bool Scanner::open(bool isObject)
{
    if (m_depth == m_maxDepth)
        return fail("nested too deeply");
    ++m_at;
    m_isObject[static_cast<std::size_t>(++m_depth)] = isObject;
    return true;
}

bool Scanner::skipKeyAndColon()
{
    skipSpace();
    if (!take('"'))
        return fail("expected a member's name");
    if (!skipString())
        return false;
    skipSpace();
    return take(':') || fail("expected a colon");
}

/// Reads a scalar, or opens an array or object up to where its first value must stand. An empty
/// one is left for closeAndContinue().
bool Scanner::skipScalarOrOpen()
{
    skipSpace();
    switch (peek()) {
    case '"':
        ++m_at;
        return skipString();
    case '{':
        return open(true);
    case '[':
        return open(false);
    case 't':
        return skipLiteral("true");
    case 'f':
        return skipLiteral("false");
    case 'n':
        return skipLiteral("null");
    default:
        return (peek() == '-' || isDigit(peek())) ? skipNumber() : fail("expected a value");
    }
}

/// Behind a value: closes what ends here; stops where the next value must stand, or at depth 0.
bool Scanner::closeAndContinue()
{
    while (m_depth > 0) {
        const bool isObject = m_isObject[static_cast<std::size_t>(m_depth)];
        skipSpace();
        if (take(','))
            return !isObject || skipKeyAndColon();
        if (!take(isObject ? '}' : ']'))
            return fail("expected a comma or the end");
        --m_depth;
    }
    return true;
}

bool Scanner::skipValue()
{
    do {
        const int depthBefore = m_depth;
        if (!skipScalarOrOpen())
            return false;
        if (m_depth > depthBefore) {
            const bool isObject = m_isObject[static_cast<std::size_t>(m_depth)];
            skipSpace();
            if (!take(isObject ? '}' : ']')) {
                if (isObject && !skipKeyAndColon())
                    return false;
                continue;
            }
            --m_depth;
        }
        if (!closeAndContinue())
            return false;
    } while (m_depth > 0);
    return true;
}

bool Scanner::atEnd()
{
    skipSpace();
    return m_at == m_end || fail("expected nothing more");
}

bool Scanner::wholeValue()
{
    return skipValue() && atEnd();
}

Result<JsonObject, JsonError> Scanner::object()
{
    JsonObject result;
    skipSpace();
    const char *const start = m_at;
    if (!take('{')) {
        fail("expected an object");
        return m_error;
    }
    // Members are read one by one with a scanner depth of their own, so this level counts here.
    --m_maxDepth;
    skipSpace();
    bool isMore = !take('}');
    while (isMore) {
        skipSpace();
        const char *const key = m_at + 1;
        if (!skipKeyAndColon())
            return m_error;
        skipSpace();
        const char *const value = m_at;
        if (!skipValue())
            return m_error;
        const char *keyEnd = value;
        while (*--keyEnd != '"') {
        } // back over space and colon
        result.members.append({QByteArrayView(key, keyEnd), QByteArrayView(value, m_at)});
        skipSpace();
        isMore = take(',');
        if (!isMore && !take('}')) {
            fail("expected a comma or the end");
            return m_error;
        }
    }
    result.text = QByteArrayView(start, m_at);
    if (!atEnd())
        return m_error;
    return result;
}

std::optional<JsonError> invalidUtf8(QByteArrayView text)
{
    if (isValidUtf8(text))
        return std::nullopt;
    return JsonError{0, "expected UTF-8"};
}

} // namespace

const JsonMember *JsonObject::find(QLatin1StringView name) const
{
    const QByteArrayView wanted(name.data(), name.size());
    for (qsizetype i = members.size() - 1; i >= 0; --i) {
        const QByteArrayView key = members[i].key;
        if (key == wanted)
            return &members[i];
        if (key.size() > wanted.size() && isJsonString({key.data() - 1, key.size() + 2}, name))
            return &members[i];
    }
    return nullptr;
}

Result<JsonObject, JsonError> scanJsonObject(QByteArrayView text, int maxDepth)
{
    if (const auto error = invalidUtf8(text))
        return *error;
    return Scanner(text, maxDepth).object();
}

bool isValidJson(QByteArrayView text, int maxDepth)
{
    return !invalidUtf8(text) && Scanner(text, maxDepth).wholeValue();
}

} // namespace kodama
