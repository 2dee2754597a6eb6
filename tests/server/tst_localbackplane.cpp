#include "server/localbackplane.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestLocalBackplane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void deliversToEverySink();
};

void TestLocalBackplane::deliversToEverySink()
{
    struct Sink final : PublicationSink
    {
        void deliver(const Publication &publication) override { got.append(publication.room); }
        QStringList got;
    };
    Sink first;
    Sink second;
    LocalBackplane backplane;
    backplane.addSink(first);
    backplane.addSink(second);
    backplane.publish({lobby, SharedFrame{"frame"_ba}});
    backplane.removeSink(first);
    backplane.publish({u"tea"_s, SharedFrame{"frame"_ba}});
    QCOMPARE(first.got, QStringList{lobby});
    QCOMPARE(second.got, QStringList({lobby, u"tea"_s}));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestLocalBackplane)
#include "tst_localbackplane.moc"
