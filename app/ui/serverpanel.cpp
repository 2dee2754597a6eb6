#include "app/ui/serverpanel.h"

#include "app/ui/elidedlabel.h"
#include "app/ui/icons.h"
#include "app/ui/messagewording.h"
#include "app/ui/timechart.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include <chrono>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

const QString nothingKnown = u"–"_s;
constexpr int panelQuarters = 56;

QString roundTripOf(double microseconds)
{
    return roundTripText(qint64(microseconds));
}

QString rateOf(double value)
{
    const bool isWhole = value == double(qint64(value));
    return QLocale().toString(value, 'f', isWhole ? 0 : 1);
}

} // namespace

ServerPanel::ServerPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_area(new QScrollArea)
    , m_title(new ElidedLabel)
    , m_traffic(new QLabel)
    , m_roundTrips(new TimeChart(theme, m_clock, roundTripOf))
    , m_rates(new TimeChart(theme, m_clock, rateOf))
{
    setObjectName(u"serverPanel"_s);
    setAttribute(Qt::WA_StyledBackground);
    placeParts();
    setMinimumWidth(1);
    connect(&m_theme, &Theme::changed, this, &ServerPanel::applyTheme);
    applyTheme();
    showNames();
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
    if (microseconds)
        m_roundTrips->add(double(*microseconds));
    showValues();
}

void ServerPanel::setFigures(const ServerFigures &figures)
{
    m_figures = figures;
    if (figures.messagesPerSecond)
        m_rates->add(double(*figures.messagesPerSecond));
    showValues();
}

void ServerPanel::setServer(const QString &address, const QString &identity)
{
    if (m_address != address) {
        m_roundTrips->clear();
        m_rates->clear();
    }
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
    m_figures = {};
    m_roundTrips->addGap();
    m_rates->addGap();
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
        showNames();
}

void ServerPanel::placeParts()
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_area);
    m_area->setObjectName(u"serverPanelArea"_s);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::StrongFocus); // arrows scroll
    auto *body = new QWidget;
    m_column = new QVBoxLayout(body);
    m_title->setProperty("textRole", u"strong"_s);
    m_column->addWidget(m_title);
    auto *counts = new QHBoxLayout;
    counts->addWidget(makeCard(Clients, u"clientsValue"_s, u"people"_s), 1);
    counts->addWidget(makeCard(Rooms, u"roomsValue"_s, u"rooms"_s), 1);
    m_column->addLayout(counts);
    m_roundTrips->setObjectName(u"panelRoundTrips"_s);
    m_rates->setObjectName(u"panelRates"_s);
    m_traffic->setObjectName(u"trafficValue"_s);
    m_traffic->setProperty("textRole", u"caption"_s);
    m_traffic->setWordWrap(true);
    m_column->addWidget(makeCard(RoundTrip, u"roundTripValue"_s, u"ping"_s));
    m_cards[RoundTrip]->layout()->addWidget(m_roundTrips);
    m_column->addWidget(makeCard(Messages, u"messagesValue"_s, u"broadcast"_s));
    m_cards[Messages]->layout()->addWidget(m_rates);
    m_cards[Messages]->layout()->addWidget(m_traffic);
    auto *lines = new QGridLayout;
    lines->setColumnStretch(1, 1);
    addLine(*lines, Version, u"versionValue"_s);
    addLine(*lines, Uptime, u"uptimeValue"_s);
    addLine(*lines, ServerTime, u"serverTimeValue"_s);
    addLine(*lines, Address, u"addressValue"_s);
    addLine(*lines, Identity, u"identityValue"_s);
    m_column->addLayout(lines);
    m_column->addStretch(1);
    m_area->setWidget(body);
}

QFrame *ServerPanel::makeCard(Value value, const QString &name, const QString &iconName)
{
    auto *card = new QFrame;
    card->setProperty("card", true);
    auto *column = new QVBoxLayout(card);
    auto *caption = new QHBoxLayout;
    m_icons[value] = new QLabel;
    m_icons[value]->setProperty("iconName", iconName);
    makeLabels(value, name);
    m_values[value]->setProperty("textRole", u"title"_s);
    caption->addWidget(m_icons[value]);
    caption->addWidget(m_names[value], 1);
    column->addLayout(caption);
    column->addWidget(m_values[value]);
    m_cards[value] = card;
    return card;
}

