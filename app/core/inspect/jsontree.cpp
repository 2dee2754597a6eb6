#include "app/core/inspect/jsontree.h"

#include "common/protocol/jsonscanner.h"
#include "common/protocol/limits.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxDepth = limits::jsonDepthFromServer;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

QString cut(QString text)
{
    if (text.size() > JsonTree::maxCharacters) {
        text.truncate(JsonTree::maxCharacters);
        text += u'…';
    }
    return text;
}

/// Reads a text that is known to be JSON. Never recurses.
class TreeReader
{
public:
    explicit TreeReader(QByteArrayView text)
        : m_text(text)
    {}

    JsonTree read();

private:
    [[nodiscard]] QByteArrayView string();
    [[nodiscard]] QByteArrayView scalar();
    void add(JsonNode::Kind kind, const QString &value);
    void step(char c);

    QByteArrayView m_text;
    qsizetype m_at = 0;
    JsonTree m_tree;
    std::vector<int> m_open; ///< containers that are not closed yet
    QString m_name;
    bool m_isNameNext = false;
};

JsonTree TreeReader::read()
{
    while (m_at < m_text.size() && !m_tree.isCut)
        step(m_text[m_at]);
    return std::move(m_tree);
}

void TreeReader::step(char c)
{
    if (isSpace(c) || c == ':') {
        ++m_at;
    } else if (c == ',') {
        ++m_at;
        m_isNameNext = m_tree.nodes[std::size_t(m_open.back())].kind == JsonNode::Kind::Object;
    } else if (c == '{' || c == '[') {
        ++m_at;
        add(c == '{' ? JsonNode::Kind::Object : JsonNode::Kind::Array, {});
        if (m_tree.isCut)
            return;
        m_open.push_back(int(m_tree.nodes.size()) - 1);
        m_isNameNext = c == '{';
    } else if (c == '}' || c == ']') {
        ++m_at;
        m_open.pop_back();
        m_isNameNext = false;
    } else if (c == '"' && m_isNameNext) {
        m_name = cut(decodeJsonString(string()));
        m_isNameNext = false;
    } else if (c == '"') {
        add(JsonNode::Kind::String, cut(decodeJsonString(string())));
    } else {
        const QByteArrayView value = scalar();
        const bool isLiteral = c == 't' || c == 'f' || c == 'n';
        add(isLiteral ? JsonNode::Kind::Literal : JsonNode::Kind::Number,
            cut(QString::fromLatin1(value)));
    }
}

QByteArrayView TreeReader::string()
{
    const qsizetype start = m_at++;
    while (m_text[m_at] != '"')
        m_at += m_text[m_at] == '\\' ? 2 : 1;
    ++m_at;
    return m_text.sliced(start, m_at - start);
}

QByteArrayView TreeReader::scalar()
{
    const qsizetype start = m_at;
    const auto ends = [](char c) { return isSpace(c) || c == ',' || c == '}' || c == ']'; };
    while (m_at < m_text.size() && !ends(m_text[m_at]))
        ++m_at;
    return m_text.sliced(start, m_at - start);
}

void TreeReader::add(JsonNode::Kind kind, const QString &value)
{
    if (m_tree.nodes.size() >= JsonTree::maxNodes) {
        m_tree.isCut = true;
        return;
    }
    JsonNode node;
    node.kind = kind;
    node.name = std::exchange(m_name, {});
    node.value = value;
    if (!m_open.empty()) {
        node.parent = m_open.back();
        auto &siblings = m_tree.nodes[std::size_t(node.parent)].children;
        node.row = int(siblings.size());
        siblings.push_back(int(m_tree.nodes.size()));
    }
    m_tree.nodes.push_back(std::move(node));
}

/// Writes JSON that is known to be valid, piece by piece.
class Printer
{
public:
    explicit Printer(QStringView text)
        : m_text(text)
    {}

    QString print()
    {
        for (m_at = 0; m_at < m_text.size(); ++m_at)
            step(m_text[m_at]);
        return std::move(m_result);
    }

private:
    void step(QChar c)
    {
        if (c == u'"') {
            copyString();
        } else if (c == u'{' || c == u'[') {
            m_result += c;
            if (nextIsClosing())
                return;
            ++m_depth;
            startLine();
        } else if (c == u'}' || c == u']') {
            if (!m_result.endsWith(u'{') && !m_result.endsWith(u'[')) {
                --m_depth;
                startLine();
            }
            m_result += c;
        } else if (c == u',') {
            m_result += c;
            startLine();
        } else if (c == u':') {
            m_result += ": "_L1;
        } else if (!c.isSpace()) {
            m_result += c;
        }
    }

    void copyString()
    {
        const qsizetype start = m_at++;
        while (m_text[m_at] != u'"')
            m_at += m_text[m_at] == u'\\' ? 2 : 1;
        m_result += m_text.sliced(start, m_at - start + 1);
    }

    [[nodiscard]] bool nextIsClosing() const
    {
        qsizetype next = m_at + 1;
        while (next < m_text.size() && m_text[next].isSpace())
            ++next;
        return m_text[next] == u'}' || m_text[next] == u']';
    }

    void startLine()
    {
        constexpr int deepest = 32; // deeper levels are not indented further: text would explode
        m_result += u'\n';
        m_result += QString(std::min(m_depth, deepest) * 2, u' ');
    }

    QStringView m_text;
    QString m_result;
    qsizetype m_at = 0;
    int m_depth = 0;
};

} // namespace

std::optional<JsonTree> parseJsonTree(QByteArrayView text)
{
    if (!isValidJson(text, maxDepth))
        return std::nullopt;
    return TreeReader(text).read();
}

std::optional<JsonProblem> jsonProblem(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    if (isValidJson(bytes, maxDepth))
        return std::nullopt;
    JsonProblem problem;
    const Result<JsonObject, JsonError> scanned = scanJsonObject(bytes, maxDepth);
    if (scanned)
        return problem;
    const QString before = QString::fromUtf8(
        QByteArrayView(bytes).first(std::min(scanned.error().offset, bytes.size())));
    problem.line = int(before.count(u'\n')) + 1;
    problem.column = int(before.size() - (before.lastIndexOf(u'\n') + 1)) + 1;
    return problem;
}

QString prettyJson(const QString &text)
{
    return isValidJson(text.toUtf8(), maxDepth) ? Printer(text).print() : text;
}

} // namespace kodama
