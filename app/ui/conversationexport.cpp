#include "app/ui/conversationexport.h"

#include "app/ui/linkfinder.h"
#include "app/ui/messagewording.h"
#include "common/protocol/rawjson.h"

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QIODevice>
#include <QLocale>

#include <array>
#include <optional>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

struct ExportText
{
    Q_DECLARE_TR_FUNCTIONS(kodama::ConversationExport)
};

// Names in files: they never change.
constexpr std::array kindNames{
    "chat"_L1,      "echo"_L1,  "custom"_L1,       "joined"_L1,   "left"_L1,      "renamed"_L1,
    "away"_L1,      "back"_L1,  "topic"_L1,        "welcome"_L1,  "status"_L1,    "pong"_L1,
    "command"_L1,   "error"_L1, "notification"_L1, "direct"_L1,   "heartbeat"_L1, "unknown"_L1,
    "malformed"_L1, "gap"_L1,   "local"_L1,        "forgotten"_L1};
static_assert(kindNames.size() == std::size_t(LogEntry::Kind::Forgotten) + 1);

QString escapedMarkdown(const QString &text)
{
    QString result;
    result.reserve(text.size() + 8);
    bool isLineStart = true;
    for (const QChar c : text) {
        const bool isMarkup =
            u"\\`*_[]<>~|"_s.contains(c) || (isLineStart && u"#+->=."_s.contains(c));
        if (isMarkup)
            result.append(u'\\');
        result.append(c);
        // "1. " makes a list, too: the full stop behind digits is escaped.
        isLineStart = c == u'\n' || (isLineStart && (c.isSpace() || c.isDigit()));
    }
    return result;
}

// The text with its links as links; everything else is escaped.
QString htmlOf(const QString &text)
{
    QString result;
    qsizetype at = 0;
    for (const TextLink &link : findLinks(text)) {
        result += text.mid(at, link.start - at).toHtmlEscaped();
        result += u"<a rel=\"noopener noreferrer\" href=\"%1\">%2</a>"_s.arg(
            QString::fromLatin1(link.target.toEncoded()).toHtmlEscaped(),
            text.mid(link.start, link.length).toHtmlEscaped());
        at = link.start + link.length;
    }
    result += text.mid(at).toHtmlEscaped();
    return result.replace(u'\n', u"<br>"_s);
}

QString htmlHead(const QString &title)
{
    return u"<!DOCTYPE html>\n<html lang=\"%1\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" "
           "content=\"default-src 'none'; style-src "
           "'unsafe-inline'\">\n<title>%2</title>\n<style>\n"
           ":root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }\n"
           "body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }\n"
           "h2 { font-size: 1rem; text-align: center; opacity: .75; margin: 2rem 0 1rem; }\n"
           "p { margin: .4rem 0; overflow-wrap: anywhere; }\n"
           "time, .notice { opacity: .75; font-size: .85em; }\n.notice { text-align: center; }\n"
           "</style>\n</head>\n<body>\n<h1>%2</h1>\n"_s.arg(QLocale().bcp47Name(),
                                                            title.toHtmlEscaped());
}

QString htmlRow(const LogEntry &entry)
{
    const QString time = u"<time datetime=\"%1\">%2</time>"_s.arg(
        entry.time.toUTC().toString(Qt::ISODate), timeText(entry.time).toHtmlEscaped());
    if (rowShape(entry) == RowShape::Notice)
        return u"<p class=\"notice\" dir=\"auto\">%1 %2</p>\n"_s.arg(htmlOf(bodyText(entry)), time);
    return u"<p dir=\"auto\"><b>%1</b> %2<br>%3</p>\n"_s.arg(recordedName(entry).toHtmlEscaped(),
                                                             time, htmlOf(entry.text));
}

QString heading(const QDate &day, ExportForm form)
{
    const QString text = QLocale().toString(day, QLocale::LongFormat);
    switch (form) {
    case ExportForm::Text:
        return u"\n--- %1 ---\n"_s.arg(text);
    case ExportForm::Markdown:
        return u"\n## %1\n\n"_s.arg(escapedMarkdown(text));
    case ExportForm::Html:
        return u"<h2>%1</h2>\n"_s.arg(text.toHtmlEscaped());
    case ExportForm::JsonLines:
        break;
    }
    return {};
}

QByteArray rowOf(const LogEntry &entry, ExportForm form)
{
    switch (form) {
    case ExportForm::Text:
        return plainText(entry).toUtf8() + '\n';
    case ExportForm::Markdown:
        return markdownOf(entry).toUtf8() + "\n\n";
    case ExportForm::JsonLines:
        return jsonLineOf(entry) + '\n';
    case ExportForm::Html:
        return htmlRow(entry).toUtf8();
    }
    return {};
}

