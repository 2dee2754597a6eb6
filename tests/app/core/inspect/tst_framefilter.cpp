#include "app/core/inspect/framefilter.h"
#include "app/core/inspect/framelogmodel.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestFrameFilter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_log = std::make_unique<FrameLogModel>();
        m_filter = std::make_unique<FrameFilter>(*m_log);
        m_log->setWatched(true);
        using D = Frame::Direction;
        using K = Frame::Kind;
        add(D::Received, K::Text, R"({"content":"センサー"})");
        add(D::Sent, K::Text, R"({"content":"\u30bb\u30f3\u30b5\u30fc"})");
        add(D::Sent, K::Ping, "1");
        add(D::Received, K::Pong, "1");
        add(D::Received, K::Binary, "Hello");
        add(D::Received, K::Close, QByteArray("\x03\xe8", 2));
        m_log->flush();
    }

    void showsAllAtFirst()
    {
        QAbstractItemModelTester tester(m_filter.get());
        QVERIFY(!m_filter->isFiltering());
        QCOMPARE(shown(), (QList<int>{0, 1, 2, 3, 4, 5}));
    }

    void filtersByDirection()
    {
        QAbstractItemModelTester tester(m_filter.get());
        m_filter->setDirection(Frame::Direction::Sent);
        QVERIFY(m_filter->isFiltering());
        QCOMPARE(shown(), (QList<int>{1, 2}));
        m_filter->setDirection({});
        QCOMPARE(shown().size(), 6);
    }

    void filtersByKind()
    {
        m_filter->setKinds(FrameFilter::Kinds::Messages);
        QCOMPARE(shown(), (QList<int>{0, 1, 4}));
        m_filter->setKinds(FrameFilter::Kinds::Control);
        QCOMPARE(shown(), (QList<int>{2, 3, 5}));
    }

    void filtersByTextAsPeopleMeanIt()
    {
        m_filter->setText(u"ｾﾝｻ"_s);
        QCOMPARE(shown(), (QList<int>{0, 1}));
        m_filter->setText(u"hello"_s);
        QCOMPARE(shown(), (QList<int>{4}));
        m_filter->setText(u"1000"_s);
        QCOMPARE(shown(), (QList<int>{5}));
    }

    void newFramesAreFilteredToo()
    {
        QAbstractItemModelTester tester(m_filter.get());
        m_filter->setText(u"needle"_s);
        QCOMPARE(m_filter->rowCount(), 0);
        add(Frame::Direction::Sent, Frame::Kind::Text, "a needle");
        add(Frame::Direction::Sent, Frame::Kind::Text, "hay");
        m_log->flush();
        QCOMPARE(m_filter->rowCount(), 1);
        const Frame frame = frameAt(m_filter->index(0, 0));
        QCOMPARE(frame.payload, QByteArray("a needle"));
        QCOMPARE(frame.direction, Frame::Direction::Sent);
    }

private:
    void add(Frame::Direction direction, Frame::Kind kind, const QByteArray &payload)
    {
        m_log->onFrame({direction, kind, payload, std::chrono::milliseconds(1)});
    }

    [[nodiscard]] QList<int> shown() const
    {
        QList<int> rows;
        for (int row = 0; row < m_filter->rowCount(); ++row)
            rows.append(m_filter->mapToSource(m_filter->index(row, 0)).row());
        return rows;
    }

    std::unique_ptr<FrameLogModel> m_log;
    std::unique_ptr<FrameFilter> m_filter;
};

QTEST_GUILESS_MAIN(TestFrameFilter)
#include "tst_framefilter.moc"
