#include "app/ui/linkfinder.h"

#include <QString>

#include <array>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype maxLinkCharacters = 2048;
constexpr std::array schemes{"https"_L1, "http"_L1, "wss"_L1, "ws"_L1};

// Start of the scheme that ends at `colon`, or -1.
qsizetype schemeStart(QStringView text, qsizetype colon)
{
    for (const auto &scheme : schemes) {
        const qsizetype start = colon - scheme.size();
        if (start < 0 ||
            text.sliced(start, scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
            continue;
        const bool isWordInside =
            start > 0 && text[start - 1].unicode() < 0x80 && text[start - 1].isLetterOrNumber();
        return isWordInside ? -1 : start;
    }
    return -1;
}

bool belongsToUrl(QChar c)
{
    if (c.unicode() > 0x20 && c.unicode() < 0x7f)
        return !u"<>\"`{}|\\^"_s.contains(c);
    // Letters with accents and the like, but nothing from the CJK blocks on.
    return c.unicode() >= 0xa1 && c.unicode() < 0x2e80 && (c.isLetterOrNumber() || c.isMark());
}

qsizetype trimmedEnd(QStringView text, qsizetype start, qsizetype end)
{
    while (end > start) {
        const QChar last = text[end - 1];
        const QStringView link = text.sliced(start, end - start);
        const bool closesNothing = (last == u')' && link.count(u'(') < link.count(u')')) ||
                                   (last == u']' && link.count(u'[') < link.count(u']'));
        if (!closesNothing && !u".,;:!?'*_~"_s.contains(last))
            break;
        --end;
    }
    return end;
}

} // namespace

QList<TextLink> findLinks(QStringView text)
{
    QList<TextLink> links;
    for (qsizetype at = text.indexOf("://"_L1); at >= 0; at = text.indexOf("://"_L1, at + 3)) {
        const qsizetype start = schemeStart(text, at);
        if (start < 0)
            continue;
        qsizetype end = at + 3;
        while (end < text.size() && end - start < maxLinkCharacters && belongsToUrl(text[end]))
            ++end;
        at = end - 3; // also after what is no link: every character is looked at once
        end = trimmedEnd(text, start, end);
        const QUrl target(text.sliced(start, end - start).toString(), QUrl::TolerantMode);
        if (!target.isValid() || target.host().isEmpty())
            continue;
        links.append({start, end - start, target});
    }
    return links;
}

} // namespace kodama
