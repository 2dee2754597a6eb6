#include "common/protocol/jsonarray.h"

namespace kodama {

namespace {

/// Behind the closing quote of the string that begins at `at`.
const char *stringEnd(const char *at)
{
    for (++at; *at != '"'; ++at) {
        if (*at == '\\')
            ++at;
    }
    return at + 1;
}

/// At the comma or bracket behind the element that begins at `at`.
const char *elementEnd(const char *at)
{
    int depth = 0;
    while (true) {
        switch (*at) {
        case '"':
            at = stringEnd(at);
            continue;
        case '[':
        case '{':
            ++depth;
            break;
        case ']':
        case '}':
            if (depth == 0)
                return at;
            --depth;
            break;
        case ',':
            if (depth == 0)
                return at;
            break;
        default:
            break;
        }
        ++at;
    }
}

} // namespace

std::vector<QByteArrayView> splitJsonArray(QByteArrayView value)
{
    std::vector<QByteArrayView> elements;
    if (!value.startsWith('['))
        return elements;
    const char *at = value.begin() + 1;
    while (true) {
        const char *end = elementEnd(at);
        const QByteArrayView element = QByteArrayView(at, end).trimmed();
        if (!element.isEmpty()) // only the empty array has such an element
            elements.push_back(element);
        if (*end == ']')
            return elements;
        at = end + 1;
    }
}

} // namespace kodama
