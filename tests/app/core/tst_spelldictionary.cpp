#include "app/core/spelldictionary.h"
#include "tests/app/spellfiles.h"

#include <QRegularExpression>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestSpellDictionary final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void judgesAndSuggests()
    {
        const SpellFiles files;
        files.write(u"en_GB"_s, {"colour", "don't", "hello"});
        SpellDictionary dictionary(files.places(), {u"en_GB"_s});
        QVERIFY(!dictionary.isMisspelt(u"hello"_s));
        QVERIFY(!dictionary.isMisspelt(u"Hello"_s));
        QVERIFY(!dictionary.isMisspelt(u"don\u2019t"_s));
        QVERIFY(dictionary.isMisspelt(u"colur"_s));
        QCOMPARE(dictionary.suggestions(u"colur"_s), QStringList{u"colour"_s});
    }

    void readsOtherEncodings()
    {
        const SpellFiles files;
        files.write(u"de_DE"_s,
                    {"\xdc"
                     "bung"},
                    "ISO8859-1");
        SpellDictionary dictionary(files.places(), {u"de_DE"_s});
        QCOMPARE(dictionary.languages(), QStringList{u"de_DE"_s});
        QVERIFY(!dictionary.isMisspelt(u"Übung"_s));
        QCOMPARE(dictionary.suggestions(u"Übumg"_s), QStringList{u"Übung"_s});
        QVERIFY(dictionary.isMisspelt(u"Ωmega"_s) == false); // another script
    }

    void takesAnotherDictionaryOfTheLanguage()
    {
        const SpellFiles files;
        files.write(u"en_GB"_s, {"colour"});
        files.write(u"fr_FR"_s, {"couleur"});
        SpellDictionary dictionary(files.places(), {u"ja_JP"_s, u"en_US"_s, u"en"_s});
        QCOMPARE(dictionary.languages(), QStringList{u"en_GB"_s});
        QVERIFY(dictionary.isMisspelt(u"couleur"_s));
    }

    void oneLanguageThatKnowsTheWordIsEnough()
    {
        const SpellFiles files;
        files.write(u"en_GB"_s, {"colour"});
        files.write(u"fr_FR"_s, {"couleur"});
        SpellDictionary dictionary(files.places(), {u"fr_FR"_s, u"en_GB"_s});
        QVERIFY(!dictionary.isMisspelt(u"couleur"_s));
        QVERIFY(!dictionary.isMisspelt(u"colour"_s));
        QVERIFY(dictionary.isMisspelt(u"color"_s));
    }

    void nothingIsWrongWithoutADictionary()
    {
        const SpellFiles files;
        SpellDictionary dictionary(files.places(), {u"en_US"_s});
        QCOMPARE(dictionary.languages(), QStringList());
        QVERIFY(!dictionary.isMisspelt(u"xyzzy"_s));
        QCOMPARE(dictionary.suggestions(u"xyzzy"_s), QStringList());
    }

    void remembersOwnWords()
    {
        const SpellFiles files;
        files.write(u"en_GB"_s, {"hello"});
        {
            SpellDictionary dictionary(files.places(), {u"en_GB"_s});
            QVERIFY(dictionary.isMisspelt(u"Kodama"_s));
            QVERIFY(dictionary.learn(u"Kodama"_s));
            QVERIFY(dictionary.learn(u"Übung"_s));
            QVERIFY(!dictionary.isMisspelt(u"Kodama"_s));
        }
        SpellDictionary again(files.places(), {u"en_GB"_s});
        QVERIFY(!again.isMisspelt(u"Kodama"_s));
        QVERIFY(!again.isMisspelt(u"Übung"_s));
        QVERIFY(again.isMisspelt(u"Kodana"_s));
    }

    void saysWhenAWordCannotBeWrittenDown()
    {
        const SpellFiles files;
        files.write(u"en_GB"_s, {"hello"});
        SpellDictionary dictionary({files.places().folders, u"/proc/none/words"_s}, {u"en_GB"_s});
        QVERIFY(!dictionary.learn(u"Kodama"_s));
        QVERIFY(!dictionary.isMisspelt(u"Kodama"_s));
    }

    void veryLongWordsAreNotJudged()
    {
        const SpellFiles files;
        files.write(u"en_GB"_s, {"hello"});
        SpellDictionary dictionary(files.places(), {u"en_GB"_s});
        QVERIFY(!dictionary.isMisspelt(QString(100'000, u'a')));
    }
};

QTEST_GUILESS_MAIN(TestSpellDictionary)
#include "tst_spelldictionary.moc"
