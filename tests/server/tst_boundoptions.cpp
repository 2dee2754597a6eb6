#include "server/boundoptions.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestBoundOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void setWhatTheySay_data();
    void setWhatTheySay();
    void defaultsMayBeSaid_data() { setWhatTheySay_data(); }
    void defaultsMayBeSaid();
    void readsOnlyNumbersInRange_data();
    void readsOnlyNumbersInRange();
    void pingsComeWellBeforeTheEnd();
};

void TestBoundOptions::setWhatTheySay_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const BoundOption &option : boundOptions())
        QTest::newRow(option.name.data()) << index++;
}

void TestBoundOptions::setWhatTheySay()
{
    QFETCH(int, index);
    const BoundOption &option = boundOptions()[std::size_t(index)];
    for (const qint64 value : {option.least, option.least + 1, option.most}) {
        Bounds bounds;
        option.set(bounds, value);
        QCOMPARE(option.value(bounds), value);
        for (const BoundOption &other : boundOptions()) {
            if (other.name != option.name)
                QCOMPARE(other.value(bounds), other.value(Bounds{}));
        }
    }
}

// Saying what holds anyway changes nothing.
void TestBoundOptions::defaultsMayBeSaid()
{
    QFETCH(int, index);
    const BoundOption &option = boundOptions()[std::size_t(index)];
    const Bounds untouched;
    const qint64 value = option.value(untouched);
    QVERIFY(value >= option.least && value <= option.most);
    Bounds bounds;
    option.set(bounds, value);
    QCOMPARE(bounds.session.messages.burst, untouched.session.messages.burst);
    QCOMPARE(bounds.session.bytes.burst, untouched.session.bytes.burst);
    QCOMPARE(bounds.transport.controlFrames.burst, untouched.transport.controlFrames.burst);
    QVERIFY(bounds.transport.pingAfter == untouched.transport.pingAfter);
    QVERIFY(bounds.transport.pingJitter == untouched.transport.pingJitter);
}

void TestBoundOptions::readsOnlyNumbersInRange_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char *text, bool isRead) {
        QTest::newRow(text) << QString::fromLatin1(text) << isRead;
    };
    row("1", true);
    row("10000", true);
    row("1000000", true);
    row("1000001", false);
    row("0", false);
    row("-1", false);
    row("+1", false);
    row(" 1", false);
    row("1.0", false);
    row("1k", false);
    row("", false);
    row("99999999999999999999", false);
}

void TestBoundOptions::readsOnlyNumbersInRange()
{
    QFETCH(QString, text);
    QFETCH(bool, isRead);
    const BoundOption &option = boundOptions()[0];
    QCOMPARE(option.name, "max-connections"_L1);
    const auto value = readBound(option, text);
    QCOMPARE(value.has_value(), isRead);
    if (value)
        QCOMPARE(QString::number(*value), text);
}

void TestBoundOptions::pingsComeWellBeforeTheEnd()
{
    for (const BoundOption &option : boundOptions()) {
        if (option.name != "dead-after"_L1)
            continue;
        Bounds bounds;
        option.set(bounds, option.least);
        const TransportLimits &limits = bounds.transport;
        QVERIFY(limits.pingAfter > 0ms);
        QVERIFY(limits.pingAfter + limits.pingJitter <= limits.deadAfter * 3 / 5);
    }
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestBoundOptions)
#include "tst_boundoptions.moc"
