#include "server/portholder.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <vector>

namespace kodama {

namespace fs = std::filesystem;

namespace {

template <typename Number>
std::optional<Number> parseNumber(std::string_view text, int base)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    const bool isWhole = error == std::errc{} && end == text.data() + text.size();
    return isWhole ? std::optional(number) : std::nullopt;
}

// Columns of /proc/net/tcp: "sl local_address rem_address st queues timer retrnsmt uid timeout
// inode".
constexpr std::size_t addressColumn = 1;
constexpr std::size_t stateColumn = 3;
constexpr std::size_t inodeColumn = 9;

void collectListeners(const fs::path &table, quint16 port, std::set<std::string> &links)
{
    constexpr std::string_view listening = "0A";
    std::ifstream file(table);
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream text(line);
        const std::vector<std::string> columns{std::istream_iterator<std::string>(text), {}};
        // cppcheck takes the two iterators for two elements.
        // cppcheck-suppress containerOutOfBounds
        if (columns.size() <= inodeColumn || columns[stateColumn] != listening)
            continue;
        const std::string &local = columns[addressColumn];
        const auto colon = local.find(':');
        if (colon == std::string::npos)
            continue;
        if (parseNumber<quint16>(std::string_view(local).substr(colon + 1), 16) == port)
            // cppcheck-suppress containerOutOfBounds
            links.insert("socket:[" + columns[inodeColumn] + "]");
    }
}

bool holdsOneOf(const fs::path &process, const std::set<std::string> &links)
{
    std::error_code error; // another user's, or gone meanwhile
    for (fs::directory_iterator entry(process / "fd", error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code linkError;
        if (links.contains(fs::read_symlink(entry->path(), linkError).string()))
            return true;
    }
    return false;
}

QString programName(const fs::path &process)
{
    std::ifstream file(process / "comm");
    std::string name;
    std::getline(file, name);
    return QString::fromStdString(name);
}

} // namespace

std::optional<PortHolder> findPortHolder(quint16 port, const fs::path &proc)
{
    std::set<std::string> links;
    collectListeners(proc / "net" / "tcp", port, links);
    collectListeners(proc / "net" / "tcp6", port, links);
    if (links.empty())
        return std::nullopt;

    std::error_code error;
    for (fs::directory_iterator entry(proc, error), end; !error && entry != end;
         entry.increment(error)) {
        const auto pid = parseNumber<qint64>(entry->path().filename().string(), 10);
        if (pid && holdsOneOf(entry->path(), links))
            return PortHolder{*pid, programName(entry->path())};
    }
    return std::nullopt;
}

} // namespace kodama
