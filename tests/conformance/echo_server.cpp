// Says back what it hears, message for message, on the transport of kodama-server: what suites such
// as Autobahn's expect to talk to, which know no protocol above RFC 6455 and RFC 7692.
//
// usage: echo_server [--host HOST] [--port PORT] [--no-compression] [--tls-cert PEM --tls-key PEM]
#include "server/listener.h"
#include "server/transport/frame.h"
#include "server/transport/tlsidentity.h"
#include "server/transport/transport.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

using namespace Qt::Literals::StringLiterals;

namespace {

/// The suite's greatest message has 16 MiB.
constexpr qsizetype messageBytes = qsizetype{64} * 1024 * 1024;
constexpr int fragments = 1'000'000;

class Echo final : public kodama::LinkObserver
{
public:
    explicit Echo(kodama::ClientLink &link)
        : m_link(link)
    {}

    void onText(const QByteArray &payload) override
    {
        m_link.send(kodama::encodeTextFrame(payload));
    }
    void onBinary(const QByteArray &payload) override
    {
        m_link.send(kodama::encodeBinaryFrame(payload));
    }
    void onClosed(const kodama::CloseInfo &) override {}

private:
    kodama::ClientLink &m_link;
};

class Acceptor final : public kodama::LinkAcceptor
{
public:
    std::unique_ptr<kodama::LinkObserver> accept(kodama::ClientLink &link) override
    {
        return std::make_unique<Echo>(link);
    }
};

kodama::TransportLimits limits()
{
    kodama::TransportLimits limits;
    limits.messageBytes = messageBytes;
    limits.fragmentsPerMessage = fragments;
    limits.queuedBytes = 2 * messageBytes;
    limits.connectionsPerAddress = 0;
    limits.controlFrames = {};
    return limits;
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({{u"host"_s, QString(), u"host"_s, u"localhost"_s},
                       {u"port"_s, QString(), u"port"_s, u"0"_s},
                       {u"no-compression"_s, QString()},
                       {u"tls-cert"_s, QString(), u"pem"_s},
                       {u"tls-key"_s, QString(), u"pem"_s}});
    parser.addHelpOption();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);

    kodama::HandshakePolicy policy;
    policy.allowedHosts = {u"*"_s};
    policy.allowedOrigins = {u"*"_s};
    policy.allowsCompression = !parser.isSet(u"no-compression"_s);
    const bool isEncrypted = parser.isSet(u"tls-cert"_s);
    if (isEncrypted) {
        const kodama::TlsFiles files{parser.value(u"tls-cert"_s), parser.value(u"tls-key"_s)};
        const auto identity = std::make_shared<kodama::TlsIdentity>(files);
        if (const auto error = identity->load())
            qFatal("%s: %s", qUtf8Printable(error->file), qUtf8Printable(error->detail));
        policy.identity = identity;
    }

    const kodama::SystemClock clock;
    kodama::Reactor reactor;
    Acceptor acceptor;
    kodama::Transport transport({reactor, clock}, limits(), policy, acceptor);
    kodama::Listener listener(reactor,
                              [&transport](int descriptor) { transport.adopt(descriptor); });
    const auto port = listener.listen(parser.value(u"host"_s), parser.value(u"port"_s).toUShort());
    if (!port)
        qFatal("cannot listen: %s", strerror(port.error().systemError));
    QTextStream(stdout) << (isEncrypted ? "wss" : "ws") << "://" << parser.value(u"host"_s) << ':'
                        << port.value() << Qt::endl;
    return QCoreApplication::exec();
}
