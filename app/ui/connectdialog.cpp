#include "app/ui/connectdialog.h"

#include "ui_connectdialog.h"

#include "app/core/errortext.h"
#include "app/core/serverurl.h"
#include "app/ui/icons.h"
#include "app/ui/screenfit.h"

#include <QLineEdit>
#include <QStyle>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds pauseBeforeLooking{400};

/// Nothing but a host and a port.
bool fitsTwoFields(const QUrl &url)
{
    return url.scheme() == "ws"_L1 && (url.path().isEmpty() || url.path() == "/"_L1) &&
           !url.hasQuery();
}

} // namespace

ConnectDialog::ConnectDialog(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_ui(std::make_unique<Ui::ConnectDialog>())
{
    m_ui->setupUi(this);
    placeParts();
    m_ui->nickEdit->setMaxLength(maxNickLength);
    m_ui->serverBox->lineEdit()->setObjectName(u"serverEdit"_s);
    m_ui->serverBox->lineEdit()->setAccessibleName(m_ui->serverBox->accessibleName());
    m_ui->serverBox->lineEdit()->setPlaceholderText(u"localhost"_s);
    m_ui->serverBox->lineEdit()->setMaxLength(int(maxServerUrlLength));
    setMinimumWidth(fitting(*this, {theme.space(110), 0}).width());
    hideResult();
    connect(m_ui->serverBox, &QComboBox::editTextChanged, this, &ConnectDialog::validate);
    connect(m_ui->portBox, &QSpinBox::valueChanged, this, &ConnectDialog::validate);
    connect(m_ui->testButton, &QPushButton::clicked, this, &ConnectDialog::startTest);
    connect(m_ui->connectButton, &QPushButton::clicked, this, &ConnectDialog::choose);
    connect(m_ui->localButton, &QPushButton::clicked, this, &ConnectDialog::onLocalButton);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &ConnectDialog::reject);
    connect(this, &QDialog::finished, this, &ConnectDialog::hideResult);
    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(pauseBeforeLooking);
    connect(&m_typingPause, &QTimer::timeout, this,
            [this] { Q_EMIT localServerTyped(typedLocalServer()); });
    validate();
    showLocal();
}

ConnectDialog::~ConnectDialog() = default;

void ConnectDialog::placeParts()
{
    const int edge = m_theme.space(6);
    m_ui->whole->setContentsMargins(0, 0, 0, 0);
    m_ui->whole->setSpacing(0);
    m_ui->column->setContentsMargins(edge, m_theme.space(5), edge, 0);
    m_ui->column->setSpacing(m_theme.space(3));
    m_ui->buttons->setSpacing(m_theme.space(3));
    m_ui->buttons->setContentsMargins(edge, m_theme.space(3), edge, m_theme.space(5));
    m_ui->fields->setVerticalSpacing(m_theme.space(1));
    m_ui->fields->setHorizontalSpacing(m_theme.space(3));
    m_ui->resultRow->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3),
                                        m_theme.space(2));
    m_ui->nickRow->setSpacing(m_theme.space(1));
    m_ui->localColumn->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3),
                                          m_theme.space(2));
    m_ui->localColumn->setSpacing(m_theme.space(2));
    m_ui->portBox->setMinimumWidth(m_theme.space(22));
}

void ConnectDialog::setRecentServers(const QStringList &servers)
{
    const QString typed = m_ui->serverBox->currentText();
    m_ui->serverBox->clear();
    m_ui->serverBox->addItems(servers);
    m_ui->serverBox->setCurrentIndex(-1); // the first one is one step down
    m_ui->serverBox->setEditText(typed);
}

void ConnectDialog::setNick(const QString &nick)
{
    m_ui->nickEdit->setText(nick);
}

void ConnectDialog::welcome()
{
    m_isFirstRun = true;
    setWindowTitle(tr("Welcome to Kodama"));
    m_ui->titleLabel->setText(tr("Welcome to Kodama"));
    m_ui->introLabel->setText(
        tr("Say who you are and where the others are: the name or address of the computer on which "
           "the server runs. Nobody has one yet? Start one here."));
    m_ui->nickEdit->selectAll();
    m_ui->nickEdit->setFocus();
}

void ConnectDialog::showLocalServer(LocalServer state, const QString &sentence)
{
    m_local = state;
    m_localProblem = sentence;
    showLocal();
    if (state != LocalServer::Started)
        return;
    setServer(m_localServer);
    m_ui->connectButton->setFocus();
}

QUrl ConnectDialog::typedLocalServer() const
{
    return fitsTwoFields(m_url) && isThisMachine(m_url.host()) ? m_url : QUrl();
}

void ConnectDialog::setServer(const QUrl &url)
{
    // Anything else is shown as the URL it is.
    m_ui->serverBox->setEditText(fitsTwoFields(url) ? url.host() : url.toString());
    m_ui->portBox->setValue(url.port(m_ui->portBox->value()));
    m_ui->serverBox->lineEdit()->selectAll();
    if (!m_isFirstRun)
        m_ui->serverBox->setFocus();
}

void ConnectDialog::showTestResult(TestResult result, const QString &sentence)
{
    if (!m_isTesting)
        return;
    m_isTesting = false;
    m_ui->testButton->setEnabled(!m_url.isEmpty());
    if (result == TestResult::Reached)
        showResult(u"check"_s, ThemeColor::Success, sentence);
    else
        showResult(u"error"_s, ThemeColor::Danger, sentence);
}

void ConnectDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_ui->retranslateUi(this);
        if (m_isFirstRun)
            welcome();
        validate();
        showLocal();
    }
}

void ConnectDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    growToFit(); // only now it is as wide as it will be
}

