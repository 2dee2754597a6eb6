// libwebsockets against the server: lws_client PORT. Prints one line: how many messages came back
// as they were.
//
// It offers no compression: version 4.1.6, which Debian 12 has, runs in a circle for ever at the
// first message that is not compressed on a connection where permessage-deflate was agreed on.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <libwebsockets.h>
#include <string>
#include <utility>
#include <vector>

namespace {

struct State
{
    std::vector<std::string> texts;
    std::string received;
    std::size_t sent = 0;
    std::size_t correct = 0;
    bool isMyTurn = false;
    bool isOver = false;
};

State state;

std::string repeated(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "木霊a";
    return text;
}

std::string request(const std::string &text)
{
    return R"({"type":"echo","text":")" + text + R"("})";
}

int send(lws *wsi)
{
    if (!std::exchange(state.isMyTurn, false))
        return 0; // the library was busy with what it has of the last one
    if (state.sent == state.texts.size()) {
        lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, nullptr, 0);
        return -1;
    }
    const std::string message = request(state.texts[state.sent++]);
    std::vector<unsigned char> buffer(LWS_PRE + message.size());
    std::memcpy(buffer.data() + LWS_PRE, message.data(), message.size());
    return lws_write(wsi, buffer.data() + LWS_PRE, message.size(), LWS_WRITE_TEXT) < 0 ? -1 : 0;
}

void receive(lws *wsi, const void *data, std::size_t size)
{
    state.received.append(static_cast<const char *>(data), size);
    if (lws_remaining_packet_payload(wsi) != 0 || lws_is_final_fragment(wsi) == 0)
        return;
    const bool isWelcome = state.received.find(R"("type":"welcome")") != std::string::npos;
    const bool isEcho = state.received.find("echo_response") != std::string::npos;
    if (isEcho && state.received.find(request(state.texts[state.sent - 1])) != std::string::npos)
        ++state.correct;
    state.received.clear();
    if (isWelcome || isEcho) {
        state.isMyTurn = true;
        lws_callback_on_writable(wsi);
    }
}

int callback(lws *wsi, lws_callback_reasons reason, void *, void *in, std::size_t size)
{
    switch (reason) {
    case LWS_CALLBACK_CLIENT_RECEIVE:
        receive(wsi, in, size);
        return 0;
    case LWS_CALLBACK_CLIENT_WRITEABLE:
        return send(wsi);
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        std::printf("no connection: %s\n", in != nullptr ? static_cast<const char *>(in) : "?");
        state.isOver = true;
        return 0;
    case LWS_CALLBACK_CLIENT_CLOSED:
        state.isOver = true;
        return 0;
    default:
        return 0;
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    for (const std::size_t count : {1U, 70U, 400U, 2'000U, 30'000U})
        state.texts.push_back(repeated(count));
    lws_set_log_level(LLL_ERR, nullptr);
    const lws_protocols protocols[] = {{"kodama.v2.json", callback, 0, 65536, 0, nullptr, 0},
                                       {nullptr, nullptr, 0, 0, 0, nullptr, 0}};
    lws_context_creation_info info{};
    info.port = CONTEXT_PORT_NO_LISTEN;
    info.protocols = protocols;
    lws_context *const context = lws_create_context(&info);
    if (context == nullptr)
        return 1;

    lws_client_connect_info connection{};
    connection.context = context;
    connection.address = "127.0.0.1";
    connection.port = std::atoi(argv[1]);
    connection.path = "/";
    connection.host = "localhost";
    connection.protocol = "kodama.v2.json";
    if (lws_client_connect_via_info(&connection) == nullptr)
        return 1;
    while (!state.isOver && lws_service(context, 0) >= 0) {
    }
    lws_context_destroy(context);
    std::printf("%zu correct\n", state.correct);
    return state.correct == state.texts.size() ? 0 : 1;
}
