#include "server/history/storelock.h"

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
    void namesAFolderThatIsNotThere();
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

void TestStoreLock::namesAFolderThatIsNotThere()
{
    QTemporaryDir folder;
    const auto lock = lockStore(folder.filePath(u"none"_s));
    QVERIFY(!lock.hasValue());
    QVERIFY(lock.error().detail.contains(u"none"_s));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreLock)
#include "tst_storelock.moc"