void ServerPanel::makeLabels(Value value, const QString &name)
{
    m_names[value] = new QLabel;
    m_names[value]->setProperty("textRole", u"caption"_s);
    m_values[value] = new QLabel;
    m_values[value]->setObjectName(name);
    m_values[value]->setTextFormat(Qt::PlainText);
    m_values[value]->setTextInteractionFlags(Qt::TextSelectableByMouse);
}

void ServerPanel::addLine(QGridLayout &lines, Value value, const QString &name)
{
    makeLabels(value, name);
    m_values[value]->setWordWrap(true);
    const int row = lines.rowCount();
    lines.addWidget(m_names[value], row, 0, Qt::AlignTop);
    lines.addWidget(m_values[value], row, 1);
}

void ServerPanel::applyTheme()
{
    const int edge = m_theme.space(3);
    m_column->setContentsMargins(edge, edge, edge, edge);
    m_column->setSpacing(m_theme.space(2));
    for (QFrame *card : m_cards) {
        if (card == nullptr)
            continue;
        card->layout()->setContentsMargins(edge, m_theme.space(2), edge, m_theme.space(2));
        card->layout()->setSpacing(m_theme.space(1) / 2);
        card->layout()->itemAt(0)->layout()->setSpacing(m_theme.size(1)); // picture and name
    }
    for (TimeChart *chart : {m_roundTrips, m_rates})
        chart->setFixedHeight(m_theme.space(17));
    // On one base line with the value, which may have more lines.
    const QFontMetrics value(m_theme.font(TextSize::Body));
    const QFontMetrics name(m_theme.font(TextSize::Small));
    for (const Value line : {Version, Uptime, ServerTime, Address, Identity})
        m_names[line]->setContentsMargins(0, value.ascent() - name.ascent(), 0, 0);
    showValues();
}

void ServerPanel::showNames()
{
    m_title->setText(tr("Server"));
    m_area->setAccessibleName(tr("Server"));
    const std::array<QString, ValueCount> names{
        //: A caption: how many are connected
        tr("Online"),
        //: A caption: how many rooms there are
        tr("Rooms"),
        tr("Round trip"),
        tr("Messages per second"),
        tr("Version"),
        //: A caption: how long the server has been running
        tr("Running for"),
        tr("Server time"),
        tr("Address"),
        tr("You are"),
    };
    for (std::size_t i = 0; i < ValueCount; ++i)
        m_names[i]->setText(names[i]);
    m_roundTrips->setAccessibleName(names[RoundTrip]);
    m_rates->setAccessibleName(names[Messages]);
    showValues();
}

void ServerPanel::showValues()
{
    const auto number = [](const std::optional<qint64> &value) {
        return value ? QLocale().toString(*value) : QString();
    };
    showValue(Clients, number(m_clients));
    showValue(Rooms, number(m_figures.rooms));
    showValue(RoundTrip, m_roundTrip ? roundTripText(*m_roundTrip) : QString());
    showValue(Messages, number(m_figures.messagesPerSecond));
    showValue(Version, m_figures.version);
    showValue(Uptime, m_figures.uptimeSeconds ? durationText(*m_figures.uptimeSeconds) : QString());
    showValue(ServerTime, serverTimeText(m_serverTime));
    showValue(Address, m_address);
    showValue(Identity, m_identity);
    m_traffic->setText(m_figures.bytesPerSecond
                           ? tr("%1 a second, both ways")
                                 .arg(QLocale().formattedDataSize(*m_figures.bytesPerSecond, 1,
                                                                  QLocale::DataSizeIecFormat))
                           : QString());
    m_cards[Rooms]->setVisible(m_figures.rooms.has_value());
    m_cards[Messages]->setVisible(m_figures.messagesPerSecond || !m_rates->series().isEmpty());
    for (const Value value : {Version, Uptime}) {
        const bool isKnown = m_values[value]->text() != nothingKnown;
        m_names[value]->setVisible(isKnown);
        m_values[value]->setVisible(isKnown);
    }
    Q_EMIT changed();
}

void ServerPanel::showValue(Value value, const QString &text)
{
    m_values[value]->setText(text.isEmpty() ? nothingKnown : text);
    m_values[value]->setAccessibleName(m_names[value]->text());
    m_values[value]->setAccessibleDescription(m_values[value]->text());
    if (m_icons[value] == nullptr)
        return;
    const QSize size(m_theme.size(4), m_theme.size(4));
    const QString icon = m_icons[value]->property("iconName").toString();
    m_icons[value]->setPixmap(
        icons::icon(m_theme, icon, ThemeColor::TextMuted).pixmap(size, devicePixelRatioF()));
}

} // namespace kodama
