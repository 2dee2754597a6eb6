#include "tests/server/transport/hostileframes.h"

#include "tests/server/transport/transportharness.h"

namespace kodama {

namespace {

class Table final
{
public:
    void add(const QByteArray &name, const QByteArray &bytes, const QList<QByteArray> &events)
    {
        rows.append({name, bytes, events});
    }
    QList<FrameCase> rows;
};

QByteArray hex(quint64 number, int digits)
{
    return QByteArray::number(number, 16).rightJustified(digits, '0');
}

QByteArray raw(const char *digits)
{
    return QByteArray::fromHex(digits);
}

/// A header with the length in a form of the caller's choice, masked with zeros.
QByteArray longHeader(quint8 first, quint8 lengthByte, quint64 length)
{
    QByteArray bytes;
    bytes.append(static_cast<char>(first));
    bytes.append(static_cast<char>(0x80U | lengthByte));
    bytes.append(QByteArray::fromHex(hex(length, lengthByte == 127 ? 16 : 4)));
    bytes.append(4, '\0');
    return bytes;
}

void addGood(Table &table)
{
    const QByteArray longest(caseMessageBytes, 'm');
    for (const int size : {0, 1, 2, 3, 4, 5, 7, 8, 9, 124, 125, 126, 127, 255, 256, 999, 1000}) {
        const QByteArray payload(size, 't');
        table.add("text of " + QByteArray::number(size), clientFrame(0x81, payload),
                  {"text:" + payload});
        table.add("binary of " + QByteArray::number(size), clientFrame(0x82, payload),
                  {"binary:" + payload});
        if (size <= 125) {
            table.add("ping of " + QByteArray::number(size), clientFrame(0x89, payload),
                      {"ping:" + payload});
            table.add("pong of " + QByteArray::number(size), clientFrame(0x8A, payload),
                      {"pong:" + payload});
        }
    }
    table.add("the standard's masked Hello", raw("818537fa213d7f9f4d5158"), {"text:Hello"});
    table.add("masked with zeros", raw("818500000000") + "Hello", {"text:Hello"});
    table.add("U+FEFF stays", clientFrame(0x81, "\xEF\xBB\xBFx"), {"text:\xEF\xBB\xBFx"});
    table.add("NUL stays", clientFrame(0x81, QByteArray("a\0b", 3)), {QByteArray("text:a\0b", 8)});
    table.add("binary need not be UTF-8", clientFrame(0x82, "\xFF\xFE"), {"binary:\xFF\xFE"});
    table.add("three messages",
              clientFrame(0x81, "a") + clientFrame(0x82, "b") + clientFrame(0x81, "c"),
              {"text:a", "binary:b", "text:c"});
}

void addFragments(Table &table)
{
    const QByteArray kana = "木";
    table.add("two fragments", clientFrame(0x01, "Hel") + clientFrame(0x80, "lo"), {"text:Hello"});
    table.add("three binary fragments",
              clientFrame(0x02, "a") + clientFrame(0x00, "b") + clientFrame(0x80, "c"),
              {"binary:abc"});
    table.add("empty fragments",
              clientFrame(0x01, "") + clientFrame(0x00, "") + clientFrame(0x80, ""), {"text:"});
    table.add("empty last fragment", clientFrame(0x01, "x") + clientFrame(0x80, ""), {"text:x"});
    table.add("empty first fragment", clientFrame(0x01, "") + clientFrame(0x80, "x"), {"text:x"});
    table.add("a character over three fragments",
              clientFrame(0x01, kana.sliced(0, 1)) + clientFrame(0x00, kana.sliced(1, 1)) +
                  clientFrame(0x80, kana.sliced(2, 1)),
              {"text:" + kana});
    table.add("ping between fragments",
              clientFrame(0x01, "a") + clientFrame(0x89, "p") + clientFrame(0x80, "b"),
              {"ping:p", "text:ab"});
    table.add("ping within a character",
              clientFrame(0x01, kana.first(1)) + clientFrame(0x89, "\xFF") +
                  clientFrame(0x80, kana.sliced(1)),
              {"ping:\xFF", "text:" + kana});
    table.add("pong between fragments",
              clientFrame(0x02, "a") + clientFrame(0x8A, "") + clientFrame(0x80, "b"),
              {"pong:", "binary:ab"});
    table.add("close between fragments", clientFrame(0x01, "a") + clientFrame(0x88, ""),
              {"close:1005:"});
    table.add("two fragmented messages",
              clientFrame(0x01, "a") + clientFrame(0x80, "b") + clientFrame(0x02, "c") +
                  clientFrame(0x80, "d"),
              {"text:ab", "binary:cd"});
    for (const quint8 first : QList<quint8>{0x80, 0x00}) {
        table.add("continuation of nothing, first byte " + hex(first, 2), clientFrame(first, "x"),
                  {"error:1002"});
        table.add("continuation behind a message, first byte " + hex(first, 2),
                  clientFrame(0x81, "m") + clientFrame(first, "x"), {"text:m", "error:1002"});
        table.add("continuation behind a fragmented message, first byte " + hex(first, 2),
                  clientFrame(0x01, "m") + clientFrame(0x80, "n") + clientFrame(first, "x"),
                  {"text:mn", "error:1002"});
    }
    for (const quint8 first : QList<quint8>{0x81, 0x82, 0x01, 0x02})
        table.add("a new message within another, first byte " + hex(first, 2),
                  clientFrame(0x01, "a") + clientFrame(first, "b"), {"error:1002"});
}

void addReserved(Table &table)
{
    for (int bits = 1; bits <= 7; ++bits) {
        for (const int opcode : {0x0, 0x1, 0x2, 0x8, 0x9, 0xA}) {
            const auto first = static_cast<quint8>(0x80 | (bits << 4) | opcode);
            table.add("reserved bits, first byte " + hex(first, 2), clientFrame(first, "x"),
                      {"error:1002"});
        }
    }
    for (const int opcode : {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
        for (const int final : {0x80, 0x00}) {
            const auto first = static_cast<quint8>(final | opcode);
            table.add("reserved opcode, first byte " + hex(first, 2), clientFrame(first, ""),
                      {"error:1002"});
        }
        table.add("reserved opcode within a message, " + hex(quint64(opcode), 1),
                  clientFrame(0x01, "a") + clientFrame(static_cast<quint8>(0x80 | opcode), "b"),
                  {"error:1002"});
    }
}

void addHeaders(Table &table)
{
    for (const int opcode : {0x0, 0x1, 0x2, 0x8, 0x9, 0xA}) {
        const QByteArray first(1, static_cast<char>(0x80 | opcode));
        table.add("unmasked, opcode " + hex(quint64(opcode), 1), first + raw("00"), {"error:1002"});
        table.add("unmasked with payload, opcode " + hex(quint64(opcode), 1),
                  first + raw("05") + "Hello", {"error:1002"});
        table.add("unmasked, long, opcode " + hex(quint64(opcode), 1), first + raw("7e00c8"),
                  {"error:1002"});
    }
    for (const quint8 opcode : QList<quint8>{0x08, 0x09, 0x0A}) {
        table.add("fragmented control frame " + hex(opcode, 2), clientFrame(opcode, ""),
                  {"error:1002"});
        const auto whole = static_cast<quint8>(0x80 | opcode);
        table.add("control frame of 126 " + hex(opcode, 2),
                  clientFrame(whole, QByteArray(126, 'x')), {"error:1002"});
        table.add("control frame of 65536 " + hex(opcode, 2), longHeader(whole, 127, 65536),
                  {"error:1002"});
        table.add("control frame, 16-bit length of 1 " + hex(opcode, 2), longHeader(whole, 126, 1),
                  {"error:1002"});
    }
    for (const quint8 first : QList<quint8>{0x81, 0x82, 0x01}) {
        for (const quint64 length : {0ULL, 1ULL, 125ULL})
            table.add("16-bit length of " + QByteArray::number(length) + ", " + hex(first, 2),
                      longHeader(first, 126, length), {"error:1002"});
        for (const quint64 length : {0ULL, 125ULL, 126ULL, 65535ULL})
            table.add("64-bit length of " + QByteArray::number(length) + ", " + hex(first, 2),
                      longHeader(first, 127, length), {"error:1002"});
        for (const quint64 length : {0x8000000000000000ULL, 0xFFFFFFFFFFFFFFFFULL})
            table.add("highest bit of the length, " + hex(length, 16) + ", " + hex(first, 2),
                      longHeader(first, 127, length), {"error:1002"});
    }
    table.add("a TLS hello", raw("16030102000100"), {"error:1002"});
    table.add("an HTTP request", "GET / HTTP/1.1\r\n\r\n", {"error:1002"});
    table.add("a line of text", "{\"type\":\"echo\"}\n", {"error:1002"});
    table.add("zeros", QByteArray(16, '\0'), {"error:1002"});
    table.add("ones", QByteArray(16, '\xFF'), {"error:1002"});
}

void addTooLong(Table &table)
{
    const QByteArray most(caseMessageBytes, 'x');
    for (const quint8 first : QList<quint8>{0x81, 0x82, 0x01, 0x02}) {
        table.add("a byte too long, " + hex(first, 2), longHeader(first, 126, 1001),
                  {"error:1009"});
        table.add("64 KiB, " + hex(first, 2), longHeader(first, 127, 65536), {"error:1009"});
        table.add("1 GB announced, " + hex(first, 2), longHeader(first, 127, 1'000'000'000),
                  {"error:1009"});
        table.add("the longest length there is, " + hex(first, 2),
                  longHeader(first, 127, 0x7FFFFFFFFFFFFFFFULL), {"error:1009"});
    }
    table.add("fragments that fill the limit", clientFrame(0x02, most) + clientFrame(0x80, ""),
              {"binary:" + most});
    table.add("fragments a byte over the limit", clientFrame(0x02, most) + clientFrame(0x80, "y"),
              {"error:1009"});
    table.add("second fragment announces too much",
              clientFrame(0x01, "abc") + longHeader(0x80, 126, 998), {"error:1009"});
    table.add("the limit counts per message", clientFrame(0x82, most) + clientFrame(0x82, most),
              {"binary:" + most, "binary:" + most});
    QByteArray tiny = clientFrame(0x01, "");
    for (int i = 0; i < 50; ++i)
        tiny += clientFrame(0x00, QByteArray(20, 'z'));
    table.add("many fragments over the limit", tiny + clientFrame(0x80, "!"), {"error:1009"});
}

void addBadText(Table &table)
{
    const QList<QByteArray> bad{"\x80",         "\xC0\xAF",         "\xFF",     "\xE0\x80\xAF",
                                "\xED\xA0\x80", "\xF4\x90\x80\x80", "abc\xFE",  "\xC3(",
                                "\xF8",         "木\xE6\x9C(",      "\xFC\x84", "\xF0\x8F\xBF\xBF"};
    for (const QByteArray &text : bad) {
        const QByteArray name = text.toHex();
        table.add("bad text " + name, clientFrame(0x81, text), {"error:1007"});
        table.add("bad text, not the last fragment, " + name, clientFrame(0x01, text),
                  {"error:1007"});
        table.add("bad text in the second fragment, " + name,
                  clientFrame(0x01, "ok") + clientFrame(0x80, text), {"error:1007"});
        table.add("bad text behind good, " + name,
                  clientFrame(0x81, "ok") + clientFrame(0x81, text), {"text:ok", "error:1007"});
        table.add("bad close reason " + name, clientFrame(0x88, closeBody(1000, text)),
                  {"error:1007"});
        // The bad byte is enough: nobody waits for the thousand that were announced.
        table.add("bad text at the start of a long frame, " + name,
                  longHeader(0x81, 126, 900) + text, {"error:1007"});
    }
    table.add("text ends within a character", clientFrame(0x81, "\xE6\x9C"), {"error:1007"});
    table.add("fragmented text ends within a character",
              clientFrame(0x01, "\xE6") + clientFrame(0x80, "\x9C"), {"error:1007"});
    table.add("close reason ends within a character",
              clientFrame(0x88, closeBody(1000, "\xE6\x9C")), {"error:1007"});
}

void addCloses(Table &table)
{
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                           3000, 3999, 4000, 4001, 4500, 4999})
        table.add("close " + QByteArray::number(code), clientFrame(0x88, closeBody(quint16(code))),
                  {"close:" + QByteArray::number(code) + ":"});
    for (const int code :
         {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 9999, 65535})
        table.add("close " + QByteArray::number(code), clientFrame(0x88, closeBody(quint16(code))),
                  {"error:1002"});
    table.add("close without body", clientFrame(0x88, ""), {"close:1005:"});
    table.add("close with one byte", clientFrame(0x88, "\x03"), {"error:1002"});
    table.add("close with reason", clientFrame(0x88, closeBody(1000, "さようなら")),
              {"close:1000:さようなら"});
    table.add("close with the longest reason",
              clientFrame(0x88, closeBody(1000, QByteArray(123, 'r'))),
              {"close:1000:" + QByteArray(123, 'r')});
    table.add("nothing counts behind a close",
              clientFrame(0x88, closeBody(1000)) + clientFrame(0x81, "x") + raw("ffff"),
              {"close:1000:"});
    table.add("nothing counts behind an error", raw("ffff") + clientFrame(0x81, "x"),
              {"error:1002"});
}

} // namespace

QList<FrameCase> frameCases()
{
    Table table;
    addGood(table);
    addFragments(table);
    addReserved(table);
    addHeaders(table);
    addTooLong(table);
    addBadText(table);
    addCloses(table);
    return table.rows;
}

} // namespace kodama
