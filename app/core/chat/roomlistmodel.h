// The conversations: rooms, the lobby first, then direct ones, each by name. Owns them. Facts only.
#pragma once

#include "app/core/chat/conversation.h"

#include <QAbstractListModel>

#include <memory>
#include <vector>

namespace kodama {

class RoomListModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomListModel)

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< as it is asked for: `dev`, `@mika`
        DirectRole,                  ///< bool
        UnreadRole,                  ///< int
        MentionsRole,                ///< int: how many of them name us or are for us alone
        CurrentRole,                 ///< bool
        JoinedRole,                  ///< bool: we hear what is said there now
        TopicRole,
        PresentRole, ///< bool: false for a person who is not there; see Conversation::isPresent()
        AwayRole,    ///< QString: why a person is away, or empty; invalid: that one is not away
    };

    explicit RoomListModel(QObject *parent = nullptr);

    /// The one of this name; a new one if there is none.
    Conversation &open(const QString &name);
    /// nullptr if there is none.
    [[nodiscard]] Conversation *find(const QString &name) const;
    void remove(const QString &name);
    /// A person has another name; does nothing if the new one is in use.
    void rename(const QString &name, const QString &newName);
    void clear();

    void setCurrent(const QString &name);
    [[nodiscard]] Conversation *current() const { return find(m_current); }
    [[nodiscard]] int rowOf(const QString &name) const;
    [[nodiscard]] Conversation &conversation(int row) const { return *m_rows.at(std::size_t(row)); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void opened(kodama::Conversation *conversation);
    /// It is gone when this returns.
    void aboutToRemove(kodama::Conversation *conversation);
    /// The same conversation has another name.
    void renamed(const QString &name, const QString &newName);
    void unreadReceived(kodama::Conversation *conversation, const kodama::LogEntry &entry);

private:
    [[nodiscard]] int placeFor(const QString &name) const;
    void tellChanged(const Conversation *conversation, const QList<int> &roles = {});
    void insert(std::unique_ptr<Conversation> conversation);
    [[nodiscard]] std::unique_ptr<Conversation> take(const QString &name);

    std::vector<std::unique_ptr<Conversation>> m_rows;
    QString m_current;
};

} // namespace kodama
