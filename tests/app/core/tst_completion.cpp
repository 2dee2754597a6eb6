#include "app/core/completion.h"
#include "app/core/lognames.h"
#include "app/core/messagelogmodel.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;
using Kind = CompletionQuery::Kind;

class TestCompletion final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void knowsWhatIsAskedFor_data()
    {
        QTest::addColumn<QString>("text"); // | is the cursor
        QTest::addColumn<int>("kind");     // -1: nothing
        QTest::addColumn<QString>("prefix");
        const auto row = [](const char *name, const QString &text, int kind,
                            const QString &prefix = {}) {
            QTest::newRow(name) << text << kind << prefix;
        };
        row("command", u"/st|"_s, int(Kind::Command), u"st"_s);
        row("bare slash", u"/|"_s, int(Kind::Command));
        row("argument", u"/echo x|"_s, -1);
        row("slash inside", u"a /st|"_s, -1);
        row("before the slash", u"|/st"_s, -1);
        row("nick", u"ask @an|"_s, int(Kind::Nick), u"an"_s);
        row("bare at", u"@|"_s, int(Kind::Nick));
        row("in the middle", u"@an| now"_s, int(Kind::Nick), u"an"_s);
        row("mail address", u"ana@la|"_s, -1);
        row("after Japanese", u"明日@ana|"_s, int(Kind::Nick), u"ana"_s);
        row("Japanese name", u"@三|"_s, int(Kind::Nick), u"三"_s);
        row("room", u"in #lo|"_s, int(Kind::Room), u"lo"_s);
        row("emoji", u"great :ta|"_s, int(Kind::Emoji), u"ta"_s);
        row("too short", u":t|"_s, -1);
        row("time", u"at 10:30|"_s, -1);
        row("address", u"http://ab|"_s, -1);
        row("word", u"hello|"_s, -1);
        row("nothing", u"|"_s, -1);
    }

    void knowsWhatIsAskedFor()
    {
        QFETCH(QString, text);
        QFETCH(int, kind);
        const qsizetype cursor = text.indexOf(u'|');
        const auto query = completionAt(text.remove(u'|'), cursor);
        QCOMPARE(query ? int(query->kind) : -1, kind);
        if (query)
            QTEST(query->prefix, "prefix");
    }

    void tabTakesTheWordBeforeTheCursor()
    {
        const auto query = wordAt(u"hello mi"_s, 8);
        QVERIFY(query.has_value());
        QCOMPARE(query->start, 6);
        QCOMPARE(query->length, 2);
        QVERIFY(!query->isAtStart);
        QCOMPARE(query->kind, CompletionQuery::Kind::Nick);
        QVERIFY(!wordAt(u"hello "_s, 6));
        QVERIFY(!wordAt({}, 0));
    }

    void tabCompletesARoomBehindACommandForRooms()
    {
        QCOMPARE(wordAt(u"/join de"_s, 8)->kind, Kind::Room);
        QCOMPARE(wordAt(u"/part de"_s, 8)->start, 6);
        QCOMPARE(wordAt(u"/retry de"_s, 9)->kind, Kind::Room);
        QCOMPARE(wordAt(u"/discard de"_s, 11)->kind, Kind::Room);
        QCOMPARE(wordAt(u"/msg de"_s, 7)->kind, Kind::Nick);
        QCOMPARE(wordAt(u"/join dev de"_s, 12)->kind, Kind::Nick);
    }

    void matchesAnyCaseAndWidthInTheGivenOrder()
    {
        const QStringList names{u"Mika"_s, u"ana"_s, u"michi"_s, u"MIO"_s};
        QCOMPARE(matching(names, u"mi"_s, 10), (QStringList{u"Mika"_s, u"michi"_s, u"MIO"_s}));
        QCOMPARE(matching(names, u"mi"_s, 10).size(), 3);
        QCOMPARE(matching(names, u"MI"_s, 2).size(), 2);
        QCOMPARE(matching(names, {}, 10), names);
    }

    void writesNamesAsPeopleDo()
    {
        QCOMPARE(nickText(*wordAt(u"an"_s, 2), u"ana"_s), u"ana: "_s);
        QCOMPARE(nickText(*wordAt(u"ask an"_s, 6), u"ana"_s), u"ana "_s);
        QCOMPARE(nickText(*completionAt(u"@an"_s, 3), u"ana"_s), u"@ana "_s);
    }

    void emojiHaveNames()
    {
        QCOMPARE(emojiBeginningWith(u"tad"_s, 5).size(), 1);
        QCOMPARE(QString::fromUtf16(emojiBeginningWith(u"tada"_s, 5).first().text), u"🎉"_s);
        QCOMPARE(emojiBeginningWith({}, 7).size(), 7);
        QVERIFY(emojiBeginningWith(u"nosuch"_s, 5).isEmpty());
    }

    void whoSpokeLastIsFirst()
    {
        MessageLogModel log;
        for (const auto &[sender, isOwn] : {std::pair(u"ana"_s, false), std::pair(u"ken"_s, false),
                                            std::pair(u"ana"_s, false), std::pair(u"me"_s, true)}) {
            LogEntry entry;
            entry.kind = LogEntry::Kind::Chat;
            entry.sender = sender;
            entry.isOwn = isOwn;
            log.append(std::move(entry));
        }
        QCOMPARE(LogNames(log).nicks(), (QStringList{u"ana"_s, u"ken"_s}));
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
