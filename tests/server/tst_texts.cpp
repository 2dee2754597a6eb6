#include "server/texts.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void speaksTheSeedsWords();
    void bothLanguagesTakeTheSameArguments();
    void knowsLanguageCodes();
};

void TestTexts::speaksTheSeedsWords()
{
    const Texts japanese(Language::Japanese);
    QCOMPARE(japanese(Text::Welcome), u"WebSocketサーバーに接続しました"_s);
    QCOMPARE(japanese(Text::InvalidJson), u"不正なJSON形式です"_s);
    QCOMPARE(japanese(Text::UnknownCommand), u"不明なコマンドです"_s);
    QCOMPARE(japanese(Text::Starting).arg(u"ws://localhost:8765"_s),
             u"WebSocketサーバーを起動中: ws://localhost:8765"_s);
    QCOMPARE(japanese(Text::Started), u"サーバーが起動しました。Ctrl+Cで停止します。"_s);
    QCOMPARE(japanese(Text::ClientConnected).arg(u"127.0.0.1:54321"_s),
             u"新しいクライアント接続: 127.0.0.1:54321"_s);
}

void TestTexts::bothLanguagesTakeTheSameArguments()
{
    static const QRegularExpression marker(u"%[0-9]"_s);
    const auto markersOf = [](const QString &text) {
        QStringList markers;
        for (const auto &match : marker.globalMatch(text))
            markers.append(match.captured());
        markers.sort();
        return markers;
    };
    const Texts japanese(Language::Japanese);
    const Texts english(Language::English);
    for (int i = 0; i <= int(Text::ConsoleQuit); ++i) {
        const QString inJapanese = japanese(Text(i));
        const QString inEnglish = english(Text(i));
        QVERIFY(!inJapanese.isEmpty() && !inEnglish.isEmpty());
        QVERIFY2(inJapanese != inEnglish, qPrintable(inEnglish));
        QCOMPARE(markersOf(inJapanese), markersOf(inEnglish));
    }
}

void TestTexts::knowsLanguageCodes()
{
    QCOMPARE(languageFromCode(u"ja"), Language::Japanese);
    QCOMPARE(languageFromCode(u"en"), Language::English);
    QVERIFY(!languageFromCode(u"JA"));
    QVERIFY(!languageFromCode(u""));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestTexts)
#include "tst_texts.moc"
