#include "app/ui/roomnavigation.h"

#include "app/core/isolation.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/connectflow.h"
#include "app/ui/mainwindow.h"
#include "app/ui/memberpanel.h"
#include "app/ui/messageview.h"
#include "app/ui/namebar.h"
#include "app/ui/roomdelegate.h"
#include "app/ui/roomlist.h"
#include "app/ui/settingscontroller.h"

#include <QActionGroup>
#include <QCursor>
#include <QInputDialog>
#include <QLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSet>

#include <algorithm>
#include <chrono>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds renewedAfter{50};

} // namespace

RoomNavigation::RoomNavigation(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    m_renewal.setSingleShot(true);
    m_renewal.setInterval(renewedAfter);
    connect(&m_renewal, &QTimer::timeout, this, [this] {
        if (m_switcher != nullptr)
            fillSwitcher();
    });
    connectWindow();
    connectNameBar();
    updateActions();
}

void RoomNavigation::connectWindow()
{
    MainWindow &window = m_parts.window;
    RoomList &list = window.rooms();
    Chat &chat = m_parts.chat;
    const auto on = [this, &window](ActionId id, auto work) {
        connect(&window.action(id), &QAction::triggered, this, work);
    };
    on(ActionId::SwitchRoom, &RoomNavigation::openSwitcher);
    on(ActionId::PreviousRoom, [this] { m_parts.window.rooms().step(-1); });
    on(ActionId::NextRoom, [this] { m_parts.window.rooms().step(1); });
    on(ActionId::NextUnread, [this] { m_parts.window.rooms().stepToUnread(); });
    on(ActionId::ChangeName, &RoomNavigation::askForName);
    on(ActionId::Topic, &RoomNavigation::askForTopic);
    on(ActionId::LeaveRoom, [this] {
        if (const Conversation *current = m_parts.chat.rooms().current())
            leave(current->name());
    });
    connect(&list, &RoomList::menuRequested, this, &RoomNavigation::openMenu);
    connect(&window.members(), &MemberPanel::personChosen, this,
            [this](const QString &nick) { Q_EMIT roomWanted(directRoomName(nick)); });
    connect(&window.members(), &MemberPanel::mentionWanted, this, [this](const QString &nick) {
        m_parts.window.composer().takeOver(u'@' + nick + u' ');
    });
    connect(&window.view(), &MessageView::personClicked, this, [this](const QString &nick) {
        m_parts.window.members().openMenuFor(nick, QCursor::pos());
    });
    connect(&chat, &Chat::phaseChanged, this, &RoomNavigation::updateActions);
    connect(&chat, &Chat::currentChanged, this, &RoomNavigation::updateActions);
    connect(&chat, &Chat::nickChanged, &window.members(), &MemberPanel::setOwnNick);
    connect(&chat, &Chat::roomsReceived, this, [this](const QList<RoomSummary> &rooms) {
        m_known = rooms;
        m_knownTo = m_parts.client.url();
        if (m_switcher != nullptr)
            fillSwitcher();
    });
}

void RoomNavigation::connectNameBar()
{
    NameBar &bar = m_parts.window.nameBar();
    connect(&m_parts.chat, &Chat::phaseChanged, this, &RoomNavigation::askGuest);
    connect(&m_parts.chat, &Chat::nickChanged, this, &RoomNavigation::askGuest);
    connect(&m_parts.chat, &Chat::nickRefused, this,
            [this](const QString &, ErrorCode, const QString &free) {
                m_parts.window.nameBar().propose(free);
            });
    connect(&bar, &NameBar::chosen, this, &RoomNavigation::nameWanted);
    connect(&bar, &NameBar::declined, this, [this] {
        m_parts.store.set(keys::staysGuest, true);
        m_parts.window.composer().setFocus();
        askGuest();
    });
}

void RoomNavigation::askGuest()
{
    NameBar &bar = m_parts.window.nameBar();
    const ChatPhase phase = m_parts.chat.phase();
    const bool hasNames = phase != ChatPhase::Version1 && phase != ChatPhase::Refused;
    if (!hasNames || !m_parts.store.get(keys::userNick).isEmpty() ||
        m_parts.store.get(keys::staysGuest)) {
        if (bar.isAncestorOf(m_parts.window.focusWidget()))
            m_parts.window.composer().setFocus();
        bar.hide();
    } else if (phase == ChatPhase::Ready && bar.isHidden()) {
        bar.ask(m_parts.chat.nick(), guessedNick());
    }
}

