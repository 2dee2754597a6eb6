#include "server/storetexts.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestStoreTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void bothLanguagesSayTheSame();
    void everyReasonHasWords();
    void whatIsForbiddenIsNotCalledReadOnly();
};

static QStringList placesIn(const QString &text)
{
    static const QRegularExpression place(u"%[0-9]"_s);
    QStringList places;
    for (const auto &match : place.globalMatch(text))
        places.append(match.captured());
    places.sort();
    return places;
}

void TestStoreTexts::bothLanguagesSayTheSame()
{
    for (int i = 0; i <= int(StoreText::CheckAndExport); ++i) {
        const QString english = storeText(Language::English, StoreText(i));
        const QString japanese = storeText(Language::Japanese, StoreText(i));
        QVERIFY(!english.isEmpty());
        QVERIFY(!japanese.isEmpty());
        QVERIFY2(english != japanese, qPrintable(english));
        QCOMPARE(placesIn(english), placesIn(japanese));
    }
}

void TestStoreTexts::everyReasonHasWords()
{
    for (int i = 0; i <= int(HistoryError::Kind::TooManyStreams); ++i)
        QVERIFY(!reasonText(Language::English, HistoryError::Kind(i)).isEmpty());
}

void TestStoreTexts::whatIsForbiddenIsNotCalledReadOnly()
{
    using Kind = HistoryError::Kind;
    for (const Language language : {Language::English, Language::Japanese})
        QVERIFY(reasonText(language, Kind::Forbidden) != reasonText(language, Kind::ReadOnly));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestStoreTexts)
#include "tst_storetexts.moc"
