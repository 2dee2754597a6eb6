// libFuzzer target: whatever is changed in the file of a store, the chat over it answers in JSON,
// shows nothing in a room that was said elsewhere, and comes to an end.
// An input is a list of changes, four bytes each: where (24 bits), and which bits.
// Build and run: scripts/fuzz store [seconds]
#include "common/protocol/codec.h"
#include "server/chat/chatcore.h"
#include "server/history/sqlitehistory.h"
#include "server/history/storecheck.h"
#include "tests/support/manualclock.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>
#include <limits>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int storedPosts = 150;

void check(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "fuzz_store: %s\n", what);
    std::abort();
}

/// A chat over the store in a folder, whose clients are numbers.
class Chat final
{
public:
    explicit Chat(const QString &folder, qint64 items = 0)
    {
        StoreOptions options = StoreOptions::inFolder(folder);
        options.makeEpoch = [] { return u"epoch"_s; };
        options.bootId = u"boot"_s;
        options.syncFile = [](int) { return 0; };
        options.limits.items = items;
        auto opened = SqliteHistory::open(options, m_clock, [](const StoreNotice &) {});
        check(opened.hasValue(), "it cannot be opened");
        m_history = std::move(opened).value();
        m_core = std::make_unique<ChatCore>(
            1, ChatServices{*m_history, m_desk, m_clock, [this] { return ++m_random; }});
    }
    ~Chat() { m_core->close(); }
    Q_DISABLE_COPY_MOVE(Chat)

    void connect(ConnectionId client) { handle({client, 0, Connected{QString::number(client)}}); }

    /// Says it, waits for the disk, and gives the last message that comes back.
    QJsonObject say(ConnectionId client, const QByteArray &text)
    {
        const auto message = decodeClientMessage(text, 2);
        check(message.hasValue(), "not a request");
        std::visit(
            [this, client](const auto &typed) {
                if constexpr (std::is_constructible_v<ChatRequest::What, decltype(typed)>)
                    handle({client, 0, typed});
            },
            message.value());
        return m_last;
    }

    void pass(std::chrono::milliseconds time)
    {
        m_clock.advance(time);
        m_core->onTimer(m_clock.steadyTime());
        (void)m_core->outbound().take(0);
    }

private:
    void handle(ChatRequest request)
    {
        m_last = {};
        m_core->handle({&request, 1});
        m_core->onSynced(std::numeric_limits<CommitNumber>::max());
        for (const Delivery &delivery : m_core->outbound().take(0)) {
            if (const auto *reply = std::get_if<Reply>(&delivery); reply && reply->connection != 0)
                receive(reply->frame.bytes);
            else if (const auto *publication = std::get_if<Publish>(&delivery))
                receive(publication->frame.bytes);
        }
    }

    void receive(const QByteArray &frame)
    {
        const int head = uchar(frame.at(1)) == 126 ? 4 : uchar(frame.at(1)) == 127 ? 10 : 2;
        QJsonParseError error;
        m_last = QJsonDocument::fromJson(frame.sliced(head), &error).object();
        check(error.error == QJsonParseError::NoError, "an answer is no JSON");
        for (const QJsonValue item : m_last["items"_L1].toArray())
            check(item["content"_L1].toString().startsWith(m_last["room"_L1].toString()),
                  "said elsewhere");
    }

    ManualClock m_clock;
    quint64 m_random = 0;
    AnswerDesk m_desk{1, {}}; // nobody hands over
    std::unique_ptr<SqliteHistory> m_history;
    std::unique_ptr<ChatCore> m_core;
    QJsonObject m_last;
};

struct Base
{
    QByteArray file;
    QByteArray session;
};

QByteArray post(const QByteArray &room, int number)
{
    const QByteArray text = QByteArray::number(number);
    return "{\"type\":\"broadcast\",\"room\":\"" + room + "\",\"id\":\"" + room + text +
           "\",\"content\":\"" + room + ' ' + text + ' ' + QByteArray(number * 13 % 900, 'x') +
           "\"}";
}

Base makeBase()
{
    const QTemporaryDir folder;
    Base base;
    {
        Chat chat(folder.path());
        chat.connect(1);
        chat.connect(2);
        base.session = chat.say(1, R"({"type":"hello","v":2,"nick":"mika"})")["session"_L1]
                           .toString()
                           .toLatin1();
        (void)chat.say(2, R"({"type":"hello","v":2,"nick":"yuki"})");
        for (const QByteArray room : {"tea", "lab"}) {
            (void)chat.say(1, "{\"type\":\"join\",\"room\":\"" + room + "\"}");
            for (int i = 0; i < storedPosts; ++i)
                (void)chat.say(1, post(room, i));
        }
        (void)chat.say(1, R"({"type":"topic","room":"tea","topic":"green"})");
        (void)chat.say(1, R"({"type":"direct","to":"yuki","id":"d","content":"@yuki hello"})");
        chat.pass(std::chrono::minutes(1));
    }
    QFile file(storePath(folder.path()));
    check(file.open(QIODevice::ReadOnly), "no base");
    base.file = file.readAll();
    return base;
}

void use(Chat &chat, const QByteArray &session)
{
    chat.connect(1);
    chat.connect(2);
    (void)chat.say(2, R"({"type":"hello","v":2,"nick":"yuki"})");
    (void)chat.say(1, "{\"type\":\"hello\",\"v\":2,\"resume\":{\"session\":\"" + session + "\"}}");
    for (const QByteArray room : {"tea", "lab"}) {
        (void)chat.say(1, "{\"type\":\"join\",\"room\":\"" + room +
                              "\",\"since\":{\"epoch\":\"epoch\",\"offset\":20}}");
        for (const QByteArray where : {"", ",\"before\":90", ",\"after\":40", ",\"before\":3"})
            (void)chat.say(1, "{\"type\":\"history\",\"id\":\"h\",\"room\":\"" + room +
                                  "\",\"limit\":60" + where + "}");
        for (const int number : {7, 149, 200, 201})
            (void)chat.say(1, post(room, number));
    }
    (void)chat.say(1, R"({"type":"history","id":"h","room":"@yuki","limit":5})");
    (void)chat.say(1, R"({"type":"direct","to":"yuki","id":"e","content":"@yuki again"})");
    (void)chat.say(1, R"({"type":"topic","room":"new","topic":"black"})");
    (void)chat.say(1, R"({"type":"rooms","id":"r"})");
    (void)chat.say(1, R"({"type":"who","id":"w","room":"tea"})");
    for (int i = 0; i < 4; ++i)
        chat.pass(std::chrono::minutes(1));
    chat.pass(std::chrono::hours(24 * 8));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz_store";
    static char *argv[] = {name, nullptr};
    static const QCoreApplication application(argc, argv);
    static const Base base = makeBase();
    QByteArray changed = base.file;
    for (std::size_t i = 0; i + 4 <= size; i += 4) {
        const int at = data[i] | data[i + 1] << 8 | data[i + 2] << 16;
        changed[at % changed.size()] = char(changed.at(at % changed.size()) ^ data[i + 3]);
    }
    const QTemporaryDir folder;
    QFile file(storePath(folder.path()));
    check(file.open(QIODevice::WriteOnly) && file.write(changed) == changed.size(), "no room");
    file.close();
    for (const qint64 items : {0, 100}) {
        Chat chat(folder.path(), items);
        use(chat, base.session);
    }
    (void)checkStore(folder.path());
    return 0;
}
