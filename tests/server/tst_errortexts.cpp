#include "server/errortexts.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestErrorTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void hasItsOwnWordsForEveryCode();
};

void TestErrorTexts::hasItsOwnWordsForEveryCode()
{
    const Texts texts(Language::English);
    QSet<QString> words;
    for (int code = int(ErrorCode::BadJson); code <= int(ErrorCode::Internal); ++code)
        words.insert(texts(textOf(ErrorCode(code))));
    QCOMPARE(words.size(), int(ErrorCode::Internal));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestErrorTexts)
#include "tst_errortexts.moc"
