#include "app/core/textsearch.h"

#include <vector>

namespace kodama {
namespace {

constexpr char16_t firstKatakana = 0x30A1; // small a
constexpr char16_t lastKatakana = 0x30F6;  // small ke; what follows has no hiragana
constexpr char16_t kanaDistance = 0x60;
constexpr char16_t iterationMarks = 0x30FD; // two of them

bool isJoined(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Mark_Enclosing:
        return true;
    default:
        return c == 0xFF9E || c == 0xFF9F; // half-width voiced sound marks
    }
}

// Texts of these characters are compared as they are, but for case and kana: nearly all there are.
bool isSimple(char16_t c)
{
    return c < 0x80 || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A0 && c <= 0x30FE) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || c == 0x3001 ||
           c == 0x3002;
}

char16_t simpleForm(char16_t c)
{
    if (c >= u'A' && c <= u'Z')
        return char16_t(c + 0x20);
    if (c < 0x21)
        return u' ';
    const bool isKatakana =
        (c >= firstKatakana && c <= lastKatakana) || c == iterationMarks || c == iterationMarks + 1;
    return isKatakana ? char16_t(c - kanaDistance) : c;
}

// One character with its marks, in the form that is compared.
QString clusterForm(QStringView cluster)
{
    // By way of capitals: only these make two letters of a sharp s.
    QString form =
        cluster.toString().normalized(QString::NormalizationForm_KC).toUpper().toCaseFolded();
    for (QChar &c : form) {
        if (c.isSpace())
            c = u' ';
        else
            c = QChar(simpleForm(c.unicode()));
    }
    return form;
}

qsizetype clusterEnd(QStringView text, qsizetype start)
{
    qsizetype end = start;
    do {
        const bool isPair =
            text[end].isHighSurrogate() && end + 1 < text.size() && text[end + 1].isLowSurrogate();
        end += isPair ? 2 : 1;
        if (end >= text.size())
            break;
        const bool isNextPair =
            text[end].isHighSurrogate() && end + 1 < text.size() && text[end + 1].isLowSurrogate();
        const char32_t next = isNextPair ? QChar::surrogateToUcs4(text[end], text[end + 1])
                                         : char32_t(text[end].unicode());
        if (!isJoined(next))
            break;
    } while (end < text.size());
    return end;
}

// Calls `take(form, start, length)` for every piece of the text that is compared as one.
template <typename Take>
void forEachCluster(QStringView text, Take take)
{
    for (qsizetype at = 0; at < text.size();) {
        const char16_t c = text[at].unicode();
        const bool isAlone = at + 1 >= text.size() || (isSimple(text[at + 1].unicode())) ||
                             (!isJoined(text[at + 1].unicode()) && !text[at + 1].isHighSurrogate());
        if (isSimple(c) && isAlone) {
            const QChar form(simpleForm(c));
            take(QStringView(&form, 1), at, qsizetype{1});
            ++at;
            continue;
        }
        const qsizetype end = clusterEnd(text, at);
        const QString form = clusterForm(text.sliced(at, end - at));
        take(QStringView(form), at, end - at);
        at = end;
    }
}

// A text in the form that is compared, and where each of its characters came from.
struct MappedText
{
    QString form;
    std::vector<qsizetype> starts; // of the piece that the character is of
    std::vector<qsizetype> ends;
};

MappedText mapped(QStringView text)
{
    MappedText result;
    result.form.reserve(text.size());
    result.starts.reserve(std::size_t(text.size()));
    result.ends.reserve(std::size_t(text.size()));
    forEachCluster(text, [&result](QStringView form, qsizetype start, qsizetype length) {
        for (const QChar c : form) {
            result.form.append(c);
            result.starts.push_back(start);
            result.ends.push_back(start + length);
        }
    });
    return result;
}

} // namespace

QString searchForm(QStringView text)
{
    QString result;
    result.reserve(text.size());
    forEachCluster(text, [&result](QStringView form, qsizetype, qsizetype) { result += form; });
    return result;
}

QList<TextRange> TextSearch::findIn(QStringView text) const
{
    QList<TextRange> found;
    if (m_wanted.isEmpty() || !matches(text))
        return found;
    const MappedText map = mapped(text);
    for (qsizetype at = map.form.indexOf(m_wanted); at >= 0;
         at = map.form.indexOf(m_wanted, at + m_wanted.size())) {
        const qsizetype start = map.starts[std::size_t(at)];
        const qsizetype end = map.ends[std::size_t(at + m_wanted.size() - 1)];
        found.append({start, end - start});
    }
    return found;
}

bool TextSearch::matches(QStringView text) const
{
    return !m_wanted.isEmpty() && searchForm(text).contains(m_wanted);
}

} // namespace kodama
