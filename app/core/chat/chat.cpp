#include "app/core/chat/chat_p.h"
#include "app/core/chat/chatentries.h"
#include "app/core/chat/conversationcache.h"
#include "app/core/chat/storedobject.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

Chat::Private::Private(Chat &session, ChatClient &theClient, const Clock &theClock,
                       const QString &theDataFolder)
    : q(session)
    , client(theClient)
    , clock(theClock)
    , dataFolder(theDataFolder)
    , sender(theClient)
    , abandoned(theClock, [this](const OutboxPost &post,
                                 const QString &reason) { return inherit(post, reason); })
    , typing(theClock)
{
    saveTimer.setSingleShot(true);
    saveTimer.setInterval(saveAfter);
    connect(&saveTimer, &QTimer::timeout, &q, [this] { saveAll(); });
    tryTimer.setSingleShot(true);
    connect(&tryTimer, &QTimer::timeout, &q, [this] { tryAgain(); });
    connect(&typing, &TypingNotes::typersChanged, &q,
            [this](const QString &room, const QStringList &nicks) {
                if (Conversation *conversation = rooms.find(room))
                    conversation->setTyping(nicks);
            });
    connect(&client, &ChatClient::stateChanged, &q,
            [this](ConnectionState state) { onStateChanged(state); });
    connect(
        &client, &ChatClient::messageReceived, &q,
        [this](const ServerMessage &message, const QByteArray &bytes) { receive(message, bytes); });
    connect(&rooms, &RoomListModel::unreadReceived, &q, &Chat::unreadReceived);
    connect(&rooms, &RoomListModel::renamed, &q,
            [this](const QString &name, const QString &newName) { onRenamed(name, newName); });
    connect(&rooms, &RoomListModel::dataChanged, &saveTimer,
            [this](const QModelIndex &row, const QModelIndex &, const QList<int> &roles) {
                onRowChanged(row.row(), roles);
            });
    sender.setGate([this](const OutboxPost &post) {
        const bool mayGo = isSettled(post);
        if (!mayGo && !rooms.find(post.room)) // not at once: who asks goes through the outbox
            QMetaObject::invokeMethod(
                &q, [this, post] { settle(post); }, Qt::QueuedConnection);
        return mayGo;
    });
    connect(&sender, &PostSender::postStored, &q, [this](const OutboxPost &post, const Ack &ack) {
        if (Conversation *room = rooms.find(post.room))
            room->acknowledge(post.id, ack.offset, QDateTime::fromMSecsSinceEpoch(ack.ts));
        Q_EMIT q.postStored(post.room, post.id);
    });
    connect(&abandoned, &AbandonedPosts::progressed, &q, &Chat::abandonedPostsProgressed,
            Qt::QueuedConnection); // whoever hears it may close everything
    connect(&abandoned, &AbandonedPosts::damageFound, &q, &Chat::unsentDamaged);
    connect(&sender, &PostSender::postsDelayed, &q, &Chat::postsDelayed);
    connect(&sender, &PostSender::postFailed, &q,
            [this](const OutboxPost &post, const QString &text) {
                if (Conversation *room = rooms.find(post.room)) {
                    room->log().setDelivery(post.id, deliveryOf(post));
                } else { // its text has to be somewhere
                    openUnsent([&](const OutboxPost &other) { return other.id == post.id; });
                    file.left.removeAll(post.room);
                    sendJoin(rooms.open(post.room));
                }
                Q_EMIT q.postFailed(post.room, post.id, post.failed, text);
            });
}

void Chat::Private::setPhase(ChatPhase next)
{
    if (std::exchange(phase, next) != next)
        Q_EMIT q.phaseChanged(next);
}

void Chat::Private::onRowChanged(int row, const QList<int> &roles)
{
    if (roles.contains(RoomListModel::PresentRole))
        return; // no file keeps who is there
    changed.insert(rooms.conversation(row).name());
    if (!saveTimer.isActive())
        saveTimer.start();
}

