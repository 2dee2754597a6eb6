#include "app/core/inifile.h"
#include "tests/support/fulldisk.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestIniFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"deep/file.ini"_s);
    }

    void qtReadsWhatIsWritten_data()
    {
        QTest::addColumn<QVariant>("value");
        QTest::newRow("nothing") << QVariant(u""_s);
        QTest::newRow("text") << QVariant(u"two words"_s);
        QTest::newRow("edges") << QVariant(u"  edges  "_s);
        QTest::newRow("signs") << QVariant(u"a, b; c = \"d\" \\e %41 [f] # g"_s);
        QTest::newRow("lines") << QVariant(u"\n\r\ta\x01"
                                           "b\x7f"
                                           "c\b9"_s);
        QTest::newRow("japanese") << QVariant(u"木霊 🎉 é"_s);
        QTest::newRow("at") << QVariant(u"@mika"_s);
        QTest::newRow("looks like bytes") << QVariant(u"@ByteArray(x)"_s);
        QTest::newRow("bytes") << QVariant("\x00\xff\n a9\"),\\"_ba);
        QTest::newRow("list") << QVariant(QStringList{u"a"_s, u"b,c"_s, u""_s, u"@d"_s, u"日本"_s});
        QTest::newRow("yes") << QVariant(true);
        QTest::newRow("number") << QVariant(-17);
    }

    void qtReadsWhatIsWritten()
    {
        QFETCH(const QVariant, value);
        check({{u"group/key"_s, value}});
    }

    void qtReadsEveryKey()
    {
        check({{u"alone"_s, u"a"_s},
               {u"group/a key"_s, u"b"_s},
               {u"group/deep/er"_s, u"c"_s},
               {u"部屋/木霊=%"_s, u"d"_s},
               {u"z/1"_s, u"e"_s}});
    }

    void qtReadsAnyText()
    {
        QRandomGenerator chance(20'26);
        for (int i = 0; i < 500; ++i) {
            QString text;
            for (int length = chance.bounded(12); length > 0; --length)
                text += QChar(char16_t(chance.bounded(1, chance.bounded(2) == 0 ? 0x80 : 0xd800)));
            check({{u"group/key"_s, text}, {u"group/list"_s, QStringList{text, u"x"_s}}});
            if (QTest::currentTestFailed())
                return;
        }
    }

    void whatIsReadIsWrittenAgain()
    {
        const IniValues values{{u"a/b"_s, u"c"_s}, {u"a/d"_s, QStringList{u"e"_s, u"f"_s}}};
        QVERIFY(writeIni(m_path, values));
        QCOMPARE(iniValues(QSettings(m_path, QSettings::IniFormat)), values);
    }

    void aFullDiskTakesNothingAway()
    {
        QVERIFY(writeIni(m_path, {{u"a/b"_s, u"c"_s}}));
        const test::FullDisk full(100);
        QVERIFY(!writeIni(m_path, {{u"a/b"_s, QString(101, u'x')}}));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "[a]\nb=\"c\"\n"_ba);
    }

    // The reason for all of this: should it fail one day, QSettings can be used again.
    void qtItselfLosesTheFileOnAFullDisk()
    {
        QSettings store(m_path, QSettings::IniFormat);
        store.setValue(u"a/b"_s, u"c"_s);
        store.sync();
        const test::FullDisk full(100);
        store.setValue(u"a/b"_s, QString(1'000, u'x'));
        store.sync();
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("b=c"));
        QCOMPARE(store.status(), QSettings::NoError);
    }

    void onlyTheOwnerReadsWhatIsPrivate()
    {
        QVERIFY(writeIni(m_path, {{u"a/b"_s, u"c"_s}}, IniReaders::OwnerOnly));
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        QVERIFY(!(QFile::permissions(m_path) & others));
    }

private:
    void check(const IniValues &values)
    {
        // QSettings takes a file of the same size and time for the same.
        const QString path = m_folder->filePath(QString::number(++m_files));
        QVERIFY(writeIni(path, values));
        const QSettings read(path, QSettings::IniFormat);
        QCOMPARE(read.allKeys(), values.keys());
        for (auto one = values.cbegin(); one != values.cend(); ++one) {
            QVariant value = read.value(one.key());
            QVERIFY(value.convert(one.value().metaType()));
            QCOMPARE(value, one.value());
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    int m_files = 0;
};

QTEST_GUILESS_MAIN(TestIniFile)
#include "tst_inifile.moc"
