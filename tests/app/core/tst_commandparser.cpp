#include "app/core/commandparser.h"

#include <QTest>

#include <algorithm>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

/// A command as one comparable text.
QString described(const Result<UserCommand, CommandError> &result)
{
    if (!result) {
        switch (result.error().kind) {
        case CommandError::Kind::UnknownCommand:
            return u"unknown "_s + result.error().command;
        case CommandError::Kind::MissingArgument:
            return u"missing "_s + result.error().command;
        case CommandError::Kind::UnexpectedArgument:
            return u"unexpected "_s + result.error().command;
        }
    }
    struct Visitor
    {
        QString operator()(const command::Echo &c) const { return u"echo:"_s + c.text; }
        QString operator()(const command::Broadcast &c) const { return u"broadcast:"_s + c.text; }
        QString operator()(const command::Status &) const { return u"status"_s; }
        QString operator()(const command::Ping &) const { return u"ping"_s; }
        QString operator()(const command::Raw &c) const
        {
            return u"raw:"_s + QString::fromUtf8(c.frame);
        }
        QString operator()(const command::Connect &c) const { return u"connect:"_s + c.server; }
        QString operator()(const command::Disconnect &) const { return u"disconnect"_s; }
        QString operator()(const command::Clear &) const { return u"clear"_s; }
        QString operator()(const command::Help &) const { return u"help"_s; }
        QString operator()(const command::Quit &) const { return u"quit"_s; }
        QString operator()(const command::Nothing &) const { return u"nothing"_s; }
    };
    return std::visit(Visitor(), result.value());
}

} // namespace

class TestCommandParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheComposer_data();
    void readsTheComposer();
    void readsTheConsole_data();
    void readsTheConsole();
    void namesAllCommandsInOrder();
};

void TestCommandParser::readsTheComposer_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("command");
    QTest::newRow("text") << u"こんにちは"_s << u"broadcast:こんにちは"_s;
    QTest::newRow("inner blanks stay") << u"  a  b "_s << u"broadcast:  a  b "_s;
    QTest::newRow("line breaks stay") << u"a\nb"_s << u"broadcast:a\nb"_s;
    QTest::newRow("empty") << u""_s << u"nothing"_s;
    QTest::newRow("blank") << u" \t\n"_s << u"nothing"_s;
    QTest::newRow("escaped slash") << u"//etc/hosts"_s << u"broadcast:/etc/hosts"_s;
    QTest::newRow("echo") << u"/echo  a b"_s << u"echo: a b"_s;
    QTest::newRow("echo, several lines") << u"/echo a\nb"_s << u"echo:a\nb"_s;
    QTest::newRow("echo behind a line break") << u"/echo\na"_s << u"echo:a"_s;
    QTest::newRow("echo nothing") << u"/echo"_s << u"missing echo"_s;
    QTest::newRow("echo blanks") << u"/echo   "_s << u"missing echo"_s;
    QTest::newRow("broadcast") << u"/broadcast /x"_s << u"broadcast:/x"_s;
    QTest::newRow("status") << u"/status"_s << u"status"_s;
    QTest::newRow("status and more") << u"/status now"_s << u"unexpected status"_s;
    QTest::newRow("status and blanks") << u"/status  "_s << u"status"_s;
    QTest::newRow("ping") << u"/PING"_s << u"ping"_s;
    QTest::newRow("raw") << u"/raw {\"type\": \"x\"}"_s << u"raw:{\"type\": \"x\"}"_s;
    QTest::newRow("raw nonsense") << u"/raw nonsense"_s << u"raw:nonsense"_s;
    QTest::newRow("connect") << u"/connect  localhost:1 "_s << u"connect:localhost:1"_s;
    QTest::newRow("connect again") << u"/connect"_s << u"connect:"_s;
    QTest::newRow("disconnect") << u"/disconnect"_s << u"disconnect"_s;
    QTest::newRow("clear") << u"/clear"_s << u"clear"_s;
    QTest::newRow("help") << u"/help"_s << u"help"_s;
    QTest::newRow("quit") << u"/quit"_s << u"quit"_s;
    QTest::newRow("exit") << u"/exit"_s << u"quit"_s;
    QTest::newRow("unknown") << u"/nick me"_s << u"unknown nick"_s;
    QTest::newRow("unknown, behind a blank") << u" /ban me"_s << u"unknown ban"_s;
    QTest::newRow("known, behind a blank") << u"\u3000/status"_s << u"status"_s;
    QTest::newRow("escaped, behind a blank") << u" //etc"_s << u"broadcast:/etc"_s;
    QTest::newRow("only a slash") << u"/"_s << u"unknown "_s;
    QTest::newRow("beginning of a word") << u"/ech x"_s << u"unknown ech"_s;
}

void TestCommandParser::readsTheComposer()
{
    QFETCH(QString, line);
    QTEST(described(parseComposerLine(line)), "command");
}

void TestCommandParser::readsTheConsole_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("command");
    QTest::newRow("echo") << u"echo hello"_s << u"echo:hello"_s;
    QTest::newRow("blanks before") << u"  broadcast x"_s << u"broadcast:x"_s;
    QTest::newRow("with a slash") << u"/status"_s << u"status"_s;
    QTest::newRow("empty") << u""_s << u"nothing"_s;
    QTest::newRow("raw") << u"raw []"_s << u"raw:[]"_s;
    QTest::newRow("quit") << u"quit"_s << u"quit"_s;
    QTest::newRow("missing") << u"broadcast"_s << u"missing broadcast"_s;
    QTest::newRow("no text without a command") << u"hello there"_s << u"unknown hello"_s;
    QTest::newRow("connect is the window's") << u"connect x"_s << u"unknown connect"_s;
    QTest::newRow("disconnect is the window's") << u"disconnect"_s << u"unknown disconnect"_s;
    QTest::newRow("clear is the window's") << u"clear"_s << u"unknown clear"_s;
}

void TestCommandParser::readsTheConsole()
{
    QFETCH(QString, line);
    QTEST(described(parseConsoleLine(line)), "command");
}

void TestCommandParser::namesAllCommandsInOrder()
{
    const QStringList names = commandNames();
    QVERIFY(std::is_sorted(names.cbegin(), names.cend()));
    QVERIFY(names.contains(u"echo"_s));
    for (const QString &name : names) {
        const QString line = u'/' + name + u" x"_s;
        QVERIFY(!described(parseComposerLine(line)).startsWith("unknown"_L1));
    }
}

QTEST_GUILESS_MAIN(TestCommandParser)
#include "tst_commandparser.moc"