void ConnectDialog::validate()
{
    hideResult();
    const QString typed = m_ui->serverBox->currentText();
    const auto port = quint16(m_ui->portBox->value());
    // A whole URL says its port itself, if only by its scheme.
    const bool isWhole = typed.contains("://"_L1);
    const Result<QUrl, ServerUrlError> url =
        isWhole ? parseServerUrl(typed) : parseServerUrl(typed, port);
    m_ui->portBox->setEnabled(!isWhole);
    m_url = url ? url.value() : QUrl();
    // An empty field is not wrong yet, only not finished.
    const bool isWrong = !url && !typed.trimmed().isEmpty();
    m_ui->hintLabel->setText(url ? tr("Connects to %1").arg(url.value().toDisplayString())
                                 : errorText(url.error()));
    m_ui->hintLabel->setProperty("textRole", isWrong ? u"error"_s : u"caption"_s);
    m_ui->serverBox->setProperty("invalid", isWrong);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_ui->hintLabel), static_cast<QWidget *>(m_ui->serverBox)})
        widget->style()->polish(widget);
    m_ui->connectButton->setEnabled(url.hasValue());
    m_ui->testButton->setEnabled(url.hasValue());
    chooseDefault();
    m_typingPause.start();
}

// Where nothing answers there is nothing to connect to.
void ConnectDialog::chooseDefault()
{
    const bool startsFirst =
        m_isFirstRun && m_local == LocalServer::CanStart && m_url == m_localServer;
    m_ui->localButton->setDefault(startsFirst);
    m_ui->connectButton->setDefault(!startsFirst);
}

void ConnectDialog::startTest()
{
    m_isTesting = true;
    m_ui->testButton->setEnabled(false);
    showResult(u"clock"_s, ThemeColor::TextMuted, tr("Trying %1…").arg(displayAddress(m_url)));
    Q_EMIT testRequested(m_url);
}

void ConnectDialog::choose()
{
    if (m_url.isEmpty())
        return;
    const QUrl url = m_url;
    accept();
    Q_EMIT chosen(url, m_ui->nickEdit->text().simplified());
}

void ConnectDialog::onLocalButton()
{
    if (m_local == LocalServer::Answers || m_local == LocalServer::Started) {
        setServer(m_localServer);
        m_ui->connectButton->setFocus();
        return;
    }
    Q_EMIT localServerWanted(m_ui->localStaysBox->isChecked()
                                 ? LocalServerProcess::Lifetime::Stays
                                 : LocalServerProcess::Lifetime::WithProgram);
}

void ConnectDialog::showLocal()
{
    const bool isThere = m_local == LocalServer::Answers || m_local == LocalServer::Started;
    const bool canStart = m_local == LocalServer::CanStart || m_local == LocalServer::Failed;
    m_ui->localFrame->setVisible(m_local != LocalServer::Absent);
    m_ui->localLabel->setText(localSentence());
    m_ui->localButton->setText(isThere ? tr("&Use it") : tr("St&art one here"));
    m_ui->localButton->setVisible(m_local == LocalServer::Answers || canStart);
    m_ui->localStaysBox->setVisible(canStart);
    const ThemeColor color = isThere                          ? ThemeColor::Success
                             : m_local == LocalServer::Failed ? ThemeColor::Danger
                                                              : ThemeColor::TextMuted;
    const QString drawing = m_local == LocalServer::Failed ? u"error"_s : u"server"_s;
    const QSize size(m_theme.iconSize(), m_theme.iconSize());
    m_ui->localIcon->setPixmap(
        icons::icon(m_theme, drawing, color).pixmap(size, devicePixelRatioF()));
    chooseDefault();
    growToFit();
}

QString ConnectDialog::localSentence() const
{
    const QString address = displayAddress(m_localServer);
    switch (m_local) {
    case LocalServer::Looking:
        return tr("Looking for a server on this computer…");
    case LocalServer::Answers:
        return tr("A server answers on this computer (%1).").arg(address);
    case LocalServer::CanStart:
        return tr("No server answers on this computer (%1).").arg(address);
    case LocalServer::Absent:
        break;
    case LocalServer::Starting:
        return tr("Starting a server on this computer…");
    case LocalServer::Started:
        return tr("Your server runs on this computer (%1).").arg(address);
    case LocalServer::Failed:
        return m_localProblem;
    }
    return {};
}

void ConnectDialog::growToFit()
{
    layout()->activate();
    m_ui->column->activate();
    const int wanted =
        m_ui->column->totalHeightForWidth(width()) + m_ui->buttons->totalSizeHint().height();
    // Where the screen is too low for that, what is above the buttons scrolls.
    resize(fitting(*this, {width(), std::max(height(), wanted)}));
}

void ConnectDialog::showResult(const QString &icon, ThemeColor color, const QString &sentence)
{
    const QSize size(m_theme.iconSize(), m_theme.iconSize());
    m_ui->resultIcon->setPixmap(
        icons::icon(m_theme, icon, color).pixmap(size, devicePixelRatioF()));
    m_ui->resultLabel->setText(sentence);
    m_ui->resultFrame->show();
    // Wrapped words need height that the dialog does not have yet.
    const int textWidth = width() - m_theme.space(20) - m_theme.iconSize();
    m_ui->resultLabel->ensurePolished();
    const int textHeight = m_ui->resultLabel->heightForWidth(textWidth);
    m_ui->resultFrame->setMinimumHeight(textHeight + m_theme.space(5));
    growToFit();
}

void ConnectDialog::hideResult()
{
    if (std::exchange(m_isTesting, false))
        Q_EMIT testAbandoned();
    m_ui->resultFrame->hide();
}

} // namespace kodama
