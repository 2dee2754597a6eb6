#include "app/core/commandline.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

using Mode = AppCommandLine::Mode;
using Kind = CommandLineError::Kind;

} // namespace

class TestAppCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void knowsTheLanguageOfAWrongLine();
    void helpNamesEveryOption();
    void copiesTheArguments();
};

void TestAppCommandLine::reads_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("json");
    const QString usual = u"ws://localhost:8765"_s;
    const auto row = [](const char *line, Mode mode, const QString &url = {}, bool json = false) {
        QTest::newRow(line) << QString::fromUtf8(line) << static_cast<int>(mode) << url << json;
    };
    row("", Mode::Window);
    row("localhost", Mode::Window, usual);
    row("--url localhost", Mode::Window, usual);
    row("--url=localhost", Mode::Window, usual);
    row("-- localhost", Mode::Window, usual);
    row("-platform offscreen localhost", Mode::Window, usual);
    row("--platform=offscreen", Mode::Window);
    row("-style fusion", Mode::Window);
    row("--ca file.pem localhost", Mode::Window, usual);
    row("--ca=file.pem --demo", Mode::Demo);
    row("--demo", Mode::Demo);
    row("--demo --json", Mode::Demo, {}, true);
    row("--json --demo --url localhost", Mode::Demo, usual, true);
    row("localhost --demo --language ja", Mode::Demo, usual);
    row("--demo --demo", Mode::Demo);
    row("--console", Mode::Console);
    row("--console localhost", Mode::Console, usual);
    row("--console --wait 0 localhost", Mode::Console, usual);
    row("--help", Mode::Help);
    row("-h", Mode::Help);
    row("--demo --help", Mode::Help);
    row("--help --console", Mode::Help);
    row("--version", Mode::Version);
    row("-v", Mode::Version);
}

void TestAppCommandLine::reads()
{
    QFETCH(QString, line);
    QFETCH(QString, url);
    const auto result = parseCommandLine(line.split(u' ', Qt::SkipEmptyParts));
    QVERIFY(result.hasValue());
    QTEST(static_cast<int>(result.value().mode), "mode");
    QTEST(result.value().json, "json");
    QCOMPARE(result.value().url.value_or(QUrl()).toString(), url);
}

void TestAppCommandLine::refuses_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("named"); // what the sentence must name
    const auto row = [](const char *line, Kind kind, const char *named) {
        QTest::newRow(line) << QString::fromUtf8(line) << static_cast<int>(kind)
                            << QString::fromUtf8(named);
    };
    row("--foo", Kind::UnknownOption, "--foo");
    row("-x", Kind::UnknownOption, "-x");
    row("-demo", Kind::UnknownOption, "-demo");
    row("--Demo", Kind::UnknownOption, "--Demo");
    row("--url", Kind::MissingValue, "--url");
    row("--url --demo", Kind::MissingValue, "--url");
    row("--ca", Kind::MissingValue, "--ca");
    row("--ca=", Kind::MissingValue, "--ca");
    row("--language", Kind::MissingValue, "--language");
    row("--language de", Kind::BadLanguage, "de");
    row("--language=", Kind::BadLanguage, "--language");
    row("--profile ../x", Kind::BadProfile, "../x");
    row("--profile=", Kind::BadProfile, "");
    row("--dnd maybe", Kind::BadQuietMode, "maybe");
    row("--dnd", Kind::MissingValue, "--dnd");
    row("--dnd on --demo", Kind::Contradiction, "--demo");
    row("http://localhost", Kind::BadUrl, "http://localhost");
    row("--url h:0", Kind::BadUrl, "h:0");
    row("--url=", Kind::BadUrl, "");
    row("--demo=yes", Kind::UnexpectedValue, "--demo");
    row("--json", Kind::NeedsOption, "--demo");
    row("--nick Mika", Kind::NeedsOption, "--nick");
    row("--demo --room dev", Kind::NeedsOption, "--room");
    row("--console --nick a/b", Kind::BadName, "--nick");
    row("--console --room=a/b", Kind::BadName, "--room");
    row("--console --nick=abcdefghijklmnopqrstuvwxyz1234567", Kind::BadName, "33");
    row("--console --nick", Kind::MissingValue, "--nick");
    row("--wait 5", Kind::NeedsOption, "--wait");
    row("--console --wait soon", Kind::BadSeconds, "soon");
    row("--console --wait=-1", Kind::BadSeconds, "-1");
    row("--console --wait 99999999", Kind::BadSeconds, "--wait");
    row("--console --json", Kind::NeedsOption, "--json");
    row("--demo --console", Kind::Contradiction, "--console");
    row("--console --version", Kind::Contradiction, "--version");
    row("a b", Kind::TooManyArguments, "b");
    row("--url a b", Kind::TooManyArguments, "b");
    row("--url a --url c", Kind::TooManyArguments, "c");
    row("-- --demo", Kind::BadUrl, "--demo");
}

void TestAppCommandLine::refuses()
{
    QFETCH(QString, line);
    QFETCH(QString, named);
    const auto result = parseCommandLine(line.split(u' ', Qt::SkipEmptyParts));
    QVERIFY(!result.hasValue());
    QTEST(static_cast<int>(result.error().kind), "kind");
    const QString text = errorText(result.error());
    QVERIFY2(text.contains(named), qPrintable(text));
    QVERIFY(!text.contains(u'\n'));
}

void TestAppCommandLine::knowsTheLanguageOfAWrongLine()
{
    QCOMPARE(languageOf({u"--foo"_s, u"--language"_s, u"ja"_s}), UiLanguage::Japanese);
    QCOMPARE(languageOf({u"--language=en"_s, u"--foo"_s}), UiLanguage::English);
    QCOMPARE(languageOf({u"--language"_s}), UiLanguage::System);
    QCOMPARE(languageOf({}), UiLanguage::System);
}

void TestAppCommandLine::helpNamesEveryOption()
{
    for (const QLatin1StringView option :
         {"--demo"_L1, "--json"_L1, "--console"_L1, "--url"_L1, "--language"_L1, "--help"_L1,
          "--version"_L1, "--nick"_L1, "--room"_L1, "--wait"_L1})
        QVERIFY(helpText().contains(option));
    const QStringList lines = helpText().split(u'\n');
    for (const QString &line : lines)
        QVERIFY2(line.size() <= 80, qPrintable(line));
}

void TestAppCommandLine::copiesTheArguments()
{
    QByteArray program("kodama");
    QByteArray first("--url");
    QByteArray second("例え.jp");
    char *arguments[] = {program.data(), first.data(), second.data(), nullptr};
    QCOMPARE(argumentsOf(3, arguments), (QStringList{u"--url"_s, u"例え.jp"_s}));
}

QTEST_GUILESS_MAIN(TestAppCommandLine)
#include "tst_commandline.moc"
