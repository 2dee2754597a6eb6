// JSON as the plainest parser reads it that can be written: what the fuzz targets and
// tst_jsonscanner hold the scanner and Qt's reader against. Shares no line with common/protocol.
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QString>

#include <cmath>
#include <cstdlib>

namespace kodama {

/// RFC 8259 section by section, without a thought for speed; or the same with each thing that Qt
/// 6.4.2 does otherwise. Where the two agree, a text is in the scanner's hands and in Qt's the
/// same.
class PlainJson final
{
public:
    enum class Reader { Rfc8259, Qt };

    PlainJson(QByteArrayView text, int maxDepth, Reader reader = Reader::Rfc8259)
        : m_text(text)
        , m_maxDepth(maxDepth)
        , m_isQt(reader == Reader::Qt)
    {}

    /// To be asked once, and before respelled().
    bool accepts()
    {
        if (!m_isQt)
            return isUtf8(m_text) && value(0) && m_at == m_text.size();
        if (m_text.size() > 3 && m_text.startsWith("\xEF\xBB\xBF"))
            m_at = 3; // Qt takes one byte-order mark in front of something
        space();
        return (peek() == '{' || peek() == '[') && value(0) && m_at == m_text.size();
    }

    /// The accepted text with nothing changed but what Qt cannot read or reads as something else:
    /// a number that no double holds is another one (no integer either); a value that begins with
    /// U+FEFF, which Qt would drop, and a name with characters from U+E000 on, by which Qt sorts
    /// names in two different orders and overlooks duplicates, have escapes for these characters.
    [[nodiscard]] QByteArray respelled() const { return m_respelled + m_text.sliced(m_copied); }

    /// What Qt reads in a value that RFC 8259 accepts.
    static QJsonValue qtValue(QByteArrayView text)
    {
        PlainJson plain(text, 1023);
        if (!plain.accepts())
            return QJsonValue::Undefined;
        return QJsonDocument::fromJson('[' + plain.respelled() + ']').array().at(0);
    }

    /// Neither too large nor, without being 0, too small; Qt calls such numbers illegal.
    static bool isHeldByDouble(QByteArrayView number)
    {
        const double held = std::strtod(number.toByteArray().constData(), nullptr);
        for (const char c : number) {
            if (c == 'e' || c == 'E')
                break;
            if (c >= '1' && c <= '9')
                return held != 0.0 && std::isfinite(held);
        }
        return true; // 0, whatever the exponent
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
    qsizetype digits()
    {
        const qsizetype from = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at - from;
    }
    /// What is no UTF-8 does not come out as it went in. (The letter shields a U+FEFF in front.)
    static bool isUtf8(QByteArrayView text)
    {
        const QByteArray bytes = 'x' + text.toByteArray();
        return QString::fromUtf8(bytes).toUtf8() == bytes;
    }

    bool value(int level);
    bool element(int level);
    bool list(char open, char close, int level);
    bool string(bool isName);
    bool escape();
    bool number();
    void respell(qsizetype from, const QByteArray &spelling);
    void respellString(qsizetype from, bool isName);

    QByteArrayView m_text;
    int m_maxDepth;
    bool m_isQt;
    qsizetype m_at = 0;
    QByteArray m_respelled;
    qsizetype m_copied = 0; ///< up to here m_text is in m_respelled
};

} // namespace kodama
