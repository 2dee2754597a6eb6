// A JSON text as a tree to look at: members in the order they were sent, duplicates included,
// numbers as they were spelt. Pure.
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace kodama {

struct JsonNode
{
    enum class Kind { Object, Array, String, Number, Literal };

    Kind kind = Kind::Literal;
    int parent = -1;           ///< index in JsonTree::nodes
    int row = 0;               ///< place among the parent's children
    QString name;              ///< of a member; empty in arrays and at the root
    QString value;             ///< of what is no container; a string's characters, cut when long
    std::vector<int> children; ///< of containers
};

struct JsonTree
{
    static constexpr std::size_t maxNodes = 20'000;
    static constexpr qsizetype maxCharacters = 2'000; ///< of a name and of a value

    std::vector<JsonNode> nodes; ///< the root first; never empty in a tree that was parsed
    bool isCut = false;          ///< there is more than maxNodes
};

/// Nothing if the text is not JSON (RFC 8259).
[[nodiscard]] std::optional<JsonTree> parseJsonTree(QByteArrayView text);

/// Where a text stops being JSON.
struct JsonProblem
{
    int line = 1; ///< from 1
    int column = 1;
};

/// Nothing if it is JSON. Only objects are looked at closely: of other values it is said at their
/// beginning.
[[nodiscard]] std::optional<JsonProblem> jsonProblem(const QString &text);

/// The same JSON in lines, indented by two blanks a level; texts that are not JSON unchanged.
[[nodiscard]] QString prettyJson(const QString &text);

} // namespace kodama
