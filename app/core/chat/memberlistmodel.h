// The people in one conversation, sorted by name. Facts only.
// Tested by tst_roomlistmodel.
#pragma once

#include "common/protocol/serverrooms.h"

#include <QAbstractListModel>
#include <QList>

#include <optional>
#include <vector>

namespace kodama {

class MemberListModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MemberListModel)

public:
    enum Role {
        NickRole = Qt::UserRole + 1,
        AwayRole,       ///< bool
        AwayReasonRole, ///< QString, also empty while away
    };

    explicit MemberListModel(QObject *parent = nullptr);

    /// `count`: how many there are, where not all of them are listed.
    void setMembers(const QList<Member> &members, std::optional<qint64> count = std::nullopt);
    /// One who is there already is changed.
    void add(const Member &member);
    void remove(const QString &nick);
    void rename(const QString &nick, const QString &newNick);
    void setAway(const QString &nick, const std::optional<QString> &away);

    /// How many there are beside those that the rows name.
    [[nodiscard]] qint64 unlisted() const { return m_unlisted; }
    [[nodiscard]] bool contains(const QString &nick) const { return rowOf(nick) >= 0; }
    /// nullptr if that one is not there; valid until the rows change.
    [[nodiscard]] const Member *find(const QString &nick) const;
    /// Names that begin with this, for completion; in order.
    [[nodiscard]] QStringList nicksWithPrefix(const QString &prefix) const;
    [[nodiscard]] const Member &member(int row) const { return m_rows.at(std::size_t(row)).member; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    /// Without a change of the rows.
    void unlistedChanged();

private:
    struct Row
    {
        QString key; ///< foldNick()
        Member member;
    };

    [[nodiscard]] int rowOf(const QString &nick) const;
    [[nodiscard]] std::vector<Row>::const_iterator place(const QString &key) const;

    std::vector<Row> m_rows;
    qint64 m_unlisted = 0;
};

} // namespace kodama
