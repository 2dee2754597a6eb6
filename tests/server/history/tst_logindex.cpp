#include "server/history/database.h"
#include "server/history/logindex.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestLogIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }
    void knowsNothingWithoutANote() { QCOMPARE(notedLogPages(m_folder.filePath(u"none"_s)), 0); }
    void growsWithWhatIsCommitted();
    void believesNoHalfOfANote();

private:
    QTemporaryDir m_folder;
};

void TestLogIndex::growsWithWhatIsCommitted()
{
    const QString path = m_folder.filePath(u"grows"_s);
    Database database;
    QVERIFY(!database.open(path, Database::Access::ReadWrite, 1s));
    QVERIFY(database.value(u"PRAGMA journal_mode = WAL"_s));
    QVERIFY(!database.execute(u"CREATE TABLE t (x)"_s));
    const qint64 before = notedLogPages(path);
    QVERIFY(before > 0);
    QVERIFY(!database.execute(u"INSERT INTO t VALUES (1)"_s));
    QVERIFY(notedLogPages(path) > before);
}

void TestLogIndex::believesNoHalfOfANote()
{
    const QString path = m_folder.filePath(u"half"_s);
    Database database;
    QVERIFY(!database.open(path, Database::Access::ReadWrite, 1s));
    QVERIFY(database.value(u"PRAGMA journal_mode = WAL"_s));
    QVERIFY(!database.execute(u"CREATE TABLE t (x)"_s));
    QVERIFY(notedLogPages(path) > 0);
    QFile index(path + u"-shm"_s);
    QVERIFY(index.open(QIODevice::ReadOnly));
    QByteArray note = index.readAll();
    note[60] = char(note[60] ^ 1); // the second of the two
    QFile half(m_folder.filePath(u"copy-shm"_s));
    QVERIFY(half.open(QIODevice::WriteOnly));
    QCOMPARE(half.write(note), note.size());
    half.close();
    QCOMPARE(notedLogPages(m_folder.filePath(u"copy"_s)), 0);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestLogIndex)
#include "tst_logindex.moc"
