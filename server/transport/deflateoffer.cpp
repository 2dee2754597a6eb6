#include "server/transport/deflateoffer.h"

#include "server/transport/httprequest.h"

#include <QString>

#include <algorithm>
#include <vector>

namespace kodama {

namespace {

constexpr int leastWindowBits = 8;
constexpr int mostWindowBits = 15;

struct Parameter
{
    QByteArray name;
    std::optional<QByteArray> value;
};

struct Offer
{
    QByteArray name;
    std::vector<Parameter> parameters;
};

/// Reads `name; parameter; parameter=value, name ...` from left to right.
class Reader final
{
public:
    explicit Reader(QByteArrayView text)
        : m_rest(text)
    {}

    /// Nothing if the text is not of that form.
    [[nodiscard]] std::optional<std::vector<Offer>> readList()
    {
        std::vector<Offer> offers;
        do {
            skipBlanks();
            if (m_rest.isEmpty() || m_rest.front() == ',')
                continue;
            Offer offer;
            if (!readOffer(offer))
                return std::nullopt;
            offers.push_back(std::move(offer));
        } while (takeMark(','));
        if (!m_rest.isEmpty())
            return std::nullopt;
        return offers;
    }

private:
    void skipBlanks()
    {
        while (!m_rest.isEmpty() && (m_rest.front() == ' ' || m_rest.front() == '\t'))
            m_rest = m_rest.sliced(1);
    }

    /// With the blanks around it.
    bool takeMark(char mark)
    {
        skipBlanks();
        if (m_rest.isEmpty() || m_rest.front() != mark)
            return false;
        m_rest = m_rest.sliced(1);
        skipBlanks();
        return true;
    }

    bool readToken(QByteArray &token)
    {
        qsizetype size = 0;
        while (size < m_rest.size() && isTokenCharacter(m_rest[size]))
            ++size;
        token = m_rest.first(size).toByteArray();
        m_rest = m_rest.sliced(size);
        return size > 0;
    }

    /// What stands between the quotes must be a token, too, once unescaped.
    bool readQuoted(QByteArray &value)
    {
        qsizetype at = 1;
        for (; at < m_rest.size() && m_rest[at] != '"'; ++at) {
            if (m_rest[at] == '\\' && ++at == m_rest.size())
                return false;
            if (!isTokenCharacter(m_rest[at]))
                return false;
            value.append(m_rest[at]);
        }
        if (at >= m_rest.size() || value.isEmpty())
            return false;
        m_rest = m_rest.sliced(at + 1);
        return true;
    }

    bool readOffer(Offer &offer)
    {
        if (!readToken(offer.name))
            return false;
        while (takeMark(';')) {
            Parameter parameter;
            if (!readToken(parameter.name))
                return false;
            if (takeMark('=')) {
                QByteArray value;
                const bool isQuoted = !m_rest.isEmpty() && m_rest.front() == '"';
                if (isQuoted ? !readQuoted(value) : !readToken(value))
                    return false;
                parameter.value = value;
            }
            offer.parameters.push_back(std::move(parameter));
        }
        return true;
    }

    QByteArrayView m_rest;
};

/// 8 to 15 in decimal, without a zero in front.
std::optional<quint8> windowBitsOf(const QByteArray &text)
{
    if (text.isEmpty() || text.size() > 2 || text.front() < '1')
        return std::nullopt;
    bool isNumber = false;
    const uint bits = text.toUInt(&isNumber);
    if (!isNumber || bits < leastWindowBits || bits > mostWindowBits)
        return std::nullopt;
    return static_cast<quint8>(bits);
}

/// What permessage-deflate's parameters ask for; nothing if one of them is not known, not valid, or
/// given twice.
std::optional<DeflateParameters> accept(const Offer &offer)
{
    DeflateParameters agreed;
    std::vector<QByteArray> seen;
    for (const auto &[spelling, value] : offer.parameters) {
        const QByteArray name = spelling.toLower();
        if (std::find(seen.begin(), seen.end(), name) != seen.end())
            return std::nullopt;
        seen.push_back(name);
        if (name == "server_no_context_takeover" || name == "client_no_context_takeover") {
            if (value)
                return std::nullopt;
        } else if (name == "server_max_window_bits") {
            const auto bits = windowBitsOf(value.value_or(QByteArray()));
            if (!bits)
                return std::nullopt;
            agreed = {*bits, true};
        } else if (name == "client_max_window_bits") {
            // Only a hint: we can read every window, so it need not be answered.
            if (value && !windowBitsOf(*value))
                return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    return agreed;
}

} // namespace

bool isExtensionList(QByteArrayView header)
{
    return Reader(header).readList().has_value();
}

std::optional<DeflateParameters> agreeToDeflate(QByteArrayView header)
{
    const auto offers = Reader(header).readList();
    if (!offers)
        return std::nullopt;
    for (const Offer &offer : *offers) {
        if (offer.name.compare("permessage-deflate", Qt::CaseInsensitive) != 0)
            continue;
        if (const auto agreed = accept(offer))
            return agreed;
    }
    return std::nullopt;
}

QByteArray encodeAgreement(const DeflateParameters &parameters)
{
    QByteArray text("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    if (parameters.isWindowAsked)
        text += "; server_max_window_bits=" + QByteArray::number(parameters.windowBits);
    return text;
}

} // namespace kodama
