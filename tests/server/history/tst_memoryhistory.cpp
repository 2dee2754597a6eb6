#include "server/history/memoryhistory.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestMemoryHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void isSyncedAtOnce();
    void theOldestOfAllStreamsGoFirst();
    void aQuietStreamDoesNotHoldWhatOthersPruned();
    void streamsAreBounded();
    void anEmptyStreamThatWasDroppedDoesNotCountAgain();
    void whoseLastConversationMadePlaceIsForgotten();
};

static NewItem itemOf(const QString &stream, qsizetype bytes, qint64 ts = 1)
{
    return {stream, QByteArray(bytes, 'x'), ts, 1, 2, {}};
}

void TestMemoryHistory::isSyncedAtOnce()
{
    MemoryHistory history(u"e"_s);
    QVERIFY(!history.begin());
    QVERIFY(history.append(itemOf(u"a"_s, 1)).hasValue());
    const CommitNumber commit = history.commit().value();
    QCOMPARE(history.syncedCommit(), commit);
    QVERIFY(!history.trouble());
}

void TestMemoryHistory::theOldestOfAllStreamsGoFirst()
{
    MemoryHistory history(u"e"_s, {}, 100'000);
    QVERIFY(history.append(itemOf(u"old"_s, 10'000)).hasValue());
    QVERIFY(history.append(itemOf(u"quiet"_s, 10)).hasValue());
    for (int i = 0; i < 9; ++i)
        QVERIFY(history.append(itemOf(u"busy"_s, 10'000)).hasValue());
    QCOMPARE(history.position(u"old"_s).first, 2);
    QCOMPARE(history.position(u"quiet"_s).first, 1);
    QCOMPARE(history.position(u"busy"_s).first, 1);
    for (int i = 0; i < 3; ++i)
        QVERIFY(history.append(itemOf(u"busy"_s, 10'000)).hasValue());
    QCOMPARE(history.position(u"quiet"_s).first, 2);
    QCOMPARE(history.position(u"busy"_s).last, 12);
    QCOMPARE(history.position(u"busy"_s).first, 4);
}

void TestMemoryHistory::aQuietStreamDoesNotHoldWhatOthersPruned()
{
    MemoryHistory history(u"e"_s, {.items = 10});
    QVERIFY(history.append(itemOf(u"quiet"_s, 10)).hasValue());
    for (int i = 0; i < 10'000; ++i)
        QVERIFY(history.append(itemOf(u"busy"_s, 10)).hasValue());
    QCOMPARE(history.position(u"busy"_s).first, 9'991);
    QCOMPARE(history.position(u"quiet"_s).first, 1);
}

void TestMemoryHistory::streamsAreBounded()
{
    MemoryHistory history(u"e"_s);
    for (int i = 0; i < limits::streams; ++i)
        QVERIFY(history.append(itemOf(QString::number(i), 1)).hasValue());
    const auto refused = history.append(itemOf(u"one.more"_s, 1));
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().kind, HistoryError::Kind::TooManyStreams);
    QVERIFY(history.append(itemOf(u"0"_s, 1)).hasValue());
    // However many rooms there are.
    QVERIFY(history.append(itemOf(u"lobby"_s, 1)).hasValue());
    QVERIFY(history.append(itemOf(directStream(1, 2), 1)).hasValue());
}

void TestMemoryHistory::anEmptyStreamThatWasDroppedDoesNotCountAgain()
{
    MemoryHistory history(u"e"_s, {.age = std::chrono::seconds(1)});
    for (int i = 0; i < 5; ++i)
        QVERIFY(history.append(itemOf(u"old"_s, 1, 1)).hasValue());
    for (int i = 1; i < limits::streams; ++i)
        QVERIFY(history.append(itemOf(QString::number(i), 1, 100'000)).hasValue());
    QVERIFY(history.tend(std::chrono::milliseconds(100'000)).count() > 0);
    QVERIFY(history.append(itemOf(u"one.more"_s, 1)).hasValue());
    // Nobody who was in the old stream takes the new one for its continuation.
    QCOMPARE(history.position(u"old"_s).last, 5);
    QCOMPARE(history.position(u"one.more"_s).first, 6);
}

void TestMemoryHistory::whoseLastConversationMadePlaceIsForgotten()
{
    MemoryHistory history(u"e"_s, {.age = std::chrono::seconds(1)});
    for (const PersonId person : {PersonId{1}, PersonId{2}})
        QVERIFY(!history.savePerson({person, u"p"_s, QString::number(person)}));
    QVERIFY(!history.saveSession({5, "hash", 2, {}, 0}));
    QVERIFY(history.append(itemOf(directStream(1, 2), 1, 1)).hasValue());
    for (int i = 1; i < limits::streams; ++i)
        QVERIFY(history.append(itemOf(QString::number(i), 1, 100'000)).hasValue());
    QVERIFY(history.tend(std::chrono::milliseconds(100'000)).count() > 0);
    QVERIFY(history.findPerson(1).value());
    QVERIFY(history.append(itemOf(u"one.more"_s, 1)).hasValue());
    QVERIFY(!history.findPerson(1).value());
    QVERIFY(history.findPerson(2).value());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestMemoryHistory)
#include "tst_memoryhistory.moc"
