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

private:
    [[nodiscard]] QVariant at(int row, int role) const
    {
        return m_model->data(m_model->index(row), role);
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
    QCOMPARE(m_model->roleNames().size(), 10);
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

QTEST_GUILESS_MAIN(TestMessageLogModel)
#include "tst_messagelogmodel.moc"
