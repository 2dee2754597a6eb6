#include "app/core/commandline.h"
#include "app/core/language.h"
#include "tests/app/ui/uifixture.h"

#include <QFile>
#include <QXmlStreamReader>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

struct Text
{
    QString context;
    QString source;
    QStringList translations;
    bool isUnfinished = false;
};

void readMessage(QXmlStreamReader &xml, Text &text)
{
    while (xml.readNextStartElement()) {
        if (xml.name() == "source"_L1) {
            text.source = xml.readElementText();
        } else if (xml.name() == "translation"_L1) {
            text.isUnfinished = xml.attributes().hasAttribute("type"_L1);
            text.translations = {xml.readElementText(QXmlStreamReader::IncludeChildElements)};
        } else {
            xml.skipCurrentElement();
        }
    }
}

QList<Text> readTexts(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Text> texts;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "name"_L1) {
            context = xml.readElementText();
        } else if (xml.name() == "message"_L1) {
            Text text;
            text.context = context;
            readMessage(xml, text);
            texts.append(text);
        }
    }
    return texts;
}

QSet<QString> placeholdersOf(const QString &text)
{
    static const QRegularExpression pattern(u"%(\\d|n)"_s);
    QSet<QString> found;
    for (const auto &match : pattern.globalMatch(text))
        found.insert(match.captured());
    return found;
}

} // namespace

class TestTranslations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everyTextIsTranslated_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("Japanese") << QStringLiteral(KODAMA_SOURCE_DIR "/translations/kodama_ja.ts");
        QTest::newRow("English") << QStringLiteral(KODAMA_SOURCE_DIR "/translations/kodama_en.ts");
    }

    void everyTextIsTranslated()
    {
        QFETCH(QString, file);
        const QList<Text> texts = readTexts(file);
        QVERIFY(texts.size() > 5);
        for (const Text &text : texts) {
            QVERIFY2(!text.isUnfinished, qPrintable(text.source));
            QVERIFY2(!text.translations.value(0).isEmpty(), qPrintable(text.source));
            QCOMPARE(placeholdersOf(text.translations.value(0)), placeholdersOf(text.source));
        }
    }

    void theProgramHasThem()
    {
        Translations translations;
        translations.setLanguage(UiLanguage::Japanese);
        for (const Text &text :
             readTexts(QStringLiteral(KODAMA_SOURCE_DIR "/translations/kodama_ja.ts"))) {
            if (text.source.contains("%n"_L1) || text.context == "Demo"_L1)
                continue;
            const QString shown = QCoreApplication::translate(text.context.toUtf8().constData(),
                                                              text.source.toUtf8().constData());
            const bool isKnown = shown == text.translations.value(0) || shown == text.source;
            QVERIFY2(isKnown, qPrintable(text.source));
        }
        QCOMPARE(QCoreApplication::translate("kodama::WindowMenus", "&Help"), u"ヘルプ(&H)"_s);
        // Its lines begin with spaces: a tool that takes them out of the file makes it English.
        QVERIFY(helpText().startsWith(u"使い方"_s));
        translations.setLanguage(UiLanguage::English);
        QCOMPARE(QCoreApplication::translate("kodama::WindowMenus", "&Help"), u"&Help"_s);
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
