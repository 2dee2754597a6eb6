#include "server/history/storelock.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestStoreLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void keepsOthersAway();
    void makesAFolderForItselfAlone();
    void namesAFolderThatCannotBe();
};

void TestStoreLock::keepsOthersAway()
{
    QTemporaryDir folder;
    {
        auto first = lockStore(folder.path());
        QVERIFY(first.hasValue());
        const FileLock moved = std::move(first).value();
        const auto second = lockStore(folder.path());
        QVERIFY(!second.hasValue());
        QCOMPARE(second.error().kind, HistoryError::Kind::InUse);
        QCOMPARE(second.error().detail, QString::number(::getpid()));
    }
    QVERIFY(lockStore(folder.path()).hasValue());
}

void TestStoreLock::makesAFolderForItselfAlone()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"a/b"_s);
    QVERIFY(lockStore(path).hasValue());
    QCOMPARE(int(QFile::permissions(path)) & 0x0077, 0);
}

void TestStoreLock::namesAFolderThatCannotBe()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto lock = lockStore(file.fileName());
    QVERIFY(!lock.hasValue());
    QCOMPARE(lock.error().kind, HistoryError::Kind::NoFolder);
    QVERIFY(lock.error().detail.contains(file.fileName()));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreLock)
#include "tst_storelock.moc"
