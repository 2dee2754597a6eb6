#include "app/ui/connectionbanner.h"

#include "app/ui/connectionlook.h"
#include "app/ui/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int quartersForOneRow = 130; // narrower than this, the buttons stand below the words

} // namespace

ConnectionBanner::ConnectionBanner(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel)
    , m_text(new QLabel)
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_retry(new QPushButton)
    , m_choose(new QPushButton)
    , m_stop(new QPushButton)
    , m_start(new QPushButton)
{
    setObjectName(u"connectionBanner"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_text->setObjectName(u"bannerText"_s);
    m_retry->setObjectName(u"reconnectButton"_s);
    m_choose->setObjectName(u"chooseServerButton"_s);
    m_stop->setObjectName(u"stopButton"_s);
    m_start->setObjectName(u"startServerButton"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(theme.space(20));
    setMinimumWidth(theme.space(60));
    m_row->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    m_row->setSpacing(theme.space(2));
    auto *words = new QHBoxLayout;
    words->addWidget(m_icon);
    words->addWidget(m_text, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *button : {m_stop, m_choose, m_retry, m_start}) {
        button->setAutoDefault(false);
        // Another one comes in the place of the one that is clicked: no letter may press that.
        button->setFocusPolicy(Qt::TabFocus);
        buttons->addWidget(button);
    }
    m_row->addLayout(words, 1);
    m_row->addLayout(buttons);
    connect(m_retry, &QPushButton::clicked, this, &ConnectionBanner::reconnectRequested);
    connect(m_choose, &QPushButton::clicked, this, &ConnectionBanner::chooseServerRequested);
    connect(m_stop, &QPushButton::clicked, this, &ConnectionBanner::disconnectRequested);
    connect(m_start, &QPushButton::clicked, this, &ConnectionBanner::ownServerWanted);
    connect(&m_theme, &Theme::changed, this, &ConnectionBanner::showCurrent);
    showCurrent();
    m_told = toldSentence();
}

void ConnectionBanner::showInfo(const ConnectionInfo &info)
{
    m_info = info;
    showCurrent();
    const QString told = toldSentence();
    if (std::exchange(m_told, told) != told && !told.isEmpty())
        Q_EMIT stateTold(told);
}

void ConnectionBanner::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    showCurrent();
    m_told = toldSentence(); // nothing has happened
}

void ConnectionBanner::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() >= m_theme.space(quartersForOneRow);
    m_row->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void ConnectionBanner::showCurrent()
{
    const ConnectionState state = m_info.state;
    const bool isTrying = state == ConnectionState::Connecting ||
                          (state == ConnectionState::Reconnecting && m_info.retryIn.count() == 0);
    const bool isWaiting = state == ConnectionState::Reconnecting && !isTrying;
    const bool isIdle = state == ConnectionState::Disconnected || state == ConnectionState::Failed;
    const bool canStart = m_info.ownServer == ConnectionInfo::OwnServer::CanStart ||
                          m_info.ownServer == ConnectionInfo::OwnServer::CanStartAgain;
    m_text->setText(sentence());
    m_retry->setText(isWaiting ? tr("Reconnect now") : tr("Try again"));
    m_choose->setText(tr("Choose a server…"));
    //: Button: give up connecting
    m_stop->setText(tr("Stop"));
    m_start->setText(m_info.ownServer == ConnectionInfo::OwnServer::CanStartAgain
                         ? tr("Start it again")
                         : tr("Start one here"));
    m_start->setVisible(canStart);
    m_retry->setVisible(isWaiting || (isIdle && !m_info.server.isEmpty()));
    m_choose->setVisible(isIdle);
    m_stop->setVisible(isTrying || isWaiting);
    const QString newTone = tone();
    if (property("tone").toString() != newTone) {
        setProperty("tone", newTone);
        style()->polish(this);
    }
    const QSize size(m_theme.iconSize(), m_theme.iconSize());
    const ConnectionLook look = lookOf(state);
    m_icon->setPixmap(
        icons::icon(m_theme, look.icon, look.color).pixmap(size, devicePixelRatioF()));
    setVisible(state != ConnectionState::Connected);
}

QString ConnectionBanner::sentence() const
{
    if (m_info.ownServer == ConnectionInfo::OwnServer::Starting)
        return tr("Starting a server on this computer…");
    switch (m_info.state) {
    case ConnectionState::Disconnected:
        return m_info.server.isEmpty() ? tr("No server chosen yet.")
                                       : tr("Not connected to %1.").arg(m_info.server);
    case ConnectionState::Connecting:
        return tr("Connecting to %1…").arg(m_info.server);
    case ConnectionState::Connected:
        return {};
    case ConnectionState::Reconnecting:
        break;
    case ConnectionState::Failed:
        return m_info.problem;
    }
    if (m_info.retryIn.count() == 0)
        return tr("Reconnecting to %1…").arg(m_info.server);
    const int seconds = int(std::chrono::ceil<std::chrono::seconds>(m_info.retryIn).count());
    //: %1: a whole sentence, for example "The connection to localhost was lost."
    return tr("%1 Reconnecting in %n s.", nullptr, seconds).arg(m_info.problem);
}

/// The same for as long as nothing happens.
QString ConnectionBanner::toldSentence() const
{
    if (m_info.state == ConnectionState::Connected)
        return tr("Connected to %1.").arg(m_info.server);
    if (m_info.state != ConnectionState::Reconnecting)
        return sentence();
    const QString attempt = tr("Reconnecting to %1…").arg(m_info.server);
    return m_info.problem.isEmpty() ? attempt : u"%1 %2"_s.arg(m_info.problem, attempt);
}

QString ConnectionBanner::tone() const
{
    if (m_info.state == ConnectionState::Failed)
        return u"danger"_s;
    return m_info.state == ConnectionState::Disconnected ? u"neutral"_s : u"warning"_s;
}

} // namespace kodama
