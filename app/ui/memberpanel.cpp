#include "app/ui/memberpanel.h"

#include "app/core/chat/memberlistmodel.h"
#include "app/core/isolation.h"
#include "app/ui/avatar.h"
#include "app/ui/elidedlabel.h"
#include "app/ui/plaintooltip.h"

#include <QContextMenuEvent>
#include <QIdentityProxyModel>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int panelQuarters = 46;
constexpr int faceQuarters = 6;

// Picture and name. Who is away is pale, and the word stands beside the name.
class MemberDelegate final : public QStyledItemDelegate
{
public:
    MemberDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem & /*option*/,
                                 const QModelIndex & /*index*/) const override
    {
        return {m_theme.space(panelQuarters) / 2,
                m_theme.size(faceQuarters) + 2 * m_theme.space(1)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const bool isAway = index.data(MemberListModel::AwayRole).toBool();
        const QString nick = index.data(MemberListModel::NickRole).toString();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setLayoutDirection(Qt::LayoutDirectionAuto); // of the words
        paintGround(*painter, option);
        QRect inside = option.rect.adjusted(m_theme.space(3), 0, -m_theme.space(3), 0);
        const int side = m_theme.size(faceQuarters);
        const QRect circle = QStyle::alignedRect(option.direction, Qt::AlignLeft | Qt::AlignVCenter,
                                                 QSize(side, side), inside);
        paintAvatar(*painter, m_theme, circle, nick, isAway ? AvatarLook::Pale : AvatarLook::Full);
        const bool isRightToLeft = option.direction == Qt::RightToLeft;
        if (isRightToLeft)
            inside.setRight(circle.left() - m_theme.space(2));
        else
            inside.setLeft(circle.right() + m_theme.space(2));
        const int taken = isAway ? paintAway(*painter, inside, option.direction) : 0;
        inside.adjust(isRightToLeft ? taken : 0, 0, isRightToLeft ? 0 : -taken, 0);
        painter->setFont(m_theme.font(TextSize::Body));
        painter->setPen(m_theme.color(isAway ? ThemeColor::TextMuted : ThemeColor::Text));
        painter->drawText(inside, aligned(option.direction, Qt::AlignLeft),
                          painter->fontMetrics().elidedText(nick, Qt::ElideRight, inside.width()));
        painter->restore();
    }

private:
    // The side is the one where one reads from left to right.
    static int aligned(Qt::LayoutDirection direction, Qt::Alignment side)
    {
        return int(QStyle::visualAlignment(direction, side) | Qt::AlignVCenter) |
               int(Qt::TextSingleLine);
    }

    void paintGround(QPainter &painter, const QStyleOptionViewItem &option) const
    {
        const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus) &&
                              option.state.testFlag(QStyle::State_Selected);
        if (!hasFocus && !option.state.testFlag(QStyle::State_MouseOver))
            return;
        painter.setPen(hasFocus ? QPen(m_theme.color(ThemeColor::Accent), 1) : QPen(Qt::NoPen));
        painter.setBrush(m_theme.color(ThemeColor::AccentSoft));
        painter.drawRoundedRect(
            QRectF(option.rect).adjusted(m_theme.space(1) + 0.5, 1.5, -m_theme.space(1) - 0.5, -1),
            m_theme.space(1), m_theme.space(1));
    }

    // Returns what it takes of the width.
    int paintAway(QPainter &painter, const QRect &inside, Qt::LayoutDirection direction) const
    {
        painter.setFont(m_theme.font(TextSize::Small));
        painter.setPen(m_theme.color(ThemeColor::TextMuted));
        const QString word = MemberPanel::tr("away");
        painter.drawText(inside, aligned(direction, Qt::AlignRight), word);
        return painter.fontMetrics().horizontalAdvance(word) + m_theme.space(1);
    }

    const Theme &m_theme;
};

} // namespace

// Says with words what the delegate paints.
class SpokenMembers final : public QIdentityProxyModel
{
public:
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (role == Qt::AccessibleTextRole)
            return spoken(index);
        if (role == Qt::ToolTipRole)
            return plainToolTip(spoken(index));
        return QIdentityProxyModel::data(index, role);
    }

private:
    static QString spoken(const QModelIndex &index)
    {
        QString nick = index.data(MemberListModel::NickRole).toString();
        if (!index.data(MemberListModel::AwayRole).toBool())
            return nick;
        const QString reason = index.data(MemberListModel::AwayReasonRole).toString();
        return reason.isEmpty() ? MemberPanel::tr("%1, away").arg(nick)
                                : MemberPanel::tr("%1, away: %2").arg(nick, reason);
    }
};

