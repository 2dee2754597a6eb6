// Who is in the room that is shown. Tested by tst_memberpanel.
#pragma once

#include "app/ui/theme.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QListView;

namespace kodama {

class MemberListModel;
class SpokenMembers;

class MemberPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MemberPanel)

public:
    explicit MemberPanel(const Theme &theme, QWidget *parent = nullptr);
    ~MemberPanel() override;

    /// It outlives the panel, or is taken away with nullptr.
    void setMembers(MemberListModel *members);
    /// Ours: nobody writes to himself.
    void setOwnNick(const QString &nick);

    /// What one can do with that person, at a place on the screen; also where the panel is hidden.
    void openMenuFor(const QString &nick, const QPoint &at);

    [[nodiscard]] QListView &list() const { return *m_list; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// Double click or Enter: to be written to alone.
    void personChosen(const QString &nick);
    /// The name is wanted in the message that is written.
    void mentionWanted(const QString &nick);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void choose(const QModelIndex &index);
    void openMenu(const QPoint &at);
    void applyTheme();
    void showTitle();

    const Theme &m_theme;
    std::unique_ptr<SpokenMembers> m_spoken;
    QPointer<MemberListModel> m_members;
    QLabel *m_title;
    QLabel *m_listed;
    QListView *m_list;
    QString m_ownNick;
};

} // namespace kodama
