#include "app/ui/notifier.h"
#include "tests/app/ui/uifixture.h"
#include "tests/support/manualclock.h"

#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

class FakeService final : public NotificationService
{
public:
    void show(const DesktopNotification &notification) override { shown.append(notification); }
    void withdraw(const QString &room) override { withdrawn.append(room); }
    void setBadge(int count) override { badge = count; }

    QList<DesktopNotification> shown;
    QStringList withdrawn;
    int badge = 0;
};

} // namespace

class TestNotifier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_service = std::make_unique<FakeService>();
        m_clock = std::make_unique<ManualClock>();
        m_notifier = std::make_unique<Notifier>(*m_service, *m_clock);
        m_preferences = {};
        m_preferences.attention = Attention::All;
        m_notifier->setPreferences(m_preferences);
        m_notifier->setWindowActive(false, u"lobby"_s);
    }

    void cleanup() { m_notifier.reset(); }

    void aMessageIsShownAndCounted()
    {
        QSignalSpy unread(m_notifier.get(), &Notifier::unreadChanged);
        say(u"lobby"_s, u"hello <b>you</b>"_s);
        QTRY_COMPARE(m_service->shown.size(), 1);
        QCOMPARE(m_service->shown.first().title, u"ana in lobby"_s);
        QCOMPARE(m_service->shown.first().body, u"hello <b>you</b>"_s);
        QVERIFY(!m_service->shown.first().isSilent);
        QTRY_COMPARE(m_service->badge, 1);
        QCOMPARE(unread.last().at(0).toInt(), 1);
    }

    void whatComesTogetherIsOnePopup()
    {
        for (int i = 0; i < 5000; ++i)
            say(u"lobby"_s, u"message %1"_s.arg(i));
        QTRY_COMPARE(m_service->shown.size(), 1);
        QVERIFY(m_service->shown.first().body.contains(u"message 4999"_s));
        QVERIFY(m_service->shown.first().body.contains(u"4999 more"_s));
        say(u"lobby"_s, u"too soon"_s);
        say(u"lab"_s, u"elsewhere"_s); // shown when what waits was looked through
        QTRY_COMPARE(m_service->shown.size(), 2);
        QCOMPARE(m_service->shown.last().room, u"lab"_s);
        m_clock->advance(Notifier::popupInterval);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->shown.size(), 3, 30'000);
        QCOMPARE(m_service->shown.last().body, u"too soon"_s);
    }

    void anotherRoomDoesNotWait()
    {
        say(u"lobby"_s, u"one"_s);
        QTRY_COMPARE(m_service->shown.size(), 1);
        say(u"lab"_s, u"two"_s);
        QTRY_COMPARE(m_service->shown.size(), 2);
    }

    void whoLooksIsNotDisturbed()
    {
        m_notifier->setWindowActive(true, u"lobby"_s);
        say(u"lobby"_s, u"seen"_s);
        say(u"lab"_s, u"elsewhere"_s);
        QTRY_COMPARE(m_service->shown.size(), 1);
        QCOMPARE(m_service->shown.first().room, u"lab"_s);
        QCOMPARE(m_notifier->unread().total(), 1);
    }

    void lookingWithdrawsWhatWasShown()
    {
        say(u"lobby"_s, u"one"_s);
        QTRY_COMPARE(m_service->badge, 1);
        QTRY_COMPARE(m_service->shown.size(), 1);
        m_notifier->setWindowActive(true, u"lobby"_s);
        QCOMPARE(m_service->withdrawn, QStringList{u"lobby"_s});
        QTRY_COMPARE(m_service->badge, 0);
    }

    void doNotDisturbIsObeyedByPopupSoundAndBadge()
    {
        say(u"lobby"_s, u"before"_s);
        QTRY_COMPARE(m_service->shown.size(), 1);
        m_preferences.doNotDisturb = true;
        m_notifier->setPreferences(m_preferences);
        QVERIFY(m_service->withdrawn.contains(u"lobby"_s));
        QTRY_COMPARE(m_service->badge, 0);
        QSignalSpy unread(m_notifier.get(), &Notifier::unreadChanged);
        say(u"lab"_s, u"urgent!"_s, true);
        QTRY_VERIFY(unread.count() > 0);
        whatIsDueHappens();
        QCOMPARE(m_service->shown.size(), 1);
        QCOMPARE(m_service->badge, 0);
        QCOMPARE(unread.last().at(0).toInt(), 0);
        // What came meanwhile is unread all the same, and told when it is over.
        m_preferences.doNotDisturb = false;
        m_notifier->setPreferences(m_preferences);
        QTRY_COMPARE(m_service->badge, 2);
        whatIsDueHappens();
        QCOMPARE(m_service->shown.size(), 1);
    }

    void quietRoomsAndPrivateTexts()
    {
        m_preferences.attention = Attention::Mentions;
        m_preferences.showsTextInNotifications = false;
        m_preferences.sound = false;
        m_notifier->setPreferences(m_preferences);
        say(u"lobby"_s, u"nothing for me"_s);
        say(u"lobby"_s, u"secret for me"_s, true);
        QTRY_COMPARE(m_service->shown.size(), 1);
        QVERIFY(!m_service->shown.first().body.contains(u"secret"_s));
        QVERIFY(m_service->shown.first().isSilent);
        QCOMPARE(m_notifier->unread().total(), 1);
    }

private:
    void say(const QString &room, const QString &text, bool isMention = false)
    {
        m_notifier->messageArrived({room, u"ana"_s, text, isMention});
    }
    /// Timers of no time at all have run when this returns.
    static void whatIsDueHappens()
    {
        for (int turn = 0; turn < 3; ++turn)
            QCoreApplication::processEvents();
    }

    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<Notifier> m_notifier;
    Preferences m_preferences;
};

QTEST_MAIN(TestNotifier)
#include "tst_notifier.moc"
