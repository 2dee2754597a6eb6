#include "outbox.h"

#include "app/core/chat/storedobject.h"

#include <QSaveFile>

#include <algorithm>

namespace kodama {

namespace {

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr std::size_t uselessLines = 256; // before the file is written anew

qsizetype bytesOf(const OutboxPost &post)
{
    return post.content.text().size() + post.room.size();
}

/// White space is all that a line break can be in JSON.
QByteArray lineOf(const OutboxPost &post)
{
    return toJson(post).replace('\n', ' ').replace('\r', ' ') + '\n';
}

} // namespace

Outbox::Outbox(const QString &path)
    : m_path(path)
{
    if (m_path.isEmpty())
        return;
    load();
    if (!m_posts.empty())
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

void Outbox::markWaiting(const QString &id)
{
    const auto post = at(id);
    if (post == m_posts.end())
        return;
    post->failed = 0;
    post->session.clear(); // the user wants it sent, whatever became of the first time
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
    while (!file.atEnd()) {
        // The last line may be cut: the program died while it wrote it.
        const auto post = fromJson<OutboxPost>(file.readLine().trimmed());
        if (!post || post->id.isEmpty())
            continue;
        const auto known = at(post->id);
        if (post->isGone && known != m_posts.end())
            m_posts.erase(known);
        else if (known != m_posts.end())
            *known = *post;
        else if (!post->isGone)
            m_posts.push_back(*post);
    }
    m_bytes = 0;
    for (const OutboxPost &post : std::as_const(m_posts))
        m_bytes += bytesOf(post);
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
