#include "server/lineinput.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestLineInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tellsLines();
    void joinsPortions();
    void tellsALastLineWithoutLineFeed();
    void skipsALineThatIsTooLong();
    void skipsALastLineThatIsTooLong();
    void endOfAPipeIsNotTheUsersWish();
    void endOfATerminalIsTheUsersWish();

private:
    void feed(const QByteArray &bytes) const
    {
        QCOMPARE(::write(m_ends[1], bytes.constData(), size_t(bytes.size())), bytes.size());
    }
    void feedTooMuch() const
    {
        const QByteArray portion(32 * 1024, 'x');
        for (int i = 0; i < 3; ++i) {
            feed(portion);
            // The pipe holds 64 KiB: let the reader empty it.
            for (int turn = 0; turn < 16; ++turn)
                QCoreApplication::processEvents();
        }
    }
    void closeWriter()
    {
        ::close(m_ends[1]);
        m_ends[1] = -1;
    }
    static QStringList linesOf(const QSignalSpy &spy)
    {
        QStringList lines;
        for (const auto &arguments : spy)
            lines.append(arguments.constFirst().toString());
        return lines;
    }

    int m_ends[2] = {-1, -1};
};

void TestLineInput::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    QCOMPARE(::pipe2(m_ends, O_CLOEXEC), 0);
}

void TestLineInput::cleanup()
{
    ::close(m_ends[0]);
    if (m_ends[1] >= 0)
        ::close(m_ends[1]);
}

void TestLineInput::tellsLines()
{
    LineInput input(m_ends[0]);
    QSignalSpy lines(&input, &LineInput::lineRead);
    feed("help\nnotify こんにちは\r\n\nlast\n");
    QTRY_COMPARE(lines.size(), 4);
    QCOMPARE(linesOf(lines), QStringList({u"help"_s, u"notify こんにちは"_s, u""_s, u"last"_s}));
}

void TestLineInput::joinsPortions()
{
    LineInput input(m_ends[0]);
    QSignalSpy lines(&input, &LineInput::lineRead);
    feed("no");
    QCoreApplication::processEvents();
    QVERIFY(lines.isEmpty());
    feed("tify\n");
    QTRY_COMPARE(linesOf(lines), QStringList{u"notify"_s});
}

void TestLineInput::tellsALastLineWithoutLineFeed()
{
    LineInput input(m_ends[0]);
    QSignalSpy lines(&input, &LineInput::lineRead);
    QSignalSpy ended(&input, &LineInput::ended);
    feed("quit");
    closeWriter();
    QVERIFY(ended.wait());
    QCOMPARE(linesOf(lines), QStringList{u"quit"_s});
}

void TestLineInput::skipsALineThatIsTooLong()
{
    LineInput input(m_ends[0]);
    QSignalSpy lines(&input, &LineInput::lineRead);
    QSignalSpy skipped(&input, &LineInput::lineSkipped);
    feedTooMuch();
    feed("\nhelp\n");
    QTRY_COMPARE(linesOf(lines), QStringList{u"help"_s});
    QCOMPARE(skipped.size(), 1);
}

void TestLineInput::skipsALastLineThatIsTooLong()
{
    LineInput input(m_ends[0]);
    QSignalSpy lines(&input, &LineInput::lineRead);
    QSignalSpy skipped(&input, &LineInput::lineSkipped);
    QSignalSpy ended(&input, &LineInput::ended);
    feedTooMuch();
    closeWriter();
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(skipped.size(), 1);
    QVERIFY(lines.isEmpty());
}

void TestLineInput::endOfAPipeIsNotTheUsersWish()
{
    LineInput input(m_ends[0]);
    QSignalSpy ended(&input, &LineInput::ended);
    QSignalSpy byUser(&input, &LineInput::endedByUser);
    closeWriter();
    QVERIFY(ended.wait());
    QVERIFY(byUser.isEmpty());
}

void TestLineInput::endOfATerminalIsTheUsersWish()
{
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(master >= 0);
    QCOMPARE(::grantpt(master), 0);
    QCOMPARE(::unlockpt(master), 0);
    const int terminal = ::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(terminal >= 0);
    {
        LineInput input(terminal);
        QSignalSpy lines(&input, &LineInput::lineRead);
        QSignalSpy byUser(&input, &LineInput::endedByUser);
        const QByteArray typed("list\n\x04"); // the terminal turns Ctrl+D into an end of input
        QCOMPARE(::write(master, typed.constData(), size_t(typed.size())), typed.size());
        QVERIFY(byUser.wait());
        QCOMPARE(linesOf(lines), QStringList{u"list"_s});
    }
    ::close(terminal);
    ::close(master);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestLineInput)
#include "tst_lineinput.moc"
