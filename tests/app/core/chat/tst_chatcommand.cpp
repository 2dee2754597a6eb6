#include "app/core/chat/chatcommand.h"

#include <QTest>

#include <algorithm>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

/// A command as one comparable text.
QString described(const QString &line)
{
    const auto result = parseChatCommand(line);
    if (!result)
        return u"none"_s;
    if (!*result) {
        const bool isMissing = result->error().kind == CommandError::Kind::MissingArgument;
        return (isMissing ? u"missing "_s : u"unexpected "_s) + result->error().command;
    }
    struct Visitor
    {
        QString operator()(const chatcommand::Join &c) const { return u"join:"_s + c.room; }
        QString operator()(const chatcommand::Part &c) const { return u"part:"_s + c.room; }
        QString operator()(const chatcommand::Nick &c) const { return u"nick:"_s + c.nick; }
        QString operator()(const chatcommand::Message &c) const
        {
            return u"msg:"_s + c.to + u':' + c.text;
        }
        QString operator()(const chatcommand::Topic &c) const { return u"topic:"_s + c.text; }
        QString operator()(const chatcommand::Who &c) const { return u"who:"_s + c.room; }
        QString operator()(const chatcommand::Me &c) const { return u"me:"_s + c.text; }
        QString operator()(const chatcommand::Away &c) const { return u"away:"_s + c.reason; }
        QString operator()(const chatcommand::History &) const { return u"history"_s; }
        QString operator()(const chatcommand::Rooms &) const { return u"rooms"_s; }
        QString operator()(const chatcommand::Retry &c) const { return u"retry:"_s + c.room; }
        QString operator()(const chatcommand::Discard &c) const { return u"discard:"_s + c.room; }
    };
    return std::visit(Visitor(), result->value());
}

} // namespace

class TestChatCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("command");
        const auto row = [](const QString &line, const QString &command) {
            QTest::addRow("%s", qPrintable(line)) << line << command;
        };
        row(u"/join #dev"_s, u"join:#dev"_s);
        row(u"join 雑談"_s, u"join:雑談"_s);
        row(u"/JOIN @Mika"_s, u"join:@Mika"_s);
        row(u"/join"_s, u"missing join"_s);
        row(u"/part"_s, u"part:"_s);
        row(u"/part dev"_s, u"part:dev"_s);
        row(u"/nick Ann Lee "_s, u"nick:Ann Lee"_s);
        row(uR"(/nick "Ann Lee")"_s, u"nick:Ann Lee"_s);
        row(u"/msg mika hello  there"_s, u"msg:mika:hello  there"_s);
        row(u"/msg @mika"_s, u"msg:mika:"_s);
        row(u"/msg \"Ann Lee\" hi"_s, u"msg:Ann Lee:hi"_s);
        row(u"/msg \"Ann hi"_s, u"msg:\"Ann:hi"_s);
        row(u"/topic"_s, u"topic:"_s);
        row(u"/topic today: tests"_s, u"topic:today: tests"_s);
        row(u"/who"_s, u"who:"_s);
        row(u"/me waves"_s, u"me:waves"_s);
        row(u"/away"_s, u"away:"_s);
        row(u"/away lunch"_s, u"away:lunch"_s);
        row(u"/history"_s, u"history"_s);
        row(u"/history 5"_s, u"unexpected history"_s);
        row(u"/rooms"_s, u"rooms"_s);
        row(u"/back"_s, u"away:"_s);
        row(u"/back soon"_s, u"unexpected back"_s);
        row(u"/retry"_s, u"retry:"_s);
        row(u"/retry #dev"_s, u"retry:#dev"_s);
        row(u"/Discard"_s, u"discard:"_s);
        row(u"back"_s, u"none"_s); // is said
        row(u"retry that"_s, u"none"_s);
        row(u"discard it"_s, u"none"_s);
        row(u"/status"_s, u"none"_s);
        row(u"hello"_s, u"none"_s);
        row(u""_s, u"none"_s);
        row(u"/"_s, u"none"_s);
    }
    void reads()
    {
        QFETCH(QString, line);
        QTEST(described(line), "command");
    }

    void namesAllInOrder()
    {
        const QStringList names = chatCommandNames();
        // "/back" is "/away" without a reason.
        QCOMPARE(names.size(), qsizetype(std::variant_size_v<ChatCommand>) + 1);
        QVERIFY(std::is_sorted(names.cbegin(), names.cend()));
    }
};

QTEST_GUILESS_MAIN(TestChatCommand)
#include "tst_chatcommand.moc"
