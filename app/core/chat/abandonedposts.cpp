#include "abandonedposts.h"

#include "app/core/chat/passingerror.h"
#include "app/core/chat/sessionfile.h"
#include "app/core/chat/storedobject.h"
#include "common/protocol/codec.h"
#include "common/protocol/names.h"

#include <algorithm>
#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

const auto helloId = u"hello"_s;

/// Servers of before told nothing of persons.
bool isForAPerson(const OutboxPost &post)
{
    return post.isWaiting() && post.person.contains(u'.');
}

} // namespace

AbandonedPosts::Work::Work(const Clock &clock, ServerFolder theFolder)
    : folder(std::move(theFolder))
    , session(fromJson<SessionFile>(folder.read(serverfiles::session).value_or(QByteArray()))
                  .value_or(SessionFile())
                  .session)
    , client(clock, ReconnectPolicy::withSystemRandom())
    , sender(client)
{
    sender.setOutbox(Outbox(folder.filePath(serverfiles::outbox)));
    sender.setGate([this](const OutboxPost &post) { return !unknown.contains(post.person); });
}

AbandonedPosts::Work::~Work()
{
    client.disconnect(); // what it says while it goes is for nobody
}

AbandonedPosts::AbandonedPosts(const Clock &clock, Heir heir, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_heir(std::move(heir))
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &AbandonedPosts::onLater);
}

AbandonedPosts::~AbandonedPosts() = default;

void AbandonedPosts::start(const ServerFolder &ours, const QUrl &server)
{
    stop();
    m_server = server;
    take(ours.abandoned(serverfiles::outbox));
}

void AbandonedPosts::stop()
{
    m_later.stop();
    m_work.reset();
}

std::size_t AbandonedPosts::waitingCount() const
{
    return m_work ? m_work->sender.outbox().waitingCount() : 0;
}

void AbandonedPosts::take(ServerFolder folder)
{
    while (folder.keepsFiles()) {
        auto work = std::make_unique<Work>(m_clock, std::move(folder));
        if (const Outbox::Damage &damage = work->sender.outbox().damage(); damage.lines > 0)
            Q_EMIT damageFound(damage.lines, damage.file);
        if (!work->session.isEmpty() && work->sender.outbox().waitingCount() > 0) {
            m_work = std::move(work);
            connectTo(*m_work);
            return;
        }
        handOver(*work);
        folder = work->folder.abandoned(serverfiles::outbox);
    }
}

void AbandonedPosts::connectTo(Work &work)
{
    connect(&work.client, &ChatClient::messageReceived, this, &AbandonedPosts::receive);
    connect(&work.client, &ChatClient::stateChanged, this, [this](ConnectionState state) {
        if (state == ConnectionState::Failed || state == ConnectionState::Disconnected)
            finish(); // not to come back; the next start finds it again
        else if (state != ConnectionState::Connected)
            onLost();
    });
    connect(&work.sender, &PostSender::postStored, this, &AbandonedPosts::progressed);
    connect(&work.sender, &PostSender::postFailed, this,
            [this](const OutboxPost &post, const QString &text) {
                m_work->reasons.insert(post.id, text);
            });
    work.client.open(m_server, ChatClient::FirstFailure::TryAgain);
}

void AbandonedPosts::onLost()
{
    if (!m_work->isDone)
        m_later.stop(); // the next connection greets by itself
    m_work->sender.stop();
    m_work->unknown.clear();
    m_work->isGreeted = false;
}

void AbandonedPosts::greet()
{
    Hello hello;
    hello.id = helloId;
    hello.v = limits::protocolVersion;
    hello.client = u"kodama " KODAMA_VERSION ""_s;
    hello.resume = ResumeRequest{m_work->session};
    m_work->client.sendTextQuietly(encode(ClientMessage(hello)));
}

void AbandonedPosts::receive(const ServerMessage &message)
{
    if (m_work->isDone)
        return;
    std::visit(
        [this](const auto &known) {
            if constexpr (requires { handle(known); })
                handle(known);
        },
        message);
}

void AbandonedPosts::handle(const Welcome &message)
{
    if (message.protocol.value_or(1) >= limits::protocolVersion)
        greet();
    else
        finish();
}

void AbandonedPosts::handle(const HelloResponse &message)
{
    if (message.id != helloId)
        return;
    m_work->isGreeted = true;
    m_work->sender.setServerLimit(message.limits.messageBytes);
    if (message.resumed) {
        checkPersons(message.directs);
        m_work->sender.start(message.session);
    } else {
        // Nobody knows any more what that session stored.
        QStringList uncertain;
        for (const OutboxPost &post : m_work->sender.outbox().posts()) {
            if (post.isWaiting() && !post.session.isEmpty())
                uncertain += post.id;
        }
        for (const QString &id : std::as_const(uncertain))
            m_work->sender.outbox().markFailed(id, PostSender::uncertain);
        // Its epochs tell nothing in a session of anybody else.
        m_work->sender.failWaiting(isForAPerson, ErrorCode::NoSuchUser,
                                   PostSender::somebodyElseText());
        handOver(*m_work);
        finish();
        return;
    }
    finishIfNothingWaits();
}

