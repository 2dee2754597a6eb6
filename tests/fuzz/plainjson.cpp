#include "tests/fuzz/plainjson.h"

namespace kodama {

bool PlainJson::value(int level)
{
    space();
    const bool isFine = element(level);
    space();
    return isFine;
}

bool PlainJson::element(int level)
{
    switch (peek()) {
    case '{':
        return level < m_maxDepth && list('{', '}', level);
    case '[':
        return level < m_maxDepth && list('[', ']', level);
    case '"':
        return string(false);
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

bool PlainJson::list(char open, char close, int level)
{
    take(open);
    space();
    if (take(close))
        return true;
    do {
        if (open == '{') {
            space();
            if (!string(true))
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

bool PlainJson::string(bool isName)
{
    const qsizetype from = m_at;
    if (!take('"'))
        return false;
    qsizetype plainFrom = m_at;
    while (m_at < m_text.size()) {
        const char c = m_text[m_at++];
        // Qt looks at the bytes between the escapes only, and takes control characters.
        if ((c == '"' || c == '\\') && m_isQt &&
            !isUtf8(m_text.sliced(plainFrom, m_at - 1 - plainFrom)))
            return false;
        if (c == '"') {
            respellString(from, isName);
            return true;
        }
        if (static_cast<unsigned char>(c) < 0x20 && !m_isQt)
            return false;
        if (c == '\\' && !escape())
            return false;
        if (c == '\\')
            plainFrom = m_at;
    }
    return false;
}

bool PlainJson::escape()
{
    if (m_at >= m_text.size())
        return false;
    const char c = m_text[m_at++];
    if (c != 'u') // Qt takes any byte for itself, be it a half of a character
        return m_isQt || (c != '\0' && QByteArrayView("\"\\/bfnrt").contains(c));
    for (int i = 0; i < 4; ++i, ++m_at) {
        if (!isDigit(peek()) && !(peek() >= 'a' && peek() <= 'f') &&
            !(peek() >= 'A' && peek() <= 'F'))
            return false;
    }
    return true;
}

bool PlainJson::number()
{
    const qsizetype from = m_at;
    take('-');
    const bool isWhole = take('0') || digits() > 0;
    const bool isFraction = take('.') && digits() > 0;
    // Qt does without the digits on one side of the point: `1.`, `.5`.
    const bool hasPoint = m_text.sliced(from, m_at - from).contains('.');
    if (m_isQt ? !isWhole && !isFraction : !isWhole || hasPoint != isFraction)
        return false;
    if (take('e') || take('E')) {
        if (!take('+'))
            take('-');
        if (digits() == 0)
            return false;
    }
    if (isHeldByDouble(m_text.sliced(from, m_at - from)))
        return true;
    respell(from, "1e300");
    return !m_isQt;
}

/// Called behind what is replaced.
void PlainJson::respell(qsizetype from, const QByteArray &spelling)
{
    m_respelled += m_text.sliced(m_copied, from - m_copied) + spelling;
    m_copied = m_at;
}

void PlainJson::respellString(qsizetype from, bool isName)
{
    const QByteArrayView quoted = m_text.sliced(from, m_at - from);
    if (m_isQt || quoted.contains('\\') || !(isName || quoted.startsWith("\"\xEF\xBB\xBF")))
        return;
    QByteArray spelling;
    for (const QChar c : QString::fromUtf8(quoted)) // the quote shields a U+FEFF
        spelling +=
            c >= QChar(0xd800) ? "\\u" + QByteArray::number(c.unicode(), 16) : QString(c).toUtf8();
    respell(from, spelling);
}

} // namespace kodama
