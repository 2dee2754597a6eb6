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

/// Where both sides have a type of this name, TYPE.json is the client's.
QByteArray goldenOfServer(const QString &name)
{
    const QByteArray text = golden(name + u".server"_s);
    return text.isEmpty() ? golden(name) : text;
}

QStringList goldenFiles()
{
    return QDir(QStringLiteral(GOLDEN_DIR)).entryList({u"*.json"_s});
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
        const auto message = decodeClientMessage(text, 2);
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
        const QByteArray text = goldenOfServer(QLatin1StringView(QTest::currentDataTag()));
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
        for (const QString &file : goldenFiles())
            QVERIFY2(known.contains(file.section(u'.', 0, 0)), qPrintable(file));
    }

    // TYPE.json is one example for each type; TYPE.WHAT.json are more.
    void keepsEveryExample_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &file : goldenFiles())
            QTest::newRow(qPrintable(file)) << file.chopped(5);
    }
    void keepsEveryExample()
    {
        QFETCH(QString, name);
        const QByteArray text = golden(name);
        const bool isOfServer = typesOf<ServerMessage>().contains(name.section(u'.', 0, 0)) &&
                                name != u"typing"; // both sides have one of this name
        if (isOfServer) {
            QCOMPARE(encode(decodeServerMessage(text).value()), text);
        } else {
            QCOMPARE(encode(decodeClientMessage(text, 2).value()), text);
        }
    }

    void readsTheNamesOfVersion2AsCustomInVersion1_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *type : {"nick", "away", "join", "leave", "topic", "rooms", "who", "direct",
                                 "history", "typing"})
            QTest::newRow(type) << golden(QLatin1StringView(type));
        QTest::newRow("hello without version") << R"({"type":"hello"})"_ba;
        QTest::newRow("hello of version 1") << R"({"type":"hello","v":1})"_ba;
    }
    void readsTheNamesOfVersion2AsCustomInVersion1()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!text.isEmpty());
        QCOMPARE(std::get<Custom>(decodedClient(text)).source, text);
        QVERIFY(!std::get<Custom>(decodedClient(text)).room);
    }

    void knowsAHelloFromTheStart()
    {
        const Hello hello = std::get<Hello>(decodedClient(golden(u"hello"_s)));
        QCOMPARE(hello.v, 2);
        QCOMPARE(hello.nick, u"美香"_s);
        QCOMPARE(hello.resume->session, u"k7Qm3vT0aXyN2bLr8cWd5g"_s);
        QCOMPARE(std::get<Hello>(decodedClient(R"({"type":"hello","v":7})")).v, 7);
        // As custom messages they would be shown to everybody.
        for (const QByteArray &wrong :
             {R"({"type":"hello","v":"2"})"_ba, R"({"type":"hello","v":1e30})"_ba,
              R"({"type":"hello","resume":{"session":"secret"}})"_ba,
              R"({"type":"hello","v":1,"resume":{"session":"secret"}})"_ba})
            QCOMPARE(decodeClientMessage(wrong, 1).error().code, ErrorCode::BadRequest);
    }

    void hasNoRoomsInVersion1()
    {
        const QByteArray text = R"({"type":"broadcast","id":"a","room":"b","content":1})";
        const Broadcast seed = std::get<Broadcast>(decodedClient(text));
        QVERIFY(!seed.id);
        QVERIFY(!seed.room);
        const Broadcast chat = std::get<Broadcast>(decodeClientMessage(text, 2).value());
        QCOMPARE(chat.id, u"a"_s);
        QCOMPARE(chat.room, u"b"_s);
        const QByteArray wrong = R"({"type":"broadcast","id":5,"room":[],"content":1})";
        QCOMPARE(std::get<Broadcast>(decodedClient(wrong)).content.text(), "1"_ba);
    }

    void refusesWrongFieldsInVersion2_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("detail");
        QTest::addColumn<QString>("id");
        const auto row = [](const char *text, const char *detail, const QString &id = {}) {
            QTest::addRow("%s", text) << QByteArray(text) << QByteArray(detail) << id;
        };
        row(R"({"type":"join","id":"a"})", "room: expected a text", u"a"_s);
        row(R"({"type":"join","id":5,"room":"x"})", "id: expected a text");
        row(R"({"type":"join","id":"\ud800","room":"x"})", "id: not valid Unicode");
        row(R"({"type":"join","id":"","room":"x"})", "id: expected a longer text");
        row(R"({"type":"join","room":"x","since":{"epoch":"e"}})",
            "since.offset: expected an integer");
        row(R"({"type":"join","room":"x","since":7})", "since: expected an object");
        row(R"({"type":"join","room":"x","limit":-1})", "limit: out of range");
        row(R"({"type":"history","room":"x","before":"1"})", "before: expected an integer");
        row(R"({"type":"typing","room":"x","state":"on"})", "state: expected one of its values");
        row(R"({"type":"broadcast","room":5})", "room: expected a text");
        row(R"({"type":"lab.temp","room":5})", "room: expected a text");
        row(R"({"type":"hello","v":1})", "v: out of range");
        row(R"({"type":"hello","v":"2"})", "v: expected an integer");
        row(R"({"type":"hello","v":2.5})", "v: expected an integer");
        row(R"({"type":"nick"})", "nick: expected a text");
    }
    void refusesWrongFieldsInVersion2()
    {
        QFETCH(QByteArray, text);
        const auto result = decodeClientMessage(text, 2);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::BadRequest);
        QTEST(result.error().detail, "detail");
        QTEST(result.error().id.value_or(QString()), "id");
    }

    void refusesAnIdThatIsTooLong()
    {
        const auto withId = [](const QByteArray &id) {
            return decodeClientMessage("{\"type\":\"rooms\",\"id\":\"" + id + "\"}", 2);
        };
        QVERIFY(withId(QByteArray(64, 'x')));
        QVERIFY(!withId(QByteArray(65, 'x')));
        QVERIFY(!withId(QByteArray(65, 'x')).error().id);
        QVERIFY(withId("木"_ba.repeated(21)));
        QVERIFY(!withId("木"_ba.repeated(22)));
    }

    // It would name no request; and the members of a custom message are its own.
    void tellsNoIdThatIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {R"({"type":"rooms","id":""})", R"({"type":"rooms","id":5})",
              R"({"type":"rooms","id":"\ud800"})", R"({"type":"lab.temp","id":"a","room":5})",
              R"({"type":"typing","id":"","room":"x","state":"on"})"})
            QTest::newRow(text) << QByteArray(text);
    }
    void tellsNoIdThatIsNone()
    {
        QFETCH(QByteArray, text);
        const auto result = decodeClientMessage(text, 2);
        QCOMPARE(result.error().code, ErrorCode::BadRequest);
        QVERIFY(!result.error().id);
    }

    void takesNullForAnOptionalField()
    {
        const QByteArray text = R"({"type":"join","id":null,"room":"x","since":null,"limit":null})";
        const Join join = std::get<Join>(decodeClientMessage(text, 2).value());
        QVERIFY(!join.id);
        QVERIFY(!join.since);
        QVERIFY(!join.limit);
    }

    void refusesAWrongHelloBeforeVersion2()
    {
        const auto result = decodeClientMessage(R"({"type":"hello","id":"a","v":2,"nick":5})");
        QCOMPARE(result.error().code, ErrorCode::BadRequest);
        QCOMPARE(result.error().id, u"a"_s);
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
