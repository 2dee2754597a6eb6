#include "server/refusallog.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestRefusalLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void saysWhoAndWhyAndWhatHelps();
    void speaksJapanese();
    void everyReasonHasASentence();
    void saysHowManyItLeftOut();
    void reasonsDoNotSilenceEachOther();
    void boundsAndEscapesWhatPeersSend();
    void offersNothingForAShellThatIsNoPlainName();
};

namespace {

struct Refusals
{
    explicit Refusals(Language language = Language::English)
        : refusals(log, clock, language)
    {}

    /// Without the time.
    [[nodiscard]] QStringList takeLines()
    {
        QStringList texts;
        for (const QByteArray &line : std::exchange(lines, {}))
            texts.append(QString::fromUtf8(line).trimmed().section(u" - "_s, 1));
        return texts;
    }

    ManualClock clock;
    QByteArrayList lines;
    Log log{clock, LogLevel::Info, [this](const QByteArray &line) { lines.append(line); }};
    RefusalLog refusals;
};

} // namespace

void TestRefusalLog::saysWhoAndWhyAndWhatHelps()
{
    Refusals set;
    set.refusals.onRefused(u"192.0.2.7:5000"_s, 403,
                           {RefusalReason::ForeignHost, u"chat.example.org"_s});
    set.refusals.onRefused(u"192.0.2.7:5001"_s, 403,
                           {RefusalReason::ForeignOrigin, u"https://chat.example.org:8443"_s});
    set.refusals.onRefused(u"192.0.2.7:5002"_s, 503, {RefusalReason::NoPlace});
    set.refusals.onRefused(u"192.0.2.7:5003"_s, 0, {RefusalReason::NoPlaceFromThere});
    QCOMPARE(
        set.takeLines(),
        QStringList({
            u"WARNING - Refused 192.0.2.7:5000 (HTTP 403): Host 'chat.example.org' is not allowed: "
            "--allow-host chat.example.org"_s,
            u"WARNING - Refused 192.0.2.7:5001 (HTTP 403): Origin 'https://chat.example.org:8443' "
            "is not allowed: --allow-origin https://chat.example.org:8443"_s,
            u"WARNING - Refused 192.0.2.7:5002 (HTTP 503): too many connections (--max-connections)"_s,
            u"WARNING - Refused 192.0.2.7:5003 (no answer): "
            "too many connections from this address "
            "(--max-connections-per-address)"_s,
        }));
}

void TestRefusalLog::speaksJapanese()
{
    Refusals set(Language::Japanese);
    set.refusals.onRefused(u"192.0.2.7:5000"_s, 403, {RefusalReason::ForeignHost, u"a.example"_s});
    QCOMPARE(set.takeLines(),
             QStringList{u"WARNING - 接続を拒否 192.0.2.7:5000 (HTTP 403): Host 'a.example' "
                         u"は許可されていません: --allow-host a.example"_s});
}

void TestRefusalLog::everyReasonHasASentence()
{
    for (const Language language : {Language::English, Language::Japanese}) {
        Refusals set(language);
        for (std::size_t i = 1; i < refusalReasonCount; ++i)
            set.refusals.onRefused(u"192.0.2.7:5000"_s, 400, {RefusalReason(i), u"value"_s});
        const QStringList lines = set.takeLines();
        QCOMPARE(lines.size(), qsizetype(refusalReasonCount) - 1);
        for (const QString &line : lines) {
            QVERIFY2(!line.contains(u'%'), qPrintable(line));
            QVERIFY2(!line.endsWith(u": "_s), qPrintable(line));
        }
    }
}

void TestRefusalLog::saysHowManyItLeftOut()
{
    Refusals set;
    for (int i = 0; i < 4; ++i)
        set.refusals.onRefused(u"192.0.2.7:5000"_s, 503, {RefusalReason::NoPlace});
    QCOMPARE(set.takeLines().size(), 1);
    set.clock.advance(RefusalLog::quietTime);
    set.refusals.onRefused(u"192.0.2.7:5000"_s, 503, {RefusalReason::NoPlace});
    const QStringList second = set.takeLines();
    QCOMPARE(second.size(), 1);
    QVERIFY2(second.constFirst().endsWith(u"(and 3 more before, left out)"_s),
             qPrintable(second.constFirst()));
    set.clock.advance(RefusalLog::quietTime);
    set.refusals.onRefused(u"192.0.2.7:5000"_s, 503, {RefusalReason::NoPlace});
    QVERIFY(!set.takeLines().constFirst().contains(u"more"_s));
}

void TestRefusalLog::reasonsDoNotSilenceEachOther()
{
    Refusals set;
    for (int i = 0; i < 3; ++i) {
        set.refusals.onRefused(u"192.0.2.7:1"_s, 400, {RefusalReason::Malformed, u"not HTTP"_s});
        set.refusals.onRefused(u"192.0.2.8:1"_s, 403, {RefusalReason::ForeignHost, u"a.b"_s});
    }
    QCOMPARE(set.takeLines().size(), 2);
}

void TestRefusalLog::boundsAndEscapesWhatPeersSend()
{
    Refusals set;
    set.refusals.onRefused(
        u"192.0.2.7:1"_s, 403,
        {RefusalReason::ForeignOrigin,
         u"x\n2025-12-14 10:00:05 - ERROR - forged %1\u001b[2J"_s + QString(100'000, u'a')});
    QCOMPARE(set.lines.size(), 1);
    const QByteArray line = set.lines.constFirst();
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(!line.contains('\x1b'));
    QVERIFY(line.contains("%1"));
    QVERIFY2(line.size() < 400, line.constData());
}

void TestRefusalLog::offersNothingForAShellThatIsNoPlainName()
{
    Refusals set;
    set.refusals.onRefused(u"192.0.2.7:1"_s, 403,
                           {RefusalReason::ForeignOrigin, u"https://x;rm -rf ~"_s});
    QVERIFY(set.takeLines().constFirst().endsWith(
        u"Origin 'https://x;rm -rf ~' is not allowed: --allow-origin ..."_s));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestRefusalLog)
#include "tst_refusallog.moc"
