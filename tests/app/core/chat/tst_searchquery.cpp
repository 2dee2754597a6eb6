#include "app/core/chat/searchquery.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

LogEntry said(const QString &sender, const QString &text, const QDate &day = {2026, 11, 20})
{
    LogEntry entry;
    entry.kind = LogEntry::Kind::Chat;
    entry.sender = sender;
    entry.text = text;
    entry.time = QDateTime(day, QTime(23, 59));
    return entry;
}

} // namespace

class TestSearchQuery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsKeysAndWords()
    {
        const SearchQuery query =
            parseSearchQuery(u" from:@Ana in:#Dev before:2026-11-20 \"two words\" センサー "_s);
        QCOMPARE(query.from, u"ana"_s);
        QCOMPARE(query.room, u"dev"_s);
        QCOMPARE(query.before, QDate(2026, 11, 20));
        QCOMPARE(query.words.size(), 2);
        QVERIFY(query.isAbout(u"dev"_s) && !query.isAbout(u"lobby"_s));
    }

    void quotesMakeAPhraseOfAKeyAndANameOfTwoWords()
    {
        const SearchQuery query = parseSearchQuery(u"\"from: me\" in:\"@Mika Tanaka\""_s);
        QCOMPARE(query.from, QString());
        QCOMPARE(query.room, u"@Mika Tanaka"_s);
        QCOMPARE(query.words.size(), 1);
        QVERIFY(query.matches(said(u"ana"_s, u"greetings from: me"_s)));
        QVERIFY(!query.matches(said(u"ana"_s, u"from me"_s)));
    }

    void readsWhatAnInputMethodWrites()
    {
        const SearchQuery query =
            parseSearchQuery(u"from：葵　in：雑談　before：２０２６-１１-２０"_s);
        QCOMPARE(query.from, u"葵"_s);
        QCOMPARE(query.room, u"雑談"_s);
        QCOMPARE(query.before, QDate(2026, 11, 20));
    }

    void isEmptyWithoutWordsAndPeople_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isEmpty");
        QTest::newRow("nothing") << u""_s << true;
        QTest::newRow("blanks") << u" 　 "_s << true;
        QTest::newRow("room alone") << u"in:dev"_s << true;
        QTest::newRow("half a key") << u"from:"_s << true;
        QTest::newRow("word") << u"x"_s << false;
        QTest::newRow("person") << u"from:ana"_s << false;
        QTest::newRow("a word with a colon") << u"to:x"_s << false;
    }

    void isEmptyWithoutWordsAndPeople()
    {
        QFETCH(QString, text);
        QTEST(parseSearchQuery(text).isEmpty(), "isEmpty");
    }

    void saysWhatIsNoDate()
    {
        QCOMPARE(parseSearchQuery(u"before:yesterday x"_s).wrongDate, u"yesterday"_s);
        QCOMPARE(parseSearchQuery(u"before:2026/3/1"_s).before, QDate(2026, 3, 1));
        QCOMPARE(parseSearchQuery(u"before:2026-03"_s).before, QDate(2026, 3, 1));
        QVERIFY(parseSearchQuery(u"before: x"_s).wrongDate.isEmpty());
    }

    void matchesAsPeopleMeanIt_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("matches");
        QTest::newRow("kana and width") << u"ｾﾝｻ"_s << true;
        QTest::newRow("case") << u"ROOM"_s << true;
        QTest::newRow("all words") << u"room センサー"_s << true;
        QTest::newRow("one word is missing") << u"room printer"_s << false;
        QTest::newRow("phrase") << u"\"room 4\""_s << true;
        QTest::newRow("no such phrase") << u"\"4 room\""_s << false;
        QTest::newRow("sender") << u"from:ana"_s << true;
        QTest::newRow("beginning of the sender") << u"from:AN"_s << true;
        QTest::newRow("another sender") << u"from:ken room"_s << false;
        QTest::newRow("day before") << u"room before:2026-11-21"_s << true;
        QTest::newRow("same day") << u"room before:2026-11-20"_s << false;
    }

    void matchesAsPeopleMeanIt()
    {
        QFETCH(QString, query);
        const LogEntry entry = said(u"Ana"_s, u"room 4のせんさー"_s);
        QTEST(parseSearchQuery(query).matches(entry), "matches");
    }

    void findsMessagesOnly()
    {
        LogEntry notice = said(u"ana"_s, u"room"_s);
        notice.kind = LogEntry::Kind::Joined;
        QVERIFY(!parseSearchQuery(u"from:ana"_s).matches(notice));
        LogEntry unsent = said(u"ana"_s, u"room"_s);
        unsent.delivery = LogEntry::Delivery::Pending;
        QVERIFY(!parseSearchQuery(u"room"_s).matches(unsent));
    }
};

QTEST_GUILESS_MAIN(TestSearchQuery)
#include "tst_searchquery.moc"
