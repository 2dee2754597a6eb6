#include "app/application.h"
#include "app/ui/messageview.h"
#include "tests/bench/window/benchedlog.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTemporaryDir>

namespace kodama::bench {

using namespace Qt::StringLiterals;

namespace {

class KodamaLog final : public BenchedLog
{
public:
    explicit KodamaLog(QApplication &app)
        : m_settings(m_folder.filePath(u"bench.ini"_s))
        , m_application(app, m_settings, UiLanguage::English)
        , m_theme(QApplication::font())
    {}

    QWidget &window() override { return m_application.window(); }
    QWidget &painted() override { return *m_application.window().view().viewport(); }
    QPlainTextEdit &input() override
    {
        return *m_application.window().composer().findChild<QPlainTextEdit *>();
    }
    void receive(const ServerMessage &message, const QByteArray &frame) override
    {
        Q_EMIT m_application.client().messageReceived(message, frame);
    }
    [[nodiscard]] quint64 shown() const override
    {
        const MessageLogModel &log = m_application.log();
        return log.evictedRows() + quint64(log.rowCount());
    }
    void fill(int messages) override
    {
        m_long = std::make_unique<MessageLogModel>(messages);
        std::vector<LogEntry> entries(static_cast<std::size_t>(messages));
        for (int i = 0; i < messages; ++i) {
            LogEntry &entry = entries[std::size_t(i)];
            entry.kind = LogEntry::Kind::Chat;
            entry.sender = longDaySender(i);
            entry.text = longDayText(i);
            entry.time = QDateTime::currentDateTime();
        }
        m_long->append(std::move(entries));
    }
    QAbstractScrollArea &open() override
    {
        m_view = std::make_unique<MessageView>(m_theme);
        m_view->setModel(m_long.get());
        return *m_view;
    }
    void close() override
    {
        m_view.reset();
        m_long.reset();
    }

private:
    QTemporaryDir m_folder;
    Settings m_settings;
    mutable Application m_application;
    Theme m_theme;
    std::unique_ptr<MessageLogModel> m_long;
    std::unique_ptr<MessageView> m_view;
};

} // namespace

std::unique_ptr<BenchedLog> makeKodamaLog(QApplication &app)
{
    return std::make_unique<KodamaLog>(app);
}

} // namespace kodama::bench
