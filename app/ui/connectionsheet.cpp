#include "app/ui/connectionsheet.h"

#include "app/core/errortext.h"
#include "app/ui/frametexts.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

namespace kodama {

using namespace Qt::StringLiterals;

ConnectionSheet::ConnectionSheet(const Theme &theme, QWidget *parent)
    : QScrollArea(parent)
    , m_theme(theme)
{
    setObjectName(u"connectionSheet"_s);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::StrongFocus); // arrows scroll
    auto *sheet = new QWidget;
    auto *grid = new QGridLayout(sheet);
    grid->setColumnStretch(1, 1);
    for (std::size_t row = 0; row < RowCount; ++row) {
        m_names[row] = new QLabel;
        m_names[row]->setProperty("textRole", u"muted"_s);
        m_names[row]->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_values[row] = new QLabel;
        m_values[row]->setObjectName(u"fact%1"_s.arg(row));
        m_values[row]->setTextFormat(Qt::PlainText);
        m_values[row]->setWordWrap(true);
        m_values[row]->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(m_names[row], int(row), 0);
        grid->addWidget(m_values[row], int(row), 1);
    }
    grid->setRowStretch(RowCount, 1);
    setWidget(sheet);
    connect(&m_theme, &Theme::changed, this, &ConnectionSheet::applyTheme);
    applyTheme();
    retranslate();
}

void ConnectionSheet::showReport(const ConnectionReport &report)
{
    m_report = report;
    const ConnectionFacts &facts = report.facts;
    setText(State, stateLine());
    setText(Address, facts.url.toDisplayString());
    setText(Peer, facts.peer);
    setText(Local, facts.local);
    setText(Since, report.since.isValid()
                       ? QLocale().toString(report.since, u"yyyy-MM-dd HH:mm:ss"_s)
                       : QString());
    QString encryption;
    if (!facts.tlsVersion.isEmpty())
        encryption = u"%1 · %2"_s.arg(facts.tlsVersion, facts.tlsCipher);
    else if (!facts.url.isEmpty())
        encryption = tr("none: everybody on the way can read along");
    setText(Encryption, encryption);
    setText(WebSocket, facts.url.isEmpty() ? QString() : u"13 (RFC 6455)"_s);
    setText(Protocol, protocolLine());
    setText(Server, report.server);
    setText(Subprotocol,
            facts.url.isEmpty() || !facts.subprotocol.isEmpty() ? facts.subprotocol : tr("none"));
    setText(End, endLine());
}

void ConnectionSheet::retranslate()
{
    setAccessibleName(tr("Facts of the connection"));
    const std::array<QString, RowCount> names{
        tr("State"),      tr("Address"),     tr("Other end"), tr("Our end"),
        tr("Open since"), tr("Encryption"),  tr("WebSocket"), tr("Protocol"),
        tr("Server"),     tr("Subprotocol"), tr("Last end"),
    };
    for (std::size_t row = 0; row < RowCount; ++row)
        m_names[row]->setText(names[row]);
    showReport(m_report);
}

void ConnectionSheet::setText(Row row, const QString &text)
{
    m_values[row]->setText(text.isEmpty() ? u"–"_s : text);
    m_values[row]->setAccessibleName(u"%1: %2"_s.arg(m_names[row]->text(), m_values[row]->text()));
}

QString ConnectionSheet::stateLine() const
{
    return stateText(m_report.state);
}

QString ConnectionSheet::protocolLine() const
{
    if (m_report.protocol)
        return tr("Kodama, version %1").arg(*m_report.protocol);
    if (m_report.state == ConnectionState::Connected)
        return tr("not Kodama's: the server has not said welcome");
    return {};
}

QString ConnectionSheet::endLine() const
{
    constexpr quint16 normal = 1000;
    if (m_report.isClosedByUs)
        return tr("closed by us: %1 · %2").arg(normal).arg(closeMeaning(normal));
    if (!m_report.end)
        return {};
    const ClientError &end = *m_report.end;
    if (end.closeCode == 0)
        return errorText(end);
    const QString reason = singleLine(end.closeReason);
    const QString code = u"%1 · %2"_s.arg(end.closeCode).arg(closeMeaning(end.closeCode));
    return reason.isEmpty() ? code : u"%1 · “%2”"_s.arg(code, reason);
}

void ConnectionSheet::applyTheme()
{
    const int edge = m_theme.space(3);
    auto *grid = static_cast<QGridLayout *>(widget()->layout());
    grid->setContentsMargins(edge, edge, edge, edge);
    grid->setHorizontalSpacing(m_theme.space(4));
    grid->setVerticalSpacing(m_theme.space(2));
}

} // namespace kodama
