// Tested by tst_jsonscanner.
#include "common/protocol/jsonstring.h"

#include <QStringDecoder>

namespace kodama {

namespace {

QChar hexChar(const char *digits)
{
    return QChar(QByteArrayView(digits, 4).toUShort(nullptr, 16));
}

QChar escapedChar(char c)
{
    switch (c) {
    case 'b':
        return u'\b';
    case 'f':
        return u'\f';
    case 'n':
        return u'\n';
    case 'r':
        return u'\r';
    case 't':
        return u'\t';
    default:
        return QLatin1Char(c);
    }
}

/// QString::fromUtf8() drops a leading U+FEFF; this does not.
QString plainText(QByteArrayView utf8)
{
    if (!utf8.startsWith("\xef\xbb\xbf"))
        return QString::fromUtf8(utf8);
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decode(utf8);
}

} // namespace

bool isJsonString(QByteArrayView quoted, QLatin1StringView name)
{
    const char *at = quoted.begin() + 1;
    const char *const end = quoted.end() - 1;
    for (const char wanted : name) {
        if (at == end)
            return false;
        QChar found = QLatin1Char(*at);
        qsizetype size = 1;
        if (*at == '\\') {
            const bool isHex = at[1] == 'u';
            found = isHex ? hexChar(at + 2) : escapedChar(at[1]);
            size = isHex ? 6 : 2;
        }
        if (found != QLatin1Char(wanted))
            return false;
        at += size;
    }
    return at == end;
}

QString decodeJsonString(QByteArrayView quoted)
{
    QByteArrayView rest = quoted.sliced(1, quoted.size() - 2);
    qsizetype backslash = rest.indexOf('\\');
    if (backslash < 0)
        return plainText(rest);
    QString text;
    text.reserve(rest.size());
    while (backslash >= 0) {
        if (backslash > 0)
            text += plainText(rest.first(backslash));
        const bool isHex = rest[backslash + 1] == 'u';
        text += isHex ? hexChar(rest.data() + backslash + 2) : escapedChar(rest[backslash + 1]);
        rest = rest.sliced(backslash + (isHex ? 6 : 2));
        backslash = rest.indexOf('\\');
    }
    return text + plainText(rest);
}

} // namespace kodama