/// What was written to somebody goes to that person, whatever the name is by now, or to nobody.
void AbandonedPosts::checkPersons(const QList<DirectSummary> &directs)
{
    Outbox &outbox = m_work->sender.outbox();
    m_work->unknown.clear();
    const std::vector<OutboxPost> posts = outbox.posts();
    for (const OutboxPost &post : posts) {
        if (!isForAPerson(post))
            continue;
        const auto direct =
            std::find_if(directs.cbegin(), directs.cend(), [&post](const DirectSummary &summary) {
                return summary.epoch == post.person;
            });
        if (direct != directs.cend())
            outbox.setRoom(post.id, directRoomName(direct->nick));
        else
            m_work->unknown.insert(post.person, post.room);
    }
    askForPersons();
}

/// The greeting lists the newest conversations alone, those in which something was said, and none
/// if the store had a bad moment. Who has the name may still be the same.
void AbandonedPosts::askForPersons()
{
    for (auto person = m_work->unknown.cbegin(); person != m_work->unknown.cend(); ++person) {
        Join join;
        join.id = person.key();
        join.room = person.value();
        join.since = Position{person.key(), 0}; // else a store that is away would not say so
        if (!m_work->client.sendTextQuietly(encode(ClientMessage(join)))) {
            tryLater(PostSender::retryAfter);
            return;
        }
    }
}

void AbandonedPosts::handle(const JoinResponse &message)
{
    const QString person = message.id.value_or(QString());
    if (m_work->unknown.remove(person) == 0)
        return;
    if (message.epoch != person)
        failFor(person, ErrorCode::NoSuchUser, PostSender::somebodyElseText());
    else
        nameAnew(person, message.room);
    m_work->sender.flush();
    finishIfNothingWaits();
}

/// However each was written: only this name is known to be theirs.
void AbandonedPosts::nameAnew(const QString &person, const QString &room)
{
    Outbox &outbox = m_work->sender.outbox();
    const std::vector<OutboxPost> posts = outbox.posts();
    for (const OutboxPost &post : posts) {
        if (post.isWaiting() && post.person == person)
            outbox.setRoom(post.id, room);
    }
}

void AbandonedPosts::failFor(const QString &person, ErrorCode code, const QString &text)
{
    const auto isForThem = [&person](const OutboxPost &post) { return post.person == person; };
    m_work->sender.failWaiting(isForThem, code, text);
}

void AbandonedPosts::handle(const Ack &message)
{
    m_work->sender.stored(message);
    finishIfNothingWaits();
}

void AbandonedPosts::handle(const ErrorMessage &message)
{
    const QString id = message.id.value_or(QString());
    const bool isAboutAPerson = m_work->unknown.contains(id);
    if (id != helloId && !isAboutAPerson) {
        m_work->sender.refused(message);
        finishIfNothingWaits();
    } else if (isPassing(message)) {
        tryLater(std::chrono::milliseconds{
            message.retryAfterMs.value_or(PostSender::retryAfter.count())});
    } else if (isAboutAPerson) {
        m_work->unknown.remove(id);
        failFor(id, static_cast<ErrorCode>(message.code.value_or(qint64(ErrorCode::BadRequest))),
                message.message);
        finishIfNothingWaits();
    } else {
        finish();
    }
}

void AbandonedPosts::tryLater(std::chrono::milliseconds wait)
{
    m_later.start(std::clamp(wait, std::chrono::milliseconds{1}, PostSender::longestRetryAfter));
}

void AbandonedPosts::finishIfNothingWaits()
{
    if (waitingCount() > 0)
        return;
    handOver(*m_work);
    finish();
}

/// Not at once: a signal of the client's may be on its way.
void AbandonedPosts::finish()
{
    m_work->isDone = true;
    m_work->sender.stop();
    m_later.start(0);
}

void AbandonedPosts::onLater()
{
    if (!m_work->isDone) {
        if (m_work->isGreeted)
            askForPersons();
        else if (m_work->client.isConnected())
            greet();
        return;
    }
    const std::unique_ptr<Work> done = std::move(m_work); // its folder is ours until the next is
    take(done->folder.abandoned(serverfiles::outbox));
    if (!isBusy())
        Q_EMIT progressed();
}

void AbandonedPosts::handOver(Work &work)
{
    Outbox &outbox = work.sender.outbox();
    const std::vector<OutboxPost> posts = outbox.posts();
    for (const OutboxPost &post : posts) {
        if (!m_heir(post, work.reasons.value(post.id)))
            return; // in their order: what comes behind it waits, too
        outbox.remove(post.id);
    }
    work.sender.setOutbox(Outbox());
    (void)work.folder.remove(serverfiles::outbox);
}

} // namespace kodama
