#include "app/ui/messagewording.h"
#include "tests/app/ui/uifixture.h"

#include <QLocale>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestMessageWording final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        QLocale::setDefault(QLocale(u"en_GB"_s));
    }
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void everyKindHasWords()
    {
        for (int kind = 0; kind <= int(LogEntry::Kind::Local); ++kind) {
            LogEntry entry = test::chatEntry(u"ana"_s, u"text"_s);
            entry.kind = LogEntry::Kind(kind);
            entry.number = 2;
            QVERIFY(!bodyText(entry).isEmpty());
            QVERIFY(!spokenText(entry).isEmpty());
            QVERIFY(!plainText(entry).isEmpty());
            if (rowShape(entry.kind) == RowShape::Bubble)
                QVERIFY(!senderName(entry).isEmpty());
        }
    }

    void peersPercentSignsStayTheirs()
    {
        LogEntry entry = test::chatEntry(u"%1 %n %2"_s, u"100%1"_s);
        QCOMPARE(plainText(entry), u"[14:05] %1 %n %2: 100%1"_s);
        entry.kind = LogEntry::Kind::Joined;
        entry.number = 4;
        QVERIFY2(bodyText(entry).startsWith(u"%1 %n %2 joined"_s), qPrintable(bodyText(entry)));
        QVERIFY(bodyText(entry).contains(u'4'));
    }

    // "אבג joined" must not be shown as "joined אבג".
    void namesOfTheOtherDirectionAreSetApartOnTheScreenOnly()
    {
        LogEntry entry = test::chatEntry(hebrew, u"ana"_s);
        entry.kind = LogEntry::Kind::Renamed;
        QCOMPARE(bodyText(entry, NameForm::Isolated), apart(hebrew) + u" is now called ana"_s);
        QVERIFY(!bodyText(entry, NameForm::Isolated).isRightToLeft());
        QCOMPARE(bodyText(entry), hebrew + u" is now called ana"_s);
        QCOMPARE(plainText(entry), u"[14:05] %1 is now called ana"_s.arg(hebrew));
        entry.text = hebrew;
        entry.sender = u"ana"_s;
        QCOMPARE(bodyText(entry, NameForm::Isolated), u"ana is now called "_s + apart(hebrew));
        entry.text = u"mika"_s;
        QCOMPARE(bodyText(entry, NameForm::Isolated), bodyText(entry));
        entry.isAction = true;
        entry.sender = hebrew;
        QCOMPARE(bodyText(entry, NameForm::Isolated), apart(hebrew) + u' ' + apart(u"mika"_s));
        entry.sender = u"ana"_s;
        QCOMPARE(bodyText(entry, NameForm::Isolated), u"ana mika"_s);
        entry.text = hebrew;
        QCOMPARE(bodyText(entry, NameForm::Isolated), u"ana "_s + apart(hebrew));
        QCOMPARE(bodyText(entry), u"ana "_s + hebrew);
    }

    void whatSomebodyDoesIsSpokenWithWhatBecameOfIt()
    {
        LogEntry entry = test::chatEntry(u"ana"_s, u"waves"_s);
        entry.isAction = true;
        QCOMPARE(spokenText(entry), u"ana waves, 14:05"_s);
        entry.delivery = LogEntry::Delivery::Pending;
        QCOMPARE(spokenText(entry), u"ana waves, 14:05, being sent"_s);
        entry.delivery = LogEntry::Delivery::Failed;
        QCOMPARE(spokenText(entry), u"ana waves, 14:05, not sent"_s);
        entry.delivery = LogEntry::Delivery::Uncertain;
        QCOMPARE(spokenText(entry), u"ana waves, 14:05, may have arrived"_s);
    }

    void whatThisProgramSaysIsCopiedWithoutMarks()
    {
        LogEntry entry = test::chatEntry({}, u"In #dev: "_s + apart(hebrew));
        entry.kind = LogEntry::Kind::Local;
        QCOMPARE(bodyText(entry, NameForm::Isolated), entry.text);
        QCOMPARE(bodyText(entry), u"In #dev: "_s + hebrew);
        entry.kind = LogEntry::Kind::Chat; // somebody else's words
        QCOMPARE(bodyText(entry), entry.text);
    }

    void ownMessagesAreNamed()
    {
        LogEntry entry = test::chatEntry(u"127.0.0.1:5"_s, u"x"_s);
        entry.isOwn = true;
        QCOMPARE(senderName(entry), u"You"_s);
        QCOMPARE(plainText(entry), u"[14:05] 127.0.0.1:5: x"_s);
    }

    void picturesHaveTheEndOfThePort_data()
    {
        QTest::addColumn<QString>("sender");
        QTest::addColumn<QString>("text");
        QTest::newRow("address") << u"127.0.0.1:54321"_s << u"21"_s;
        QTest::newRow("one digit") << u"unix:7"_s << u"7"_s;
        QTest::newRow("name") << u"ana"_s << u"A"_s;
        QTest::newRow("Japanese") << u"木霊"_s << u"木"_s;
        QTest::newRow("emoji") << u"\U0001F469\u200D\U0001F680 x"_s
                               << u"\U0001F469\u200D\U0001F680"_s;
        QTest::newRow("nobody") << QString() << u"?"_s;
    }
    void picturesHaveTheEndOfThePort()
    {
        QFETCH(QString, sender);
        QFETCH(QString, text);
        QCOMPARE(avatarText(sender), text);
    }

    void daysAreNamed()
    {
        const QDate today(2026, 11, 23);
        QCOMPARE(dayText(today, today), u"Today"_s);
        QCOMPARE(dayText(today.addDays(-1), today), u"Yesterday"_s);
        QVERIFY(dayText(today.addDays(-9), today).contains(u"2026"_s));
    }

    void roundTripsHaveSensibleDigits()
    {
        QCOMPARE(roundTripText(420), u"0.42 ms"_s);
        QCOMPARE(roundTripText(4210), u"4.2 ms"_s);
        QCOMPARE(roundTripText(42100), u"42 ms"_s);
        QLocale::setDefault(QLocale(u"de_DE"_s));
        QCOMPARE(roundTripText(420), u"0,42 ms"_s);
    }

    void durationsHaveTwoUnits_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("seconds") << qint64{59} << u"59 s"_s;
        QTest::newRow("minutes") << qint64{60} << u"1 min"_s;
        QTest::newRow("hours") << qint64{2 * 3600 + 5 * 60 + 59} << u"2 h 5 min"_s;
        QTest::newRow("days") << qint64{3 * 86'400 + 4 * 3600} << u"3 d 4 h"_s;
    }

    void durationsHaveTwoUnits()
    {
        QFETCH(qint64, seconds);
        QTEST(durationText(seconds), "text");
    }

    void serverTimesAreShortened()
    {
        QCOMPARE(serverTimeText(u"2026-11-23T14:05:09.123456"_s), u"14:05:09"_s);
        QCOMPARE(serverTimeText(u"half past two"_s), u"half past two"_s);
        QLocale::setDefault(QLocale(u"en_US"_s)); // as all other times
        const QString american = serverTimeText(u"2026-11-23T14:05:09"_s);
        QVERIFY2(american.startsWith(u"2:05:09"_s) && american.endsWith(u"PM"_s),
                 qPrintable(american));
        QLocale::setDefault(QLocale(u"fi_FI"_s));
        QCOMPARE(serverTimeText(u"2026-11-23T14:05:09"_s), u"14.05.09"_s);
    }

    void timesAreInTheUsersForm()
    {
        const QDateTime time(QDate(2026, 11, 23), QTime(14, 5));
        QCOMPARE(timeText(time), u"14:05"_s);
        QLocale::setDefault(QLocale(u"en_US"_s));
        QVERIFY(timeText(time).contains(u"2:05"_s));
    }

private:
    static QString apart(const QString &name) { return u'\u2068' + name + u'\u2069'; }

    const QString hebrew = u"\u05d0\u05d1\u05d2"_s;
};

QTEST_MAIN(TestMessageWording)
#include "tst_messagewording.moc"
