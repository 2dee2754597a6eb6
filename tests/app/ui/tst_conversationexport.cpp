#include "app/ui/conversationexport.h"
#include "app/ui/messagewording.h"
#include "tests/app/ui/uifixture.h"

#include <QBuffer>
#include <QJsonDocument>
#include <QJsonObject>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestConversationExport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        QLocale::setDefault(QLocale(u"en_GB"_s));
    }
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void textHasDaysAndLines()
    {
        const QString text = exported(talk(), ExportForm::Text);
        QCOMPARE(text.count(u"---\n"_s), 2);
        QVERIFY2(text.contains(u"[14:05] ana: two\nlines"_s), qPrintable(text));
        QVERIFY(text.startsWith(u"lobby\n"_s));
    }

    void markdownStaysText()
    {
        LogEntry entry = test::chatEntry(u"*ana*"_s, u"# no _heading_\n1. no <b>list</b>"_s);
        const QString text = markdownOf(entry);
        QVERIFY2(text.contains(u"**\\*ana\\*** · 14:05"_s), qPrintable(text));
        QVERIFY2(text.contains(u"\\# no \\_heading\\_  \n1\\. no \\<b\\>list\\</b\\>"_s),
                 qPrintable(text));
    }

    void everyJsonLineIsAnObject()
    {
        std::vector<LogEntry> entries;
        for (int kind = 0; kind <= int(LogEntry::Kind::Local); ++kind) {
            LogEntry entry = test::chatEntry(u"\"ana\"\\"_s, u"a\nb\x01 木霊 \U0001F389"_s);
            entry.kind = LogEntry::Kind(kind);
            entry.offset = kind;
            entries.push_back(entry);
        }
        const QStringList lines = exported(entries, ExportForm::JsonLines).split(u'\n');
        QCOMPARE(lines.size(), qsizetype(entries.size()) + 1); // the last one is empty
        for (int i = 0; i < int(entries.size()); ++i) {
            const QJsonObject object = QJsonDocument::fromJson(lines[i].toUtf8()).object();
            QCOMPARE(object["text"_L1].toString(), entries[0].text);
            QCOMPARE(object["sender"_L1].toString(), u"\"ana\"\\"_s);
            QCOMPARE(object["offset"_L1].toInteger(0), i);
            QVERIFY(!object["kind"_L1].toString().isEmpty());
        }
        QVERIFY(lines[0].contains(u"\"time\":\"2026-11-23T05:05:00.000Z\""_s));
    }

    void htmlIsEscaped()
    {
        const QString page =
            exported({test::chatEntry(u"<script>x</script>"_s,
                                      u"<img src=x> & \"q\" https://a.example/?b=1&c=2"_s)},
                     ExportForm::Html);
        QVERIFY(!page.contains(u"<script"_s));
        QVERIFY(!page.contains(u"<img"_s));
        QVERIFY2(page.contains(u"&lt;img src=x&gt; &amp; &quot;q&quot; "_s), qPrintable(page));
        QVERIFY2(page.contains(u"href=\"https://a.example/?b=1&amp;c=2\""_s), qPrintable(page));
        QVERIFY(page.contains(u"<title>lobby</title>"_s));
        QVERIFY(page.endsWith(u"</html>\n"_s));
    }

    void whatIsOlderThanTheFileIsSaid_data()
    {
        QTest::addColumn<ExportForm>("form");
        QTest::addColumn<QString>("said");
        const QString sentence = u"Older messages are not in this file."_s;
        QTest::newRow("text") << ExportForm::Text << u"lobby\n"_s + sentence;
        QTest::newRow("markdown") << ExportForm::Markdown << u"*%1*"_s.arg(sentence);
        QTest::newRow("html") << ExportForm::Html << u"<p class=\"notice\">%1</p>"_s.arg(sentence);
        QTest::newRow("json") << ExportForm::JsonLines
                              << u"{\"time\":\"2026-11-22T05:05:00.000Z\",\"kind\":\"gap\","
                                 "\"sender\":\"\",\"text\":\"\",\"offset\":7}\n{"_s;
    }

    void whatIsOlderThanTheFileIsSaid()
    {
        QFETCH(const ExportForm, form);
        QFETCH(const QString, said);
        std::vector<LogEntry> entries = talk();
        QVERIFY2(!exported(entries, form).contains(said), "nothing has a place");
        for (const qint64 first : {1, 7}) {
            entries[0].offset = first;
            entries[1].offset = first + 1;
            QCOMPARE(exported(entries, form).contains(said), first == 7);
        }
        entries.insert(entries.begin(), LogEntry{});
        entries[0].kind = LogEntry::Kind::Gap; // which says so itself
        QVERIFY(!exported(entries, form).contains(said));
    }

    void aChoiceOfMessagesSaysNothingOfOthers()
    {
        std::vector<LogEntry> entries = talk();
        entries[1].offset = 7;
        MessageLogModel log;
        log.append(std::move(entries));
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        QVERIFY(exportRows({log, 1, 1}, ExportForm::Text, u"lobby"_s, buffer));
        QVERIFY(!buffer.data().contains("Older"));
    }

    void aTitleIsEscaped()
    {
        MessageLogModel log;
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        QVERIFY(exportRows({log}, ExportForm::Html, u"</title><b>"_s, buffer));
        QVERIFY(buffer.data().contains("<title>&lt;/title&gt;&lt;b&gt;</title>"));
    }

    void aDeviceThatTakesNothingIsNoticed()
    {
        QBuffer closed;
        MessageLogModel log;
        log.append(talk());
        QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (QBuffer): device not open");
        QVERIFY(!exportRows({log, 0, 1}, ExportForm::Text, u"x"_s, closed));
    }

    void quotesStandBehindASign()
    {
        QCOMPARE(quoteOf(test::chatEntry(u"ana"_s, u"one\ntwo"_s)), u"> one\n> two\n"_s);
    }

    void theNameTellsTheForm()
    {
        QCOMPARE(exportFormOf(u"a.HTML"_s), ExportForm::Html);
        QCOMPARE(exportFormOf(u"a.md"_s), ExportForm::Markdown);
        QCOMPARE(exportFormOf(u"a.jsonl"_s), ExportForm::JsonLines);
        QCOMPARE(exportFormOf(u"a.txt"_s), ExportForm::Text);
        QCOMPARE(exportFormOf(u"a"_s), ExportForm::Text);
    }

private:
    static std::vector<LogEntry> talk()
    {
        LogEntry first = test::chatEntry(u"ana"_s, u"one"_s);
        first.time = first.time.addDays(-1);
        return {first, test::chatEntry(u"ana"_s, u"two\nlines"_s)};
    }
    static QString exported(std::vector<LogEntry> entries, ExportForm form)
    {
        MessageLogModel log;
        log.append(std::move(entries));
        QBuffer buffer;
        if (!buffer.open(QIODevice::WriteOnly) ||
            !exportRows({log, 0, log.rowCount() - 1}, form, u"lobby"_s, buffer))
            return {};
        return QString::fromUtf8(buffer.data());
    }
};

QTEST_MAIN(TestConversationExport)
#include "tst_conversationexport.moc"
