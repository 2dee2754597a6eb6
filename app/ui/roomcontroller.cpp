#include "app/ui/roomcontroller.h"

#include "app/core/errortext.h"
#include "app/core/isolation.h"
#include "app/core/servereventrouter.h"
#include "app/core/settingkeys.h"
#include "app/ui/mainwindow.h"
#include "app/ui/memberpanel.h"
#include "app/ui/messageview.h"
#include "app/ui/roomdelegate.h"
#include "app/ui/roomlist.h"
#include "app/ui/windowheader.h"

#include <QEvent>
#include <QScrollBar>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

QString typingText(const QStringList &nicks)
{
    switch (nicks.size()) {
    case 0:
        return {};
    case 1:
        return RoomController::tr("%1 is writing…").arg(isolated(nicks[0]));
    case 2:
        return RoomController::tr("%1 and %2 are writing…")
            .arg(isolated(nicks[0]), isolated(nicks[1]));
    default:
        return RoomController::tr("%n people are writing…", nullptr, int(nicks.size()));
    }
}

LogEntry localEntry(const QString &text)
{
    LogEntry entry;
    entry.text = text;
    entry.time = QDateTime::currentDateTimeUtc();
    return entry;
}

PersonFacts personIn(const Chat &chat, Conversation &direct)
{
    using Presence = PersonFacts::Presence;
    const Member *there = direct.members().find(direct.name().sliced(1));
    if (there == nullptr)
        return {chat.tellsPresence(direct) ? Presence::Gone : Presence::Unknown, {}};
    return {there->away ? Presence::Away : Presence::Here, there->away.value_or(QString())};
}

/// Whether what it does, or what is answered, stands at the end of the log that was shown.
bool addsToLog(const ChatCommand &command)
{
    if (const auto *message = std::get_if<chatcommand::Message>(&command))
        return !message->text.isEmpty();
    return !std::holds_alternative<chatcommand::Join>(command) &&
           !std::holds_alternative<chatcommand::Part>(command) &&
           !std::holds_alternative<chatcommand::History>(command);
}

} // namespace

RoomController::RoomController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_names(parts.chat.rooms(), parts.serverNames)
{
    m_parts.window.composer().setCompletionSource(&m_names);
    m_parts.window.rooms().setRooms(&m_parts.chat.rooms());
    connectChat();
    connectWindow();
    refresh();
}

RoomController::~RoomController()
{
    // The window may live on without the rooms.
    MessageView &view = m_parts.window.view();
    view.disconnect(this);
    view.setModel(&m_parts.serverRows);
    m_parts.window.members().setMembers(nullptr);
    m_parts.window.composer().setCompletionSource(nullptr);
    m_parts.window.rooms().setRooms(nullptr);
}

void RoomController::connectTo(const QUrl &url)
{
    m_server = url.toString();
    if (m_parts.client.url() != url)
        m_names.setListed({});
    m_parts.chat.load(url); // leaves another server, which is not to hear of a new name
    const QString nick = m_parts.settings.get(keys::userNick);
    if (!nick.isEmpty())
        (void)outcomeOf(m_parts.chat.setNick(nick), nick); // the server gives another
    // Where one has been before, there is something to read meanwhile.
    m_parts.client.open(url, m_parts.chat.rooms().rowCount() > 0
                                 ? ChatClient::FirstFailure::TryAgain
                                 : ChatClient::FirstFailure::Tell);
    refresh();
    keepDraftsOfRoom();
}

QString RoomController::nick() const
{
    return m_parts.chat.isReady() ? m_parts.chat.nick() : QString();
}

RoomController::Outcome RoomController::run(const QString &line)
{
    if (!line.trimmed().startsWith(u'/'))
        return Outcome::NotOurs;
    const auto command = parseChatCommand(line);
    if (!command)
        return Outcome::NotOurs;
    if (!*command) {
        complain(errorText(command->error()));
        return Outcome::Refused;
    }
    if (m_parts.chat.phase() == ChatPhase::Version1) {
        complain(tr("This server has no rooms and no names."));
        return Outcome::Refused;
    }
    // In a room that was there before, what one writes is sent when the server is back.
    const bool isKept = m_shown != nullptr && canWait(command->value());
    if (!m_parts.chat.isReady() && !isKept) {
        complain(errorText(SendRefusal::NotConnected));
        return Outcome::Refused;
    }
    const Conversation *before = m_shown;
    const Outcome outcome =
        std::visit([this](const auto &known) { return run(known); }, command->value());
    const bool isDone = outcome == Outcome::Done || outcome == Outcome::DoneInPart;
    if (isDone && m_shown == before && addsToLog(command->value()))
        m_parts.window.view().scrollToNewest();
    return outcome;
}

void RoomController::showRoom(const QString &name)
{
    m_parts.chat.setCurrent(name);
    m_parts.window.composer().setFocus();
}

