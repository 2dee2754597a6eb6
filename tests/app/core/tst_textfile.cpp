#include "app/core/textfile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestTextFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void textIsRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("lines") << "a\nb\n"_ba << u"a\nb\n"_s;
        QTest::newRow("from elsewhere") << "\xef\xbb\xbf"
                                           "a\r\nb\r\n"_ba
                                        << u"a\nb\n"_s;
        QTest::newRow("Japanese") << "木霊 🌲"_ba << u"木霊 🌲"_s;
        QTest::newRow("as much as fits")
            << QByteArray(maxTextFileBytes, 'x') << QString(maxTextFileBytes, u'x');
    }

    void textIsRead()
    {
        QFETCH(const QByteArray, bytes);
        const auto read = readTextFile(made(bytes));
        QVERIFY(read);
        QTEST(read.value(), "text");
    }

    void whatIsNoTextIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<TextFileError::Kind>("kind");
        using Kind = TextFileError::Kind;
        QTest::newRow("a picture") << "\x89PNG\r\n"_ba << Kind::NoText;
        QTest::newRow("Shift JIS") << "\x96\xd8\x97\xec"_ba << Kind::NoText;
        QTest::newRow("a character cut in half") << "\xe6\x9c"_ba << Kind::NoText;
        QTest::newRow("a program") << QByteArray("x\0y", 3) << Kind::NoText;
        QTest::newRow("a byte too many") << QByteArray(maxTextFileBytes + 1, 'x') << Kind::TooLarge;
    }

    void whatIsNoTextIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const TextFileError::Kind, kind);
        const auto read = readTextFile(made(bytes));
        QVERIFY(!read);
        QCOMPARE(read.error(), (TextFileError{kind, u"file.txt"_s, {}}));
        QVERIFY(errorText(read.error()).contains(u"“file.txt”"_s));
    }

    void whatIsNoFileIsNotOpened()
    {
        const QString pipe = m_folder->filePath(u"pipe"_s);
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        for (const QString &path : {pipe, m_folder->path(), u"/dev/zero"_s}) {
            const auto read = readTextFile(path);
            QVERIFY(!read);
            QCOMPARE(read.error().kind, TextFileError::Kind::NoFile);
        }
    }

    void whatIsNotThereSaysWhy()
    {
        const auto read = readTextFile(m_folder->filePath(u"gone.txt"_s));
        QVERIFY(!read);
        QCOMPARE(read.error().kind, TextFileError::Kind::Unreadable);
        QCOMPARE(errorText(read.error()),
                 u"“gone.txt” cannot be read: No such file or directory"_s);
    }

private:
    QString made(const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(u"file.txt"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        return file.fileName();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestTextFile)
#include "tst_textfile.moc"
