#include "server/localbackplane.h"
#include "server/log.h"
#include "server/population.h"
#include "server/shard.h"
#include "tests/server/support/fakelink.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestShard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void givesEachLinkASession();
    void shardsShareRoomsAndHeadCount();
    void deliversNothingOnceClosing();

private:
    ManualClock m_clock;
    Log m_log{m_clock, LogLevel::Error, {}};
    LocalBackplane m_backplane;
    Population m_population;
    const Shard::Shared m_shared{m_backplane, m_population, m_log, m_clock,
                                 Texts(Language::English)};
};

void TestShard::givesEachLinkASession()
{
    Shard shard(m_shared, {}, {});
    FakeLink link(1, u"127.0.0.1:1"_s);
    const auto session = shard.accept(link);
    QVERIFY(link.takeTexts().value(0).startsWith(R"({"type":"welcome")"));
    QCOMPARE(shard.clients().clientIds(), QStringList{u"127.0.0.1:1"_s});
    session->onText(R"({"type":"command","command":"ping"})");
    QCOMPARE(link.takeTexts().size(), 1);
    session->onClosed({});
    QVERIFY(shard.clients().clientIds().isEmpty());
    QCOMPARE(m_population.count(), 0);
}

void TestShard::shardsShareRoomsAndHeadCount()
{
    Shard one(m_shared, {}, {});
    Shard other(m_shared, {}, {});
    FakeLink here(1, u"127.0.0.1:1"_s);
    FakeLink there(2, u"127.0.0.1:2"_s);
    const auto first = one.accept(here);
    const auto second = other.accept(there);
    QCOMPARE(m_population.count(), 2);
    (void)here.takeTexts();
    (void)there.takeTexts();
    first->onText(R"({"type":"broadcast","content":1})");
    QCOMPARE(here.takeTexts().size(), 1);
    QCOMPARE(there.takeTexts().size(), 1);
    first->onClosed({});
    second->onClosed({});
}

void TestShard::deliversNothingOnceClosing()
{
    Shard shard(m_shared, {}, {});
    QSignalSpy closed(&shard, &Shard::closed);
    FakeLink link(1, u"127.0.0.1:1"_s);
    const auto session = shard.accept(link);
    (void)link.takeTexts();
    shard.close(CloseCode::GoingAway, u"bye"_s, 1s);
    QVERIFY(closed.isEmpty());
    m_backplane.publish({lobby, SharedFrame{"\x81\x01x"_ba}});
    QVERIFY(link.takeTexts().isEmpty());
    QVERIFY(closed.wait()); // the transport itself has no connection
    session->onClosed({});
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestShard)
#include "tst_shard.moc"
