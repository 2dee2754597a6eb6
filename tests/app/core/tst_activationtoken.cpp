#include "app/core/activationtoken.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestActivationToken final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        qunsetenv("XDG_ACTIVATION_TOKEN");
    }

    void onlyShortPrintableTextIsOne_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isToken");
        QTest::newRow("with the name of a program")
            << u"gnome-shell/木霊 Chat/2345-1-lab_TIME9876"_s << true;
        QTest::newRow("a number") << u"6d3ab7c2-9f1e-4f55-8a3c-0a2c"_s << true;
        QTest::newRow("as long as may be") << QString(512, u'x') << true;
        QTest::newRow("too long") << QString(513, u'x') << false;
        QTest::newRow("another line") << u"token\nopen ws://elsewhere"_s << false;
        QTest::newRow("an end") << u"token"_s + QChar(u'\0') << false;
    }

    void onlyShortPrintableTextIsOne()
    {
        QFETCH(QString, text);
        QFETCH(bool, isToken);
        QCOMPARE(activationToken(text), isToken ? text : QString());
        qputenv("XDG_ACTIVATION_TOKEN", text.toLocal8Bit());
        if (!text.contains(QChar(u'\0'))) // which ends what is in the environment
            QCOMPARE(takeActivationToken(), isToken ? text : QString());
    }

    void itIsTakenOnce()
    {
        offerActivationToken(u"one"_s);
        QCOMPARE(takeActivationToken(), u"one"_s);
        QVERIFY(!qEnvironmentVariableIsSet("XDG_ACTIVATION_TOKEN"));
        QVERIFY(takeActivationToken().isEmpty());
    }

    void noneLeavesTheOneThatIsThere()
    {
        offerActivationToken(u"one"_s);
        offerActivationToken({});
        QCOMPARE(takeActivationToken(), u"one"_s);
    }
};

QTEST_GUILESS_MAIN(TestActivationToken)
#include "tst_activationtoken.moc"
