// The same protocol on libwebsockets, the way its own minimal examples write a broadcasting server:
// a queue for each client, one message each time that its socket takes one. Prints its port and
// runs until it is killed.
#include "tests/bench/peers/chatjson.h"

#include <cstdio>
#include <cstring>
#include <deque>
#include <libwebsockets.h>
#include <memory>
#include <unordered_set>
#include <vector>

namespace {

/// A message with the room in front that lws_write() puts the header into; that is the same for
/// every receiver.
using Frame = std::shared_ptr<std::vector<unsigned char>>;

struct Client
{
    lws *socket = nullptr;
    std::string id;
    std::string received;
    std::deque<Frame> queue;
};

std::unordered_set<Client *> clients;

Frame frameOf(const std::string &text)
{
    auto frame = std::make_shared<std::vector<unsigned char>>(LWS_PRE + text.size());
    std::memcpy(frame->data() + LWS_PRE, text.data(), text.size());
    return frame;
}

void send(Client &client, const Frame &frame)
{
    client.queue.push_back(frame);
    lws_callback_on_writable(client.socket);
}

void sendToAll(const std::string &text)
{
    const Frame frame = frameOf(text);
    for (Client *const client : clients)
        send(*client, frame);
}

void onMessage(Client &client)
{
    const peers::Message message = peers::read(client.received);
    if (message.kind == peers::Kind::Echo)
        send(client, frameOf(peers::echoResponse(client.received)));
    else if (message.kind == peers::Kind::Broadcast)
        sendToAll(peers::broadcastMessage(client.id, message.content));
    client.received.clear();
}

void onEstablished(lws *socket, Client *&client)
{
    static unsigned count = 0;
    client = new Client;
    client->socket = socket;
    client->id = "127.0.0.1:" + std::to_string(++count);
    send(*client, frameOf(peers::welcome(client->id)));
    sendToAll(peers::notice("client_connected", client->id, clients.size() + 1));
    clients.insert(client);
}

void onClosed(Client *&client)
{
    const std::unique_ptr<Client> owner(std::exchange(client, nullptr));
    clients.erase(owner.get());
    sendToAll(peers::notice("client_disconnected", owner->id, clients.size()));
}

int writeOne(Client &client)
{
    if (client.queue.empty())
        return 0;
    const Frame frame = std::move(client.queue.front());
    client.queue.pop_front();
    const int written =
        lws_write(client.socket, frame->data() + LWS_PRE, frame->size() - LWS_PRE, LWS_WRITE_TEXT);
    if (!client.queue.empty())
        lws_callback_on_writable(client.socket);
    return written < 0 ? -1 : 0;
}

int onEvent(lws *socket, lws_callback_reasons reason, void *user, void *in, std::size_t size)
{
    auto *const slot = static_cast<Client **>(user);
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        onEstablished(socket, *slot);
        break;
    case LWS_CALLBACK_RECEIVE:
        (*slot)->received.append(static_cast<const char *>(in), size);
        if (lws_is_final_fragment(socket) != 0 && lws_remaining_packet_payload(socket) == 0)
            onMessage(**slot);
        break;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return writeOne(**slot);
    case LWS_CALLBACK_CLOSED:
        onClosed(*slot);
        break;
    default:
        break;
    }
    return 0;
}

} // namespace

int main()
{
    static const lws_protocols protocols[] = {
        {"kodama", onEvent, sizeof(Client *), 65'536, 0, nullptr, 0},
        {nullptr, nullptr, 0, 0, 0, nullptr, 0},
    };
    lws_set_log_level(LLL_ERR, nullptr);
    lws_context_creation_info info{};
    info.port = 0;
    info.iface = "127.0.0.1";
    info.protocols = protocols;
    info.gid = static_cast<gid_t>(-1);
    info.uid = static_cast<uid_t>(-1);
    info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DISABLE_IPV6;
    lws_context *const context = lws_create_context(&info);
    lws_vhost *const host = context == nullptr ? nullptr : lws_create_vhost(context, &info);
    if (host == nullptr)
        return 1;
    std::printf("%d\n", lws_get_vhost_listen_port(host));
    std::fflush(stdout);
    while (lws_service(context, 0) >= 0) {
    }
    lws_context_destroy(context);
    return 0;
}
