// Conversations whose person has another name, told live or found out when one comes back.
// Tested by tst_directmessages.
#include "app/core/chat/chat_p.h"
#include "app/core/chat/chatentries.h"
#include "app/core/chat/conversationcache.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// No name of anybody, for a conversation that has none at the moment.
QString asideName(const Conversation &conversation)
{
    return u"@/" + conversation.position().epoch;
}

LogEntry renamedEntry(const QString &nick, const QString &newNick, const Clock &clock)
{
    LogEntry entry;
    entry.kind = LogEntry::Kind::Renamed;
    entry.sender = nick;
    entry.text = newNick;
    entry.time = QDateTime::fromMSecsSinceEpoch(clock.wallTime().count());
    return entry;
}

/// What is to be said of a message that goes nowhere: nothing else has it any more.
QString shortText(const RawJson &content)
{
    constexpr qsizetype enough = 500;
    const QString text = entryOfWords({}, content, {}).text;
    return text.size() <= enough ? text : text.first(enough) + QChar(0x2026);
}

} // namespace

void Chat::Private::handle(const NickResponse &message)
{
    if (take(message.id)) {
        if (file.nick != message.nick)
            noteRename(file.nick, message.nick); // the event goes to the others alone
        takeNick(message.nick);
        saveFile();
    }
}

void Chat::Private::noteRename(const QString &nick, const QString &newNick)
{
    if (newNick.isEmpty())
        return;
    LogEntry entry = renamedEntry(nick, newNick, clock);
    entry.isOwn = nick == q.nick();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        Conversation &conversation = rooms.conversation(row);
        if (!conversation.members().contains(nick))
            continue;
        conversation.members().rename(nick, newNick);
        conversation.note(entry);
    }
    if (nick == q.nick()) // we, or another connection of ours
        takeNick(newNick);
    if (const Conversation *direct = rooms.find(directRoomName(nick))) {
        formerNames.insert(direct->position().epoch, direct->name());
        renameDirects({{direct->name(), directRoomName(newNick)}});
    }
}

void Chat::Private::onRenamed(const QString &name, const QString &newName)
{
    sender.outbox().rename(name, newName);
    for (PendingRequest &request : pending) {
        if (request.room == name)
            request.room = newName;
    }
    if (loading.remove(name))
        loading.insert(newName);
    typing.rename(name, newName);
}

/// The open one of this epoch, which has another name on its way perhaps; else of this name.
Conversation *Chat::Private::directOf(const QString &name, const QString &epoch) const
{
    Conversation *named = rooms.find(name);
    // Servers of before gave all of them the same.
    if (!epoch.contains(u'.') || (named && named->isSameEpoch(epoch)))
        return named;
    for (int row = 0; row < rooms.rowCount(); ++row) {
        if (rooms.conversation(row).position().epoch == epoch)
            return &rooms.conversation(row);
    }
    return named;
}

/// A direct conversation that we have under another name is not another one: its epoch stays.
void Chat::Private::takeNames(const QList<DirectSummary> &directs)
{
    QList<DirectRename> renames;
    std::optional<QHash<QString, QString>> stored;
    for (const DirectSummary &direct : directs) {
        const QString name = directRoomName(direct.nick);
        Conversation *known = directOf(name, direct.epoch);
        if (!direct.epoch.contains(u'.'))
            continue;
        if (known && known->isSameEpoch(direct.epoch)) {
            if (known == rooms.find(name))
                continue;
            known->note(renamedEntry(known->name().sliced(1), direct.nick, clock));
            renames.append({known->name(), name});
            continue;
        }
        // Closed by the user, perhaps.
        if (!known && storedConversation(folder, name, q.nick())->isSameEpoch(direct.epoch))
            continue;
        if (!stored)
            stored = storedDirects(folder);
        const QString before = stored->value(direct.epoch);
        if (!before.isEmpty() && !rooms.find(before)) // else its file is out of date
            renames.append({before, name});
    }
    if (!renames.isEmpty())
        renameDirects(std::move(renames));
}

/// In whatever order: people may have exchanged their names, or have one that somebody else had.
void Chat::Private::renameDirects(QList<DirectRename> renames)
{
    struct Closed
    {
        std::unique_ptr<Conversation> conversation;
        QString name; ///< to be
    };
    std::vector<Closed> closed;
    const QList<DirectRename> all = renames;
    for (const DirectRename &rename : all) {
        const bool isFree = std::none_of(all.cbegin(), all.cend(), [&](const DirectRename &other) {
            return other.from == rename.to;
        });
        if (isFree && !rooms.find(rename.to)) {
            auto other = storedConversation(folder, rename.to, q.nick());
            const QString aside = asideName(*other);
            closed.push_back({std::move(other), aside});
        }
        if (!rooms.find(rename.from))
            closed.push_back({storedConversation(folder, rename.from, q.nick()), rename.to});
    }
    for (DirectRename &rename : renames) {
        if (!rooms.find(rename.from))
            rename.from.clear();
    }
    while (!renames.isEmpty()) {
        const DirectRename rename = renames.takeFirst();
        Conversation *taken = rooms.find(rename.to);
        if (taken && taken != rooms.find(rename.from)) {
            const auto later =
                std::find_if(renames.begin(), renames.end(), [&](const DirectRename &other) {
                    return other.from == taken->name();
                });
            if (later == renames.end()) {
                keepAside(*taken);
            } else {
                later->from = asideName(*taken);
                rooms.rename(taken->name(), later->from);
            }
        }
        rooms.rename(rename.from, rename.to);
        if (!rooms.current())
            q.setCurrent(rename.to); // as it was shown under this name
    }
    for (const Closed &one : closed) {
        one.conversation->setName(one.name);
        saveConversation(folder, *one.conversation);
    }
    saveAll();
    for (const DirectRename &rename : all) { // not before the new ones are written
        const bool isTaken = std::any_of(all.cbegin(), all.cend(), [&](const DirectRename &other) {
            return other.to == rename.from;
        });
        if (!isTaken)
            forgetConversation(folder, rename.from);
    }
}

/// Who had the name has gone, and is found by another one should they come back.
void Chat::Private::keepAside(Conversation &conversation)
{
    const QString name = conversation.name();
    const QString aside = asideName(conversation);
    std::vector<OutboxPost> posts = sender.outbox().posts();
    std::erase_if(posts, [&name](const OutboxPost &post) { return post.room != name; });
    for (OutboxPost &post : posts) {
        post.failed =
            sender.mayBeStored(post) ? PostSender::uncertain : qint64(ErrorCode::NoSuchUser);
        q.discard(post.id); // not meant for whoever has the name now
    }
    rooms.rename(name, aside);
    saveConversation(folder, conversation);
    rooms.remove(aside);
    for (const OutboxPost &post : posts) {
        Q_EMIT q.postFailed(
            name, post.id, post.failed,
            Chat::tr("Somebody else has this name now. It was: %1").arg(shortText(post.content)));
    }
}

} // namespace kodama