RoomController::Outcome RoomController::post(const QString &text)
{
    const ChatPhase phase = m_parts.chat.phase();
    if (m_shown != nullptr)
        return outcomeOf(m_parts.chat.post(m_shown->name(), text));
    if (phase == ChatPhase::Greeting)
        return outcomeOf(m_parts.chat.post(lobbyName.toString(), text));
    if (phase != ChatPhase::Ready)
        return Outcome::NotOurs;
    return outcomeOf(PostResult::BadName);
}

bool RoomController::clear()
{
    if (m_shown == nullptr)
        return false;
    m_parts.router.flush(); // or what waits there would come back into the empty log
    m_shown->clearRows();
    return true;
}

bool RoomController::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowActivate || event->type() == QEvent::WindowDeactivate)
        updateAttention();
    else if (event->type() == QEvent::LanguageChange) {
        showTitle();
        showHint();
    }
    return QObject::eventFilter(watched, event);
}

void RoomController::connectChat()
{
    Chat &chat = m_parts.chat;
    connect(&chat, &Chat::phaseChanged, this, &RoomController::refresh);
    connect(&chat, &Chat::currentChanged, this, &RoomController::refresh);
    connect(&chat.rooms(), &RoomListModel::aboutToRemove, this,
            [this](const Conversation *conversation) { onAboutToRemove(*conversation); });
    connect(&chat.rooms(), &RoomListModel::renamed, this, &RoomController::onRenamed);
    connect(&chat.rooms(), &QAbstractItemModel::dataChanged, this, &RoomController::onRoomsChanged);
    connect(&chat.rooms(), &QAbstractItemModel::rowsInserted, this, &RoomController::refresh);
    connect(&chat.rooms(), &QAbstractItemModel::rowsRemoved, this, &RoomController::refresh);
    connect(&chat.rooms(), &QAbstractItemModel::modelReset, this, &RoomController::refresh);
    connect(&chat, &Chat::nickChanged, this, &RoomController::onNickChanged);
    connect(&chat, &Chat::nickRefused, this,
            [this](const QString &nick, ErrorCode, const QString &suggestion) {
                onNickRefused(nick, suggestion);
            });
    connect(&chat, &Chat::requestFailed, this,
            [this](RequestKind request, const QString &room, qint64, const QString &text) {
                onRequestFailed(request, room, text);
            });
    connect(&chat, &Chat::postFailed, this,
            [this](const QString &room, const QString &, qint64 code, const QString &text) {
                onPostFailed(room, code, text);
            });
    connect(&chat, &Chat::postsDelayed, this, [this](bool areDelayed) {
        const QString sentence = tr("The server cannot store messages at present. "
                                    "Yours are sent as soon as it can.");
        areDelayed ? complain(sentence) : m_parts.window.composer().withdrawProblem(sentence);
    });
    connect(&chat, &Chat::unsentDamaged, this, [this](int lines, const QString &file) {
        m_damage += unsentDamageText(lines, file);
        refresh();
    });
    connect(&chat, &Chat::awayChanged, this, [this](const std::optional<QString> &reason) {
        m_parts.router.addLocal(reason ? tr("You are away: %1").arg(isolated(*reason))
                                       : tr("You are back."));
    });
    connect(&chat, &Chat::membersReceived, this, &RoomController::showMembers);
    connect(&chat, &Chat::roomsReceived, this, &RoomController::onRoomsReceived);
    connect(&chat, &Chat::unreadReceived, this,
            [this](const Conversation *conversation, const LogEntry &entry) {
                Q_EMIT messageArrived(conversation->name(), entry);
            });
}

void RoomController::connectWindow()
{
    MainWindow &window = m_parts.window;
    MessageView &view = window.view();
    RoomList &list = window.rooms();
    Chat &chat = m_parts.chat;
    window.installEventFilter(this);
    connect(&list, &RoomList::chosen, &chat, &Chat::setCurrent);
    connect(&list, &RoomList::writeRequested, this,
            [this] { m_parts.window.composer().setFocus(); });
    connect(&window.composer(), &Composer::typed, this, [this](bool isMessage) {
        if (m_shown != nullptr)
            m_parts.chat.setTyping(m_shown->name(), isMessage);
    });
    connect(&window.composer(), &Composer::roomsWanted, &chat, &Chat::askRooms);
    connect(&view, &MessageView::readUpTo, this, &RoomController::updateAttention);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this,
            &RoomController::updateAttention);
    connect(&view, &MessageView::olderRequested, this, [this] {
        if (m_shown != nullptr)
            m_parts.chat.loadOlder(m_shown->name());
    });
    connect(&view, &MessageView::gapRequested, this, &RoomController::fillGap);
    connect(&view, &MessageView::retryRequested, &chat, &Chat::retry);
    connect(&view, &MessageView::discardRequested, &chat, &Chat::discard);
}

