#include "app/ui/flowlayout.h"
#include "tests/app/ui/uifixture.h"

using namespace kodama;

namespace {

constexpr int spacing = 8;

class Block final : public QWidget
{
    Q_OBJECT

public:
    Block(int width, int height, QSizePolicy::Policy policy = QSizePolicy::Fixed)
        : m_size(width, height)
    {
        setSizePolicy(policy, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override { return m_size; }

private:
    QSize m_size;
};

} // namespace

class TestFlowLayout final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_window = std::make_unique<QWidget>();
        m_flow = new FlowLayout(spacing);
        m_window->setLayout(m_flow);
    }
    void cleanup() { m_window.reset(); }

    void whatDoesNotFitIsInTheNextLine()
    {
        fill();
        QCOMPARE(places(216), (QList<QRect>{{0, 0, 100, 30}, {108, 5, 50, 20}, {166, 5, 50, 20}}));
        QCOMPARE(places(215), (QList<QRect>{{0, 0, 100, 30}, {108, 5, 50, 20}, {0, 38, 50, 20}}));
        QCOMPARE(places(150), (QList<QRect>{{0, 0, 100, 30}, {0, 38, 50, 20}, {58, 38, 50, 20}}));
        QCOMPARE(m_flow->heightForWidth(216), 30);
        QCOMPARE(m_flow->heightForWidth(150), 30 + spacing + 20);
    }

    void isAsNarrowAsItsWidest()
    {
        fill();
        QCOMPARE(m_flow->minimumSize(), QSize(100, 30));
        QCOMPARE(m_flow->sizeHint(), QSize(216, 30));
    }

    void aFieldTakesWhatIsLeftOfItsLine()
    {
        m_flow->addWidget(new Block(100, 30, QSizePolicy::Expanding));
        m_flow->addWidget(new Block(50, 30));
        m_flow->addWidget(new Block(50, 30));
        QCOMPARE(places(300), (QList<QRect>{{0, 0, 184, 30}, {192, 0, 50, 30}, {250, 0, 50, 30}}));
        QCOMPARE(places(140).first(), QRect(0, 0, 140, 30));
    }

    void beginsWhereReadingBegins()
    {
        fill();
        m_window->setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(places(216).first(), QRect(116, 0, 100, 30));
    }

    void givesBackWhatItHas()
    {
        fill();
        QCOMPARE(m_flow->count(), 3);
        QVERIFY(m_flow->itemAt(3) == nullptr);
        QVERIFY(m_flow->takeAt(-1) == nullptr);
        const std::unique_ptr<QLayoutItem> taken(m_flow->takeAt(0));
        QCOMPARE(taken->sizeHint(), QSize(100, 30));
        QCOMPARE(m_flow->count(), 2);
    }

private:
    void fill()
    {
        for (const QSize size : {QSize(100, 30), QSize(50, 20), QSize(50, 20)})
            m_flow->addWidget(new Block(size.width(), size.height()));
    }
    QList<QRect> places(int width)
    {
        m_flow->setGeometry(QRect(0, 0, width, m_flow->heightForWidth(width)));
        QList<QRect> all;
        for (int i = 0; i < m_flow->count(); ++i)
            all.append(m_flow->itemAt(i)->geometry());
        return all;
    }

    std::unique_ptr<QWidget> m_window;
    FlowLayout *m_flow = nullptr;
};

QTEST_MAIN(TestFlowLayout)
#include "tst_flowlayout.moc"
