// The JSON of the measured peers that have none of their own: what a message is, and the answers,
// with the received bytes spliced in. As fast as one can reasonably write it, for no peer is to
// lose by its JSON.
#pragma once

#include <chrono>
#include <ctime>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace peers {

enum class Kind { Echo, Broadcast, Other };

struct Message
{
    Kind kind = Kind::Other;
    std::string content; ///< of a broadcast, as JSON
};

/// `2025-12-14T10:00:05.123000`, local time, formatted once a millisecond.
inline const std::string &timestamp()
{
    static std::string text;
    static long long last = 0;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const long long milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    if (milliseconds == last)
        return text;
    last = milliseconds;
    const std::time_t seconds = milliseconds / 1000;
    std::tm local{};
    localtime_r(&seconds, &local);
    char buffer[40];
    const std::size_t size = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%S", &local);
    text.assign(buffer, size);
    text += '.' + std::to_string(1000 + milliseconds % 1000).substr(1) + "000";
    return text;
}

inline Message read(std::string_view text)
{
    static simdjson::dom::parser parser;
    Message message;
    simdjson::dom::element root;
    std::string_view type;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS ||
        root["type"].get(type) != simdjson::SUCCESS)
        return message;
    if (type == "echo")
        message.kind = Kind::Echo;
    simdjson::dom::element content;
    if (type == "broadcast" && root["content"].get(content) == simdjson::SUCCESS) {
        message.kind = Kind::Broadcast;
        message.content = simdjson::minify(content);
    }
    return message;
}

inline std::string stamped(std::string head)
{
    head += R"(,"timestamp":")";
    head += timestamp();
    head += "\"}";
    return head;
}

inline std::string welcome(const std::string &id)
{
    return stamped(R"({"type":"welcome","message":"welcome","client_id":")" + id + '"');
}

inline std::string notice(const char *type, const std::string &id, std::size_t count)
{
    return stamped(std::string(R"({"type":")") + type + R"(","client_id":")" + id +
                   R"(","total_clients":)" + std::to_string(count));
}

inline std::string echoResponse(std::string_view original)
{
    return stamped(R"({"type":"echo_response","original":)" + std::string(original));
}

inline std::string broadcastMessage(const std::string &id, const std::string &content)
{
    return stamped(R"({"type":"broadcast_message","from":")" + id + R"(","content":)" + content);
}

} // namespace peers
