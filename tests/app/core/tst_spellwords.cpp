#include "app/core/spellwords.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestSpellWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWords_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *name, const QString &line, const QStringList &words) {
            QTest::newRow(name) << line << words;
        };
        row("empty", {}, {});
        row("plain", u"two words"_s, {u"two"_s, u"words"_s});
        row("signs around", u"(\"Well,\" he said…) — no!"_s,
            {u"Well"_s, u"he"_s, u"said"_s, u"no"_s});
        row("apostrophes", u"don't can\u2019t 'quoted'"_s,
            {u"don't"_s, u"can\u2019t"_s, u"quoted"_s});
        row("dashes", u"well-known -- a-b"_s, {u"well"_s, u"known"_s});
        row("one letter", u"a I x"_s, {});
        row("addresses", u"see https://example.org/teh or me@example.org"_s, {u"see"_s, u"or"_s});
        row("paths and names", u"run scripts/tset snake_case file.txt x86 v2"_s, {u"run"_s});
        row("people, rooms, emoji, commands", u"/join #deev :smiel: @mkia hello"_s, {u"hello"_s});
        row("code", u"call `fooo barr` now"_s, {u"call"_s, u"now"_s});
        row("a lone backquote", u"it `is open"_s, {u"it"_s, u"is"_s, u"open"_s});
        row("accents", u"naïve cafe\u0301"_s, {u"naïve"_s, u"cafe\u0301"_s});
        row("Japanese", u"これはペンです pen 木霊"_s, {u"pen"_s});
        row("mixed scripts", u"пpивет привет"_s, {u"привет"_s}); // a Latin p in the first
        row("Greek", u"καλημέρα"_s, {u"καλημέρα"_s});
    }

    void findsWords()
    {
        QFETCH(const QString, line);
        QFETCH(const QStringList, words);
        QStringList found;
        for (const SpellWord &word : spellWords(line))
            found.append(line.sliced(word.start, word.length));
        QCOMPARE(found, words);
    }

    void tellsTheScript()
    {
        QCOMPARE(spellWords(u"привет"_s), (QList<SpellWord>{{0, 6, QChar::Script_Cyrillic}}));
        QCOMPARE(spellWords(u"  hi"_s), (QList<SpellWord>{{2, 2, QChar::Script_Latin}}));
    }
};

QTEST_APPLESS_MAIN(TestSpellWords)
#include "tst_spellwords.moc"