void RoomNavigation::updateActions()
{
    const bool isReady = m_parts.chat.isReady();
    m_parts.window.members().setOwnNick(m_parts.chat.nick());
    const Conversation *current = m_parts.chat.rooms().current();
    m_parts.window.action(ActionId::ChangeName).setEnabled(isReady);
    m_parts.window.action(ActionId::Topic)
        .setEnabled(isReady && current != nullptr && !current->isDirect());
    m_parts.window.action(ActionId::LeaveRoom).setEnabled(current != nullptr);
}

void RoomNavigation::openSwitcher()
{
    if (m_switcher != nullptr)
        return;
    m_switcher = new RoomSwitcher(m_parts.theme, &m_parts.window);
    m_switcher->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_switcher, &RoomSwitcher::chosen, this, &RoomNavigation::roomWanted);
    fillSwitcher();
    followInSwitcher();
    m_parts.chat.askRooms(); // the answer adds those that one has not entered
    m_switcher->open();
}

/// As long as it is open: who and what comes and goes, and what is unread.
void RoomNavigation::followInSwitcher()
{
    m_following = std::make_unique<QObject>();
    connect(m_switcher, &QDialog::finished, this, [this] { m_following.reset(); });
    Chat &chat = m_parts.chat;
    const RoomListModel &rooms = chat.rooms();
    renewSwitcherWith(rooms);
    for (int row = 0; row < rooms.rowCount(); ++row)
        renewSwitcherWith(rooms.conversation(row).members());
    connect(&rooms, &RoomListModel::opened, m_following.get(),
            [this](Conversation *room) { renewSwitcherWith(room->members()); });
    connect(&chat, &Chat::nickChanged, m_following.get(), [this] { renewSwitcher(); });
    connect(&chat, &Chat::currentChanged, m_following.get(), [this] { renewSwitcher(); });
    // It may be another server, which has others.
    connect(&chat, &Chat::phaseChanged, m_following.get(), [this] {
        m_parts.chat.askRooms();
        renewSwitcher();
    });
}

void RoomNavigation::renewSwitcherWith(const QAbstractItemModel &model)
{
    const auto renew = [this] { renewSwitcher(); };
    connect(&model, &QAbstractItemModel::rowsInserted, m_following.get(), renew);
    connect(&model, &QAbstractItemModel::rowsRemoved, m_following.get(), renew);
    connect(&model, &QAbstractItemModel::rowsMoved, m_following.get(), renew);
    connect(&model, &QAbstractItemModel::dataChanged, m_following.get(), renew);
    connect(&model, &QAbstractItemModel::modelReset, m_following.get(), renew);
}

// Not at once: a crowd may come together, and the models are in the middle of a change.
void RoomNavigation::renewSwitcher()
{
    if (!m_renewal.isActive())
        m_renewal.start();
}

void RoomNavigation::fillSwitcher()
{
    if (m_knownTo != m_parts.client.url())
        m_known.clear(); // this one has not told yet
    QList<Place> places;
    const RoomListModel &rooms = m_parts.chat.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        const Conversation &one = rooms.conversation(row);
        Place place{one.name(), one.topic(), one.unread(), one.mentionCount(), true};
        const QModelIndex index = rooms.index(row);
        place.isPresent = one.isDirect() && index.data(RoomListModel::PresentRole).toBool();
        const QVariant away = index.data(RoomListModel::AwayRole);
        if (away.isValid())
            place.away = away.toString();
        places.append(place);
    }
    for (const RoomSummary &one : std::as_const(m_known)) {
        if (rooms.find(one.room) != nullptr)
            continue;
        const QString people = tr("%n there", nullptr, int(one.members));
        places.append({one.room, one.topic.isEmpty() ? people : one.topic, 0, 0, false});
    }
    m_switcher->setPlaces(places, peopleInRooms());
}

