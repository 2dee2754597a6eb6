#include "app/ui/serverpanel.h"

#include "app/ui/icons.h"
#include "app/ui/messagewording.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

const QString nothingKnown = u"–"_s;
constexpr int panelQuarters = 56;

} // namespace

ServerPanel::ServerPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel)
{
    setObjectName(u"serverPanel"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    column->setSpacing(theme.space(2));
    m_title->setProperty("textRole", u"strong"_s);
    column->addWidget(m_title);
    addCard(Clients, u"clientsValue"_s, u"people"_s);
    addCard(RoundTrip, u"roundTripValue"_s, u"ping"_s);
    addCard(ServerTime, u"serverTimeValue"_s, u"clock"_s);
    addCard(Address, u"addressValue"_s, u"server"_s);
    addCard(Identity, u"identityValue"_s, u"info"_s);
    column->addStretch(1);
    setMaximumWidth(theme.space(panelQuarters));
    setMinimumWidth(1);
    connect(&m_theme, &Theme::changed, this, &ServerPanel::showValues);
    showValues();
}

void ServerPanel::setClients(std::optional<qint64> clients)
{
    m_clients = clients;
    showValues();
}

void ServerPanel::setServerTime(const QString &time)
{
    m_serverTime = time;
    showValues();
}

void ServerPanel::setRoundTrip(std::optional<qint64> microseconds)
{
    m_roundTrip = microseconds;
    showValues();
}

void ServerPanel::setServer(const QString &address, const QString &identity)
{
    m_address = address;
    m_identity = identity;
    showValues();
}

void ServerPanel::clearValues()
{
    m_clients.reset();
    m_roundTrip.reset();
    m_serverTime.clear();
    m_identity.clear();
    showValues();
}

QSize ServerPanel::sizeHint() const
{
    return {m_theme.space(panelQuarters), QWidget::sizeHint().height()};
}

QSize ServerPanel::minimumSizeHint() const
{
    return {1, 1};
}

QString ServerPanel::summary() const
{
    QStringList parts;
    if (m_clients)
        parts.append(tr("%n online", nullptr, int(*m_clients)));
    if (m_roundTrip)
        parts.append(tr("round trip %1").arg(roundTripText(*m_roundTrip)));
    if (!m_serverTime.isEmpty())
        parts.append(tr("server time %1").arg(serverTimeText(m_serverTime)));
    return parts.join(u"  ·  "_s);
}

void ServerPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        showValues();
}

void ServerPanel::addCard(Card card, const QString &name, const QString &iconName)
{
    auto *frame = new QFrame;
    frame->setProperty("card", true);
    auto *grid = new QGridLayout(frame);
    grid->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3),
                             m_theme.space(2));
    grid->setHorizontalSpacing(m_theme.space(2));
    grid->setVerticalSpacing(m_theme.space(1) / 2);
    grid->setColumnStretch(1, 1);
    m_icons[card] = new QLabel;
    m_icons[card]->setProperty("iconName", iconName);
    m_captions[card] = new QLabel;
    m_captions[card]->setProperty("textRole", u"caption"_s);
    m_values[card] = new QLabel;
    m_values[card]->setObjectName(name);
    m_values[card]->setTextFormat(Qt::PlainText);
    m_values[card]->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_values[card]->setWordWrap(true);
    const bool isFigure = card <= ServerTime;
    m_values[card]->setProperty("textRole", isFigure ? u"title"_s : QString());
    grid->addWidget(m_icons[card], 0, 0);
    grid->addWidget(m_captions[card], 0, 1);
    grid->addWidget(m_values[card], 1, 0, 1, 2);
    layout()->addWidget(frame);
}

void ServerPanel::showValues()
{
    m_title->setText(tr("Server"));
    m_captions[Clients]->setText(tr("Connected clients"));
    m_captions[RoundTrip]->setText(tr("Round trip"));
    m_captions[ServerTime]->setText(tr("Server time"));
    m_captions[Address]->setText(tr("Address"));
    m_captions[Identity]->setText(tr("You are"));
    const auto show = [this](Card card, const QString &text) {
        m_values[card]->setText(text.isEmpty() ? nothingKnown : text);
        m_values[card]->setAccessibleName(m_captions[card]->text());
        m_values[card]->setAccessibleDescription(m_values[card]->text());
        const QSize size(m_theme.space(4), m_theme.space(4));
        const QString icon = m_icons[card]->property("iconName").toString();
        m_icons[card]->setPixmap(
            icons::icon(m_theme, icon, ThemeColor::TextMuted).pixmap(size, devicePixelRatioF()));
    };
    show(Clients, m_clients ? QLocale().toString(*m_clients) : QString());
    show(RoundTrip, m_roundTrip ? roundTripText(*m_roundTrip) : QString());
    show(ServerTime, serverTimeText(m_serverTime));
    show(Address, m_address);
    show(Identity, m_identity);
    Q_EMIT changed();
}

} // namespace kodama
