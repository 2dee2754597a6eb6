#include "app/core/logfinder.h"
#include "app/core/messagelogmodel.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

LogEntry said(const QString &text)
{
    LogEntry entry;
    entry.kind = LogEntry::Kind::Chat;
    entry.sender = u"a"_s;
    entry.text = text;
    entry.time = QDateTime(QDate(2026, 11, 23), QTime(12, 0));
    return entry;
}

} // namespace

class TestLogFinder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_log = std::make_unique<MessageLogModel>(10'000);
        m_finder = std::make_unique<LogFinder>();
        m_finder->setLog(m_log.get());
    }
    void cleanup()
    {
        m_finder.reset();
        m_log.reset();
    }

    void beginsWithTheNewestHit()
    {
        m_log->append({said(u"one cat"_s), said(u"a dog"_s), said(u"cat and Cat"_s)});
        QSignalSpy current(m_finder.get(), &LogFinder::currentChanged);
        m_finder->setText(u"cat"_s);
        waitUntilDone();
        QCOMPARE(m_finder->count(), 3);
        QCOMPARE(m_finder->currentNumber(), 2);
        QCOMPARE(m_finder->currentRow(), 2);
        QCOMPARE(m_finder->current().ordinal, 1);
        QCOMPARE(current.count(), 1);
    }

    void goesRound()
    {
        m_log->append({said(u"cat"_s), said(u"cat"_s)});
        m_finder->setText(u"cat"_s);
        waitUntilDone();
        m_finder->goToOlder();
        QCOMPARE(m_finder->currentRow(), 0);
        m_finder->goToOlder();
        QCOMPARE(m_finder->currentRow(), 1);
        m_finder->goToNewer();
        QCOMPARE(m_finder->currentRow(), 0);
    }

    void searchesALongLogInSlices()
    {
        std::vector<LogEntry> entries;
        for (int i = 0; i < 9'000; ++i)
            entries.push_back(said(i % 1'000 == 0 ? u"needle"_s : u"hay"_s));
        m_log->append(std::move(entries));
        m_finder->setText(u"needle"_s);
        QVERIFY(m_finder->isSearching());
        QCOMPARE(m_finder->count(), 2); // in the newest slice
        waitUntilDone();
        QCOMPARE(m_finder->count(), 9);
        QCOMPARE(m_finder->currentNumber(), 8);
        QCOMPARE(m_finder->currentRow(), 8'000);
    }

    void followsWhatComesAndGoes()
    {
        m_log->append({said(u"cat 1"_s), said(u"x"_s), said(u"cat 2"_s)});
        m_finder->setText(u"cat"_s);
        waitUntilDone();
        m_log->append(said(u"cat 3"_s));
        QCOMPARE(m_finder->count(), 3);
        QCOMPARE(m_finder->currentNumber(), 1);
        m_log->prepend({said(u"cat 0"_s), said(u"y"_s)});
        waitUntilDone();
        QCOMPARE(m_finder->count(), 4);
        QCOMPARE(m_finder->currentNumber(), 2);
        QCOMPARE(m_log->entry(m_finder->currentRow()).text, u"cat 2"_s);
        m_log->clear();
        QCOMPARE(m_finder->count(), 0);
        QCOMPARE(m_finder->currentRow(), -1);
    }

    void forgetsWhatIsEvicted()
    {
        MessageLogModel small(3);
        m_finder->setLog(&small);
        small.append({said(u"cat 1"_s), said(u"cat 2"_s), said(u"cat 3"_s)});
        m_finder->setText(u"cat"_s);
        waitUntilDone();
        small.append(said(u"dog"_s));
        QCOMPARE(m_finder->count(), 2);
        QCOMPARE(m_finder->currentNumber(), 1);
        QCOMPARE(small.entry(m_finder->currentRow()).text, u"cat 3"_s);
        small.append({said(u"dog"_s), said(u"dog"_s)});
        QCOMPARE(m_finder->count(), 0);
        QCOMPARE(m_finder->currentNumber(), -1);
        m_finder->setLog(nullptr);
    }

    void findsAMessageOnceItIsSent()
    {
        LogEntry mine = said(u"my cat"_s);
        mine.messageId = u"m"_s;
        mine.delivery = LogEntry::Delivery::Pending;
        m_log->append({said(u"cat"_s), mine});
        m_finder->setText(u"cat"_s);
        waitUntilDone();
        QCOMPARE(m_finder->count(), 1);
        m_log->confirm(u"m"_s, 2, mine.time);
        QCOMPARE(m_finder->count(), 2);
    }

    void anEmptyTextFindsNothing()
    {
        m_log->append(said(u"cat"_s));
        m_finder->setText(u"cat"_s);
        m_finder->setText({});
        QCOMPARE(m_finder->count(), 0);
        QVERIFY(!m_finder->isSearching());
        m_finder->goToOlder();
        QCOMPARE(m_finder->currentRow(), -1);
    }

private:
    void waitUntilDone() { QTRY_VERIFY_WITH_TIMEOUT(!m_finder->isSearching(), 30'000); }

    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<LogFinder> m_finder;
};

QTEST_GUILESS_MAIN(TestLogFinder)
#include "tst_logfinder.moc"
