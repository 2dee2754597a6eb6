#include "app/core/messagelogmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

using Kind = LogEntry::Kind;

const QDateTime noon(QDate(2025, 12, 14), QTime(12, 0));

LogEntry chat(const QString &sender, const QString &text, qint64 seconds = 0)
{
    LogEntry entry;
    entry.kind = Kind::Chat;
    entry.sender = sender;
    entry.text = text;
    entry.time = noon.addSecs(seconds);
    return entry;
}

std::vector<LogEntry> rows(int first, int last)
{
    std::vector<LogEntry> result;
    for (int i = first; i <= last; ++i)
        result.push_back(chat(u"a"_s, QString::number(i)));
    return result;
}

LogEntry numbered(qint64 offset)
{
    LogEntry entry = chat(u"a"_s, QString::number(offset));
    entry.offset = offset;
    return entry;
}

std::vector<LogEntry> numberedRows(qint64 first, qint64 last)
{
    std::vector<LogEntry> result;
    for (qint64 offset = first; offset <= last; ++offset)
        result.push_back(numbered(offset));
    return result;
}

LogEntry waiting(const QString &id, qint64 seconds = 0)
{
    LogEntry entry = chat(u"me"_s, id, seconds);
    entry.isOwn = true;
    entry.messageId = id;
    entry.delivery = LogEntry::Delivery::Pending;
    return entry;
}

LogEntry gap(qint64 before)
{
    LogEntry entry = chat({}, u"gap"_s);
    entry.kind = Kind::Gap;
    entry.offset = before;
    return entry;
}

LogEntry change(Kind kind, const QString &sender)
{
    LogEntry entry = chat(sender, sender);
    entry.kind = kind;
    return entry;
}

} // namespace

class TestMessageLogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_model = std::make_unique<MessageLogModel>(5, 1'000'000);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void tellsTheFactsOfARow();
    void evictsOldestWhenFull();
    void neverHoldsMoreRowsThanItMay();
    void takesABatchInOneStep();
    void keepsTheNewestOfAHugeBatch();
    void boundsTheBytes();
    void keepsOneRowHoweverLarge();
    void namesRowsForEver();
    void startsAGroup_data();
    void startsAGroup();
    void startsADay();
    void tellsThatTheFirstRowChanged();
    void clears();
    void appendingNothingTellsNothing();
    void answersNothingForWrongIndexes();
    void olderRowsComeAbove();
    void olderRowsMustFit();
    void idsGrowDownwards();
    void unsentRowsStayAtTheEnd();
    void aConfirmedRowTakesItsPlace();
    void anUnsentRowFailsAndIsDiscarded();
    void theSecondConfirmationChangesNothing();
    void aGapIsFilled();
    void aGapRemainsWhenThereIsMore();
    void aGapIsFilledInAFullLog();
    void manyFillingsAtOnePlaceKeepTheOrder();
    void theUnreadLineStandsAboveTheFirstUnreadMessage();
    void theUnreadLineMovesUpWithOlderRows();
    void whatWasSeenGetsNoLineWhenOlderRowsCome();
    void pausesAreTold();
    void comingAndGoingFormsRuns();
    void aLongRunIsSplit();

