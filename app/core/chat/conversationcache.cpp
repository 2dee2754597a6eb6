#include "conversationcache.h"

#include "app/core/chat/chatentries.h"
#include "app/core/chat/storedobject.h"

#include <QCryptographicHash>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// The first line of the file; the others are the messages as they came.
struct CacheHead
{
    QString room;
    QString topic;
    QString epoch;
    qint64 offset = 0;
    qint64 read = 0;
    std::optional<qint64> forgotten; ///< lines in front that the server does not have any more
    std::optional<qint64> unread;    ///< of all that came, be it in the lines or not
    std::optional<qint64> mentions;

    static void visit(auto &self, auto &v)
    {
        v.text("room", self.room);
        v.text("topic", self.topic);
        v.text("epoch", self.epoch);
        v.integer("offset", self.offset);
        v.integer("read", self.read);
        v.optionalInteger("forgotten", self.forgotten);
        v.optionalInteger("unread", self.unread);
        v.optionalInteger("mentions", self.mentions);
    }
};

constexpr auto filePrefix = "room-"_L1;

QString fileName(const QString &conversation)
{
    const QByteArray hash =
        QCryptographicHash::hash(conversation.toUtf8(), QCryptographicHash::Sha256).toHex();
    constexpr qsizetype enough = 24;
    return filePrefix + QString::fromLatin1(hash.left(enough));
}

/// White space is all that a line break can be in JSON.
QByteArray oneLine(QByteArray json)
{
    return json.replace('\n', ' ').replace('\r', ' ') + '\n';
}

struct CachedFrames
{
    QByteArrayList frames;
    qsizetype forgotten = 0; ///< of them, in front
};

CachedFrames newestFrames(const MessageLogModel &log)
{
    CachedFrames cached;
    QByteArrayList &frames = cached.frames;
    qsizetype bytes = 0;
    bool isForgotten = false;
    bool isAboveGap = false; // what the server still has is asked for again, not shown with a hole
    for (int row = log.rowCount() - 1; row >= 0 && frames.size() < cachedRows; --row) {
        const LogEntry &entry = log.entry(row);
        isAboveGap = isAboveGap || entry.kind == LogEntry::Kind::Gap;
        isForgotten = isForgotten || entry.kind == LogEntry::Kind::Forgotten;
        const bool isKept = isForgotten ? entry.isMessage() : entry.hasPlace() && !isAboveGap;
        if (!isKept || entry.isUnsent())
            continue;
        bytes += entry.frame.size();
        if (entry.frame.isEmpty() || bytes > cachedBytes)
            break; // what is above would have a hole below it
        frames.prepend(entry.frame);
        cached.forgotten += isForgotten ? 1 : 0;
    }
    return cached;
}

} // namespace

bool saveConversation(const ServerFolder &folder, const Conversation &conversation)
{
    if (!folder.keepsFiles() || conversation.position().epoch.isEmpty())
        return false;
    const CachedFrames cached = newestFrames(conversation.log());
    const CacheHead head{conversation.name(),
                         conversation.topic(),
                         conversation.position().epoch,
                         conversation.position().offset,
                         conversation.readOffset(),
                         cached.forgotten,
                         conversation.unreadWithPlace(),
                         conversation.mentionCount()};
    QByteArray bytes = oneLine(toJson(head));
    for (const QByteArray &frame : cached.frames)
        bytes += oneLine(frame);
    return folder.write(fileName(conversation.name()), bytes);
}

void loadConversation(const ServerFolder &folder, Conversation &conversation,
                      const QString &ownNick)
{
    const QByteArrayList lines =
        folder.read(fileName(conversation.name())).value_or(QByteArray()).split('\n');
    const auto head = fromJson<CacheHead>(lines.first());
    if (!head || head->epoch.isEmpty() || head->room != conversation.name())
        return;
    std::vector<LogEntry> forgotten;
    std::vector<LogEntry> entries;
    qint64 last = 0;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const std::optional<RawJson> item = RawJson::parse(lines[i]);
        std::optional<LogEntry> entry = item ? entryOfItem(*item, ownNick) : std::nullopt;
        if (!entry)
            continue;
        if (i <= head->forgotten.value_or(0)) {
            forgotten.push_back(std::move(*entry));
        } else if (entry->offset > last && entry->offset <= head->offset) {
            last = entry->offset;
            entries.push_back(std::move(*entry));
        }
    }
    conversation.setTopic(head->topic);
    // With those in front the log begins with them: nothing would be asked for above the first row.
    const qint64 next = entries.empty() ? head->offset + 1 : entries.front().offset;
    if (!forgotten.empty())
        conversation.restoreForgotten(std::move(forgotten), next);
    conversation.restore({head->epoch, head->offset}, head->read, std::move(entries));
    if (head->unread) // else the rows are what was counted
        conversation.restoreCounts(*head->unread, head->mentions.value_or(0));
}

std::unique_ptr<Conversation> storedConversation(const ServerFolder &folder, const QString &name,
                                                 const QString &ownNick)
{
    auto conversation = std::make_unique<Conversation>(name);
    loadConversation(folder, *conversation, ownNick);
    return conversation;
}

void forgetConversation(const ServerFolder &folder, const QString &name)
{
    (void)folder.remove(fileName(name));
}

QHash<QString, QString> storedDirects(const ServerFolder &folder)
{
    QHash<QString, QString> names;
    const QByteArrayList lines = folder.firstLines(filePrefix);
    for (const QByteArray &line : lines) {
        const auto head = fromJson<CacheHead>(line);
        if (head && head->room.startsWith(u'@') && !head->epoch.isEmpty())
            names.insert(head->epoch, head->room);
    }
    return names;
}

} // namespace kodama