void RoomController::refresh()
{
    const ChatPhase phase = m_parts.chat.phase();
    const bool hasRooms = phase != ChatPhase::Version1 && phase != ChatPhase::Refused;
    Conversation *wanted = hasRooms ? m_parts.chat.rooms().current() : nullptr;
    if (wanted != m_shown)
        show(wanted);
    while (m_shown != nullptr && !m_damage.isEmpty())
        m_shown->note(localEntry(m_damage.takeFirst()));
    const bool isReady = phase == ChatPhase::Ready;
    m_parts.router.setRooms(isReady || phase == ChatPhase::Greeting,
                            isReady && m_shown != nullptr ? &m_shown->log() : nullptr);
    showHint();
    m_parts.window.setRoomsShown(isReady || (hasRooms && m_parts.chat.rooms().rowCount() > 0));
    Q_EMIT identityChanged();
}

void RoomController::onRoomsChanged()
{
    // Before it counts as read: whether its newest message comes to the screen the view knows.
    const Conversation *current = m_parts.chat.rooms().current();
    if (m_shown != nullptr && current != nullptr && current != m_shown)
        refresh();
    else
        showTitle();
}

void RoomController::show(Conversation *conversation)
{
    MessageView &view = m_parts.window.view();
    if (m_shown != nullptr) {
        m_positions.insert(m_shown->name(), view.position());
        m_parts.chat.setTyping(m_shown->name(), false);
        m_shown->disconnect(this);
    }
    m_shown = conversation;
    m_isShowing = true;
    LogPosition position;
    if (conversation != nullptr)
        position = m_positions.value(conversation->name());
    if (position.topId != 0) // what is unread begins there until the bottom was seen
        conversation->log().setReadMark(conversation->readOffset());
    auto rows =
        conversation == nullptr ? nullptr : std::make_unique<SpokenLogModel>(conversation->log());
    view.setModel(rows ? rows.get() : &m_parts.serverRows);
    m_rows = std::move(rows);
    m_parts.window.members().setMembers(conversation == nullptr ? nullptr
                                                                : &conversation->members());
    view.setPosition(position);
    if (conversation != nullptr)
        connect(conversation, &Conversation::typingChanged, this, &RoomController::showTitle);
    m_isShowing = false;
    showTitle();
    keepDraftsOfRoom();
    updateAttention();
    Q_EMIT roomShown(conversation == nullptr ? QString() : conversation->name());
}

void RoomController::showTitle()
{
    RoomFacts facts;
    if (m_shown != nullptr) {
        facts.title = roomTitle(m_shown->name());
        facts.topic = m_shown->topic();
        facts.typing = typingText(m_shown->typing());
        if (m_shown->isDirect())
            facts.person = personIn(m_parts.chat, *m_shown);
    }
    const RoomListModel &rooms = m_parts.chat.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        const Conversation &one = rooms.conversation(row);
        facts.unreadElsewhere += &one == m_shown ? 0 : one.unread();
    }
    m_parts.window.showRoom(facts);
}

void RoomController::showHint()
{
    QString hint;
    if (m_shown != nullptr && m_shown->isDirect())
        hint = tr("What you write below is for %1 alone.").arg(isolated(m_shown->name().sliced(1)));
    else if (m_shown != nullptr)
        hint = tr("What you write below goes to everybody in %1.")
                   .arg(isolated(roomTitle(m_shown->name())));
    else if (m_parts.chat.isReady())
        hint = tr("You are in no room. Ctrl+K finds one, or makes one.");
    m_parts.window.view().setEmptyHint(hint);
}

void RoomController::keepDraftsOfRoom()
{
    // What was typed before the server said what it speaks stands in the lobby.
    m_parts.window.composer().setDraftKey(
        draftKey(m_shown == nullptr ? lobbyName.toString() : m_shown->name()));
}

QString RoomController::draftKey(const QString &room) const
{
    return room == lobbyName ? m_server : m_server + u' ' + room;
}

void RoomController::onRenamed(const QString &name, const QString &newName)
{
    if (m_positions.contains(name))
        m_positions.insert(newName, m_positions.take(name));
    m_parts.window.composer().renameDraft(draftKey(name), draftKey(newName));
    showHint();
    Q_EMIT roomRenamed(name, newName);
}

void RoomController::fillGap(qint64 offset)
{
    if (m_shown == nullptr)
        return;
    if (m_parts.chat.isReady())
        m_parts.chat.loadMissing(m_shown->name(), offset);
    else
        complain(tr("Not connected. What is missing can be loaded when the connection is back."));
}

void RoomController::updateAttention()
{
    if (!m_isShowing)
        m_parts.chat.setAttention(m_shown != nullptr && m_parts.window.view().isSeen());
}

void RoomController::onAboutToRemove(const Conversation &conversation)
{
    if (&conversation == m_shown) {
        show(nullptr);
        m_parts.router.setRooms(m_parts.chat.isReady(), nullptr);
    }
    m_positions.remove(conversation.name());
    Q_EMIT roomClosed(conversation.name());
}

void RoomController::onNickChanged(const QString &nick)
{
    if (nick == m_wantedNick)
        m_parts.settings.set(keys::userNick, nick);
    Q_EMIT identityChanged();
}

} // namespace kodama
