#include "server/exitstatus.h"
#include "server/storeopening.h"
#include "tests/support/manualclock.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestStoreOpening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutAFolderItIsMemory();
    void tellsOfANewStore();
    void aFolderInUseIsRefused();
    void aFileInPlaceOfTheFolderIsRefused();
    void aBrokenFileIsToldOf();

private:
    QByteArray m_lines;
    ManualClock m_clock;
    Log m_log{m_clock, LogLevel::Debug, [this](const QByteArray &line) { m_lines += line; }};
};

void TestStoreOpening::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_lines.clear();
}

void TestStoreOpening::withoutAFolderItIsMemory()
{
    const auto history = openHistory({}, m_clock, m_log, Language::English);
    QVERIFY(history.hasValue());
    QVERIFY(!history.value()->epoch().isEmpty());
    QVERIFY(m_lines.contains("memory"));
}

void TestStoreOpening::tellsOfANewStore()
{
    QTemporaryDir folder;
    const StoreConfig config{folder.filePath(u"a/b"_s), {}};
    QVERIFY(openHistory(config, m_clock, m_log, Language::English).hasValue());
    QVERIFY(m_lines.contains("DEBUG"));
    QVERIFY(m_lines.contains("a/b/kodama.db"));
    // Nobody else's business.
    QCOMPARE(int(QFile::permissions(config.folder)) & 0x0077, 0);
    m_lines.clear();
    QVERIFY(openHistory(config, m_clock, m_log, Language::English).hasValue());
    QCOMPARE(m_lines, QByteArray());
}

void TestStoreOpening::aFolderInUseIsRefused()
{
    QTemporaryDir folder;
    const StoreConfig config{folder.path(), {}};
    const auto first = openHistory(config, m_clock, m_log, Language::English);
    QVERIFY(first.hasValue());
    const auto second = openHistory(config, m_clock, m_log, Language::Japanese);
    QVERIFY(!second.hasValue());
    QCOMPARE(second.error().exitStatus, exitstatus::unavailable);
    QVERIFY(second.error().message.contains(folder.path()));
    QVERIFY(second.error().message.contains(u"--data"_s));
}

void TestStoreOpening::aFileInPlaceOfTheFolderIsRefused()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto history = openHistory({file.fileName(), {}}, m_clock, m_log, Language::English);
    QVERIFY(!history.hasValue());
    QCOMPARE(history.error().exitStatus, exitstatus::cannotCreate);
    QVERIFY(history.error().message.contains(file.fileName()));
}

void TestStoreOpening::aBrokenFileIsToldOf()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"kodama.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QVERIFY(openHistory({folder.path(), {}}, m_clock, m_log, Language::English).hasValue());
    QVERIFY2(m_lines.contains("ERROR"), m_lines.constData());
    QVERIFY2(m_lines.contains("kodama.db.corrupt-20251214T"), m_lines.constData());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreOpening)
#include "tst_storeopening.moc"
