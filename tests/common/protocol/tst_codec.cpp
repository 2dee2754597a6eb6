#include "common/protocol/codec.h"

#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray golden(const QString &name)
{
    QFile file(QStringLiteral(GOLDEN_DIR "/") + name + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().trimmed();
}

/// The wire names of a variant; the last alternative has none.
template <typename Variant, std::size_t... indexes>
QStringList typesOf(std::index_sequence<indexes...> /*alternatives*/)
{
    return {QString(std::variant_alternative_t<indexes, Variant>::type)...};
}

template <typename Variant>
QStringList typesOf()
{
    return typesOf<Variant>(std::make_index_sequence<std::variant_size_v<Variant>>());
}

ClientMessage decodedClient(const QByteArray &text)
{
    return decodeClientMessage(text).value();
}

QByteArray nested(int levels)
{
    return QByteArray(levels, '[') + QByteArray(levels, ']');
}

} // namespace

class TestCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    // A type that is added to a variant without an example in tests/data/protocol fails here by
    // name.
    void keepsEveryClientMessage_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const QString &type : typesOf<ClientMessage>())
            QTest::newRow(type.isEmpty() ? "custom" : qPrintable(type)) << index++;
    }
    void keepsEveryClientMessage()
    {
        QFETCH(int, index);
        const QByteArray text = golden(QLatin1StringView(QTest::currentDataTag()));
        QVERIFY2(!text.isEmpty(), "no example: add tests/data/protocol/<type>.json");
        const auto message = decodeClientMessage(text);
        QVERIFY(message);
        QCOMPARE(static_cast<int>(message.value().index()), index);
        QCOMPARE(encode(message.value()), text);
    }

    void keepsEveryServerMessage_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const QString &type : typesOf<ServerMessage>())
            QTest::newRow(type.isEmpty() ? "custom" : qPrintable(type)) << index++;
    }
    void keepsEveryServerMessage()
    {
        QFETCH(int, index);
        const QByteArray text = golden(QLatin1StringView(QTest::currentDataTag()));
        QVERIFY2(!text.isEmpty(), "no example: add tests/data/protocol/<type>.json");
        const auto message = decodeServerMessage(text);
        QVERIFY(message);
        QCOMPARE(static_cast<int>(message.value().index()), index);
        QCOMPARE(encode(message.value()), text);
    }

    void hasNoExampleWithoutAMessage()
    {
        const QStringList known =
            typesOf<ClientMessage>() + typesOf<ServerMessage>() + QStringList{u"custom"_s};
        for (const QString &file : QDir(QStringLiteral(GOLDEN_DIR)).entryList({u"*.json"_s}))
            QVERIFY2(known.contains(file.chopped(5)), qPrintable(file));
    }

    void keepsWhatIsPassedOn_data()
    {
        QTest::addColumn<QByteArray>("value");
        const QList<QByteArray> values{"1.0",
                                       "1e2",
                                       "-0",
                                       "12345678901234567890",
                                       R"("\u0000")",
                                       R"("\ud800")",
                                       R"("\/")",
                                       "\"\xef\xbb\xbf\"",
                                       "\"\"",
                                       "null",
                                       R"({"b":1,"a":2,"b":3})",
                                       "[ 1 ,\t2\n]",
                                       nested(63),
                                       '"' + QByteArray(1024 * 1024, 'x') + '"'};
        for (const QByteArray &value : values)
            QTest::addRow("%s", value.left(24).constData()) << value;
    }
    void keepsWhatIsPassedOn()
    {
        QFETCH(QByteArray, value);
        const QByteArray broadcast = R"({"type":"broadcast","content":)" + value + "}";
        QCOMPARE(std::get<Broadcast>(decodedClient(broadcast)).content.text(), value);
        const QByteArray echo = R"({"x":0,"type":"echo","text":)" + value + "}";
        QCOMPARE(std::get<Echo>(decodedClient(echo)).source, echo);
        const QByteArray custom = R"({"type":"lab.temp","value":)" + value + "}";
        QCOMPARE(std::get<Custom>(decodedClient(custom)).source, custom);
    }

    void takesWhatHasNoKnownTypeAsCustom_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"{}", R"({"type":"message"})", R"({"type":5})", R"({"type":null})",
              R"({"type":["echo"]})", R"({"Type":"echo"})", R"({"type":"Echo"})", R"({"type":""})",
              R"({"type":"echo\u0000"})", R"({"type":"echo","type":"x"})"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void takesWhatHasNoKnownTypeAsCustom()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(std::get<Custom>(decodedClient(text)).source, text);
    }

    void findsTheTypeHoweverItIsSpelt_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {R"({"type":"echo"})", R"({"\u0074ype":"echo"})", R"({"type":"\u0065cho"})",
              R"({"type":"x","type":"echo"})", " {\"type\" :\n\"echo\" } "})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void findsTheTypeHoweverItIsSpelt()
    {
        QFETCH(QByteArray, text);
        QVERIFY(std::holds_alternative<Echo>(decodedClient(text)));
    }

    void readsMissingMembersAsTheSampleDid()
    {
        QVERIFY(std::get<Broadcast>(decodedClient(R"({"type":"broadcast"})")).content.isNull());
        QVERIFY(std::get<Command>(decodedClient(R"({"type":"command"})")).command.isNull());
        QVERIFY(!std::get<Echo>(decodedClient(R"({"type":"echo"})")).text);
    }

    void namesWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("empty") << ""_ba
                               << "byte 0: expected an object"_ba;
        QTest::newRow("array") << "[]"_ba
                               << "byte 0: expected an object"_ba;
        QTest::newRow("U+FEFF in front") << "\xef\xbb\xbf{}"_ba
                                         << "byte 0: expected an object"_ba;
        QTest::newRow("cut") << R"({"a")"_ba
                             << "byte 4: expected a colon"_ba;
        QTest::newRow("more") << "{}{}"_ba
                              << "byte 2: expected nothing more"_ba;
        QTest::newRow("NaN") << R"({"a":NaN})"_ba
                             << "byte 5: expected a value"_ba;
        QTest::newRow("latin1") << "{\"a\":\"\xe9\"}"_ba
                                << "byte 0: expected UTF-8"_ba;
        QTest::newRow("too deep") << QByteArray("{\"a\":" + nested(64) + "}")
                                  << "byte 68: nested too deeply"_ba;
    }
    void namesWhatIsWrong()
    {
        QFETCH(QByteArray, text);
        const auto result = decodeClientMessage(text);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::BadJson);
        QTEST(result.error().detail, "detail");
    }

    void readsAStatus()
    {
        const auto message = decodeServerMessage(golden(u"command_response"_s));
        const auto data = std::get<CommandResponse>(message.value()).data;
        const std::optional<StatusData> status = decodeStatus(data.value());
        QCOMPARE(status->connectedClients, 2);
        QCOMPARE(status->serverTime, u"2025-12-14T10:00:05.123000"_s);
        QCOMPARE(encodeStatus(*status), *data);
        QVERIFY(!decodeStatus(RawJson::fromString(u"pong")));
    }

    void readsTheShortMessagesOfTheSample()
    {
        const auto message =
            decodeServerMessage(QByteArray(R"({"type": "welcome", "message": "x"})"));
        QCOMPARE(std::get<Welcome>(message.value()).message, u"x"_s);
        QVERIFY(std::get<Welcome>(message.value()).clientId.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
