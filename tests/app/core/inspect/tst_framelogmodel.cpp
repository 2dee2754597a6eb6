#include "app/core/inspect/framelogmodel.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestFrameLogModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_log = std::make_unique<FrameLogModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_log.get());
    }

    void cleanup()
    {
        m_tester.reset();
        m_log.reset();
    }

    void keepsAHandfulWhileNobodyLooks()
    {
        QSignalSpy inserted(m_log.get(), &QAbstractItemModel::rowsInserted);
        add(1000, "x");
        m_log->flush();
        QCOMPARE(m_log->rowCount(), 0);
        QCOMPARE(inserted.count(), 0);
        m_log->setWatched(true);
        QCOMPARE(m_log->rowCount(), int(FrameLogModel::unwatchedBounds.frames));
        QCOMPARE(number(m_log->rowCount() - 1), 1000U);
    }

    void keepsFewBytesWhileNobodyLooks()
    {
        add(20, QByteArray(100'000, 'x'));
        QVERIFY(m_log->bytes() <= FrameLogModel::unwatchedBounds.bytes);
        add(1, QByteArray(4'000'000, 'x'));
        m_log->setWatched(true);
        QCOMPARE(m_log->rowCount(), 1); // a large one is kept whole, alone
        QCOMPARE(m_log->frameAt(0).payload.size(), 4'000'000);
    }

    void tellsTheFacts()
    {
        m_log->setWatched(true);
        m_log->onFrame(
            {Frame::Direction::Sent, Frame::Kind::Ping, "7", std::chrono::milliseconds(1234)});
        m_log->flush();
        const QModelIndex index = m_log->index(0, FrameLogModel::KindColumn);
        QCOMPARE(index.data(FrameLogModel::NumberRole).toULongLong(), 1U);
        QCOMPARE(index.data(FrameLogModel::TimeRole).toLongLong(), 1234);
        QCOMPARE(index.data(FrameLogModel::DirectionRole).toInt(), int(Frame::Direction::Sent));
        QCOMPARE(index.data(FrameLogModel::KindRole).toInt(), int(Frame::Kind::Ping));
        QCOMPARE(index.data(FrameLogModel::SizeRole).toLongLong(), 1);
        QCOMPARE(index.data(FrameLogModel::PayloadRole).toByteArray(), QByteArray("7"));
    }

    void comesInBatches()
    {
        m_log->setWatched(true);
        QSignalSpy inserted(m_log.get(), &QAbstractItemModel::rowsInserted);
        add(100, "x");
        QCOMPARE(inserted.count(), 0);
        QVERIFY(inserted.wait(30'000));
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(m_log->rowCount(), 100);
    }

    void losesNothingInAFlood()
    {
        m_log->setWatched(true);
        add(5'000, "x"); // faster than the timer
        m_log->flush();
        QCOMPARE(m_log->rowCount(), 5'000);
        QCOMPARE(number(0), 1U);
    }

    void evictsOldestWhenFull()
    {
        m_log->setWatched(true);
        add(12'345, "x");
        m_log->flush();
        QCOMPARE(m_log->rowCount(), int(FrameLogModel::rowBounds.frames));
        QCOMPARE(number(m_log->rowCount() - 1), 12'345U);
        add(40, QByteArray(1'000'000, 'x'));
        m_log->flush();
        QVERIFY(m_log->bytes() <= FrameLogModel::rowBounds.bytes);
        QCOMPARE(number(m_log->rowCount() - 1), 12'385U);
        add(200, QByteArray(1'000'000, 'x'));
        constexpr qint64 most = 16 * 1024 * 1024;
        QVERIFY(m_log->bytes() <= most);
        static_assert(FrameLogModel::rowBounds.frames + FrameLogModel::waitingBounds.frames <=
                      10'000);
        static_assert(FrameLogModel::rowBounds.bytes + FrameLogModel::waitingBounds.bytes <= most);
    }

    void standsStillWhilePaused()
    {
        m_log->setWatched(true);
        add(3, "x");
        m_log->setPaused(true);
        QCOMPARE(m_log->rowCount(), 3); // what came before is shown
        QSignalSpy held(m_log.get(), &FrameLogModel::heldBackChanged);
        add(10, "y");
        QVERIFY(held.wait(30'000));
        QCOMPARE(m_log->rowCount(), 3);
        QCOMPARE(m_log->heldBack(), 10);
        QCOMPARE(m_log->missed(), 0U);
        m_log->setPaused(false);
        QCOMPARE(m_log->rowCount(), 13);
        QCOMPARE(m_log->heldBack(), 0);
    }

    void saysWhatAPauseMissed()
    {
        m_log->setWatched(true);
        m_log->setPaused(true);
        add(int(FrameLogModel::waitingBounds.frames) + 5, "x");
        QCOMPARE(m_log->heldBack(), int(FrameLogModel::waitingBounds.frames));
        QCOMPARE(m_log->missed(), 5U);
        m_log->setPaused(false);
        QCOMPARE(number(0), 6U);
        QCOMPARE(m_log->missed(), 0U);
    }

    void isEmptyAfterClear()
    {
        m_log->setWatched(true);
        add(3, "x");
        m_log->flush();
        add(3, "x");
        m_log->clear();
        QCOMPARE(m_log->rowCount(), 0);
        QCOMPARE(m_log->bytes(), 0);
        m_log->flush();
        QCOMPARE(m_log->rowCount(), 0);
        add(1, "x");
        m_log->flush();
        QCOMPARE(number(0), 7U);
    }

    void becomesSmallWhenNobodyLooksAnyMore()
    {
        m_log->setWatched(true);
        add(1'000, "x");
        m_log->flush();
        m_log->setPaused(true);
        add(10, "x");
        m_log->setWatched(false);
        QCOMPARE(m_log->rowCount(), 0);
        QVERIFY(!m_log->isPaused());
        m_log->setWatched(true);
        QCOMPARE(m_log->rowCount(), int(FrameLogModel::unwatchedBounds.frames));
        QCOMPARE(number(m_log->rowCount() - 1), 1'010U);
    }

    /// For people: what every frame costs while the inspector is closed.
    void costsLittleWhileNobodyLooks()
    {
        const QByteArray payload(200, 'x');
        QBENCHMARK
        {
            m_log->onFrame({Frame::Direction::Received, Frame::Kind::Text, payload,
                            std::chrono::milliseconds(1)});
        }
    }

private:
    void add(int count, const QByteArray &payload)
    {
        for (int i = 0; i < count; ++i)
            m_log->onFrame({Frame::Direction::Received, Frame::Kind::Text, payload,
                            std::chrono::milliseconds(i)});
    }

    [[nodiscard]] quint64 number(int row) const
    {
        return m_log->index(row, 0).data(FrameLogModel::NumberRole).toULongLong();
    }

    std::unique_ptr<FrameLogModel> m_log;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestFrameLogModel)
#include "tst_framelogmodel.moc"
