#include "tests/bench/window/benchedlog.h"

#include <QPlainTextDocumentLayout>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBrowser>
#include <QTextDocument>
#include <QTimer>
#include <QVBoxLayout>

namespace kodama::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int keptLines = 10'000; // as many as Kodama keeps of a conversation
constexpr int flushMs = 16;

// What the two widgets do differently: how a line is put in, and how they name their parts.
struct Rich
{
    using View = QTextBrowser;
    static void append(View &view, const QString &sender, const QString &text)
    {
        view.append(u"<b>%1</b> %2 <small>14:05</small>"_s.arg(sender, text.toHtmlEscaped()));
    }
    static void keep(View &view, int lines) { view.document()->setMaximumBlockCount(lines); }
    static std::unique_ptr<QTextDocument> makeDocument()
    {
        return std::make_unique<QTextDocument>();
    }
};

struct Plain
{
    using View = QPlainTextEdit;
    static void append(View &view, const QString &sender, const QString &text)
    {
        view.appendPlainText(u"[14:05] <%1> %2"_s.arg(sender, text));
    }
    static void keep(View &view, int lines) { view.setMaximumBlockCount(lines); }
    static std::unique_ptr<QTextDocument> makeDocument()
    {
        auto document = std::make_unique<QTextDocument>();
        document->setDocumentLayout(new QPlainTextDocumentLayout(document.get()));
        return document;
    }
};

// Lines are gathered and put in 60 times a second: one at a time these widgets could not follow.
template <typename Kind>
class TextLog final : public BenchedLog
{
public:
    using View = typename Kind::View;

    TextLog()
    {
        auto *column = new QVBoxLayout(&m_window);
        column->addWidget(&m_view);
        column->addWidget(&m_input);
        m_view.setReadOnly(true);
        m_input.setMaximumHeight(60);
        m_window.resize(900, 700);
        Kind::keep(m_view, keptLines);
        QObject::connect(&m_flush, &QTimer::timeout, &m_flush, [this] { flush(); });
        m_flush.start(flushMs);
    }

    QWidget &window() override { return m_window; }
    QWidget &painted() override { return *m_view.viewport(); }
    QPlainTextEdit &input() override { return m_input; }
    void receive(const ServerMessage &message, const QByteArray & /*frame*/) override
    {
        const auto &post = std::get<BroadcastMessage>(message);
        m_waiting.push_back({post.from, post.content.displayText()});
    }
    [[nodiscard]] quint64 shown() const override { return m_shown; }
    void fill(int messages) override
    {
        View filler;
        m_document = Kind::makeDocument();
        filler.setDocument(m_document.get());
        for (int i = 0; i < messages; ++i)
            Kind::append(filler, longDaySender(i), longDayText(i));
        filler.setDocument(nullptr);
    }
    QAbstractScrollArea &open() override
    {
        m_long = std::make_unique<View>();
        m_long->setReadOnly(true);
        m_long->setDocument(m_document.get());
        m_long->moveCursor(QTextCursor::End);
        return *m_long;
    }
    void close() override
    {
        m_long.reset();
        m_document.reset();
    }

private:
    void flush()
    {
        for (const auto &[sender, text] : m_waiting)
            Kind::append(m_view, sender, text);
        m_shown += m_waiting.size();
        m_waiting.clear();
        m_view.verticalScrollBar()->setValue(m_view.verticalScrollBar()->maximum());
    }

    QWidget m_window;
    View m_view{&m_window};
    QPlainTextEdit m_input{&m_window};
    QTimer m_flush;
    std::vector<std::pair<QString, QString>> m_waiting;
    quint64 m_shown = 0;
    std::unique_ptr<QTextDocument> m_document;
    std::unique_ptr<View> m_long;
};

} // namespace

std::unique_ptr<BenchedLog> makeTextBrowserLog()
{
    return std::make_unique<TextLog<Rich>>();
}

std::unique_ptr<BenchedLog> makePlainTextLog()
{
    return std::make_unique<TextLog<Plain>>();
}

} // namespace kodama::bench
