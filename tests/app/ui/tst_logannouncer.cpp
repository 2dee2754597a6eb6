#include "app/ui/logannouncer.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"

#include <QAccessible>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestLogAnnouncer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        QLocale::setDefault(QLocale(u"en_GB"_s));
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_log = std::make_unique<MessageLogModel>(1000);
        m_spoken = std::make_unique<SpokenLogModel>(*m_log);
        m_view = std::make_unique<MessageView>(*m_theme);
        m_view->setModel(m_spoken.get());
        m_announcer = new LogAnnouncer(*m_view, *m_view);
        m_spokenTexts.clear();
        connect(m_announcer, &LogAnnouncer::announced, this,
                [this](const QString &text) { m_spokenTexts.append(text); });
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_log->append(test::chatEntry(u"ana"_s, u"history"_s));
    }

    void cleanup()
    {
        m_view.reset();
        m_spoken.reset();
        m_log.reset();
        m_theme.reset();
        QLocale::setDefault(QLocale::c());
    }

    void newMessagesAreSpoken()
    {
        m_log->append(test::chatEntry(u"ken"_s, u"good morning"_s));
        waitForWords();
        QCOMPARE(m_spokenTexts, QStringList{u"ken, 14:05, good morning"_s});
    }

    void manyAreCounted()
    {
        test::fill(*m_log, 200);
        waitForWords();
        QCOMPARE(m_spokenTexts.size(), 1);
        QVERIFY2(m_spokenTexts.first().startsWith(u"200 "_s), qPrintable(m_spokenTexts.first()));
        QVERIFY2(m_spokenTexts.first().endsWith(u"message 199"_s),
                 qPrintable(m_spokenTexts.first()));
    }

    void ownAndOlderOnesAreNot()
    {
        LogEntry own = test::chatEntry(u"me"_s, u"mine"_s);
        own.isOwn = true;
        m_log->append(own);
        m_log->prepend({test::chatEntry(u"ana"_s, u"old"_s)});
        m_log->append(test::chatEntry(u"ken"_s, u"new"_s));
        waitForWords();
        QCOMPARE(m_spokenTexts, QStringList{u"ken, 14:05, new"_s});
    }

    void answersAreSpokenAlsoInABusyRoom()
    {
        append(LogEntry::Kind::Local, u"ken: here since 14:00"_s);
        append(LogEntry::Kind::ServerError, u"no such room"_s);
        append(LogEntry::Kind::Joined, {}); // tells nobody anything who has not asked
        test::fill(*m_log, 200);
        waitForWords();
        const QString expected = u"ken: here since 14:00. The server answered with an error: no "
                                 "such room. 200 new message"_s;
        QVERIFY2(m_spokenTexts.first().startsWith(expected), qPrintable(m_spokenTexts.first()));
        QVERIFY(m_spokenTexts.first().endsWith(u"message 199"_s));
        QVERIFY(!m_spokenTexts.first().contains(u"joined"_s));
    }

    void anAnswerInAnEmptyLogIsSpoken()
    {
        m_log->clear();
        append(LogEntry::Kind::Local, u"nobody else is here"_s);
        waitForWords();
        QCOMPARE(m_spokenTexts, QStringList{u"nobody else is here"_s});
    }

    void ofManyAnswersTheNewestFewAreSpoken()
    {
        for (int i = 0; i < 50; ++i)
            append(LogEntry::Kind::Local, u"answer %1"_s.arg(i));
        m_announcer->say(QString(100'000, u'x'));
        waitForWords();
        QVERIFY2(m_spokenTexts.first().startsWith(u"answer 48. answer 49. xxx"_s),
                 qPrintable(m_spokenTexts.first()));
        QVERIFY(m_spokenTexts.first().size() < 2 * LogAnnouncer::longestSentence);
    }

    void whatHappensIsToldOnceAndAlsoInAnotherRoom()
    {
        m_announcer->say(u"Not sent."_s);
        m_announcer->sayState(u"Connecting to lab…"_s);
        append(LogEntry::Kind::Local, u"It was lost."_s);
        m_announcer->sayState(u"It was lost. Reconnecting to lab…"_s);
        MessageLogModel other(10);
        SpokenLogModel spoken(other);
        m_view->setModel(&spoken);
        waitForWords();
        QCOMPARE(m_spokenTexts, QStringList{u"Not sent. It was lost. Reconnecting to lab…"_s});
        m_view->setModel(m_spoken.get());
    }

    void theRegionIsANotification()
    {
        QWidget *region = m_view->findChild<QWidget *>(u"logAnnouncements"_s);
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(region);
        QCOMPARE(accessible->role(), QAccessible::Notification);
        m_log->append(test::chatEntry(u"ken"_s, u"good morning"_s));
        waitForWords();
        QCOMPARE(accessible->text(QAccessible::Name), u"ken, 14:05, good morning"_s);
    }

    /// The whole tree as a screen reader walks it: every message is one item with one name.
    void everyMessageIsOneItem()
    {
        test::fill(*m_log, 20);
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
        QCOMPARE(list->childCount(), 21);
        for (int row = 0; row < list->childCount(); ++row) {
            QAccessibleInterface *item = list->child(row);
            QCOMPARE(item->role(), QAccessible::ListItem);
            QCOMPARE(item->childCount(), 0);
            const QString name = item->text(QAccessible::Name);
            QVERIFY2(name.startsWith(u"ana, 14:05, "_s), qPrintable(name));
        }
        LogEntry failed = test::chatEntry(u"me"_s, u"mine"_s);
        failed.delivery = LogEntry::Delivery::Failed;
        m_log->append(failed);
        QVERIFY(list->child(21)->text(QAccessible::Name).endsWith(u"not sent"_s));
    }

private:
    void append(LogEntry::Kind kind, const QString &text)
    {
        LogEntry entry = test::chatEntry(u"ken"_s, text);
        entry.kind = kind;
        m_log->append(entry);
    }
    void waitForWords() { QTRY_VERIFY_WITH_TIMEOUT(!m_spokenTexts.isEmpty(), 30'000); }

    LogAnnouncer *m_announcer = nullptr;
    QStringList m_spokenTexts;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<SpokenLogModel> m_spoken;
    std::unique_ptr<MessageView> m_view;
};

QTEST_MAIN(TestLogAnnouncer)
#include "tst_logannouncer.moc"