QString beginning(const QString &title, ExportForm form)
{
    switch (form) {
    case ExportForm::Text:
        return title + u'\n';
    case ExportForm::Markdown:
        return u"# %1\n"_s.arg(escapedMarkdown(title));
    case ExportForm::Html:
        return htmlHead(title);
    case ExportForm::JsonLines:
        break;
    }
    return {};
}

/// A row that stands for what was said before the first of them; none where they begin with the
/// first message of the room.
std::optional<LogEntry> missingBefore(const ExportedRows &rows)
{
    for (int row = rows.first; rows.first == 0 && row <= rows.last; ++row) {
        const LogEntry entry = entryAt(rows.model.index(row, 0));
        if (entry.kind == LogEntry::Kind::Gap)
            return std::nullopt; // it says so itself
        if (entry.offset == 0)
            continue;
        if (entry.offset == 1)
            return std::nullopt;
        LogEntry gap;
        gap.kind = LogEntry::Kind::Gap;
        gap.time = entry.time;
        gap.offset = entry.offset;
        return gap;
    }
    return std::nullopt;
}

QByteArray beginningOf(const LogEntry &missing, ExportForm form)
{
    const QString sentence = ExportText::tr("Older messages are not in this file.");
    switch (form) {
    case ExportForm::Text:
        return sentence.toUtf8() + '\n';
    case ExportForm::Markdown:
        return "\n*" + escapedMarkdown(sentence).toUtf8() + "*\n";
    case ExportForm::JsonLines:
        return jsonLineOf(missing) + '\n';
    case ExportForm::Html:
        return "<p class=\"notice\">" + sentence.toHtmlEscaped().toUtf8() + "</p>\n";
    }
    return {};
}

bool write(QIODevice &to, const QByteArray &bytes)
{
    return to.write(bytes) == bytes.size();
}

} // namespace

QString markdownOf(const LogEntry &entry)
{
    const QString time = timeText(entry.time);
    if (rowShape(entry) == RowShape::Notice)
        return u"*%1* · %2"_s.arg(escapedMarkdown(bodyText(entry)), time);
    QString text = escapedMarkdown(entry.text);
    text.replace(u"\n"_s, u"  \n"_s); // breaks stay breaks
    return u"**%1** · %2  \n%3"_s.arg(escapedMarkdown(recordedName(entry)), time, text);
}

QByteArray jsonLineOf(const LogEntry &entry)
{
    const auto text = [](const QString &value) { return RawJson::fromString(value).text(); };
    QByteArray line = R"({"time":)" + text(entry.time.toUTC().toString(Qt::ISODateWithMs)) +
                      R"(,"kind":")" + kindNames[std::size_t(entry.kind)].data() +
                      R"(","sender":)" + text(entry.sender) + R"(,"text":)" + text(entry.text);
    if (entry.isOwn)
        line += ",\"own\":true";
    if (entry.isAction)
        line += ",\"me\":true";
    if (entry.isUnsent())
        line += ",\"sent\":false";
    if (entry.offset > 0)
        line += ",\"offset\":" + QByteArray::number(entry.offset);
    if (entry.number)
        line += ",\"number\":" + QByteArray::number(*entry.number);
    return line + '}';
}

QString quoteOf(const LogEntry &entry)
{
    QString quote;
    const QStringList lines = entry.text.split(u'\n');
    for (const QString &line : lines)
        quote += u"> "_s + line + u'\n';
    return quote;
}

bool exportRows(const ExportedRows &rows, ExportForm form, const QString &title, QIODevice &to)
{
    bool isWritten = write(to, beginning(title, form).toUtf8());
    if (const auto missing = missingBefore(rows))
        isWritten = isWritten && write(to, beginningOf(*missing, form));
    QDate day;
    for (int row = rows.first; row <= rows.last && isWritten; ++row) {
        const LogEntry entry = entryAt(rows.model.index(row, 0));
        const QDate date = entry.time.toLocalTime().date();
        if (date != day)
            isWritten = write(to, heading(date, form).toUtf8());
        day = date;
        isWritten = isWritten && write(to, rowOf(entry, form));
    }
    if (form == ExportForm::Html)
        isWritten = isWritten && write(to, "</body>\n</html>\n");
    return isWritten;
}

ExportForm exportFormOf(const QString &fileName)
{
    const auto endsWith = [&fileName](QLatin1StringView ending) {
        return fileName.endsWith(ending, Qt::CaseInsensitive);
    };
    if (endsWith(".md"_L1))
        return ExportForm::Markdown;
    if (endsWith(".jsonl"_L1) || endsWith(".json"_L1))
        return ExportForm::JsonLines;
    if (endsWith(".html"_L1) || endsWith(".htm"_L1))
        return ExportForm::Html;
    return ExportForm::Text;
}

} // namespace kodama
