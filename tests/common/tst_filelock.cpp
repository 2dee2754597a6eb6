#include "common/filelock.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestFileLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void isHeldOnce();
    void goesWithItsProcess();
    void doesNotMindWhatTheFileSays();
    void tellsWhyNot();
};

void TestFileLock::isHeldOnce()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"lock"_s);
    {
        auto first = FileLock::take(path);
        QVERIFY(first.hasValue());
        const FileLock moved = std::move(first).value();
        const auto second = FileLock::take(path);
        QVERIFY(!second.hasValue());
        QCOMPARE(second.error(), EWOULDBLOCK);
    }
    QVERIFY(FileLock::take(path).hasValue());
}

void TestFileLock::goesWithItsProcess()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"lock"_s);
    int ready[2] = {};
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = FileLock::take(path);
        [[maybe_unused]] const ssize_t size = ::write(ready[1], lock ? "y" : "n", 1);
        ::pause();
        ::_exit(1);
    }
    char answer = 0;
    QCOMPARE(::read(ready[0], &answer, 1), ssize_t{1});
    QCOMPARE(answer, 'y');
    QVERIFY(!FileLock::take(path).hasValue());
    QCOMPARE(::kill(child, SIGKILL), 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    QVERIFY(FileLock::take(path).hasValue());
    ::close(ready[0]);
    ::close(ready[1]);
}

// After a crash in a container the next process has the number that the last one had.
void TestFileLock::doesNotMindWhatTheFileSays()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"lock"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::number(::getppid()) + "\nkodama\nhost\nid\nboot\n");
    file.close();
    const auto lock = FileLock::take(path);
    QVERIFY(lock.hasValue());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray::number(::getpid()) + '\n');
}

void TestFileLock::tellsWhyNot()
{
    const QTemporaryDir folder;
    const auto lock = FileLock::take(folder.filePath(u"none/lock"_s));
    QVERIFY(!lock.hasValue());
    QCOMPARE(lock.error(), ENOENT);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestFileLock)
#include "tst_filelock.moc"