MemberPanel::MemberPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_spoken(std::make_unique<SpokenMembers>())
    , m_title(new ElidedLabel)
    , m_listed(new QLabel)
    , m_list(new QListView)
{
    setObjectName(u"memberPanel"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(u"memberTitle"_s);
    m_title->setProperty("textRole", u"strong"_s);
    m_listed->setObjectName(u"membersListed"_s);
    m_listed->setProperty("textRole", u"caption"_s);
    m_listed->setWordWrap(true);
    m_list->setObjectName(u"memberList"_s);
    m_list->setItemDelegate(new MemberDelegate(theme, this));
    m_list->setEditTriggers(QListView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::TabFocus); // who clicks a name goes on where one was
    m_list->setUniformItemSizes(true);
    m_list->setModel(m_spoken.get());
    m_list->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_title);
    column->addWidget(m_listed);
    column->addWidget(m_list, 1);
    connect(m_list, &QListView::doubleClicked, this, &MemberPanel::choose);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_spoken.get(), signal, this, &MemberPanel::showTitle);
    connect(m_spoken.get(), &QAbstractItemModel::modelReset, this, &MemberPanel::showTitle);
    connect(&m_theme, &Theme::changed, this, &MemberPanel::applyTheme);
    applyTheme();
    showTitle();
}

MemberPanel::~MemberPanel()
{
    m_list->setModel(nullptr); // which is destroyed before the view
}

void MemberPanel::setMembers(MemberListModel *members)
{
    if (m_members == members)
        return;
    if (m_members != nullptr)
        m_members->disconnect(this);
    m_members = members;
    if (members != nullptr)
        connect(members, &MemberListModel::unlistedChanged, this, &MemberPanel::showTitle);
    m_spoken->setSourceModel(members);
}

void MemberPanel::setOwnNick(const QString &nick)
{
    m_ownNick = nick;
}

QSize MemberPanel::sizeHint() const
{
    return {m_theme.space(panelQuarters), QWidget::sizeHint().height()};
}

bool MemberPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            choose(m_list->currentIndex());
            return true;
        }
    } else if (event->type() == QEvent::ContextMenu) {
        const auto *wanted = static_cast<QContextMenuEvent *>(event);
        openMenu(wanted->reason() == QContextMenuEvent::Keyboard
                     ? m_list->mapTo(this, m_list->visualRect(m_list->currentIndex()).center())
                     : m_list->mapTo(this, wanted->pos()));
        return true;
    } else if (event->type() == QEvent::FocusIn && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_spoken->index(0, 0)); // so that one sees where one is
    }
    return QWidget::eventFilter(watched, event);
}

void MemberPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        showTitle();
}

void MemberPanel::choose(const QModelIndex &index)
{
    const QString nick = index.data(MemberListModel::NickRole).toString();
    if (!nick.isEmpty() && nick != m_ownNick)
        Q_EMIT personChosen(nick);
}

void MemberPanel::openMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(m_list->mapFrom(this, at));
    const QString nick = index.data(MemberListModel::NickRole).toString();
    if (!nick.isEmpty())
        openMenuFor(nick, mapToGlobal(at));
}

void MemberPanel::openMenuFor(const QString &nick, const QPoint &at)
{
    QString shown = nick;
    shown.replace(u'&', u"&&"_s);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"memberMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *write = menu->addAction(tr("&Write to %1 alone").arg(isolated(shown)));
    write->setEnabled(nick != m_ownNick && m_members != nullptr);
    connect(write, &QAction::triggered, this, [this, nick] { Q_EMIT personChosen(nick); });
    connect(menu->addAction(tr("&Mention %1").arg(isolated(shown))), &QAction::triggered, this,
            [this, nick] { Q_EMIT mentionWanted(nick); });
    menu->popup(at);
}

void MemberPanel::applyTheme()
{
    setMinimumWidth(1); // it goes before it would keep the window wide
    const int gap = m_theme.space(2);
    for (QLabel *label : {m_title, m_listed})
        label->setContentsMargins(m_theme.space(3), 0, m_theme.space(3), 0);
    layout()->setContentsMargins(0, m_theme.space(3), 0, gap);
    layout()->setSpacing(gap);
    m_list->doItemsLayout();
}

void MemberPanel::showTitle()
{
    const int listed = m_spoken->rowCount();
    const qint64 count = listed + (m_members == nullptr ? 0 : m_members->unlisted());
    m_title->setText(count == 0 ? tr("Members")
                                : tr("Members · %1").arg(QLocale().toString(count)));
    //: %1: how many names the list shows, %2: how many people are in the room
    m_listed->setText(
        tr("%1 of %2 are listed.").arg(QLocale().toString(listed), QLocale().toString(count)));
    m_listed->setVisible(count > listed);
    m_list->setAccessibleName(tr("Members"));
    m_list->setAccessibleDescription(
        tr("Who is in the room. Enter opens a conversation with one person alone."));
}

} // namespace kodama