/// But for oneself and those to whom one writes already: of the room that is shown first, and who
/// is away last.
QList<Place> RoomNavigation::peopleInRooms() const
{
    const RoomListModel &rooms = m_parts.chat.rooms();
    QList<Place> people;
    QSet<QString> seen{foldNick(m_parts.chat.nick())};
    const auto addMembers = [&rooms, &people, &seen](Conversation &room) {
        if (room.isDirect() || !room.isJoined())
            return;
        const MemberListModel &members = room.members();
        for (int row = 0; row < members.rowCount(); ++row) {
            const Member &one = members.member(row);
            const QString name = directRoomName(one.nick);
            if (rooms.find(name) != nullptr || seen.contains(foldNick(one.nick)))
                continue;
            seen.insert(foldNick(one.nick));
            people.append({name, {}, 0, 0, false, true, one.away});
        }
    };
    if (rooms.current() != nullptr)
        addMembers(*rooms.current());
    for (int row = 0; row < rooms.rowCount(); ++row)
        addMembers(rooms.conversation(row));
    std::stable_sort(people.begin(), people.end(),
                     [](const Place &one, const Place &other) { return !one.away && other.away; });
    return people;
}

void RoomNavigation::askForName()
{
    ask({u"nameDialog"_s, tr("Your name"), tr("What the others see:"), m_parts.chat.nick(),
         tr("Change")},
        [this](const QString &name) { Q_EMIT nameWanted(name); });
}

void RoomNavigation::askForTopic()
{
    const Conversation *current = m_parts.chat.rooms().current();
    if (current == nullptr)
        return;
    const QString room = current->name();
    ask({u"topicDialog"_s, tr("Topic of %1").arg(isolated(roomTitle(room))),
         tr("What it is about:"), current->topic(), tr("Change")},
        [this, room](const QString &topic) { Q_EMIT topicWanted(room, topic); });
}

void RoomNavigation::leave(const QString &room)
{
    m_parts.chat.leave(room);
}

void RoomNavigation::openMenu(const QString &room, const QPoint &at)
{
    auto *menu = new QMenu(&m_parts.window);
    menu->setObjectName(u"roomMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("&Go to %1").arg(isolated(roomTitle(room).replace(u'&', u"&&"_s)))),
            &QAction::triggered, this, [this, room] { Q_EMIT roomWanted(room); });
    addAttention(*menu, room);
    menu->addSeparator();
    const bool isDirect = room.startsWith(u'@');
    connect(menu->addAction(isDirect ? tr("&Close the conversation") : tr("&Leave the room")),
            &QAction::triggered, this, [this, room] { leave(room); });
    menu->popup(at);
}

void RoomNavigation::addAttention(QMenu &menu, const QString &room)
{
    QMenu *choices = menu.addMenu(tr("&Notify me of"));
    choices->setObjectName(u"roomAttentionMenu"_s);
    auto *group = new QActionGroup(choices);
    const Attention now = attentionOf(m_parts.settings.preferences(), room);
    const auto offer = [this, &now, group, choices, room](const QString &text, Attention choice) {
        QAction *action = choices->addAction(text);
        action->setCheckable(true);
        action->setChecked(choice == now);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, room, choice] {
            Preferences next = m_parts.settings.preferences();
            next.roomAttention = withRoomAttention(next.roomAttention, room, choice);
            m_parts.settings.set(next);
        });
    };
    offer(tr("&Every message"), Attention::All);
    if (!room.startsWith(u'@')) // there every message is for us
        offer(tr("&Messages that name me"), Attention::Mentions);
    offer(tr("N&othing"), Attention::Nothing);
    if (room.startsWith(u'@') && now == Attention::Mentions)
        group->actions().first()->setChecked(true);
}

void RoomNavigation::ask(const Question &question,
                         const std::function<void(const QString &)> &answer)
{
    auto *dialog = new QInputDialog(&m_parts.window);
    dialog->setObjectName(question.name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.title);
    dialog->setLabelText(question.label);
    dialog->setTextValue(question.text);
    dialog->setOkButtonText(question.button);
    dialog->setCancelButtonText(tr("Cancel"));
    (void)dialog->sizeHint(); // makes the parts
    const int edge = m_parts.theme.space(6);
    dialog->layout()->setContentsMargins(edge, edge, edge, edge);
    dialog->layout()->setSpacing(m_parts.theme.space(3));
    dialog->resize(m_parts.theme.space(100), dialog->sizeHint().height());
    if (auto *edit = dialog->findChild<QLineEdit *>()) {
        edit->setAccessibleName(question.title);
        edit->setAccessibleDescription(question.label);
    }
    connect(dialog, &QInputDialog::textValueSelected, this, answer);
    dialog->open();
}

} // namespace kodama
