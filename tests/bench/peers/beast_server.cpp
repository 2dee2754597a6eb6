// The same protocol on Boost.Beast, in the manner of its own chat example: one thread, one strand,
// a queue of shared strings for each session. Prints its port and runs until it is killed.
#include "tests/bench/peers/chatjson.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdio>
#include <deque>
#include <memory>
#include <unordered_set>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using Text = std::shared_ptr<const std::string>;

class Session;

class Room
{
public:
    void join(Session &session);
    void leave(Session &session);
    void sendToAll(const std::string &text);

private:
    std::unordered_set<Session *> m_sessions;
};

class Session : public std::enable_shared_from_this<Session>
{
public:
    Session(tcp::socket socket, Room &room)
        : m_id(idOf(socket))
        , m_socket(std::move(socket))
        , m_room(room)
    {}

    const std::string &id() const { return m_id; }

    void start()
    {
        m_socket.async_accept([self = shared_from_this()](error_code error) {
            if (!error)
                self->open();
        });
    }

    void send(Text text)
    {
        m_queue.push_back(std::move(text));
        if (m_queue.size() == 1)
            write();
    }

private:
    static std::string idOf(const tcp::socket &socket)
    {
        error_code error;
        const auto peer = socket.remote_endpoint(error);
        return peer.address().to_string() + ':' + std::to_string(peer.port());
    }

    void open()
    {
        m_socket.text(true);
        send(std::make_shared<const std::string>(peers::welcome(m_id)));
        m_room.join(*this);
        read();
    }

    void read()
    {
        m_socket.async_read(m_buffer, [self = shared_from_this()](error_code error, std::size_t) {
            self->onRead(error);
        });
    }

    void onRead(error_code error)
    {
        if (error) {
            m_room.leave(*this);
            return;
        }
        const auto data = m_buffer.data();
        const std::string_view text(static_cast<const char *>(data.data()), data.size());
        const peers::Message message = peers::read(text);
        if (message.kind == peers::Kind::Echo)
            send(std::make_shared<const std::string>(peers::echoResponse(text)));
        else if (message.kind == peers::Kind::Broadcast)
            m_room.sendToAll(peers::broadcastMessage(m_id, message.content));
        m_buffer.consume(m_buffer.size());
        read();
    }

    void write()
    {
        m_socket.async_write(
            asio::buffer(*m_queue.front()),
            [self = shared_from_this()](error_code error, std::size_t) { self->onWritten(error); });
    }

    void onWritten(error_code error)
    {
        m_queue.pop_front();
        if (!error && !m_queue.empty())
            write();
    }

    const std::string m_id;
    websocket::stream<tcp::socket> m_socket;
    beast::flat_buffer m_buffer;
    std::deque<Text> m_queue;
    Room &m_room;
};

void Room::join(Session &session)
{
    sendToAll(peers::notice("client_connected", session.id(), m_sessions.size() + 1));
    m_sessions.insert(&session);
}

void Room::leave(Session &session)
{
    if (m_sessions.erase(&session) > 0)
        sendToAll(peers::notice("client_disconnected", session.id(), m_sessions.size()));
}

void Room::sendToAll(const std::string &text)
{
    const auto shared = std::make_shared<const std::string>(text);
    for (Session *const session : m_sessions)
        session->send(shared);
}

class Acceptor
{
public:
    explicit Acceptor(asio::io_context &context)
        : m_acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {
        m_acceptor.listen(4096);
        std::printf("%u\n", static_cast<unsigned>(m_acceptor.local_endpoint().port()));
        std::fflush(stdout);
        accept();
    }

private:
    void accept()
    {
        m_acceptor.async_accept([this](error_code error, tcp::socket socket) {
            if (!error) {
                socket.set_option(tcp::no_delay(true));
                std::make_shared<Session>(std::move(socket), m_room)->start();
            }
            accept();
        });
    }

    Room m_room;
    tcp::acceptor m_acceptor;
};

} // namespace

int main()
{
    asio::io_context context(1);
    const Acceptor acceptor(context);
    context.run();
    return 0;
}
