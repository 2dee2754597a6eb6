#include "app/cli/pipelines.h"
#include "common/protocol/limits.h"

#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestPipeLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void readsLines_data();
    void readsLines();
    void waitsForTheEndOfALine();
    void skipsALineThatIsTooLong();
    void deliversNothingWhilePaused();
    void endsOnce();
    void readsAFile();
    void knowsThatNobodyWritesAnyMore();

private:
    void write(const QByteArray &bytes)
    {
        QCOMPARE(::write(m_ends[1], bytes.constData(), static_cast<std::size_t>(bytes.size())),
                 bytes.size());
    }
    void closeWriteEnd()
    {
        ::close(m_ends[1]);
        m_ends[1] = -1;
    }
    [[nodiscard]] QStringList lines() const
    {
        QStringList result;
        for (const QList<QVariant> &arguments : *m_read)
            result.append(arguments.first().toString());
        return result;
    }

    std::array<int, 2> m_ends{-1, -1};
    StandardOutput m_output;
    std::unique_ptr<PipeLines> m_lines;
    std::unique_ptr<QSignalSpy> m_read;
    std::unique_ptr<QSignalSpy> m_ended;
};

void TestPipeLines::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    QCOMPARE(::pipe(m_ends.data()), 0);
    m_lines = std::make_unique<PipeLines>(m_ends[0], m_output);
    m_read = std::make_unique<QSignalSpy>(m_lines.get(), &LineSource::lineRead);
    m_ended = std::make_unique<QSignalSpy>(m_lines.get(), &LineSource::ended);
}

void TestPipeLines::cleanup()
{
    m_read.reset();
    m_ended.reset();
    m_lines.reset();
    ::close(m_ends[0]);
    if (m_ends[1] >= 0)
        ::close(m_ends[1]);
}

void TestPipeLines::readsLines_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("nothing") << QByteArray() << QStringList();
    QTest::newRow("one") << QByteArray("a\n") << QStringList{u"a"_s};
    QTest::newRow("without a last end") << QByteArray("a\nb") << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("empty lines") << QByteArray("\n\na\n") << QStringList{u""_s, u""_s, u"a"_s};
    QTest::newRow("CRLF") << QByteArray("a\r\nb\r\n") << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("Japanese") << QByteArray("木霊\n") << QStringList{u"木霊"_s};
    QTest::newRow("not UTF-8") << QByteArray("\xff\n") << QStringList{u"\ufffd"_s};
}

void TestPipeLines::readsLines()
{
    QFETCH(QByteArray, bytes);
    m_lines->start();
    if (!bytes.isEmpty())
        write(bytes);
    closeWriteEnd();
    QTRY_COMPARE(m_ended->count(), 1);
    QTEST(lines(), "lines");
}

void TestPipeLines::waitsForTheEndOfALine()
{
    m_lines->start();
    write("ec");
    QTest::qWait(0);
    write("ho\nx");
    QTRY_COMPARE(m_read->count(), 1);
    QCOMPARE(lines(), QStringList{u"echo"_s});
}

void TestPipeLines::skipsALineThatIsTooLong()
{
    QSignalSpy tooLong(m_lines.get(), &LineSource::lineTooLong);
    m_lines->start();
    write("first\n");
    const QByteArray portion(32 * 1024, 'x');
    for (qsizetype sent = 0; sent <= 2 * limits::messageBytes; sent += portion.size()) {
        write(portion);
        QTest::qWait(0); // the pipe takes 64 KiB
    }
    write("\nlast\n");
    QTRY_COMPARE(m_read->count(), 2);
    QCOMPARE(lines(), (QStringList{u"first"_s, u"last"_s}));
    QCOMPARE(tooLong.count(), 1);
}

void TestPipeLines::deliversNothingWhilePaused()
{
    // Pausing from within the first line holds back the second, which was read with it.
    QMetaObject::Connection once;
    once = connect(m_lines.get(), &LineSource::lineRead, this, [this, &once] {
        m_lines->pause();
        disconnect(once);
    });
    m_lines->start();
    write("a\nb\n");
    closeWriteEnd();
    QTRY_COMPARE(m_read->count(), 1);
    QTest::qWait(0);
    QCOMPARE(m_read->count(), 1);
    QCOMPARE(m_ended->count(), 0);
    m_lines->start();
    QTRY_COMPARE(m_ended->count(), 1);
    QCOMPARE(lines(), (QStringList{u"a"_s, u"b"_s}));
}

void TestPipeLines::endsOnce()
{
    m_lines->start();
    closeWriteEnd();
    QTRY_COMPARE(m_ended->count(), 1);
    m_lines->start();
    QTest::qWait(0);
    QCOMPARE(m_ended->count(), 1);
}

void TestPipeLines::readsAFile()
{
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    QVERIFY(nothing >= 0);
    {
        PipeLines lines(nothing, m_output);
        QSignalSpy ended(&lines, &LineSource::ended);
        lines.start();
        QTRY_COMPARE(ended.count(), 1);
    }
    ::close(nothing);
}

void TestPipeLines::knowsThatNobodyWritesAnyMore()
{
    m_lines->pause();
    QVERIFY(!m_lines->isComplete());
    write("unread\n");
    QVERIFY(!m_lines->isComplete());
    closeWriteEnd();
    QVERIFY(m_lines->isComplete());
    QCOMPARE(lines(), QStringList());
}

QTEST_GUILESS_MAIN(TestPipeLines)
#include "tst_pipelines.moc"
