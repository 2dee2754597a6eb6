#include "app/core/errortext.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

using Kind = ClientError::Kind;

ClientError error(Kind kind)
{
    ClientError result;
    result.kind = kind;
    result.url = QUrl(u"ws://localhost:8765"_s);
    return result;
}

} // namespace

class TestErrorText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsASentenceThatNamesTheServer();
    void saysWhatHttpStatusMeans();
    void saysWhatTheCloseCodeMeans();
    void keepsThePeersWordsHarmless();
    void everyUrlErrorIsASentence();
    void everyCommandErrorNamesTheWord();
    void everyRefusalIsASentence();
    void everyStateHasAName();
    void damageIsASentenceThatNamesTheFile();
    void saysWhyItIsNoName();
};

void TestErrorText::everyKindIsASentenceThatNamesTheServer()
{
    QCOMPARE(errorText(error(Kind::None)), QString());
    for (const Kind kind :
         {Kind::Refused, Kind::Tls, Kind::Http, Kind::Timeout, Kind::ConnectionLost,
          Kind::ClosedByServer, Kind::Protocol, Kind::Network}) {
        QVERIFY(errorText(error(kind)).contains("localhost:8765"_L1));
    }
    QVERIFY(errorText(error(Kind::HostNotFound)).contains("localhost"_L1));
    QVERIFY(!errorText(error(Kind::InvalidUrl)).isEmpty());
    QCOMPARE(errorText(error(Kind::Refused)),
             u"Nothing listens on localhost:8765. Is the server running?"_s);
}

void TestErrorText::saysWhatHttpStatusMeans()
{
    ClientError http = error(Kind::Http);
    QStringList texts;
    for (const int status : {0, 200, 403, 404, 503}) {
        http.httpStatus = status;
        texts.append(errorText(http));
        QVERIFY(status == 0 || texts.last().contains(QString::number(status)));
    }
    QCOMPARE(texts.removeDuplicates(), 0);

    http.httpStatus = 426;
    QVERIFY(errorText(http).contains("wss://"_L1));
    http.url.setScheme(u"wss"_s);
    QVERIFY(!errorText(http).contains("wss://"_L1));
}

void TestErrorText::saysWhatTheCloseCodeMeans()
{
    ClientError closed = error(Kind::ClosedByServer);
    closed.closeCode = 4503;
    QVERIFY(errorText(closed).contains("removed by the operator"_L1));
    QVERIFY(errorText(closed).contains("4503"_L1));
    closed.closeReason = u"be nice"_s;
    QVERIFY(errorText(closed).contains("be nice"_L1));
    closed.closeCode = 4321; // nobody knows it
    QVERIFY(errorText(closed).contains("4321"_L1));
    QVERIFY(errorText(closed).contains("be nice"_L1));
    closed.closeReason.clear();
    QVERIFY(errorText(closed).contains("4321"_L1));
    closed.closeCode = 0;
    QVERIFY(!errorText(closed).contains(u'0'));
    QVERIFY(closeCodeText(1009).contains("large"_L1));
    QVERIFY(closeCodeText(4321).isEmpty());
    for (const int code : {1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011,
                           1012, 1013, 1014, 4000, 4001, 4002, 4500, 4503, 4504, 4505})
        QVERIFY2(!closeCodeText(quint16(code)).isEmpty(), qPrintable(QString::number(code)));
}

void TestErrorText::keepsThePeersWordsHarmless()
{
    ClientError closed = error(Kind::ClosedByServer);
    closed.closeCode = 4503;
    closed.closeReason = u"a\x1b[2J\n"_s + QChar(0x202e) + QString(5'000, u'x') + u"%1%2"_s;
    const QString text = errorText(closed);
    QVERIFY(text.size() < 400);
    QVERIFY(!text.contains(QChar(0x1b)) && !text.contains(u'\n') && !text.contains(QChar(0x202e)));
    QCOMPARE(singleLine(u" a \n b "_s), u"a b"_s);
    QCOMPARE(singleLine(QString(10, u'x'), 5), u"xxxx…"_s);
}

void TestErrorText::everyUrlErrorIsASentence()
{
    for (int i = 0; i <= static_cast<int>(ServerUrlError::BadCharacters); ++i)
        QVERIFY(errorText(static_cast<ServerUrlError>(i)).endsWith(u'.'));
}

void TestErrorText::everyCommandErrorNamesTheWord()
{
    using CommandKind = CommandError::Kind;
    for (const CommandKind kind : {CommandKind::UnknownCommand, CommandKind::MissingArgument,
                                   CommandKind::UnexpectedArgument})
        QVERIFY(errorText(CommandError{kind, u"spam"_s}).contains("spam"_L1));
}

void TestErrorText::everyRefusalIsASentence()
{
    for (const SendRefusal refusal :
         {SendRefusal::NotConnected, SendRefusal::TooLarge, SendRefusal::Congested})
        QVERIFY(errorText(refusal).endsWith(u'.'));
    QVERIFY(errorText(SendRefusal::TooLarge, 4096).contains(u"4 KiB"_s)); // the server's bound
}

void TestErrorText::damageIsASentenceThatNamesTheFile()
{
    QVERIFY(unsentDamageText(3, u"/x/outbox.damaged"_s).contains(u"/x/outbox.damaged"_s));
    QVERIFY(unsentDamageText(3, {}).contains(u'3'));
    QVERIFY(unsentDamageText(3, {}).endsWith(u'.'));
}

void TestErrorText::everyStateHasAName()
{
    for (int i = 0; i <= static_cast<int>(ConnectionState::Failed); ++i)
        QVERIFY(!stateText(static_cast<ConnectionState>(i)).isEmpty());
}

void TestErrorText::saysWhyItIsNoName()
{
    const QString word = u"ab"_s.repeated(20);
    QCOMPARE(nameErrorText(u"Mika"_s, NameKind::Person), QString());
    QCOMPARE(nameErrorText(word, NameKind::Person),
             u"It has 40 characters; a name has at most 32."_s);
    QCOMPARE(nameErrorText(u'@' + word, NameKind::Target),
             u"It has 40 characters; a name has at most 32."_s);
    QCOMPARE(nameErrorText(u'#' + word.repeated(2), NameKind::Target),
             u"It has 80 characters; a name has at most 64."_s);
    QVERIFY(nameErrorText(u"a,b"_s, NameKind::Person).contains(u"comma"_s));
    QVERIFY(nameErrorText(u"@a,b"_s, NameKind::Target).contains(u"comma"_s));
    QVERIFY(nameErrorText(u"bad name"_s, NameKind::Target).contains(u"digits"_s));
    QVERIFY(nameErrorText(u"aбв"_s, NameKind::Person).contains(u"Cyrillic"_s));
    QVERIFY(!nameErrorText(QString(), NameKind::Target).isEmpty());
}

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_errortext.moc"
