#include "app/core/language.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreReadBack();
    void refusesOtherNames();
    void followsTheChoice();
};

void TestLanguage::namesAreReadBack()
{
    for (const UiLanguage language :
         {UiLanguage::System, UiLanguage::Japanese, UiLanguage::English})
        QCOMPARE(languageFromName(languageName(language)), language);
}

void TestLanguage::refusesOtherNames()
{
    for (const QString &name : {u""_s, u"de"_s, u"JA"_s, u"ja_JP"_s})
        QVERIFY(!languageFromName(name));
}

void TestLanguage::followsTheChoice()
{
    Translations translations;
    translations.setLanguage(UiLanguage::Japanese);
    QCOMPARE(translations.language(), UiLanguage::Japanese);
    QCOMPARE(translations.locale().language(), QLocale::Japanese);
    translations.setLanguage(UiLanguage::English);
    QCOMPARE(translations.locale().language(), QLocale::English);
    translations.setLanguage(UiLanguage::System); // the tests' locale is C
    QCOMPARE(translations.locale().language(), QLocale::English);
}

QTEST_GUILESS_MAIN(TestLanguage)
#include "tst_language.moc"