void Chat::Private::updateReading() const
{
    const Conversation *current = rooms.current();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        Conversation &conversation = rooms.conversation(row);
        conversation.setBeingRead(isLookedAt && &conversation == current);
    }
}

void Chat::Private::takeNick(const QString &nick)
{
    wish = nick;
    if (std::exchange(file.nick, nick) != nick)
        Q_EMIT q.nickChanged(nick);
}

void Chat::Private::saveFile()
{
    file.rooms.clear();
    for (int row = 0; row < rooms.rowCount(); ++row)
        file.rooms += rooms.conversation(row).name();
    file.current = rooms.current() ? rooms.current()->name() : QString();
    (void)folder.write(serverfiles::session, toJson(file));
}

void Chat::Private::saveAll()
{
    saveTimer.stop();
    if (!folder.keepsFiles() || file.session.isEmpty())
        return; // never spoke version 2 with this server
    saveFile();
    // Each file waits for the disk: only those with something new.
    changed.removeIf([this](const QString &name) {
        const Conversation *conversation = rooms.find(name);
        return conversation == nullptr || saveConversation(folder, *conversation);
    });
}

Chat::Chat(ChatClient &client, const Clock &clock, const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, client, clock, dataFolder))
{}

Chat::~Chat()
{
    d->saveAll();
    d->client.disconnect(this);
}

void Chat::setGreeting(Greeting greeting)
{
    d->greetsAtOnce = greeting == Greeting::AtOnce;
}

void Chat::begin()
{
    d->greetsAtOnce = true;
    if (d->phase == ChatPhase::Version1 && d->offersVersion2)
        d->greet();
}

void Chat::connectTo(const QUrl &url)
{
    load(url);
    d->client.open(url);
}

void Chat::load(const QUrl &url)
{
    if (url == d->url && d->url.isValid())
        return;
    d->saveAll();
    d->client.close();
    d->rooms.clear();
    d->changed.clear();
    d->abandoned.stop();
    d->sender.setOutbox(Outbox());
    d->sender.setServerLimit(0);
    d->folder = ServerFolder(); // releases the lock
    if (d->url.isValid())
        d->wish.clear(); // what one is called there says nothing here
    d->url = url;
    if (!d->dataFolder.isEmpty())
        d->folder = ServerFolder(d->dataFolder, url);
    d->file = fromJson<SessionFile>(d->folder.read(serverfiles::session).value_or(QByteArray()))
                  .value_or(SessionFile());
    d->sender.setOutbox(Outbox(d->folder.filePath(serverfiles::outbox)));
    for (const QString &name : std::as_const(d->file.rooms))
        loadConversation(d->folder, d->rooms.open(name), nick());
    d->openUnsent([this](const OutboxPost &post) { // a room that was left since stays left
        return !post.isWaiting() || nickOfDirectRoom(post.room).has_value() ||
               d->file.rooms.contains(post.room);
    });
    if (d->rooms.find(d->file.current))
        setCurrent(d->file.current);
    else if (d->rooms.rowCount() > 0)
        setCurrent(d->rooms.conversation(0).name());
    if (const Outbox::Damage &damage = d->sender.outbox().damage(); damage.lines > 0)
        Q_EMIT unsentDamaged(damage.lines, damage.file);
}

ChatPhase Chat::phase() const
{
    return d->phase;
}

QString Chat::nick() const
{
    return d->file.nick.isEmpty() ? d->wish : d->file.nick;
}

bool Chat::isIdle() const
{
    return d->pending.isEmpty() && waitingCount() == 0 && !d->abandoned.isBusy();
}

RoomListModel &Chat::rooms()
{
    return d->rooms;
}

void Chat::setCurrent(const QString &name)
{
    const Conversation *before = d->rooms.current();
    d->rooms.setCurrent(name);
    d->updateReading();
    if (d->rooms.current() != before)
        Q_EMIT currentChanged(d->rooms.current());
}

void Chat::setAttention(bool isLookedAt)
{
    d->isLookedAt = isLookedAt;
    d->hasReader |= isLookedAt;
    d->updateReading();
}

void Chat::save()
{
    d->saveAll();
}

} // namespace kodama