private:
    [[nodiscard]] QVariant at(int row, int role) const
    {
        return m_model->data(m_model->index(row), role);
    }

    [[nodiscard]] QStringList texts() const
    {
        QStringList result;
        for (int row = 0; row < m_model->rowCount(); ++row)
            result.append(m_model->entry(row).text);
        return result;
    }
    /// A model with room for more than five rows.
    void makeRoomFor(int rowCount)
    {
        m_tester.reset();
        m_model = std::make_unique<MessageLogModel>(rowCount);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    std::unique_ptr<MessageLogModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestMessageLogModel::tellsTheFactsOfARow()
{
    LogEntry entry = chat(u"127.0.0.1:5"_s, u"やあ"_s);
    entry.isOwn = true;
    entry.frame = "{}";
    entry.number = 7;
    m_model->append(entry);
    QCOMPARE(at(0, MessageLogModel::KindRole).toInt(), static_cast<int>(Kind::Chat));
    QCOMPARE(at(0, MessageLogModel::SenderRole).toString(), u"127.0.0.1:5"_s);
    QCOMPARE(at(0, MessageLogModel::TextRole).toString(), u"やあ"_s);
    QCOMPARE(at(0, Qt::DisplayRole).toString(), u"やあ"_s);
    QCOMPARE(at(0, MessageLogModel::TimeRole).toDateTime(), noon);
    QCOMPARE(at(0, MessageLogModel::OwnRole).toBool(), true);
    QCOMPARE(at(0, MessageLogModel::FrameRole).toByteArray(), QByteArray("{}"));
    QCOMPARE(at(0, MessageLogModel::NumberRole).toLongLong(), 7);
    QVERIFY(!at(0, Qt::ForegroundRole).isValid());
    QCOMPARE(m_model->roleNames().size(), 21);
}

void TestMessageLogModel::evictsOldestWhenFull()
{
    m_model->append(rows(1, 5));
    m_model->append(chat(u"a"_s, u"6"_s));
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(m_model->entry(0).text, u"2"_s);
    QCOMPARE(m_model->entry(4).text, u"6"_s);
    QCOMPARE(m_model->evictedRows(), 1U);
}

void TestMessageLogModel::neverHoldsMoreRowsThanItMay()
{
    int most = 0;
    connect(m_model.get(), &QAbstractItemModel::rowsInserted, this,
            [this, &most] { most = std::max(most, m_model->rowCount()); });
    for (int i = 0; i < 20; ++i)
        m_model->append(rows(3 * i, 3 * i + 2));
    QCOMPARE(most, 5);
}

void TestMessageLogModel::takesABatchInOneStep()
{
    m_model->append(rows(1, 4));
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    m_model->append(rows(5, 8));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(m_model->entry(0).text, u"4"_s);
}

void TestMessageLogModel::keepsTheNewestOfAHugeBatch()
{
    m_model->append(rows(1, 2));
    m_model->append(rows(3, 100));
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(m_model->entry(0).text, u"96"_s);
    QCOMPARE(m_model->entry(4).text, u"100"_s);
    QCOMPARE(m_model->evictedRows(), 95U);
}

void TestMessageLogModel::boundsTheBytes()
{
    MessageLogModel model(1'000, 10'000);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < 50; ++i) {
        model.append(chat(u"a"_s, QString(500, u'x')));
        QVERIFY(model.bytes() <= 10'000);
    }
    QVERIFY(model.rowCount() > 3 && model.rowCount() < 10);
    std::vector<LogEntry> batch;
    for (int i = 0; i < 50; ++i)
        batch.push_back(chat(u"a"_s, QString(500, u'y')));
    model.append(std::move(batch));
    QVERIFY(model.bytes() <= 10'000);
    QVERIFY(model.rowCount() > 3);
}

void TestMessageLogModel::keepsOneRowHoweverLarge()
{
    MessageLogModel model(10, 100);
    model.append(chat(u"a"_s, QString(5'000, u'x')));
    QCOMPARE(model.rowCount(), 1);
    model.append(chat(u"a"_s, QString(6'000, u'x')));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.entry(0).text.size(), 6'000);
}

void TestMessageLogModel::namesRowsForEver()
{
    m_model->append(rows(1, 5));
    const quint64 id = at(3, MessageLogModel::IdRole).toULongLong();
    m_model->append(rows(6, 7));
    QCOMPARE(at(1, MessageLogModel::IdRole).toULongLong(), id);
    m_model->clear();
    m_model->append(rows(1, 1));
    QVERIFY(at(0, MessageLogModel::IdRole).toULongLong() > id);
}

void TestMessageLogModel::startsAGroup_data()
{
    QTest::addColumn<LogEntry>("second");
    QTest::addColumn<bool>("starts");
    QTest::newRow("same sender") << chat(u"a"_s, u"x"_s, 1) << false;
    QTest::newRow("other sender") << chat(u"b"_s, u"x"_s, 1) << true;
    QTest::newRow("5 minutes later") << chat(u"a"_s, u"x"_s, 300) << false;
    QTest::newRow("more than 5 minutes later") << chat(u"a"_s, u"x"_s, 301) << true;
    QTest::newRow("next day") << chat(u"a"_s, u"x"_s, 12 * 3600) << true;
    LogEntry notice = chat(u"a"_s, u"x"_s, 1);
    notice.kind = Kind::Joined;
    QTest::newRow("notice") << notice << true;
    LogEntry own = chat(u"a"_s, u"x"_s, 1);
    own.isOwn = true;
    QTest::newRow("own") << own << true;
}

void TestMessageLogModel::startsAGroup()
{
    QFETCH(LogEntry, second);
    m_model->append(chat(u"a"_s, u"x"_s));
    m_model->append(second);
    QVERIFY(at(0, MessageLogModel::GroupStartRole).toBool());
    QTEST(at(1, MessageLogModel::GroupStartRole).toBool(), "starts");
}

void TestMessageLogModel::startsADay()
{
    m_model->append(chat(u"a"_s, u"x"_s));
    m_model->append(chat(u"a"_s, u"y"_s, 12 * 3600 - 1));
    m_model->append(chat(u"a"_s, u"z"_s, 12 * 3600));
    QVERIFY(at(0, MessageLogModel::DayStartRole).toBool());
    QVERIFY(!at(1, MessageLogModel::DayStartRole).toBool());
    QVERIFY(at(2, MessageLogModel::DayStartRole).toBool());
}

void TestMessageLogModel::tellsThatTheFirstRowChanged()
{
    m_model->append(rows(1, 5));
    QVERIFY(!at(1, MessageLogModel::GroupStartRole).toBool());
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->append(rows(6, 6));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 0);
    QVERIFY(at(0, MessageLogModel::GroupStartRole).toBool());
}

void TestMessageLogModel::clears()
{
    m_model->append(rows(1, 9));
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->bytes(), 0);
    QCOMPARE(m_model->evictedRows(), 0U);
}

void TestMessageLogModel::appendingNothingTellsNothing()
{
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->append(std::vector<LogEntry>{});
    QCOMPARE(inserted.count(), 0);
}

void TestMessageLogModel::answersNothingForWrongIndexes()
{
    QVERIFY(!m_model->data({}, Qt::DisplayRole).isValid());
    m_model->append(rows(1, 1));
    QCOMPARE(m_model->rowCount(m_model->index(0)), 0);
    QVERIFY(!at(0, MessageLogModel::NumberRole).isValid());
}

void TestMessageLogModel::olderRowsComeAbove()
{
    makeRoomFor(100);
    m_model->append(rows(4, 6));
    const quint64 id = m_model->idOf(0);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QCOMPARE(m_model->prepend(rows(1, 3)), 3);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(texts(), (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s}));
    QCOMPARE(m_model->rowOfId(id), 3);
    QVERIFY(!at(3, MessageLogModel::DayStartRole).toBool());
}

void TestMessageLogModel::olderRowsMustFit()
{
    m_model->append(rows(4, 6));
    QCOMPARE(m_model->prepend(rows(1, 3)), 2);
    QCOMPARE(texts(), (QStringList{u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s}));
    QCOMPARE(m_model->prepend(rows(1, 1)), 0);
}

void TestMessageLogModel::idsGrowDownwards()
{
    QSet<quint64> seen;
    for (int round = 0; round < 5; ++round) {
        m_model->append(waiting(QString::number(round)));
        m_model->append(rows(1, 2));
        m_model->prepend(rows(1, 1));
        for (int row = 0; row < m_model->rowCount(); ++row) {
            QVERIFY(row == 0 || m_model->idOf(row) > m_model->idOf(row - 1));
            QCOMPARE(m_model->rowOfId(m_model->idOf(row)), row);
        }
    }
    QCOMPARE(m_model->rowOfId(7), -1);
}

void TestMessageLogModel::unsentRowsStayAtTheEnd()
{
    makeRoomFor(100);
    m_model->append(rows(1, 1));
    m_model->append(waiting(u"mine"_s));
    m_model->append(rows(2, 3));
    m_model->append(waiting(u"next"_s));
    QCOMPARE(texts(), (QStringList{u"1"_s, u"2"_s, u"3"_s, u"mine"_s, u"next"_s}));
    QCOMPARE(at(3, MessageLogModel::DeliveryRole).toInt(), int(LogEntry::Delivery::Pending));
    QCOMPARE(m_model->rowOfMessage(u"next"_s), 4);
}

void TestMessageLogModel::aConfirmedRowTakesItsPlace()
{
    makeRoomFor(100);
    m_model->append({numbered(1), waiting(u"first"_s), waiting(u"second"_s)});
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    const QPersistentModelIndex second(m_model->index(2));
    QVERIFY(m_model->confirm(u"second"_s, 2, noon.addSecs(5), "{}"));
    QCOMPARE(moved.count(), 1);
    QCOMPARE(second.row(), 1);
    QCOMPARE(texts(), (QStringList{u"1"_s, u"second"_s, u"first"_s}));
    QCOMPARE(m_model->entry(1).offset, 2);
    QCOMPARE(m_model->entry(1).delivery, LogEntry::Delivery::Stored);
    QCOMPARE(m_model->entry(1).frame, QByteArray("{}"));
    m_model->append(numbered(3));
    QCOMPARE(texts(), (QStringList{u"1"_s, u"second"_s, u"3"_s, u"first"_s}));
    QVERIFY(m_model->confirm(u"first"_s, 4, noon.addSecs(6)));
    QCOMPARE(m_model->entry(3).offset, 4);
    QVERIFY(!m_model->confirm(u"stranger"_s, 5, noon));
}

void TestMessageLogModel::anUnsentRowFailsAndIsDiscarded()
{
    m_model->append({numbered(1), waiting(u"mine"_s)});
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QVERIFY(m_model->setDelivery(u"mine"_s, LogEntry::Delivery::Failed));
    QVERIFY(!changed.isEmpty());
    QCOMPARE(at(1, MessageLogModel::DeliveryRole).toInt(), int(LogEntry::Delivery::Failed));
    QVERIFY(m_model->setDelivery(u"mine"_s, LogEntry::Delivery::Pending));
    QVERIFY(m_model->discard(u"mine"_s));
    QVERIFY(!m_model->discard(u"mine"_s));
    QCOMPARE(texts(), QStringList{u"1"_s});
    m_model->append(numbered(2));
    QCOMPARE(texts(), (QStringList{u"1"_s, u"2"_s}));
}

void TestMessageLogModel::theSecondConfirmationChangesNothing()
{
    m_model->append({numbered(1), waiting(u"mine"_s)});
    QVERIFY(m_model->confirm(u"mine"_s, 2, noon));
    QVERIFY(m_model->confirm(u"mine"_s, 2, noon, "{\"id\":\"mine\"}"));
    QCOMPARE(m_model->rowCount(), 2);
    QVERIFY(!m_model->discard(u"mine"_s)); // it is stored
    QVERIFY(!m_model->setDelivery(u"mine"_s, LogEntry::Delivery::Failed));
}

void TestMessageLogModel::aGapIsFilled()
{
    makeRoomFor(100);
    m_model->append({numbered(1), gap(5), numbered(5), numbered(6)});
    m_model->fillGap(5, numberedRows(2, 4), MessageLogModel::GapState::Closed);
    QCOMPARE(texts(), (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s}));
    m_model->fillGap(5, numberedRows(2, 4), MessageLogModel::GapState::Closed); // late answer
    QCOMPARE(m_model->rowCount(), 6);
}

void TestMessageLogModel::aGapRemainsWhenThereIsMore()
{
    makeRoomFor(100);
    m_model->append({numbered(1), gap(9), numbered(9)});
    m_model->fillGap(9, numberedRows(7, 8), MessageLogModel::GapState::Remains);
    QCOMPARE(texts(), (QStringList{u"1"_s, u"gap"_s, u"7"_s, u"8"_s, u"9"_s}));
    QCOMPARE(m_model->entry(1).offset, 7);
    QCOMPARE(m_model->rowOfOffset(2), 2); // a gap is no message
    QCOMPARE(m_model->firstOffset(), 1);
}

void TestMessageLogModel::aGapIsFilledInAFullLog()
{
    makeRoomFor(6);
    m_model->append({numbered(1), numbered(2), numbered(3), gap(20), numbered(20), numbered(21)});
    m_model->fillGap(20, numberedRows(18, 19), MessageLogModel::GapState::Remains);
    QCOMPARE(texts(), (QStringList{u"3"_s, u"gap"_s, u"18"_s, u"19"_s, u"20"_s, u"21"_s}));
    m_model->fillGap(18, numberedRows(16, 17), MessageLogModel::GapState::Remains);
    QCOMPARE(texts(), (QStringList{u"gap"_s, u"17"_s, u"18"_s, u"19"_s, u"20"_s, u"21"_s}));
    m_model->fillGap(17, numberedRows(15, 16), MessageLogModel::GapState::Closed);
    QCOMPARE(texts(), (QStringList{u"gap"_s, u"17"_s, u"18"_s, u"19"_s, u"20"_s, u"21"_s}));
}

void TestMessageLogModel::manyFillingsAtOnePlaceKeepTheOrder()
{
    makeRoomFor(10'000);
    qint64 before = 100'000;
    m_model->append({numbered(1), gap(before), numbered(before)});
    for (int page = 0; page < 40; ++page) {
        m_model->fillGap(before, numberedRows(before - 50, before - 1),
                         MessageLogModel::GapState::Remains);
        before -= 50;
    }
    for (int row = 1; row < m_model->rowCount(); ++row)
        QVERIFY(m_model->idOf(row) > m_model->idOf(row - 1));
    QCOMPARE(m_model->rowCount(), 3 + 40 * 50);
}

void TestMessageLogModel::theUnreadLineStandsAboveTheFirstUnreadMessage()
{
    makeRoomFor(100);
    std::vector<LogEntry> entries = numberedRows(1, 6);
    entries[3].isOwn = true; // one's own message is never unread
    m_model->append(std::move(entries));
    m_model->setReadMark(3);
    QCOMPARE(m_model->unreadRow(), 4);
    QVERIFY(at(4, MessageLogModel::UnreadStartRole).toBool());
    QVERIFY(at(4, MessageLogModel::GroupStartRole).toBool());
    m_model->setReadMark(6);
    QCOMPARE(m_model->unreadRow(), -1);
    QVERIFY(m_model->setData(m_model->index(2), true, MessageLogModel::UnreadStartRole));
    QCOMPARE(m_model->unreadRow(), 2);
    QVERIFY(!m_model->setData(m_model->index(2), 1, MessageLogModel::TextRole));
}

void TestMessageLogModel::theUnreadLineMovesUpWithOlderRows()
{
    makeRoomFor(100);
    m_model->append(numberedRows(10, 12));
    m_model->setReadMark(6);
    QCOMPARE(m_model->unreadRow(), 0);
    m_model->prepend(numberedRows(5, 9));
    QCOMPARE(m_model->unreadRow(), 2);
}

void TestMessageLogModel::whatWasSeenGetsNoLineWhenOlderRowsCome()
{
    makeRoomFor(100);
    m_model->append(numberedRows(10, 12));
    m_model->setReadMark(12);              // nothing is unread
    m_model->append(numberedRows(13, 15)); // somebody looks
    m_model->prepend(numberedRows(5, 9));
    QCOMPARE(m_model->unreadRow(), -1);
}

void TestMessageLogModel::pausesAreTold()
{
    makeRoomFor(100);
    m_model->append({chat(u"a"_s, u"x"_s), chat(u"a"_s, u"y"_s, 3599), chat(u"b"_s, u"z"_s, 14'399),
                     chat(u"b"_s, u"next day"_s, 24 * 3600)});
    QCOMPARE(at(0, MessageLogModel::PauseRole).toInt(), 0);
    QCOMPARE(at(1, MessageLogModel::PauseRole).toInt(), 0);
    QCOMPARE(at(2, MessageLogModel::PauseRole).toInt(), 3);
    QCOMPARE(at(3, MessageLogModel::PauseRole).toInt(), 0);
}

void TestMessageLogModel::comingAndGoingFormsRuns()
{
    makeRoomFor(100);
    m_model->append({numbered(1), change(Kind::Joined, u"a"_s), change(Kind::Joined, u"b"_s)});
    const quint32 before = at(1, MessageLogModel::ContextRole).toUInt();
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->append(change(Kind::Left, u"a"_s));
    QCOMPARE(changed.first().first().toModelIndex().row(), 1);
    QVERIFY(at(1, MessageLogModel::ContextRole).toUInt() != before);
    QCOMPARE(at(1, MessageLogModel::RunLengthRole).toInt(), 3);
    QCOMPARE(at(3, MessageLogModel::RunPositionRole).toInt(), 2);
    QCOMPARE(at(0, MessageLogModel::RunLengthRole).toInt(), 0);
    m_model->append(numbered(2));
    m_model->append(change(Kind::Left, u"b"_s));
    QCOMPARE(at(5, MessageLogModel::RunPositionRole).toInt(), 0);
    QCOMPARE(at(1, MessageLogModel::RunLengthRole).toInt(), 3);
}

void TestMessageLogModel::aLongRunIsSplit()
{
    makeRoomFor(150);
    for (int i = 0; i < 120; ++i)
        m_model->append(change(Kind::Joined, QString::number(i)));
    QCOMPARE(at(0, MessageLogModel::RunLengthRole).toInt(), MessageLogModel::maxRunRows);
    QCOMPARE(at(MessageLogModel::maxRunRows, MessageLogModel::RunPositionRole).toInt(), 0);
    for (int i = 0; i < 80; ++i) // pushes 50 of the first run out
        m_model->append(change(Kind::Joined, QString::number(i)));
    QCOMPARE(at(0, MessageLogModel::RunPositionRole).toInt(), 0);
    QCOMPARE(at(0, MessageLogModel::RunLengthRole).toInt(), MessageLogModel::maxRunRows - 50);
}

QTEST_GUILESS_MAIN(TestMessageLogModel)
#include "tst_messagelogmodel.moc"
