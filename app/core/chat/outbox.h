// What was written and is not acknowledged: kept in a file, so that it survives the connection, the
// program and its crash. Knows no connection.
#pragma once

#include "common/protocol/rawjson.h"

#include <QByteArrayList>
#include <QFile>
#include <QString>

#include <memory>
#include <vector>

namespace kodama {

struct OutboxPost
{
    QString id;
    QString room; ///< `@nick` for a direct message
    RawJson content;
    QString person;      ///< of a direct message: the conversation's epoch, if that was known
    qint64 time = 0;     ///< when it was written, Unix milliseconds
    QString session;     ///< in which it was sent first; empty: it was never sent
    qint64 failed = 0;   ///< why it will not be sent again by itself (ErrorCode); 0: it will
    bool isGone = false; ///< in the file only

    [[nodiscard]] bool isWaiting() const { return failed == 0; }

    static void visit(auto &self, auto &v)
    {
        v.text("id", self.id);
        v.text("room", self.room);
        v.json("content", self.content);
        v.text("person", self.person);
        v.integer("time", self.time);
        v.text("session", self.session);
        v.integer("failed", self.failed);
        v.flag("gone", self.isGone);
    }
};

class Outbox final
{
public:
    /// Lines of the file that could not be read.
    struct Damage
    {
        int lines = 0;
        QString file; ///< where they are kept; empty: they could not be
    };

    static constexpr std::size_t mostPosts = 1000;
    static constexpr qsizetype mostBytes = qsizetype{8} * 1024 * 1024;

    /// Reads the file and continues it; lines that cannot be read are kept beside it, and a warning
    /// says where; a path that is empty or cannot be written keeps the posts
    /// in memory alone.
    explicit Outbox(const QString &path = {});

    /// What was found when the file was read.
    [[nodiscard]] const Damage &damage() const { return m_damage; }

    /// In the order in which they were written.
    [[nodiscard]] const std::vector<OutboxPost> &posts() const { return m_posts; }
    [[nodiscard]] const OutboxPost *find(const QString &id) const;
    /// That are to be sent.
    [[nodiscard]] std::size_t waitingCount() const;
    /// There is still place, for a while: who can stop saying more should.
    [[nodiscard]] bool isCrowded() const
    {
        return m_posts.size() >= mostPosts / 4 || m_bytes >= mostBytes / 2;
    }

    /// False if it is full: nothing was taken.
    [[nodiscard]] bool add(const OutboxPost &post);
    /// Before it is sent for the first time.
    void markSent(const QString &id, const QString &session);
    void markFailed(const QString &id, qint64 code);
    /// A failed one is to be sent again, to this person; empty: to whoever has the name.
    void markWaiting(const QString &id, const QString &person = {});
    void rename(const QString &oldRoom, const QString &newRoom);
    /// The person whom this one is for has another name.
    void setRoom(const QString &id, const QString &room);
    void remove(const QString &id);

private:
    [[nodiscard]] std::vector<OutboxPost>::iterator at(const QString &id);
    void load();
    void keepAside(const QByteArrayList &damaged);
    void note(const OutboxPost &post);
    void rewrite();

    QString m_path;
    Damage m_damage;
    std::vector<OutboxPost> m_posts;
    qsizetype m_bytes = 0;
    std::unique_ptr<QFile> m_journal; ///< a line for every change; the last one of an id counts
    std::size_t m_lines = 0;
};

} // namespace kodama
