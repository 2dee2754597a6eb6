#include "outbox.h"

#include "app/core/chat/storedobject.h"

#include <QHash>
#include <QLoggingCategory>
#include <QSaveFile>

#include <algorithm>

namespace kodama {

namespace {

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr std::size_t uselessLines = 256; // before the file is written anew

constexpr QLatin1StringView asideSuffix(".damaged");

Q_LOGGING_CATEGORY(lcOutbox, "kodama.outbox")

/// A post, or word that one is gone: a member that is damaged reads as empty.
bool canBe(const OutboxPost &post)
{
    return !post.id.isEmpty() &&
           (post.isGone || (!post.room.isEmpty() && post.content.text() != "null"));
}

qsizetype bytesOf(const OutboxPost &post)
{
    return post.content.text().size() + post.room.size();
}

/// White space is all that a line break can be in JSON.
QByteArray lineOf(const OutboxPost &post)
{
    return toJson(post).replace('\n', ' ').replace('\r', ' ') + '\n';
}

// In their order, each as it was at last; one may be gone again.
std::vector<OutboxPost> readPosts(QIODevice &file, QByteArrayList &damaged)
{
    std::vector<OutboxPost> posts;
    QHash<QString, std::size_t> places;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const auto post = fromJson<OutboxPost>(line.trimmed());
        if (!post || !canBe(*post)) {
            // The last line may be cut: the program died while it wrote it.
            if (line.endsWith('\n'))
                damaged.append(line);
            continue;
        }
        const auto known = places.constFind(post->id);
        if (known != places.cend() && !posts[*known].isGone) {
            posts[*known] = *post;
        } else if (!post->isGone) {
            places.insert(post->id, posts.size());
            posts.push_back(*post);
        }
    }
    return posts;
}

} // namespace

Outbox::Outbox(const QString &path)
    : m_path(path)
{
    if (m_path.isEmpty())
        return;
    load();
    if (m_damage.lines > 0 || !m_posts.empty())
        rewrite();
}

const OutboxPost *Outbox::find(const QString &id) const
{
    const auto found = std::find_if(m_posts.begin(), m_posts.end(),
                                    [&id](const OutboxPost &post) { return post.id == id; });
    return found == m_posts.end() ? nullptr : &*found;
}

std::size_t Outbox::waitingCount() const
{
    return static_cast<std::size_t>(std::count_if(
        m_posts.begin(), m_posts.end(), [](const OutboxPost &post) { return post.isWaiting(); }));
}

std::vector<OutboxPost>::iterator Outbox::at(const QString &id)
{
    return std::find_if(m_posts.begin(), m_posts.end(),
                        [&id](const OutboxPost &post) { return post.id == id; });
}

bool Outbox::add(const OutboxPost &post)
{
    if (m_posts.size() >= mostPosts || m_bytes + bytesOf(post) > mostBytes)
        return false;
    m_posts.push_back(post);
    m_bytes += bytesOf(post);
    note(post);
    return true;
}

void Outbox::markSent(const QString &id, const QString &session)
{
    const auto post = at(id);
    if (post == m_posts.end() || !post->session.isEmpty())
        return;
    post->session = session;
    note(*post);
}

void Outbox::markFailed(const QString &id, qint64 code)
{
    const auto post = at(id);
    if (post == m_posts.end())
        return;
    post->failed = code;
    note(*post);
}

void Outbox::markWaiting(const QString &id, const QString &person)
{
    const auto post = at(id);
    if (post == m_posts.end())
        return;
    post->failed = 0;
    post->session.clear(); // the user wants it sent, whatever became of the first time
    post->person = person;
    note(*post);
}

void Outbox::rename(const QString &oldRoom, const QString &newRoom)
{
    for (OutboxPost &post : m_posts) {
        if (post.room == oldRoom) {
            post.room = newRoom;
            note(post);
        }
    }
}

void Outbox::setRoom(const QString &id, const QString &room)
{
    const auto post = at(id);
    if (post == m_posts.end() || post->room == room)
        return;
    m_bytes += room.size() - post->room.size();
    post->room = room;
    note(*post);
}

void Outbox::remove(const QString &id)
{
    const auto post = at(id);
    if (post == m_posts.end())
        return;
    OutboxPost gone;
    gone.id = id;
    gone.isGone = true;
    m_bytes -= bytesOf(*post);
    m_posts.erase(post);
    note(gone);
}

void Outbox::load()
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    QByteArrayList damaged;
    for (OutboxPost &post : readPosts(file, damaged)) {
        if (post.isGone)
            continue;
        m_bytes += bytesOf(post);
        m_posts.push_back(std::move(post));
    }
    file.close();
    if (!damaged.isEmpty())
        keepAside(damaged);
}

// What somebody has typed may be in them.
void Outbox::keepAside(const QByteArrayList &damaged)
{
    QFile aside(m_path + asideSuffix);
    const bool isKept = aside.size() < mostBytes && aside.open(QIODevice::Append) &&
                        aside.setPermissions(ownerOnly) && aside.write(damaged.join()) >= 0 &&
                        aside.flush();
    m_damage = {int(damaged.size()), isKept ? aside.fileName() : QString()};
    qCWarning(lcOutbox, "%d damaged lines of unsent messages %s %s", int(damaged.size()),
              isKept ? "are kept in" : "could not be kept in", qPrintable(aside.fileName()));
}

void Outbox::note(const OutboxPost &post)
{
    if (!m_journal) {
        if (!m_path.isEmpty())
            rewrite(); // with the change
        return;
    }
    const QByteArray line = lineOf(post);
    // What the system has survives us. A line that is there in part would spoil the next one.
    const bool isWritten = m_journal->write(line) == line.size() && m_journal->flush();
    if (!isWritten || ++m_lines > m_posts.size() + uselessLines)
        rewrite();
}

void Outbox::rewrite()
{
    m_journal.reset();
    QSaveFile fresh(m_path);
    if (!fresh.open(QIODevice::WriteOnly))
        return;
    fresh.setPermissions(ownerOnly);
    for (const OutboxPost &post : std::as_const(m_posts))
        fresh.write(lineOf(post));
    m_lines = m_posts.size();
    if (!fresh.flush() || !fresh.commit()) // commit() alone takes a file that is cut off
        return;
    auto journal = std::make_unique<QFile>(m_path);
    if (journal->open(QIODevice::WriteOnly | QIODevice::Append))
        m_journal = std::move(journal);
}

} // namespace kodama
