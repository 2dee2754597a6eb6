#include "server/mailbox.h"

#include <QRegularExpression>
#include <QTest>

#include <poll.h>
#include <thread>
#include <vector>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isAwake(const Wakeup &wakeup, int waitMilliseconds)
{
    pollfd watched{wakeup.descriptor(), POLLIN, 0};
    return ::poll(&watched, 1, waitMilliseconds) == 1;
}

} // namespace

class TestMailbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void givesInTheOrderOfTaking();
    void wakesOnlyWhenItWasEmpty();
    void destroysWhatNobodyTook();
    void losesNothingBetweenThreads();
};

void TestMailbox::givesInTheOrderOfTaking()
{
    const Wakeup wakeup;
    Mailbox<int> mailbox(wakeup);
    QVERIFY(mailbox.isEmpty());
    for (int i = 1; i <= 4; ++i)
        mailbox.put(i);
    QVERIFY(!mailbox.isEmpty());
    std::vector<int> taken;
    mailbox.drain([&](int item) {
        taken.push_back(item);
        if (item == 1)
            mailbox.put(5); // for the next time
    });
    QCOMPARE(taken, std::vector({1, 2, 3, 4}));
    mailbox.drain([&](int item) { taken.push_back(item); });
    QCOMPARE(taken, std::vector({1, 2, 3, 4, 5}));
    QVERIFY(mailbox.isEmpty());
}

void TestMailbox::wakesOnlyWhenItWasEmpty()
{
    const Wakeup wakeup;
    Mailbox<int> mailbox(wakeup);
    mailbox.put(1);
    QVERIFY(isAwake(wakeup, 0));
    wakeup.clear();
    mailbox.put(2);
    QVERIFY(!isAwake(wakeup, 0));
    mailbox.drain([](int) {});
    mailbox.put(3);
    QVERIFY(isAwake(wakeup, 0));
}

void TestMailbox::destroysWhatNobodyTook()
{
    const auto item = std::make_shared<int>(1);
    {
        const Wakeup wakeup;
        Mailbox<std::shared_ptr<int>> mailbox(wakeup);
        mailbox.put(item);
        mailbox.put(item);
        QCOMPARE(item.use_count(), 3L);
    }
    QCOMPARE(item.use_count(), 1L);
}

void TestMailbox::losesNothingBetweenThreads()
{
    struct Item
    {
        std::size_t sender;
        int number;
    };
    constexpr std::size_t senders = 4;
    constexpr int itemsEach = 20'000;
    const Wakeup wakeup;
    Mailbox<Item> mailbox(wakeup);
    std::vector<std::thread> threads;
    for (std::size_t sender = 0; sender < senders; ++sender) {
        threads.emplace_back([&mailbox, sender] {
            for (int i = 0; i < itemsEach; ++i)
                mailbox.put({sender, i});
        });
    }
    std::vector<int> next(senders, 0);
    int outOfOrder = 0;
    int taken = 0;
    while (taken < int(senders) * itemsEach && isAwake(wakeup, 30'000)) {
        wakeup.clear();
        mailbox.drain([&](const Item &item) {
            outOfOrder += item.number == next[item.sender]++ ? 0 : 1;
            ++taken;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(taken, int(senders) * itemsEach);
    QCOMPARE(outOfOrder, 0);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestMailbox)
#include "tst_mailbox.moc"
